// Broken things around the SDK: the shop goes on, `on('error')` says what and where, and what was stored arrives later.
import assert from 'node:assert/strict';
import { copyFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { nameOf } from './backend.ts';
import { pageWithTag } from './site.ts';
import { acceptAll, addToBag, bar, settled } from './shopper.ts';
import { until } from './until.ts';
import { assertNames, DEMO_DOCUMENT, visit, type World } from './world.ts';

interface Said { code: string; path: string; detail: string }

const errorsOf = (page: Page): Promise<Said[]> =>
  page.evaluate(() => {
    const said: Said[] = [];
    window.waymark.on('error', (error) => { if (error.code != 'fallback') said.push(error); });
    return window.waymark.ready().then(() => said);
  });

/** The shop sells as ever. */
async function buy({ page, shop }: World): Promise<void> {
  await page.goto(`${shop}/product/velvet-hour`);
  await addToBag(page);
  assert.equal(await page.textContent('.header [data-bag-count]'), '1');
}

const audience = { $segment: 'everyone' };
const aCampaign = (id: string, change: object = {}): object => ({
  id, widget: 'bar', slot: 'bottom', audience, trigger: { on: 'page', where: { 'page.type': 'home' } }, content: { text: `Bar of ${id}` }, ...change,
});
const PARTLY_BROKEN = {
  version: 1,
  segments: [{ id: 'ghosts', name: 'Ghosts', when: { 'visitor.sessions': { $haunts: 1 } } }, { id: 'guests', name: 'Guests', when: { 'visitor.sessions': { $gte: 1 } } }],
  campaigns: [
    aCampaign('no-operator', { audience: { $segment: 'ghosts' } }),
    aCampaign('no-link', { content: { text: 'x', action: { label: 'y', url: 'javascript:alert(1)' } } }),
    aCampaign('good', { audience: { $segment: 'guests' } }),
    aCampaign('no-widget', { widget: 'hologram' }),
  ],
};

visit('a document with bad parts: each is named by its path, the good campaign shows', async ({ page, shop, forgive }) => {
  forgive(/^warning: waymark: /);
  await page.goto(shop);
  await acceptAll(page);
  await bar(page, 'good').waitFor();
  const places = (await errorsOf(page)).map(({ path }) => path);
  for (const place of ['/segments/0/when', '/campaigns/0', '/campaigns/1/content/action/url', '/campaigns/3/widget'])
    assert.ok(places.some((path) => path.startsWith(place)), `${place} is not among ${places.join(', ')}`);
  assert.equal(places.some((path) => path.startsWith('/campaigns/2') || path.startsWith('/segments/1')), false);
  assert.equal(await page.locator('[data-waymark]').count(), 1);
}, { document: PARTLY_BROKEN });

visit('a document that is not JSON: the SDK says so and delivers all the same', async ({ page, site, forgive, arrived }) => {
  forgive(/^warning: waymark: /);
  const { origin } = await site((collector) => ({ '/campaigns.json': '{"version":1,"campaigns":[', '/': pageWithTag({ collector, attributes: 'data-consent="granted" data-document="/campaigns.json"' }) }));
  await page.goto(origin);
  const errors = await errorsOf(page);
  assert.deepEqual(errors.map(({ code }) => code), ['json-syntax']);
  assert.match(errors[0]!.detail, /\b27\b/, 'the position is not told');
  await page.evaluate(() => { window.waymark.track('Still Here'); return window.waymark.flush(); });
  assertNames(await arrived(2), ['page', 'Still Here']);
});

visit('no document: events are delivered, and campaigns come with the document', async (world) => {
  const { page, shop, backend, forgive, flushed } = world;
  forgive(/^warning: waymark: document : 404|status of 404/);
  await page.goto(shop);
  await acceptAll(page);
  assert.deepEqual(await errorsOf(page), [{ code: 'document', path: '', detail: `404 ${backend.origin}/v1/document/demo` }]);
  assertNames(await flushed(2), ['page', 'Product List Viewed']);
  writeFileSync(backend.documentFile, DEMO_DOCUMENT);
  await page.reload();
  await bar(page, 'welcome-bar').waitFor();
}, { document: 'nothing' });

for (const [what, damage] of [
  ['is missing', (file: string) => rmSync(file)],
  ['is garbage', (file: string) => writeFileSync(file, 'This is not WebAssembly.')],
] as const) {
  let folder = '';
  // What the fallback replaces is not missed by those who have no WebAssembly.
  visit(`a core that ${what}, and no fallback: the shop works, ready says why, what was stored and called is delivered later`, async (world) => {
    const { page, shop, backend, forgive, arrived } = world;
    forgive(/ERR_CONNECTION_REFUSED|^warning: waymark: (document|core|fallback)|status of 404/);
    await page.goto(`${shop}/product/veil`);
    await acceptAll(page);
    await world.flushed(3);
    await backend.stop();
    await page.evaluate(() => window.waymark.track('Stored'));
    await page.evaluate(() => window.waymark.stats());

    const core = join(folder, 'waymark.wasm');
    copyFileSync(core, core + '.good');
    damage(core);
    rmSync(join(folder, 'waymark.fallback.js'));
    await buy(world);
    const { active, error } = await page.evaluate(() => window.waymark.ready());
    assert.deepEqual([active, error!.code, error!.path], [false, 'core', 'waymark.wasm']);
    assert.equal((await errorsOf(page)).some(({ code }) => code == 'core'), true);
    assert.equal(await page.evaluate(() => window.waymark.explain()), null);

    copyFileSync(core + '.good', core);
    await backend.start();
    await page.goto(`${shop}/cart`);
    await settled(page);
    const events = await arrived(10);
    assertNames(events, ['page', 'Product Viewed', 'Product List Viewed', 'Stored', 'page', 'Product Viewed', 'Product List Viewed', 'Product Added', 'page', 'Cart Viewed']);
  }, { sdk: (copy) => { folder = copy; }, isAboutWasm: true });
}

for (const [what, status, body, headers] of [
  ['500', 500, 'Internal Server Error', { 'Access-Control-Allow-Origin': '*' }],
  ['a login page with 200', 200, '<!doctype html><title>Sign in</title>', { 'Access-Control-Allow-Origin': '*', 'Content-Type': 'text/html' }],
] as const) {
  visit(`a collector that answers ${what}: events are kept and arrive once it is well again`, async (world) => {
    const { page, shop, backend, forgive, arrived } = world;
    await page.goto(shop);
    await acceptAll(page);
    await world.flushed(3);
    forgive(/status of 50\d|blocked by CORS policy|ERR_FAILED|^warning: waymark: /);
    await backend.standIn((_request, response) => { response.writeHead(status, headers).end(body); });
    await buy(world);
    await settled(page);
    const posts = (): number => backend.asked.filter(({ method }) => method == 'POST').length;
    const before = posts();
    await until('the answer has come twice', () => posts() >= before + 2, 20_000);
    const { queued, failures } = await page.evaluate(() => window.waymark.stats());
    assert.equal(queued, 4);
    assert.ok(failures >= 1);
    await backend.start();
    assertNames(await arrived(7, 20_000), ['page', 'Product List Viewed', 'Campaign Shown', 'page', 'Product Viewed', 'Product List Viewed', 'Product Added']);
  });
}

visit('without localStorage and IndexedDB the SDK works in memory', async (world) => {
  const { page, shop, context, backend } = world;
  await context.addInitScript(`
    Object.defineProperty(window, 'localStorage', { get() { throw new DOMException('The operation is insecure.', 'SecurityError'); } });
    Object.defineProperty(window, 'indexedDB', { value: undefined });`);
  world.forgive(/^warning: waymark: storage /);
  await page.goto(shop);
  await settled(page);
  assert.deepEqual(await errorsOf(page), []);
  await acceptAll(page);
  await bar(page, 'welcome-bar').waitFor();
  assert.deepEqual((await errorsOf(page)).map(({ code, path }) => [code, path]).sort(), [['storage', 'indexedDB'], ['storage', 'localStorage']]);
  assert.equal((await page.evaluate(() => window.waymark.stats())).storage, 'memory');
  assertNames(await world.flushed(3), ['page', 'Product List Viewed', 'Campaign Shown']);
  await buy(world);
  assertNames(await world.flushed(7), ['page', 'Product List Viewed', 'Campaign Shown', 'page', 'Product Viewed', 'Product List Viewed', 'Product Added']);
  assert.equal(new Set(backend.events().map(({ anonymousId }) => anonymousId)).size, 2);
});

visit('without IndexedDB alone localStorage keeps events and visitor', async ({ page, shop, context, backend, forgive, arrived, flushed }) => {
  forgive(/ERR_CONNECTION_REFUSED|^warning: waymark: (document|storage)/);
  await context.addInitScript(`Object.defineProperty(window, 'indexedDB', { value: undefined });`);
  await page.goto(`${shop}/product/veil`);
  await acceptAll(page);
  await flushed(3);
  await backend.stop();
  await page.evaluate(() => { window.waymark.track('Kept'); return window.waymark.stats(); });
  assert.equal((await page.evaluate(() => Object.keys(localStorage))).filter((name) => name.startsWith('wm.demo.e.')).length, 1);
  await page.goto(`${shop}/cart`);
  await settled(page);
  await backend.start();
  const events = await arrived(6, 20_000);
  assert.equal(nameOf(events[3]!), 'Kept');
  assert.equal(new Set(events.map(({ anonymousId }) => anonymousId)).size, 1);
});

visit('a page that breaks what every script uses gets no error of ours', async ({ page, site, forgive, arrived }) => {
  forgive(/^warning: waymark: argument/);
  const { origin } = await site((collector) => ({
    '/early.js': `
      Array.prototype.toJSON = function () { return 'broken'; };
      Object.prototype.then = undefined;
      window.waymark = [['track', 'Odd', { list: [1, 2], get bad() { throw new Error('page'); } }]];`,
    '/': pageWithTag({ collector, before: '/early.js' }),
  }));
  await page.goto(origin);
  await page.waitForFunction(() => 'track' in window.waymark);
  const errors = await errorsOf(page);
  assert.deepEqual(errors.map(({ code, path }) => [code, path]), [['argument', '/track/properties/bad']]);
  await page.evaluate(() => { delete (Array.prototype as { toJSON?: unknown }).toJSON; return window.waymark.flush(); });
  const [, odd] = await arrived(2);
  assert.deepEqual(odd!.properties, { list: [1, 2] });
});
