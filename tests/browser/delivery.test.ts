// Nothing is lost and nothing is counted twice: reloads, navigation in the same tick, closed and crashed tabs, outages.
import assert from 'node:assert/strict';
import type { Page } from 'playwright-core';
import { nameOf } from './backend.ts';
import { acceptAll, addToBag, settled } from './shopper.ts';
import { until } from './until.ts';
import { assertNames, visit } from './world.ts';

const OUTAGE = /ERR_CONNECTION_REFUSED|ERR_INTERNET_DISCONNECTED|ERR_EMPTY_RESPONSE|ERR_CONNECTION_RESET|^warning: waymark: document/;

async function visitWithConsent(page: Page, url: string): Promise<void> {
  await page.goto(url);
  await acceptAll(page);
  await settled(page);
}

/** How many events lie in the SDK's database. */
const stored = (page: Page): Promise<number> =>
  page.evaluate(() => new Promise<number>((resolve) => {
    indexedDB.open('wm.demo').onsuccess = (event) => {
      const db = (event.target as IDBOpenDBRequest).result;
      const all = db.transaction('events').objectStore('events').count();
      all.onsuccess = () => { db.close(); resolve(all.result); };
    };
  }));

visit('an outage of the collector: what is tracked meanwhile, over pages and reloads, arrives once it is back', async ({ page, shop, backend, context, forgive, arrived, flushed }) => {
  let failures = 0;
  context.on('requestfailed', (request) => { if (request.url().endsWith('/v1/batch')) failures++; });
  await visitWithConsent(page, `${shop}/category/lips`);
  await flushed(3);
  forgive(OUTAGE);
  await backend.stop();

  await page.goto(`${shop}/product/velvet-hour`);
  await settled(page);
  await addToBag(page);
  await page.reload();
  await settled(page);
  await until('two attempts have failed', () => failures >= 2);
  await page.goto(`${shop}/cart`);
  await settled(page);
  const before = failures;
  await until('another attempt has failed', () => failures > before, 20_000);
  assert.equal(backend.events().length, 3);

  await backend.start();
  const events = await arrived(12, 30_000);
  assertNames(events, [
    'page', 'Product List Viewed', 'Campaign Shown', 'page', 'Product Viewed', 'Product List Viewed', 'Product Added',
    'page', 'Product Viewed', 'Product List Viewed', 'page', 'Cart Viewed',
  ]);
  await until('the storage is empty', async () => (await stored(page)) == 0);
}, { timeoutMs: 90_000 });

visit('a page left before the core has come: what was called there arrives once, with the time and the page it had', async ({ page, shop, context, arrived, flushed, forgive }) => {
  forgive(/ERR_|warning: waymark: core/);
  await visitWithConsent(page, shop);
  const before = await flushed(3);
  await context.route('**/waymark.wasm', () => {});
  await page.goto(`${shop}/product/veil`, { waitUntil: 'commit' });
  await page.waitForFunction(() => window.waymark?.key);
  await page.waitForTimeout(500);
  await page.evaluate(() => window.waymark.track('Called Early', { n: 1 }));
  await page.waitForTimeout(1_000);
  await context.unroute('**/waymark.wasm');
  await page.goto(`${shop}/cart`);
  await settled(page);
  const events = (await arrived(before.length + 6)).slice(before.length);
  const early = events.filter(({ event }) => event == 'Called Early');
  assert.equal(early.length, 1);
  assert.deepEqual(early[0]!.properties, { n: 1 });
  assert.equal(events[0]!.properties.path, '/product/veil');
  const views = events.filter(({ type }) => type == 'page');
  assert.deepEqual(views.map(({ properties }) => properties.path), ['/product/veil', '/cart']);
  assert.ok(Date.parse(views[1]!.timestamp) - Date.parse(early[0]!.timestamp) >= 900);
});

visit('a call in the tick that leaves the page arrives once', async ({ page, shop, backend, arrived }) => {
  await visitWithConsent(page, `${shop}/product/veil`);
  await page.evaluate(() => {
    window.waymark.track('Left', { way: 'location' });
    location.href = '/category/face';
  });
  await page.waitForURL('**/category/face');
  await settled(page);
  await page.evaluate(() => {
    for (let number = 0; number < 40; number++) window.waymark.track('Left In A Crowd', { number, text: 'x'.repeat(2000) });
    location.href = '/product/fig-hour';
  });
  await page.waitForURL('**/product/fig-hour');
  await settled(page);
  await page.evaluate(() => window.waymark.flush());
  const events = await arrived(3 + 1 + 3 + 40 + 3);
  assert.equal(backend.events().filter((event) => nameOf(event) == 'Left').length, 1);
  assert.deepEqual(events.filter((event) => nameOf(event) == 'Left In A Crowd').map(({ properties }) => properties.number).sort((a, b) => a - b), Array.from({ length: 40 }, (_, number) => number));
});

visit('a tab closed right after a call: it arrives once', async ({ page, shop, context, backend, arrived }) => {
  await visitWithConsent(page, `${shop}/product/veil`);
  await Promise.all([page.evaluate(() => window.waymark.track('Closed')).catch(() => {}), page.close()]);
  const next = await context.newPage();
  await next.goto(`${shop}/cart`);
  await settled(next);
  await arrived(6);
  assert.equal(backend.events().filter((event) => nameOf(event) == 'Closed').length, 1);
});

visit('a tab that crashes during an outage: the next visit delivers what it had stored', async ({ page, shop, context, backend, forgive, arrived, flushed }) => {
  forgive(OUTAGE);
  await visitWithConsent(page, `${shop}/product/veil`);
  await flushed(3);
  await backend.stop();
  await page.evaluate(() => window.waymark.track('Before The Crash'));
  await until('the event is stored', async () => (await stored(page)) == 1);
  const crashed = page.waitForEvent('crash');
  void page.goto('chrome://crash').catch(() => {});
  await crashed;
  await backend.start();
  const next = await context.newPage();
  await next.goto(`${shop}/cart`);
  const events = await arrived(6);
  assertNames(events, ['page', 'Product Viewed', 'Product List Viewed', 'Before The Crash', 'page', 'Cart Viewed']);
});

visit('back from offline, the wait is over at once', async ({ page, shop, context, backend, forgive, arrived, flushed }) => {
  forgive(OUTAGE);
  await visitWithConsent(page, `${shop}/product/veil`);
  await flushed(3);
  let failures = 0;
  context.on('requestfailed', (request) => { if (request.url().endsWith('/v1/batch')) failures++; });
  await context.setOffline(true);
  await page.evaluate(() => window.waymark.track('In The Tunnel'));
  // The third wait is two to four seconds.
  await until('three attempts have failed', () => failures == 3, 20_000);
  await context.setOffline(false);
  await arrived(4, 1_500);
  assert.equal(nameOf(backend.events()[3]!), 'In The Tunnel');
});

visit('a page left while the campaign document is still on its way keeps its events', async ({ page, shop, context, arrived, flushed }) => {
  await visitWithConsent(page, `${shop}/product/veil`);
  await flushed(3);
  let isHeld = true;
  await context.route('**/v1/document/*', (route) => (isHeld ? undefined : route.continue()));
  await page.goto(`${shop}/product/fig-hour`);
  // A page that is left before the core has come loses what was called: that is another case (tests/RELIABILITY.md, 39).
  await page.waitForFunction(() => performance.getEntriesByType('resource').some(({ name }) => name.endsWith('/waymark.wasm')));
  await page.waitForTimeout(500);
  await page.evaluate(() => window.waymark.track('Impatient'));
  isHeld = false;
  await page.goto(`${shop}/cart`);
  await settled(page);
  const events = await arrived(9);
  assertNames(events, ['page', 'Product Viewed', 'Product List Viewed', 'page', 'Product Viewed', 'Product List Viewed', 'Impatient', 'page', 'Cart Viewed']);
});
