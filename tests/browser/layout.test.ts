// The bar on the page: it moves nothing, works by keyboard and by touch, speaks the page's language.
// Screenshots go to the folder SCREENSHOTS, when that is set.
import assert from 'node:assert/strict';
import { join } from 'node:path';
import type { BrowserContext, Page } from 'playwright-core';
import { acceptAll, addToBag, bar, settled } from './shopper.ts';
import { visit } from './world.ts';

const PHONE = { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true, deviceScaleFactor: 2 };

async function picture(page: Page, name: string): Promise<void> {
  if (process.env.SCREENSHOTS) await page.screenshot({ path: join(process.env.SCREENSHOTS, `${name}.png`) });
}

/** Consent of an earlier visit: no click that would excuse a shift or take the focus. */
const agreed = (context: BrowserContext, shop: string): Promise<void> =>
  context.addCookies([{ name: 'aurelle_consent', value: 'functional.analytics.personalization.marketing', url: shop }]);

const painted = (page: Page): Promise<unknown> => page.evaluate(() => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve))));

/** Transitions over. */
const still = (page: Page): Promise<unknown> =>
  page.evaluate(() => Promise.all([...document.querySelectorAll('[data-waymark]')].flatMap((host) => host.shadowRoot!.getAnimations()).map(({ finished }) => finished)));

interface Box { x: number; y: number; width: number; height: number }
async function boxOf(page: Page, selector: string): Promise<Box> {
  const box = await page.locator(selector).boundingBox();
  assert.ok(box, `${selector} has no box`);
  return box;
}

/** The element that has the focus, looked for in shadow trees too, with what is drawn around it. */
const focused = (page: Page): Promise<{ text: string; outline: string; isVisible: boolean; inWaymark: boolean }> =>
  page.evaluate(() => {
    let element = document.activeElement!;
    while (element.shadowRoot?.activeElement) element = element.shadowRoot.activeElement;
    const { outlineStyle, outlineWidth } = getComputedStyle(element);
    return {
      text: element.getAttribute('aria-label') ?? element.textContent!.trim(), outline: `${outlineStyle} ${outlineWidth}`,
      isVisible: element.matches(':focus-visible'), inWaymark: element.getRootNode() instanceof ShadowRoot,
    };
  });

visit('the bar shifts nothing when it comes and when it goes', async ({ page, context, shop }) => {
  await context.addInitScript(`
    window.shifts = [];
    const nameOf = ({ node }) => node && (node.className || node.nodeName);
    new PerformanceObserver((list) => {
      for (const { hadRecentInput, value, sources } of list.getEntries()) if (!hadRecentInput) shifts.push(value.toFixed(5) + ' ' + sources.map(nameOf));
    }).observe({ type: 'layout-shift', buffered: true });`);
  await agreed(context, shop);
  // The bar waits for its document until the shop has come to rest, so that what moves then moves because of the bar.
  let release = (): void => {};
  const isReleased = new Promise<void>((resolve) => { release = resolve; });
  await context.route('**/v1/document/*', (route) => isReleased.then(() => route.continue()));
  await page.goto(shop);
  await painted(page);
  await page.evaluate('shifts.length = 0');
  release();
  await bar(page, 'welcome-bar').waitFor();
  await still(page);
  await picture(page, 'desktop');
  const heights = (): Promise<number> => page.evaluate(() => document.documentElement.scrollHeight);
  const withBar = await heights();
  // A click by script counts as no input.
  await page.evaluate(() => document.querySelector('[data-waymark]')!.shadowRoot!.querySelector<HTMLElement>('.close')!.click());
  await page.locator('[data-waymark]').waitFor({ state: 'detached' });
  assert.equal(await heights(), withBar);
  await painted(page);
  assert.deepEqual(await page.evaluate('shifts'), []);
}, { context: { viewport: { width: 1280, height: 800 } } });

visit('by keyboard: Tab reaches the link and the button, focus is seen, Enter closes', async ({ page, context, shop, flushed }) => {
  await agreed(context, shop);
  await page.goto(shop);
  await bar(page, 'welcome-bar').waitFor();
  await still(page);
  const tabbed: string[] = [];
  // The bar is the last thing on the page: backwards it comes first.
  for (let presses = 0; presses < 2; presses++) {
    await page.keyboard.press('Shift+Tab');
    const now = await focused(page);
    assert.deepEqual([now.inWaymark, now.isVisible, now.outline], [true, true, 'solid 2px']);
    tabbed.unshift(now.text);
  }
  assert.deepEqual(tabbed, ['See what is new', 'Close']);
  await page.keyboard.press('Tab');
  await picture(page, 'focus');
  await page.keyboard.press('Enter');
  await page.locator('[data-waymark]').waitFor({ state: 'detached' });
  assert.equal((await flushed(4)).at(-1)!.event, 'Campaign Closed');
});

visit('the bar is a named region, its texts are text, its close button has a name', async ({ page, shop }) => {
  await page.goto(shop);
  await acceptAll(page);
  const region = page.getByRole('region', { name: 'Welcome to Aurelle. Delivery is free from €45.' });
  await region.waitFor();
  assert.equal(await region.getByRole('link', { name: 'See what is new' }).getAttribute('href'), '/category/new');
  assert.equal(await region.getByRole('button').textContent(), '×');
  assert.deepEqual(await page.locator('[data-waymark]').evaluate(({ lang, dir }: HTMLElement) => [lang, dir]), ['en', 'ltr']);
});

visit('the bar has a size of its own, the letters of the page, and takes the colours the shop gives it', async ({ page, shop }) => {
  await page.goto(shop);
  await acceptAll(page);
  await bar(page, 'welcome-bar').waitFor();
  const look = (): Promise<string[]> => bar(page, 'welcome-bar').evaluate((element) => {
    const { fontSize, fontFamily, backgroundColor } = getComputedStyle(element);
    return [fontSize, fontFamily, backgroundColor];
  });
  const [size, letters] = await look();
  assert.deepEqual([size, letters], ['15px', await page.evaluate(() => getComputedStyle(document.body).fontFamily)]);
  await page.evaluate(() => {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync('body { font-size: 9px } [data-waymark] { --wm-surface: rgb(0, 0, 90); --wm-font: Georgia, serif }');
    document.adoptedStyleSheets = [sheet];
  });
  assert.deepEqual(await look(), ['15px', 'Georgia, serif', 'rgb(0, 0, 90)']);
});

visit('with reduced motion nothing moves', async ({ page, shop }) => {
  await page.goto(shop);
  await acceptAll(page);
  await bar(page, 'welcome-bar').waitFor();
  const moving = (): Promise<number> => page.evaluate(() => document.querySelector('[data-waymark]')!.shadowRoot!.getAnimations().length);
  assert.equal(await moving(), 0);
  await bar(page, 'welcome-bar').getByRole('button').click();
  await page.locator('[data-waymark] [data-state=leaving]').waitFor({ state: 'attached' });
  assert.equal(await moving(), 0);
}, { context: { reducedMotion: 'reduce' } });

for (const [language, path, text] of [['en', '/', 'Welcome to Aurelle'], ['ru', '/ru', 'Добро пожаловать в Aurelle']] as const) {
  visit(`on a phone (${language}) the bar lies within the screen, its targets are large, a tap closes it`, async ({ page, shop, flushed }) => {
    await page.goto(shop + path);
    await page.tap('[data-consent=all]');
    await bar(page, 'welcome-bar').waitFor();
    await still(page);
    await picture(page, `phone-${language}`);
    assert.match((await bar(page, 'welcome-bar').locator('.text').textContent())!, new RegExp(text));
    const box = await boxOf(page, '[data-waymark] .bar');
    assert.ok(box.x >= 8 && box.x + box.width <= 382 && box.y + box.height <= 844 - 8, JSON.stringify(box));
    assert.ok(box.height < 844 / 4, `${box.height} pixels high`);
    for (const part of ['.close', '.action']) {
      const target = await boxOf(page, `[data-waymark] ${part}`);
      assert.ok(target.width >= 40 && target.height >= 40, `${part}: ${JSON.stringify(target)}`);
    }
    const link = await boxOf(page, '[data-waymark] .action');
    assert.equal(Math.round(link.x - box.x), Math.round(box.x + box.width - link.x - link.width), 'the link is not in the middle');
    assert.equal(await page.evaluate(() => document.documentElement.scrollWidth > innerWidth), false);
    await page.tap('[data-waymark] .close');
    await page.locator('[data-waymark]').waitFor({ state: 'detached' });
    assert.equal((await flushed(4)).at(-1)!.event, 'Campaign Closed');
  }, { context: PHONE });
}

visit('on a Russian page the bar is Russian and leads to a Russian page', async ({ page, shop, flushed }) => {
  await page.goto(`${shop}/ru`);
  await acceptAll(page);
  await bar(page, 'welcome-bar').waitFor();
  await still(page);
  await picture(page, 'desktop-ru');
  assert.deepEqual(await page.locator('[data-waymark]').evaluate(({ lang, dir }: HTMLElement) => [lang, dir]), ['ru', 'ltr']);
  assert.equal(await bar(page, 'welcome-bar').getByRole('button', { name: 'Закрыть' }).count(), 1);
  await bar(page, 'welcome-bar').getByRole('link', { name: 'Смотреть новинки' }).click();
  await page.waitForURL('**/ru/category/new');
  assert.equal((await flushed(4))[3]!.context.locale, 'ru');
});

visit('the bar leaves the shop\'s own controls free and stands beside the panel of the bag', async ({ page, shop }) => {
  await page.goto(shop);
  await acceptAll(page);
  for (const product of ['velvet-hour', 'satin-murmur']) {
    await page.goto(`${shop}/product/${product}`);
    await settled(page);
  }
  await addToBag(page);
  await bar(page, 'lips-bar').waitFor();
  await still(page);
  await picture(page, 'lips-bar');
  await page.click('#added [data-added-close]');
  // The host element spans the width; clicks beside the bar go to the page under it.
  const { y } = await boxOf(page, '[data-waymark] .bar');
  assert.equal(await page.evaluate((height) => document.elementFromPoint(4, height)?.closest('[data-waymark]') ?? null, y + 5), null);
});
