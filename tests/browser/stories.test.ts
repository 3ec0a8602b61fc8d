// The row of stories on the home page of the demo, played by mouse, touch and keyboard.
import assert from 'node:assert/strict';
import type { Locator, Page } from 'playwright-core';
import { acceptAll, reasonOf, settled } from './shopper.ts';
import { byTime, visit as visitWith, WHOLE_DOCUMENT, type Options, type World } from './world.ts';
import { nameOf } from './backend.ts';

const visit = (name: string, play: (world: World) => Promise<void>, options: Options = {}): void => visitWith(name, play, { document: WHOLE_DOCUMENT, ...options });

const row = (page: Page): Locator => page.locator('[data-waymark="home-stories"]');
const cover = (page: Page, index: number): Locator => row(page).locator('.cover').nth(index);
const viewer = (page: Page): Locator => row(page).locator('dialog.viewer');
const text = (page: Page): Promise<string | null> => settled(page).then(() => viewer(page).locator('.foot .text').textContent());
const focused = (page: Page): Promise<string> => settled(page).then(() => page.evaluate(() => {
  let active: Element | null = document.activeElement;
  while (active?.shadowRoot?.activeElement) active = active.shadowRoot.activeElement;
  return active?.className ?? '';
}));

async function home(page: Page, shop: string, path = '/'): Promise<void> {
  await page.goto(shop + path);
  await acceptAll(page);
  await settled(page);
  await row(page).locator('.cover').first().waitFor();
}

visit('the row stands in its place without moving the page, and only on the home page', async ({ page, shop }) => {
  await page.addInitScript(() => {
    (window as any).shifts = 0;
    new PerformanceObserver((list) => { for (const entry of list.getEntries()) (window as any).shifts += (entry as any).value; }).observe({ type: 'layout-shift', buffered: true });
  });
  await home(page, shop);
  // Once more without the shop's question about cookies, which moves when its font comes.
  await page.reload();
  await settled(page);
  await row(page).locator('.cover').first().waitFor();
  assert.equal(await row(page).locator('.cover').count(), 4);
  await page.waitForTimeout(300);
  assert.equal(await page.evaluate(() => (window as any).shifts), 0);
  await page.goto(`${shop}/category/lips`);
  await settled(page);
  assert.equal(await row(page).count(), 0);
  assert.equal(await reasonOf(page, 'home-stories'), 'trigger');
});

visit('by mouse: a cover opens, a tap turns the page, the end closes, the focus is back', async ({ page, shop, flushed }) => {
  await home(page, shop);
  await cover(page, 2).click();
  assert.match((await text(page))!, /blush/);
  assert.match(await focused(page), /zone/);
  await viewer(page).locator('.zone').last().click();
  assert.match((await text(page))!, /Rose, paper/);
  await viewer(page).locator('.zone.back').click();
  assert.match((await text(page))!, /blush/);
  await viewer(page).locator('.zone').last().click();
  await viewer(page).locator('.zone').last().click();
  await viewer(page).waitFor({ state: 'detached' });
  assert.match(await focused(page), /cover/);
  assert.equal(await row(page).locator('.cover.seen').count(), 2);
  const events = byTime(await flushed(3)).map(nameOf);
  assert.equal(events.filter((name) => name == 'Campaign Clicked').length, 1);
  await page.reload();
  await settled(page);
  await row(page).locator('.cover').first().waitFor();
  assert.equal(await row(page).locator('.cover.seen').count(), 2);
});

visit('by keyboard: Enter opens, arrows turn, Escape closes', async ({ page, shop }) => {
  await home(page, shop);
  await cover(page, 0).focus();
  await page.keyboard.press('Enter');
  await viewer(page).waitFor();
  await page.keyboard.press('ArrowRight');
  assert.match((await text(page))!, /shade/);
  await page.keyboard.press('ArrowLeft');
  assert.match((await text(page))!, /Velvet Hour/);
  await page.keyboard.press('Escape');
  await viewer(page).waitFor({ state: 'detached' });
  assert.match(await focused(page), /cover/);
  // Twice in a row: the browser closes a dialog itself then.
  await page.keyboard.press('Enter');
  await viewer(page).waitFor();
  await page.keyboard.press('Escape');
  await viewer(page).waitFor({ state: 'detached' });
});

visit('the pages turn by themselves, and stand still while held', async ({ page, shop }) => {
  await home(page, shop);
  await cover(page, 0).click();
  const zone = viewer(page).locator('.zone').last();
  await zone.hover();
  await page.mouse.down();
  await page.waitForTimeout(5600);
  assert.match((await text(page))!, /Velvet Hour/);
  await page.mouse.up();
  assert.match((await text(page))!, /Velvet Hour/);
  await page.waitForFunction(() => /shade/.test(document.querySelector('[data-waymark="home-stories"]')!.shadowRoot!.querySelector('.foot .text')!.textContent!), undefined, { timeout: 6000 });
});

visit('by touch, on a phone: taps turn, the link leaves with its event', async ({ page, shop, flushed }) => {
  await home(page, shop);
  await cover(page, 0).tap();
  const box = (await viewer(page).boundingBox())!;
  await page.touchscreen.tap(box.x + box.width * 0.8, box.y + box.height * 0.5);
  assert.match((await text(page))!, /shade/);
  await page.touchscreen.tap(box.x + box.width * 0.1, box.y + box.height * 0.5);
  assert.match((await text(page))!, /Velvet Hour/);
  await page.touchscreen.tap(box.x + box.width * 0.8, box.y + box.height * 0.5);
  await viewer(page).locator('.action').tap();
  await page.waitForURL('**/product/velvet-hour');
  await settled(page);
  const clicks = (await flushed(5)).filter((event) => nameOf(event) == 'Campaign Clicked');
  assert.deepEqual(clicks.map(({ properties }) => (properties as any).part), ['cover', 'action']);
}, { context: { hasTouch: true, isMobile: true, viewport: { width: 390, height: 844 } } });

visit('with less motion nothing turns by itself', async ({ page, shop }) => {
  await home(page, shop);
  await cover(page, 0).click();
  await page.waitForTimeout(5600);
  assert.match((await text(page))!, /Velvet Hour/);
  assert.equal(await viewer(page).locator('.pause').count(), 0);
}, { context: { reducedMotion: 'reduce' } });

visit('hidden stories stay hidden over a reload, and the reason says why', async ({ page, shop, flushed }) => {
  await home(page, shop);
  await row(page).locator('.hide').click();
  await row(page).waitFor({ state: 'detached' });
  assert.ok((await flushed(3)).some((event) => nameOf(event) == 'Campaign Closed'));
  await page.reload();
  await settled(page);
  assert.equal(await row(page).count(), 0);
  assert.equal(await reasonOf(page, 'home-stories'), 'cap');
});
