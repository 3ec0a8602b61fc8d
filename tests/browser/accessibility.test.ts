// axe-core looks into every widget of the demo, in each of its states, and finds nothing wrong.
import assert from 'node:assert/strict';
import type { Page } from 'playwright-core';
import { audit } from './axe.ts';
import { agreed, PHONE, still } from './look.ts';
import { addToBag, settled, surface } from './shopper.ts';
import { visit as visitWith, WHOLE_DOCUMENT, type Options, type World } from './world.ts';

const visit = (name: string, play: (world: World) => Promise<void>, options: Options = {}): void => visitWith(name, play, { document: WHOLE_DOCUMENT, ...options });
const ANDROID = 'Mozilla/5.0 (Linux; Android 14; Pixel 8) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/130.0.0.0 Mobile Safari/537.36';

/** Elements of the widget that axe must at least have seen; otherwise it looked elsewhere. */
async function assertAccessible(page: Page, campaign: string, atLeast: number): Promise<void> {
  await still(page);
  const { violations, seen } = await audit(page, `[data-waymark="${campaign}"]`);
  assert.deepEqual(violations, []);
  assert.ok(seen >= atLeast, `axe saw ${seen} elements of ${campaign}`);
}

const SIZES: [string, object][] = [['desktop', {}], ['phone', PHONE]];
for (const [size, context] of SIZES) {
  visit(`the bar (${size})`, async ({ page, context: browser, shop }) => {
    await agreed(browser, shop);
    await page.goto(`${shop}/ru`);
    await surface(page, 'welcome-bar').or(page.locator('[data-waymark="welcome-bar"] .bar')).first().waitFor();
    await assertAccessible(page, 'welcome-bar', 3);
  }, { context });

  visit(`stories: the row and the viewer (${size})`, async ({ page, context: browser, shop }) => {
    await agreed(browser, shop);
    await page.goto(shop);
    const row = page.locator('[data-waymark="home-stories"]');
    await row.locator('.cover').first().waitFor();
    await assertAccessible(page, 'home-stories', 5);
    await row.locator('.cover').first().click();
    await row.locator('dialog.viewer').waitFor();
    await assertAccessible(page, 'home-stories', 5);
  }, { context });

  visit(`the wheel: gate and errors (${size})`, async ({ page, context: browser, shop }) => {
    await agreed(browser, shop);
    for (const product of ['velvet-hour', 'satin-murmur']) {
      await page.goto(`${shop}/product/${product}`);
      await settled(page);
    }
    const dialog = page.locator('[data-waymark="spin-to-win"] dialog');
    await dialog.waitFor();
    await assertAccessible(page, 'spin-to-win', 5);
    await dialog.locator('input').first().focus();
    await page.keyboard.press('Enter');
    await dialog.locator('.error').first().waitFor();
    await assertAccessible(page, 'spin-to-win', 5);
  }, { context });

  visit(`the reminder of the bag (${size})`, async ({ page, context: browser, shop }) => {
    await agreed(browser, shop);
    await page.goto(`${shop}/product/velvet-hour`);
    await settled(page);
    await addToBag(page);
    await page.goto(`${shop}/category/lips`);
    await settled(page);
    await page.evaluate(() => document.dispatchEvent(new MouseEvent('mouseout', { clientY: 0, relatedTarget: null })));
    await surface(page, 'cart-nudge').waitFor();
    await assertAccessible(page, 'cart-nudge', 4);
  }, { context });
}

visit('the banner of the app', async ({ page, context, shop }) => {
  await agreed(context, shop);
  await page.goto(`${shop}/product/velvet-hour`);
  await surface(page, 'app-banner').waitFor();
  await assertAccessible(page, 'app-banner', 3);
}, { context: { ...PHONE, userAgent: ANDROID } });
