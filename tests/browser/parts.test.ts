// The part that draws comes when it is needed: late, never, or after the page was left.
import assert from 'node:assert/strict';
import { renameSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { acceptAll, addToBag, bar, settled } from './shopper.ts';
import { until } from './until.ts';
import { assertNames, visit, type World } from './world.ts';

const PART = 'waymark.draw.wasm';

const countOf = (page: Page): Promise<number> => page.evaluate((name) => performance.getEntriesByType('resource').filter((entry) => entry.name.endsWith(name)).length, PART);
/** Does not bring the part, as `explain` does. */
const followed = (page: Page): Promise<unknown> => page.evaluate(() => window.waymark.ready().then(() => window.waymark.stats()));

/** Holds the part back until the case lets it go. */
async function held({ context }: World): Promise<() => void> {
  let release = (): void => {};
  const released = new Promise<void>((resolve) => { release = resolve; });
  await context.route(`**/${PART}`, async (route) => {
    await released;
    await route.continue().catch(() => {});
  });
  return release;
}

visit('the part that draws is not fetched before anything may be shown, then once', async ({ page, shop }) => {
  await page.goto(shop);
  await followed(page);
  await page.waitForTimeout(1500);
  assert.equal(await countOf(page), 0);
  await acceptAll(page);
  await bar(page, 'welcome-bar').waitFor();
  assert.equal(await countOf(page), 1);
  await page.goto(`${shop}/cart`);
  await followed(page);
  await until('it is fetched when the page is idle', async () => (await countOf(page)) == 1);
}, { isAboutWasm: true });

visit('a campaign whose part comes late shows when it is here, and events do not wait', async (world) => {
  const { page, shop, flushed } = world;
  const release = await held(world);
  await page.goto(shop);
  await acceptAll(page);
  assertNames(await flushed(2), ['page', 'Product List Viewed']);
  assert.equal(await page.locator('[data-waymark]').count(), 0);
  const asked = page.evaluate(() => window.waymark.explain('welcome-bar'));
  release();
  await bar(page, 'welcome-bar').waitFor();
  assert.equal((await asked).reason, 'slot');
  assertNames(await flushed(3), ['page', 'Product List Viewed', 'Campaign Shown']);
}, { isAboutWasm: true });

visit('a page left before the part has come loses nothing, and the next one shows what is due there', async (world) => {
  const { page, shop, arrived } = world;
  const release = await held(world);
  await page.goto(shop);
  await acceptAll(page);
  await followed(page);
  await page.evaluate(() => {
    Object.defineProperty(document, 'visibilityState', { value: 'hidden', configurable: true });
    document.dispatchEvent(new Event('visibilitychange'));
  });
  assertNames(await arrived(2), ['page', 'Product List Viewed']);
  await page.goto(`${shop}/cart`);
  await followed(page);
  release();
  await page.goto(shop);
  await bar(page, 'welcome-bar').waitFor();
  assertNames(await world.flushed(7), ['page', 'Product List Viewed', 'page', 'Cart Viewed', 'page', 'Product List Viewed', 'Campaign Shown']);
}, { isAboutWasm: true });

let folder = '';
visit('a part that is missing: the shop works, it is told once, and tried again on the next page', async (world) => {
  const { page, shop, forgive, flushed } = world;
  forgive(/^warning: waymark: part|status of 404/);
  const file = join(folder, PART);
  renameSync(file, file + '.good');
  await page.goto(shop);
  await acceptAll(page);
  const told = await page.evaluate(() => new Promise<{ code: string; path: string; detail: string }>((resolve) => window.waymark.on('error', resolve)));
  assert.deepEqual([told.code, told.path], ['part', PART]);
  assert.match(told.detail, /^404 .*waymark\.draw\.wasm$/);
  assert.equal(await page.evaluate(() => window.waymark.explain('welcome-bar')), null);
  assertNames(await flushed(2), ['page', 'Product List Viewed']);
  await page.goto(`${shop}/product/velvet-hour`);
  await addToBag(page);
  assert.equal(await page.locator('[data-waymark]').count(), 0);
  renameSync(file + '.good', file);
  await page.goto(shop);
  await bar(page, 'welcome-bar').waitFor();
  await settled(page);
  assert.equal((await page.evaluate(() => window.waymark.explain('welcome-bar'))).reason, 'slot');
}, { sdk: (copy) => { folder = copy; }, isAboutWasm: true });
