// The core without WebAssembly: for browsers, policies and networks that have none of it.
import assert from 'node:assert/strict';
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { acceptAll, addToBag, bar } from './shopper.ts';
import { useSingleFile } from './sdk.ts';
import { assertNames, visit, type Options, type World } from './world.ts';

const wasm = (folder: string): string => join(folder, 'waymark.wasm');
const CASES: [what: string, prepare: (world: World) => Promise<unknown>, options?: Options][] = [
  ['is not in the browser', ({ context }) => context.addInitScript('delete globalThis.WebAssembly')],
  ['is not in the browser of a page with the single file', ({ context }) => context.addInitScript('delete globalThis.WebAssembly'), { sdk: useSingleFile }],
  ['is missing on the server', async () => {}, { sdk: (folder) => rmSync(wasm(folder)) }],
  ['is cut off', async () => {}, { sdk: (folder) => writeFileSync(wasm(folder), readFileSync(wasm(folder)).subarray(0, 40_000)) }],
  ['is a page of HTML', async () => {}, { sdk: (folder) => writeFileSync(wasm(folder), '<!doctype html><title>Not found</title>') }],
  ['is blocked', ({ context }) => context.route('**/waymark.wasm', (route) => route.abort('blockedbyclient'))],
  ['does not answer', ({ context }) => context.route('**/waymark.wasm', () => {})],
];

for (const [what, prepare, options] of CASES) {
  visit(`WebAssembly ${what}: the shop's visitor meets the campaign all the same, and every event arrives`, async (world) => {
    const { page, shop, forgive, flushed } = world;
    forgive(/warning: waymark: fallback waymark\.wasm|ERR_|404/);
    await prepare(world);
    await page.goto(shop);
    await acceptAll(page);
    await bar(page, 'welcome-bar').waitFor();
    assert.deepEqual(await page.evaluate(() => window.waymark.ready()), { active: true });
    await page.goto(`${shop}/product/velvet-hour`);
    await addToBag(page);
    assertNames(await flushed(7), ['page', 'Product List Viewed', 'Campaign Shown', 'page', 'Product Viewed', 'Product List Viewed', 'Product Added']);
  }, { timeoutMs: 90_000, ...options });
}

visit('with WebAssembly the fallback is never asked for', async ({ page, shop, context }) => {
  const asked: string[] = [];
  context.on('request', (request) => asked.push(request.url()));
  await page.goto(shop);
  await acceptAll(page);
  await bar(page, 'welcome-bar').waitFor();
  assert.deepEqual(asked.filter((url) => url.includes('fallback')), []);
}, { isAboutWasm: true });
