// What can happen to what the SDK keeps: junk in its place, cookies that are blocked, a database that is taken away, a full disk, cleared site data,
// copied tabs, records of other versions.
import assert from 'node:assert/strict';
import type { CDPSession, Page } from 'playwright-core';
import { nameOf, type Event } from './backend.ts';
import { useSingleFile } from './sdk.ts';
import { pageWithTag, type PageParts } from './site.ts';
import { until } from './until.ts';
import { visit, type World } from './world.ts';

const NOTHING = { document: { version: 1 } };
const OUTAGE = /ERR_|^warning: waymark: document/;

/** `/plain` is a page of the same origin without our tag. */
async function openSiteOf({ site }: World, parts: Partial<PageParts> = {}): Promise<string> {
  const { origin } = await site((collector) => ({
    '/': pageWithTag({ collector, attributes: 'data-consent="granted" data-document="/campaigns.json"', ...parts }),
    '/campaigns.json': '{"version":1}',
    '/plain': '<!doctype html><html lang="en"><head><title>Plain</title><link rel="icon" href="data:,"></head><body>Plain</body></html>',
  }));
  return origin;
}
async function open(page: Page, url: string): Promise<boolean> {
  await page.goto(url);
  await page.waitForFunction('window.waymark?.ready');
  return page.evaluate(() => window.waymark.ready().then(({ active }) => active));
}
const stats = (page: Page): Promise<any> => page.evaluate(() => window.waymark.stats());
const tracked = ({ backend }: World, name: string): Event[] => backend.events().filter((event) => nameOf(event) == name);
const errorsOf = (page: Page): Promise<string[]> =>
  page.evaluate(() => new Promise<string[]>((resolve) => {
    const said: string[] = [];
    window.waymark.on('error', ({ code, path }) => { said.push(`${code} ${path}`); });
    setTimeout(() => resolve(said));
  }));
/** Everything the origin keeps, by name. */
const kept = (page: Page): Promise<string[]> =>
  page.evaluate(async () => [...Object.keys(localStorage), ...Object.keys(sessionStorage), ...(await indexedDB.databases()).map(({ name }) => name!)]);
/** What the database holds, without making one where there is none. */
const inDatabase = (page: Page): Promise<{ events: number; state: unknown }> =>
  page.evaluate(() => new Promise<{ events: number; state: unknown }>((resolve) => {
    const request = indexedDB.open('wm.demo');
    request.onupgradeneeded = () => request.transaction!.abort();
    request.onerror = (event) => { event.preventDefault(); resolve({ events: 0, state: undefined }); };
    request.onsuccess = () => {
      const db = request.result;
      const transaction = db.transaction(['events', 'state']);
      const [events, state] = [transaction.objectStore('events').count(), transaction.objectStore('state').get('state')];
      transaction.oncomplete = () => { db.close(); resolve({ events: events.result, state: state.result }); };
      transaction.onabort = () => resolve({ events: 0, state: undefined });
    };
  }));
const storedEvents = async (page: Page): Promise<number> => (await inDatabase(page)).events;
const isStateStored = async (page: Page): Promise<boolean> => typeof (await inDatabase(page)).state == 'string';

interface Records { events?: [key: unknown, value: unknown][]; state?: unknown }

/** Puts records into a database of ours as it would be, on a page without the tag. */
async function fillDatabase(page: Page, origin: string, records: Records, version = 1, stores = ['events', 'state']): Promise<void> {
  await page.goto(`${origin}/plain`);
  await page.evaluate(({ records, version, stores }) => new Promise<void>((resolve, reject) => {
    const request = indexedDB.open('wm.demo', version);
    request.onupgradeneeded = () => { for (const store of stores) if (!request.result.objectStoreNames.contains(store)) request.result.createObjectStore(store); };
    request.onerror = () => reject(request.error);
    request.onsuccess = () => {
      const db = request.result;
      const transaction = db.transaction(stores, 'readwrite');
      for (const [key, value] of records.events ?? []) transaction.objectStore('events').put(value, key as IDBValidKey);
      if ('state' in records) transaction.objectStore('state').put(records.state, 'state');
      transaction.oncomplete = () => { db.close(); resolve(); };
      transaction.onabort = () => reject(transaction.error);
    };
  }), { records, version, stores });
}
const fillLocal = async (page: Page, origin: string, items: Record<string, string>): Promise<void> => {
  await page.goto(`${origin}/plain`);
  await page.evaluate((items) => { for (const [name, text] of Object.entries(items)) localStorage.setItem(name, text); }, items);
};

/** The SDK is up, what is tracked now arrives, and at most one warning was said. */
async function assertWorks(world: World, url: string, page = world.page): Promise<void> {
  const before = tracked(world, 'Still Here').length;
  assert.equal(await open(page, url), true, 'the SDK is off');
  await page.evaluate(() => { window.waymark.track('Still Here'); return window.waymark.flush(); });
  await until('the event has arrived', () => tracked(world, 'Still Here').length == before + 1, 20_000);
  await until('nothing waits', async () => { await page.evaluate(() => window.waymark.flush()); return (await stats(page)).queued == 0; }, 20_000);
}
async function assertSaidOnce(world: World, play: () => Promise<void>): Promise<void> {
  const said: string[] = [];
  const listen = (message: { text(): string }): void => { if (/^waymark: (?!fallback)/.test(message.text())) said.push(message.text()); };
  world.context.on('console', listen);
  await play();
  world.context.off('console', listen);
  assert.ok(said.length <= 1, `${said}`);
}

// 25

const MEGABYTES = 'x'.repeat(4 * 1024 * 1024);
/** One after another, each in a database of its own. */
const JUNK_STATES: unknown[] = [
  'not JSON', 42, { v: 1 }, MEGABYTES, '[1,2,{"v":1}]', '{"v":1,"now":1}{',
  '{"v":1,"now":"never","identity":[1],"session":"s","history":{"0":1},"outbox":[],"page":1,"cart":"c","awake":"x"}',
];

visit('junk where the state should be in the database: the SDK begins anew, each time', async (world) => {
  const { page, backend, forgive } = world;
  forgive(/^warning: waymark: /);
  const origin = await openSiteOf(world);
  for (const state of JUNK_STATES) {
    await fillDatabase(page, origin, { state });
    await assertSaidOnce(world, () => assertWorks(world, origin));
    await page.goto(`${origin}/plain`);
    await page.evaluate(() => new Promise((resolve) => { indexedDB.deleteDatabase('wm.demo').onsuccess = resolve; }));
  }
  assert.equal(new Set(backend.events().map(({ anonymousId }) => anonymousId)).size, JUNK_STATES.length);
}, { ...NOTHING, timeoutMs: 120_000 });

const STRANGE: [what: string, records: Records][] = [
  ['a state that is the JSON null', { state: 'null' }],
  ['a state of 4 MB that looks like ours', { state: `{"v":1,"now":1,"identity":{"traits":{"long":"${MEGABYTES}"}}}` }],
  ['a state with a number that only JavaScript reads', { state: '{"v":1e999}' }],
  ['keys that are no texts', { events: [[7, '{}'], [[1, 2], '{}'], [1.5, 'x']] }],
  ['calls that are no texts', { events: [['calls.1', 42], ['calls.2', null], ['calls.3', { a: 1 }]] }],
  ['calls that are no JSON', { events: [['calls.1', 'not JSON\n{"kind":"track"'], ['calls.2', '']] }],
];
for (const [what, records] of STRANGE) {
  visit(`${what} in the database: the SDK works all the same`, async (world) => {
    const { page, forgive } = world;
    forgive(/^warning: waymark: |status of 4\d\d/);
    world.forgivenDeadLetters.push('not_an_object', 'missing_message_id');
    const origin = await openSiteOf(world);
    await fillDatabase(page, origin, records);
    await page.goto(origin);
    await page.waitForFunction('window.waymark?.ready');
    const isOff = await page.evaluate(() => Promise.race([window.waymark.ready().then(({ active }) => !active), new Promise((resume) => setTimeout(resume, 10_000))]));
    assert.notEqual(isOff, true, 'the SDK is off');
    await page.evaluate(() => window.waymark.track('Still Here'));
    await until('the event has arrived', () => tracked(world, 'Still Here').length == 1);
  }, NOTHING);
}

visit('junk where events should be in the database: it goes, once it has been refused, and what is tracked arrives', async (world) => {
  const { page, forgive } = world;
  forgive(/^warning: waymark: |status of 4\d\d/);
  world.forgivenDeadLetters.push('not_an_object', 'missing_message_id');
  const origin = await openSiteOf(world);
  await fillDatabase(page, origin, {
    events: [['a', 'not JSON'], ['b', '{"type":'], ['c', ''], ['d', '42'], ['e', '{}'], ['f', '[]'], ['g', 'null'], ['h', 42], ['i', { type: 'track' }], ['j', null], ['k', [1]], ['l', undefined], ['m', MEGABYTES]],
  });
  await assertSaidOnce(world, () => assertWorks(world, origin));
  await until('the junk is gone', async () => (await storedEvents(page)) == 0);
}, { ...NOTHING, timeoutMs: 120_000 });

visit('junk in localStorage under our keys, where there is no database: the SDK begins anew, and keys of others stay', async (world) => {
  const { page, context, forgive } = world;
  forgive(/^warning: waymark: |status of 4\d\d/);
  world.forgivenDeadLetters.push('not_an_object', 'missing_message_id');
  const origin = await openSiteOf(world);
  await fillLocal(page, origin, {
    'wm.demo.state': 'not JSON', 'wm.demo.e.1': 'not JSON', 'wm.demo.e.2': '{}', 'wm.demo.e.3': '', 'wm.demo.e.': '[]', 'wm.demo.e.4': MEGABYTES, 'wm.demo2.state': 'of another', basket: 'of the shop',
  });
  await context.addInitScript("Object.defineProperty(window, 'indexedDB', { value: undefined });");
  await assertSaidOnce(world, () => assertWorks(world, origin));
  assert.deepEqual(await page.evaluate(() => [localStorage.getItem('basket'), localStorage.getItem('wm.demo2.state')]), ['of the shop', 'of another']);
  assert.equal((await stats(page)).storage, 'localStorage');
  await until('the junk is gone', () => page.evaluate(() => !Object.keys(localStorage).some((name) => name.startsWith('wm.demo.e.'))));
}, NOTHING);

// 26

visit('all cookies blocked by preference: the SDK works in memory, for the page', async (world) => {
  const { page } = world;
  world.forgive(/^warning: waymark: storage/);
  const origin = await openSiteOf(world);
  await page.goto(`${origin}/plain`);
  assert.equal(await page.evaluate(() => { try { return localStorage.length; } catch (error) { return (error as Error).name; } }), 'SecurityError', 'the preference is in force');
  await assertWorks(world, origin);
  assert.equal((await stats(page)).storage, 'memory');
  assert.deepEqual((await errorsOf(page)).filter((error) => !error.startsWith('fallback')).sort(), ['storage indexedDB', 'storage localStorage']);
  await assertWorks(world, `${origin}/two`);
  assert.equal(new Set(world.backend.events().map(({ anonymousId }) => anonymousId)).size, 2, 'nothing is kept from page to page');
}, { ...NOTHING, preferences: { profile: { default_content_setting_values: { cookies: 2 } } } });

visit('in a sandboxed frame of no origin the single file works in memory', async (world) => {
  const { page, site, backend } = world;
  world.forgive(/^warning: waymark: storage|^error: .*(CORS|ERR_FAILED)/);
  const frame = (inner: string): string => `<iframe id="f" sandbox="allow-scripts" srcdoc="${inner.replaceAll('"', '&quot;')}"></iframe>`;
  const { origin } = await site((collector) => ({ '/': `<!doctype html><html lang="en"><head><title>Around</title><link rel="icon" href="data:,"></head><body>${frame(pageWithTag({ collector }))}</body></html>` }));
  await page.goto(origin);
  const inner = (await (await page.waitForSelector('#f')).contentFrame())!;
  await inner.waitForFunction('window.waymark?.ready');
  assert.equal(await inner.evaluate(() => window.waymark.ready().then(({ active }) => active)), true);
  await inner.evaluate(() => { window.waymark.track('Framed'); return window.waymark.flush(); });
  await world.arrived(2);
  assert.equal((await inner.evaluate(() => window.waymark.stats())).storage, 'memory');
  assert.deepEqual(backend.events().map(nameOf), ['page', 'Framed']);
  // What takes over without WebAssembly is a file of its own, which a frame of no origin may not import.
}, { ...NOTHING, sdk: useSingleFile, isAboutWasm: true });

// 27

/** A page that has stored its state, and an event while the collector is away. */
async function openWithStored(world: World, prepare: (origin: string) => unknown = () => {}): Promise<string> {
  const { page, backend, forgive } = world;
  const origin = await openSiteOf(world);
  await prepare(origin);
  await open(page, origin);
  await world.flushed(1);
  await until('the state is stored', () => isStateStored(page));
  forgive(OUTAGE);
  // As long as no answer comes nothing happens, so that nothing is being written when the fault comes.
  await backend.standIn(() => {});
  await page.evaluate(() => { window.waymark.track('Before', { n: 0 }); return window.waymark.stats(); });
  await until('it is stored', async () => (await storedEvents(page)) == 1);
  await page.waitForTimeout(1_500);
  return origin;
}
/** What was tracked before and after arrives once, from this page; then the database serves again. */
async function assertGoesOn(world: World, kind = 'indexedDB'): Promise<void> {
  const { page, backend } = world;
  await page.evaluate(() => { window.waymark.track('After', { n: 0 }); return window.waymark.stats(); });
  if (kind == 'indexedDB') await until('later events are stored', async () => (await storedEvents(page)) >= 1);
  await backend.start();
  await page.evaluate(() => { window.dispatchEvent(new Event('online')); return window.waymark.flush(); });
  await world.arrived(3, 20_000);
  assert.deepEqual([tracked(world, 'Before').length, tracked(world, 'After').length], [1, 1]);
  assert.equal((await stats(page)).storage, kind);
}

visit('another connection wants a newer version of the database: ours gives way, opens again, and nothing is lost', async (world) => {
  const { page } = world;
  const origin = await openWithStored(world);
  const isBlocked = await page.evaluate(() => new Promise<boolean>((resolve) => {
    const request = indexedDB.open('wm.demo', 2);
    let isBlocked = false;
    request.onblocked = () => { isBlocked = true; };
    request.onsuccess = () => { request.result.close(); resolve(isBlocked); };
  }));
  assert.equal(isBlocked, false);
  await assertGoesOn(world);
  const { anonymousId } = world.backend.events()[0]!;
  await page.goto(`${origin}/two`);
  await page.waitForFunction('window.waymark?.ready');
  assert.equal((await world.flushed(4)).at(-1)!.anonymousId, anonymousId);
}, NOTHING);

visit('the database is deleted under the page: it is made again, and nothing is lost', async (world) => {
  const { page } = world;
  const origin = await openWithStored(world);
  await page.evaluate(() => new Promise((resolve) => { indexedDB.deleteDatabase('wm.demo').onsuccess = resolve; }));
  await assertGoesOn(world);
  await page.evaluate(() => window.waymark.stats());
  await page.goto(`${origin}/two`);
  await page.waitForFunction('window.waymark?.ready');
  const events = await world.flushed(4);
  assert.equal(events.length, 4);
}, NOTHING);

const cdpOf = ({ context, page }: World): Promise<CDPSession> => context.newCDPSession(page);

visit('the browser closes the connection and clears the databases under the page: the next write opens again, and nothing is lost', async (world) => {
  const origin = await openWithStored(world);
  await (await cdpOf(world)).send('Storage.clearDataForOrigin', { origin, storageTypes: 'indexeddb' });
  await assertGoesOn(world);
}, NOTHING);

visit('a database that cannot be opened while another one is in the way: localStorage takes over', async (world) => {
  const { page, context } = world;
  world.forgive(/^warning: waymark: storage/);
  const origin = await openSiteOf(world);
  const other = await context.newPage();
  await other.goto(`${origin}/plain`);
  // A connection that does not give way, and a deletion that waits for it: whoever opens now waits, too.
  await other.evaluate(() => new Promise<void>((resolve) => {
    const request = indexedDB.open('wm.demo');
    request.onsuccess = () => {
      (window as any).held = request.result;
      indexedDB.deleteDatabase('wm.demo').onblocked = () => resolve();
    };
  }));
  await assertSaidOnce(world, () => assertWorks(world, origin));
  assert.equal((await stats(page)).storage, 'localStorage');
  assert.ok((await kept(page)).some((name) => name.startsWith('wm.demo.')));
}, NOTHING);

visit('a database that answers UnknownError: localStorage takes over', async (world) => {
  const { page, context } = world;
  world.forgive(/^warning: waymark: storage/);
  await context.addInitScript(`IDBFactory.prototype.open = function () {
    const request = { error: new DOMException('Internal error opening backing store for indexedDB.open.', 'UnknownError') };
    setTimeout(() => request.onerror(new Event('error', { cancelable: true })));
    return request;
  };`);
  await assertSaidOnce(world, async () => assertWorks(world, await openSiteOf(world)));
  assert.equal((await stats(page)).storage, 'localStorage');
}, NOTHING);

// 28

/** To the last character; gives how many the page's own item has. Chromium takes ten megabytes, two bytes for a character of name or value. */
const fillUp = (page: Page): Promise<number> =>
  page.evaluate(() => {
    for (let length = 5 * 1024 * 1024; length > 1024 * 1024; length--) {
      try {
        localStorage.setItem('host', 'h'.repeat(length));
        return length;
      } catch {}
    }
    throw new Error('another limit');
  });
/** The page's own writes: the same again, shorter, away and back. */
async function assertHostWrites(page: Page, length: number): Promise<void> {
  assert.equal(await page.evaluate((length) => {
    localStorage.setItem('host', 'i'.repeat(length));
    localStorage.removeItem('host');
    localStorage.setItem('host', 'j'.repeat(length));
    return localStorage.getItem('host')!.length;
  }, length), length);
}

visit('the quota of the origin is spent: localStorage takes over, and the page goes on writing there', async (world) => {
  const { page } = world;
  world.forgive(/^warning: waymark: storage/);
  const origin = await openSiteOf(world);
  const cdp = await cdpOf(world);
  await cdp.send('Storage.overrideQuotaForOrigin', { origin, quotaSize: 1 });
  await page.goto(`${origin}/plain`);
  const own = (): Promise<string> => page.evaluate(() => new Promise<string>((resolve) => {
    const request = indexedDB.open('own', 1);
    request.onupgradeneeded = () => request.result.createObjectStore('s').put('x'.repeat(100_000), 'k');
    request.onsuccess = () => resolve('written');
    request.onerror = () => resolve(request.error!.name);
  }));
  assert.match(await own(), /Quota|Abort|Unknown/, 'the quota is in force');
  await assertSaidOnce(world, async () => {
    await assertWorks(world, origin);
    await page.evaluate(() => { for (let i = 0; i < 50; i++) window.waymark.track('Many', { i }); return window.waymark.flush(); });
  });
  await until('all have arrived', () => tracked(world, 'Many').length == 50);
  assert.equal((await stats(page)).storage, 'localStorage');
  await page.evaluate(() => { localStorage.setItem('own', 'of the shop'); });
  assert.equal(await page.evaluate(() => localStorage.getItem('own')), 'of the shop');
}, NOTHING);

visit('a page that has filled localStorage, where there is no database: the SDK works in memory, and the page goes on writing', async (world) => {
  const { page, context } = world;
  world.forgive(/^warning: waymark: storage/);
  const origin = await openSiteOf(world);
  await page.goto(`${origin}/plain`);
  const length = await fillUp(page);
  assert.ok(length > 1_000_000);
  await context.addInitScript("Object.defineProperty(window, 'indexedDB', { value: undefined });");
  await assertSaidOnce(world, () => assertWorks(world, origin));
  assert.equal((await stats(page)).storage, 'memory');
  await assertHostWrites(page, length);
  await page.evaluate(() => { for (let i = 0; i < 20; i++) window.waymark.track('Many', { i }); return window.waymark.flush(); });
  await until('all have arrived', () => tracked(world, 'Many').length == 20);
  await assertHostWrites(page, length);
  assert.deepEqual(await page.evaluate(() => Object.keys(localStorage)), ['host']);
}, NOTHING);

visit('the page fills the quota and localStorage while events wait for the collector: none is lost, and the page goes on writing', async (world) => {
  const { page, backend } = world;
  world.forgive(/^warning: waymark: storage/);
  const cdp = await cdpOf(world);
  // The browser measures when the database is opened: there is room at first.
  await openWithStored(world, (origin) => cdp.send('Storage.overrideQuotaForOrigin', { origin, quotaSize: 400_000 }));
  const length = await fillUp(page);
  await page.evaluate(() => { for (let i = 0; i < 100; i++) window.waymark.track('Many', { i, text: 'x'.repeat(5_000) }); return window.waymark.stats(); });
  await until('the storage is given up', async () => (await stats(page)).storage == 'memory');
  await assertHostWrites(page, length);
  await backend.start();
  await page.evaluate(() => { window.dispatchEvent(new Event('online')); return window.waymark.flush(); });
  await until('all have arrived', () => tracked(world, 'Many').length == 100, 30_000);
  assert.equal(tracked(world, 'Before').length, 1);
}, NOTHING);

// 29

/** What is being written then fails, and localStorage takes over. */
const CLOSED_WHILE_WRITING = /^warning: waymark: storage indexedDB/;

visit('the site data is cleared while the page is open: nothing is thrown, and what comes later arrives once', async (world) => {
  const { page } = world;
  const origin = await openWithStored(world);
  const cdp = await cdpOf(world);
  await cdp.send('Storage.clearDataForOrigin', { origin, storageTypes: 'all' });
  assert.deepEqual(await kept(page), []);
  await assertGoesOn(world);
  world.forgive(CLOSED_WHILE_WRITING);
  await cdp.send('Storage.clearDataForOrigin', { origin, storageTypes: 'all' });
  await assertWorks(world, `${origin}/two`);
}, NOTHING);

visit('the site data is cleared again and again while events are made: each arrives once', async (world) => {
  const { page } = world;
  world.forgive(CLOSED_WHILE_WRITING);
  const origin = await openSiteOf(world);
  await open(page, origin);
  const cdp = await cdpOf(world);
  for (let round = 0; round < 10; round++) {
    await page.evaluate((round) => { for (let i = 0; i < 5; i++) window.waymark.track('Busy', { n: 5 * round + i }); }, round);
    await cdp.send('Storage.clearDataForOrigin', { origin, storageTypes: 'all' });
  }
  await page.evaluate(() => window.waymark.flush());
  await until('all have arrived', () => tracked(world, 'Busy').length == 50, 20_000);
  await assertWorks(world, `${origin}/two`);
}, NOTHING);

visit('after a visitor was forgotten nothing comes back, whatever is cleared, tracked and opened then', async (world) => {
  const { page, context, backend } = world;
  const origin = await openSiteOf(world, { attributes: 'data-document="/campaigns.json"' });
  await open(page, origin);
  await page.evaluate(() => { window.waymark.consent('granted'); window.waymark.track('Once'); });
  const [first] = await world.flushed(2);
  await until('the state is stored', () => isStateStored(page));
  assert.equal(await page.evaluate(() => window.waymark.forget()), true);
  const cdp = await cdpOf(world);
  for (let round = 0; round < 3; round++) {
    await page.evaluate(() => { window.waymark.track('Never'); window.waymark.identify('nobody'); return window.waymark.flush(); });
    await cdp.send('Storage.clearDataForOrigin', { origin, storageTypes: 'all' });
    await page.evaluate(() => { window.dispatchEvent(new Event('pagehide')); window.dispatchEvent(new PageTransitionEvent('pageshow', { persisted: true })); });
  }
  const next = await context.newPage();
  await open(next, `${origin}/two`);
  await next.evaluate(() => { window.waymark.track('Never'); return window.waymark.flush(); });
  await next.waitForTimeout(2_500);
  assert.deepEqual([await kept(page), await kept(next), backend.events().length], [[], [], 0]);
  await next.evaluate(() => { window.waymark.consent('granted'); window.waymark.track('Someone Else'); return window.waymark.flush(); });
  await until('it has arrived', () => tracked(world, 'Someone Else').length == 1);
  assert.equal(backend.events().some(({ anonymousId }) => anonymousId == first!.anonymousId), false);
}, NOTHING);

// 40

visit('tabs that window.open makes of a page, with its sessionStorage: no id twice, one visitor, one session', async (world) => {
  const { page, context } = world;
  const origin = await openSiteOf(world);
  await open(page, origin);
  await page.evaluate(() => { sessionStorage.setItem('own', 'of the page'); window.waymark.track('Copied', { tab: 0 }); });
  await world.flushed(2);
  await until('the state is stored', () => isStateStored(page));
  const opened: Page[] = [];
  context.on('page', (one) => opened.push(one));
  await page.evaluate(() => { for (let tab = 1; tab <= 3; tab++) { window.open(`/tab-${tab}`); window.waymark.track('Copied', { tab: 0 }); } });
  await until('three tabs are open', () => opened.length == 3);
  for (const [index, tab] of opened.entries()) {
    await tab.waitForFunction('window.waymark?.ready');
    assert.equal(await tab.evaluate(() => sessionStorage.getItem('own')), 'of the page', 'the session storage is copied');
    await tab.evaluate((tab) => { for (let i = 0; i < 5; i++) window.waymark.track('Copied', { tab }); return window.waymark.stats(); }, index + 1);
  }
  const events = await world.arrived(1 + 1 + 3 + 3 + 15, 30_000);
  assert.equal(events.length, 23);
  assert.equal(new Set(events.map(({ messageId }) => messageId)).size, 23);
  assert.equal(new Set(events.map(({ anonymousId }) => anonymousId)).size, 1);
  assert.equal(new Set(events.map(({ context }) => context['waymark'].session.id)).size, 1);
  assert.deepEqual((await kept(page)).filter((name) => name != 'own' && name != 'wm.demo'), []);
}, NOTHING);

// 41

const ofAge = (messageId: string): string => JSON.stringify({ type: 'track', event: 'Of Another Version', messageId, anonymousId: 'old-visitor', timestamp: new Date().toISOString() });

visit('a database of a newer version, with stores we do not know: what we know is used, the rest stays as it is', async (world) => {
  const { page } = world;
  world.forgive(/^warning: waymark: /);
  const origin = await openSiteOf(world);
  await fillDatabase(page, origin, { events: [['old-1', ofAge('old-1')]], state: '{"v":2,"visitor":{"id":"new"}}' }, 7, ['events', 'state', 'later']);
  await assertSaidOnce(world, () => assertWorks(world, origin));
  assert.equal(tracked(world, 'Of Another Version').length, 1);
  assert.deepEqual(await page.evaluate(() => new Promise((resolve) => {
    const request = indexedDB.open('wm.demo');
    request.onsuccess = () => { resolve([request.result.version, [...request.result.objectStoreNames]]); request.result.close(); };
  })), [7, ['events', 'later', 'state']]);
  await assertWorks(world, `${origin}/two`);
  assert.equal(new Set(tracked(world, 'Still Here').map(({ anonymousId }) => anonymousId)).size, 1);
}, NOTHING);

visit('a database of another version without our stores: localStorage takes over, the database stays as it is', async (world) => {
  const { page } = world;
  world.forgive(/^warning: waymark: storage/);
  const origin = await openSiteOf(world);
  await fillDatabase(page, origin, {}, 3, ['queue']);
  await assertSaidOnce(world, () => assertWorks(world, origin));
  assert.equal((await stats(page)).storage, 'localStorage');
  assert.deepEqual(await page.evaluate(() => new Promise((resolve) => {
    const request = indexedDB.open('wm.demo');
    request.onsuccess = () => { resolve([request.result.version, [...request.result.objectStoreNames]]); request.result.close(); };
  })), [3, ['queue']]);
}, NOTHING);

for (const [what, state] of [['an older', '{"v":0,"id":"a","sessions":3}'], ['a newer', '{"v":2,"now":1,"identity":{"anonymousId":"of-the-future"},"consent":{"analytics":true}}']] as const) {
  visit(`a state of ${what} version: it is not taken, which is said once, and a new visitor begins who stays`, async (world) => {
    world.forgive(/^warning: waymark: /);
    const origin = await openSiteOf(world);
    await fillDatabase(world.page, origin, { state, events: [['old-1', ofAge('old-1')]] });
    await assertSaidOnce(world, async () => {
      await assertWorks(world, origin);
      await assertWorks(world, `${origin}/two`);
    });
    assert.equal(tracked(world, 'Of Another Version').length, 1);
    const visitors = new Set(tracked(world, 'Still Here').map(({ anonymousId }) => anonymousId));
    assert.deepEqual([visitors.size, visitors.has('of-the-future'), visitors.has('a')], [1, false, false]);
  }, NOTHING);
}

visit('keys of other versions in localStorage stay, and our own of the same name are taken or left, not harmed', async (world) => {
  const { page, context } = world;
  world.forgive(/^warning: waymark: /);
  const origin = await openSiteOf(world);
  const others = { 'wm.demo.v2': 'newer', 'wm.v0.demo': 'older', 'wm.demo.queue.1': '{"future":true}' };
  await fillLocal(page, origin, { ...others, 'wm.demo.state': '{"v":2}', 'wm.demo.e.old-1': ofAge('old-1') });
  await context.addInitScript("Object.defineProperty(window, 'indexedDB', { value: undefined });");
  await assertSaidOnce(world, () => assertWorks(world, origin));
  assert.equal(tracked(world, 'Of Another Version').length, 1);
  assert.deepEqual(await page.evaluate((names) => names.map((name) => localStorage.getItem(name)), Object.keys(others)), Object.values(others));
}, NOTHING);
