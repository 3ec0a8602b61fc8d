// Before a choice nothing is kept and nothing is said; a grant, a denial and a withdrawal hold from that moment.
import assert from 'node:assert/strict';
import type { BrowserContext, Page } from 'playwright-core';
import { bar, settled } from './shopper.ts';
import { pageWithTag } from './site.ts';
import { until } from './until.ts';
import { assertNames, visit } from './world.ts';

interface Sent { method: string; url: string; headers: Record<string, string> }

/** Every request as it left the browser, cookies included. */
async function recordRequests(page: Page, context: BrowserContext): Promise<Sent[]> {
  const cdp = await context.newCDPSession(page);
  const sent = new Map<string, Sent>();
  const part = (id: string, known: Partial<Sent>): void => { sent.set(id, { method: '', url: '', headers: {}, ...sent.get(id), ...known }); };
  cdp.on('Network.requestWillBeSent', ({ requestId, request: { method, url } }) => part(requestId, { method, url }));
  cdp.on('Network.requestWillBeSentExtraInfo', ({ requestId, headers }) => part(requestId, { headers }));
  await cdp.send('Network.enable');
  return { [Symbol.iterator]: () => sent.values() } as Sent[];
}

/** Everything the page's origin keeps, by name. */
const kept = (page: Page): Promise<string[]> =>
  page.evaluate(async () => [
    ...Object.keys(localStorage), ...Object.keys(sessionStorage), ...(await indexedDB.databases()).map(({ name }) => name!), ...(await caches.keys()),
  ]);

const cookieNames = async (context: BrowserContext): Promise<string[]> => (await context.cookies()).map(({ name }) => name);

visit('before a choice nothing is stored and only the SDK and the document are fetched, without credentials', async ({ page, context, shop, backend }) => {
  // A cookie of the host reaches every port of it, so the collector would be sent this one too.
  await context.addCookies([{ name: 'probe', value: '1', url: shop }]);
  const sent = await recordRequests(page, context);
  for (const path of ['/', '/product/velvet-hour', '/category/lips']) {
    await page.goto(shop + path);
    await settled(page);
    await page.mouse.wheel(0, 400);
    await page.evaluate(() => window.waymark.flush());
  }
  await page.reload();
  await settled(page);
  assert.deepEqual(await kept(page), []);
  assert.deepEqual(await cookieNames(context), ['probe']);
  assert.equal((await page.evaluate(() => window.waymark.stats())).queued, 2);

  const { origin } = backend;
  const foreign = [...sent].filter(({ url }) => url.startsWith(origin));
  assert.equal(foreign.length, 4);
  for (const { method, url, headers } of foreign) {
    assert.deepEqual([method, url], ['GET', `${origin}/v1/document/demo`]);
    // The address of the site at most, as the shop's referrer policy has it: never the page.
    assert.deepEqual([headers.Cookie, headers.Authorization, headers.Referer], [undefined, undefined, `${shop}/`]);
  }
  assert.deepEqual([...sent].filter(({ url }) => url.startsWith(shop)).filter(({ method }) => method != 'GET'), []);
  assert.equal(backend.asked.every(({ method, path, headers }) => `${method} ${path}` == 'GET /v1/document/demo' && !headers.cookie), true);
  assert.equal(await page.locator('[data-waymark]').count(), 0);
});

visit('a grant keeps what happened on the page so far and shows what had to wait', async ({ page, context, shop, arrived, backend }) => {
  await page.goto(`${shop}/category/lips`);
  await settled(page);
  await page.goto(shop);
  await settled(page);
  await page.click('[data-consent=all]');
  await bar(page, 'welcome-bar').waitFor();
  const events = await arrived(3);
  // The page before was left without a choice: what happened there is gone.
  assertNames(events, ['page', 'Product List Viewed', 'Campaign Shown']);
  assert.equal(new URL(events[0]!.context.page.url).pathname, '/');
  assert.deepEqual(await kept(page), ['wm.demo']);
  assert.deepEqual(await cookieNames(context), ['aurelle_consent']);
  assert.equal(backend.asked.some(({ headers }) => headers.cookie), false);
});

visit('a denial drops what was held and holds on the pages after it', async ({ page, context, shop, backend }) => {
  await page.goto(shop);
  await settled(page);
  assert.equal((await page.evaluate(() => window.waymark.stats())).queued, 2);
  await page.click('[data-consent=necessary]');
  const { queued, dropped } = await page.evaluate(() => window.waymark.stats());
  assert.deepEqual([queued, dropped], [0, { consent: 2 }]);
  await page.goto(`${shop}/product/velvet-hour`);
  await settled(page);
  await page.evaluate(() => window.waymark.flush());
  assert.deepEqual(await kept(page), []);
  assert.deepEqual(await cookieNames(context), ['aurelle_consent']);
  assert.equal(backend.asked.some(({ method }) => method == 'POST'), false);
  assert.equal(await page.locator('[data-waymark]').count(), 0);
});

visit('without the purpose of personalization events are sent and nothing is shown', async ({ page, shop, arrived }) => {
  await page.goto(shop);
  await page.click('[data-consent=choose]');
  await page.check('#consent [name=analytics]');
  await page.click('[data-consent=save]');
  const events = await arrived(2);
  assertNames(events, ['page', 'Product List Viewed']);
  const { reason, checks } = await page.evaluate(() => window.waymark.explain('welcome-bar'));
  assert.equal(reason, 'consent');
  assert.deepEqual(checks.find(({ check }: { check: string }) => check == 'consent'), { check: 'consent', passed: false, seen: 'none', wanted: 'personalization' });
  assert.equal(await page.locator('[data-waymark]').count(), 0);
});

visit('a withdrawal takes the bar away, erases what is ours and ends sending, without a reload', async ({ page, shop, backend, arrived }) => {
  await page.goto(shop);
  await page.evaluate(() => { localStorage.setItem('basket', 'the shop\'s own'); });
  await page.click('[data-consent=all]');
  await bar(page, 'welcome-bar').waitFor();
  await arrived(3);
  await until('the state is stored', async () => (await kept(page)).includes('wm.demo'));

  const posts = (): number => backend.asked.filter(({ method }) => method == 'POST').length;
  const before = posts();
  await page.evaluate(() => window.waymark.track('Still Waiting'));
  await page.click('[data-consent-open]');
  await page.click('[data-consent=necessary]');
  await until('the database is gone', async () => (await kept(page)).join() == 'basket');
  assert.equal(await page.locator('[data-waymark]').count(), 0);
  await page.evaluate(() => { window.waymark.track('After'); return window.waymark.flush(); });
  // Longer than a batch waits.
  await page.waitForTimeout(2_500);
  assert.equal(posts(), before);
  assert.deepEqual(await kept(page), ['basket']);
  assert.equal(backend.events().length, 3);

  await page.goto(`${shop}/category/lips`);
  await settled(page);
  assert.deepEqual(await kept(page), ['basket']);
  assert.equal(posts(), before);
});

visit('a visitor who agrees again is a new one', async ({ page, shop, flushed }) => {
  await page.goto(shop);
  await page.click('[data-consent=all]');
  await bar(page, 'welcome-bar').waitFor();
  const [first] = await flushed(3);
  await page.click('[data-consent-open]');
  await page.click('[data-consent=necessary]');
  await page.goto(`${shop}/category/lips`);
  await settled(page);
  await page.click('[data-consent-open]');
  await page.click('[data-consent=all]');
  // What happened while it was refused stays unsaid: only the bar, shown now, is told.
  const events = await flushed(4);
  assert.notEqual(events.at(-1)!.anonymousId, first!.anonymousId);
});

visit('a consent platform is heard under a strict policy: nothing before it has spoken, what it says then, and its withdrawal', async ({ page, site, context, arrived, backend }) => {
  const { origin } = await site((collector) => ({
    '/platform.js': `const listeners = [];
      window.__tcfapi = (command, version, listener) => listeners.push(listener);
      window.say = (...ids) => listeners.forEach((listener) => listener({ eventStatus: 'useractioncomplete', gdprApplies: true, purpose: { consents: Object.fromEntries(ids.map((id) => [id, true])) } }, true));`,
    '/': pageWithTag({ collector, attributes: '', before: '/platform.js', head: '<script async src="/waymark.consent.js" data-from="tcf"></script>' }),
  }));
  await page.goto(origin);
  await page.waitForFunction(() => window.waymark?.ready);
  await settled(page);
  await page.evaluate(() => window.waymark.track('Before'));
  await page.waitForTimeout(1_000);
  assert.deepEqual([await kept(page), await cookieNames(context), backend.events().length], [[], [], 0]);
  await page.evaluate(() => (window as any).say(1, 8, 9));
  await page.evaluate(() => window.waymark.flush());
  assertNames(await arrived(2), ['page', 'Before']);
  await page.evaluate(() => (window as any).say());
  await until('nothing is kept', async () => (await kept(page)).length == 0);
});

visit('with Global Privacy Control marketing is refused, whatever the page says', async ({ page, shop, context, arrived }) => {
  await context.addInitScript("Object.defineProperty(navigator, 'globalPrivacyControl', { value: true })");
  await page.goto(shop);
  await page.click('[data-consent=all]');
  await settled(page);
  await page.evaluate(() => { window.waymark.consent({ analytics: true, marketing: true }); window.waymark.track('Agreed'); return window.waymark.flush(); });
  const events = await arrived(2);
  const { analytics, marketing } = events.find(({ event }) => event == 'Agreed')!.context.consent.categoryPreferences;
  assert.deepEqual([analytics, marketing], [true, false]);
});

visit('a visitor is forgotten: nothing of theirs stays here or at the collector, and whoever goes on is someone else', async ({ page, shop, context, flushed, backend, arrived }) => {
  await page.goto(shop);
  await page.getByRole('button', { name: 'Accept all' }).click();
  await settled(page);
  const before = await flushed(3);
  const exported = await page.evaluate(() => window.waymark.exportData());
  assert.equal(exported.visitor.identity.anonymousId, before[0]!.anonymousId);
  assert.ok(exported.visitor.history.length >= 2);
  assert.equal(await page.evaluate(() => window.waymark.forget()), true);
  assert.deepEqual(backend.events(), []);
  assert.deepEqual((await kept(page)).filter((name) => /^wm/.test(name)), []);
  assert.deepEqual((await cookieNames(context)).filter((name) => /^wm/.test(name)), []);
  await page.evaluate(() => window.waymark.consent('granted'));
  await page.evaluate(() => { window.waymark.track('Later'); return window.waymark.flush(); });
  const after = await arrived(1);
  assert.notEqual(after[0]!.anonymousId, before[0]!.anonymousId);
});

visit('a new version of the text: nothing is kept or sent until the visitor agrees again', async ({ page, context, site, arrived, backend }) => {
  const { origin } = await site((collector) => ({
    '/': pageWithTag({ collector, attributes: 'data-consent-version="1"' }), '/2': pageWithTag({ collector, attributes: 'data-consent-version="2"' }),
  }));
  const open = async (path: string): Promise<void> => {
    await page.goto(origin + path);
    await page.waitForFunction(() => window.waymark?.ready);
    await page.evaluate(() => window.waymark.ready());
  };
  await open('/');
  await page.evaluate(() => window.waymark.consent('granted'));
  const [first] = await arrived(1);
  assert.equal(first!.context.consent.version, '1');
  await open('/');
  await arrived(2);

  await open('/2');
  await page.evaluate(() => { window.waymark.track('Unasked'); return window.waymark.flush(); });
  assert.deepEqual(await kept(page), []);
  assert.deepEqual(await cookieNames(context), []);
  assert.equal(backend.events().length, 2);
  await page.evaluate(() => window.waymark.consent('granted'));
  const events = await arrived(4);
  assert.deepEqual(new Set(events.map(({ anonymousId }) => anonymousId)), new Set([first!.anonymousId]));
  assert.deepEqual(events.slice(2).map(({ context: { consent } }) => consent.version), ['2', '2']);
}, { document: { version: 1 } });
