// The bar on the page: it moves nothing, works by keyboard and by touch, speaks the page's language.
import assert from 'node:assert/strict';
import { agreed, boxOf, focused, holdDocument, painted, PHONE, picture, still, watchShifts } from './look.ts';
import { acceptAll, addToBag, bar, settled } from './shopper.ts';
import { visit } from './world.ts';

visit('the bar shifts nothing when it comes and when it goes', async ({ page, context, shop }) => {
  await watchShifts(context);
  await agreed(context, shop);
  const release = await holdDocument(context);
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
