// What the network, and whoever stands between, can do to a page's events: outages, cut sockets, answers that never come, spent quotas,
// policies, blockers. Where hours matter the page's clock is the driver's; the rest of the browser is as it is.
import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { BrowserContext, Page, Request } from 'playwright-core';
import { nameOf, type Event } from './backend.ts';
import { LONGEST_NAMES, naughtyTexts, VALUES } from './naughtyTexts.ts';
import { acceptAll, addToBag, settled } from './shopper.ts';
import { pageWithTag, type PageParts } from './site.ts';
import { until } from './until.ts';
import { assertNames, visit, type World } from './world.ts';

const NOTHING = { document: { version: 1 } };
const SLOW = { ...NOTHING, timeoutMs: 120_000 };
const OUTAGE = /ERR_|^warning: waymark: (document|core|part)|status of \d\d\d|CORS/;
/** The document is the site's own: without the collector only events are missing. */
const OWN_DOCUMENT = 'data-consent="granted" data-document="/campaigns.json"';

async function openSiteOf({ site }: World, parts: Partial<PageParts> = {}, more: Record<string, string> = {}, alsoConnects?: string): Promise<string> {
  const { origin } = await site((collector) => ({
    '/': pageWithTag({ collector, attributes: OWN_DOCUMENT, ...parts }), '/campaigns.json': '{"version":1}', ...more,
  }), alsoConnects);
  return origin;
}
async function open(page: Page, url: string): Promise<void> {
  await page.goto(url);
  await page.waitForFunction('window.waymark?.ready');
  await page.evaluate(() => window.waymark.ready());
}
const stats = (page: Page): Promise<any> => page.evaluate(() => window.waymark.stats());
const tracked = ({ backend }: World, name: string): Event[] => backend.events().filter((event) => nameOf(event) == name);
const numbers = (events: Event[]): number[] => events.map(({ properties }) => properties['n'] as number).sort((a, b) => a - b);
const upTo = (count: number): number[] => Array.from({ length: count }, (_, n) => n);

interface Batches { begun: string[]; failed: number; under: number }

/** Batches that a page has begun to send, and how many are over or under way. */
function watchBatches(context: BrowserContext): Batches {
  const seen: Batches = { begun: [], failed: 0, under: 0 };
  const isBatch = (request: Request): boolean => request.url().endsWith('/v1/batch');
  context.on('request', (request) => { if (isBatch(request)) seen.under++, seen.begun.push(request.postData() ?? ''); });
  context.on('requestfinished', (request) => { if (isBatch(request)) seen.under--; });
  context.on('requestfailed', (request) => { if (isBatch(request)) seen.under--, seen.failed++; });
  return seen;
}

/** Time of a page whose clock the driver holds: in leaps, and a request that a timer has begun ends before the next one. */
async function pass(page: Page, batches: Batches, ms: number, leapMs: number, isOver = (): boolean => false): Promise<void> {
  for (let passed = 0; passed < ms && !isOver(); passed += leapMs) {
    await page.clock.fastForward(leapMs);
    await stats(page);
    await until('no batch is under way', () => batches.under == 0);
  }
}

// 1

visit('the collector is down for ten minutes of the page: 200 events arrive once each, with the times they had', async (world) => {
  const { page, context, backend, forgive, flushed } = world;
  await page.clock.install({ time: Date.now() - 600_000 });
  const batches = watchBatches(context);
  const origin = await openSiteOf(world);
  await open(page, origin);
  await flushed(1);
  forgive(OUTAGE);
  await backend.stop();
  const times: [before: number, after: number][] = [];
  for (let n = 0; n < 200; n += 10) {
    if (n == 100) await open(page, `${origin}/two`);
    times.push(...await page.evaluate((from) => Array.from({ length: 10 }, (_, i): [number, number] => {
      const before = Date.now();
      window.waymark.track('Meanwhile', { n: from + i });
      return [before, Date.now()];
    }), n));
    await pass(page, batches, 30_000, 5_000);
  }
  assert.ok(batches.failed >= 4, `${batches.failed} attempts have failed`);
  assert.equal(backend.events().length, 1);
  assert.equal((await stats(page)).queued, 201);

  await backend.start();
  const asked = backend.asked.length;
  await pass(page, batches, 300_000, 10_000, () => backend.asked.length > asked);
  await world.arrived(202, 30_000);
  const events = tracked(world, 'Meanwhile');
  assert.deepEqual(numbers(events), upTo(200));
  for (const { timestamp, properties } of events) {
    const [before, after] = times[properties['n']]!;
    assert.ok(Date.parse(timestamp) >= before && Date.parse(timestamp) <= after, `event ${properties['n']} of ${before} says ${timestamp}`);
  }
}, SLOW);

// 4

// The browser itself sends once more when a socket it has kept open is closed before the first byte: one cut could pass unseen.
for (const [where, how, cuts] of [['before', 'before its first byte', 2], ['within', 'in its midst', 1]] as const) {
  visit(`the answer is cut off ${how}, after the commit: the events are sent again, counted as duplicates, and are there once`, async (world) => {
    const { page, context, backend, forgive, flushed, arrived } = world;
    forgive(OUTAGE);
    const answers: { accepted: number; duplicates: number }[] = [];
    context.on('response', async (response) => { if (response.url().endsWith('/v1/batch')) await response.json().then((answer) => answers.push(answer), () => {}); });
    await open(page, await openSiteOf(world));
    await flushed(1);
    await until('the first answer', () => answers.length == 1);
    const batches = watchBatches(context);
    backend.cutAnswers(cuts, where);
    await page.evaluate(() => { for (let n = 0; n < 5; n++) window.waymark.track('Cut Off', { n }); });
    await arrived(6);
    await until('an answer has come through', () => answers.length == 2, 30_000);
    assert.ok(batches.failed >= 1 && batches.begun.length >= 2, 'the SDK has sent again');
    const [first, last] = [batches.begun[0]!, batches.begun.at(-1)!].map((text) => JSON.parse(text).batch.map(({ messageId }: Event) => messageId));
    assert.deepEqual(first, last);
    assert.deepEqual([answers[1]!.accepted, answers[1]!.duplicates], [0, 5]);
    assert.deepEqual(numbers(tracked(world, 'Cut Off')), upTo(5));
    await until('nothing waits', async () => (await stats(page)).queued == 0);
  }, NOTHING);
}

// 12

for (const [what, trickle] of [['never comes', false], ['comes a byte at a time', true]] as const) {
  visit(`an answer that ${what} is given up after ten seconds; meanwhile nobody else sends, and nothing is lost`, async (world) => {
    const { page, context, backend, forgive, flushed } = world;
    forgive(OUTAGE);
    await page.clock.install();
    const batches = watchBatches(context);
    await open(page, await openSiteOf(world));
    await flushed(1);
    await page.clock.pauseAt(Date.now() + 60_000);
    let under = 0, most = 0, given = 0;
    await backend.standIn((_request, response) => {
      most = Math.max(most, ++under);
      let drip: NodeJS.Timeout | undefined;
      if (trickle) {
        response.writeHead(200, { 'Access-Control-Allow-Origin': '*', 'Content-Type': 'application/json' });
        drip = setInterval(() => response.write(' '), 100);
      }
      response.on('close', () => { clearInterval(drip); under--; given++; });
    });
    await page.evaluate(() => { window.waymark.track('Patient', { n: 0 }); void window.waymark.flush(); });
    await until('a request is under way', () => under == 1);
    await page.evaluate(() => { window.waymark.track('Patient', { n: 1 }); void window.waymark.flush(); });
    await page.clock.runFor(5_000);
    await page.evaluate(() => window.waymark.track('Patient', { n: 2 }));
    assert.deepEqual([batches.begun.length, given], [2, 0], 'five seconds on it is still waited for');
    await page.clock.runFor(5_000);
    await until('it is given up', () => given == 1);
    await until('the next one is under way', async () => { await page.clock.runFor(500); return under == 1; });
    assert.equal(most, 1, 'two requests at the same time');
    await backend.start();
    await pass(page, batches, 60_000, 2_000, () => backend.events().length > 1);
    await world.arrived(4);
    assert.deepEqual(numbers(tracked(world, 'Patient')), upTo(3));
  }, NOTHING);
}

// 13, 14

/** A server of someone else that answers nothing, and a script that gives it 50 KB to keep alive. */
async function openHolder(): Promise<{ holder: string; close: () => void }> {
  const server = createServer(() => {});
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  return { holder: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, close: () => { server.closeAllConnections(); server.close(); } };
}
const holding = (holder: string): string => `
  window.sent = [];
  const { fetch } = window;
  window.fetch = (url, options) => {
    const one = options?.method == 'POST' && { keepalive: options.keepalive, bytes: options.body.length };
    if (one) sent.push(one);
    const answer = fetch(url, options);
    if (one) answer.then(({ status }) => { one.end = status; }, (error) => { one.end = error.name; });
    return answer;
  };
  window.hold = () => void fetch('${holder}/hold', { method: 'POST', mode: 'no-cors', keepalive: true, body: 'x'.repeat(50 * 1024) }).catch(() => {});
  window.isSpent = () => fetch('${holder}/probe', { method: 'POST', mode: 'no-cors', keepalive: true, body: 'x'.repeat(20 * 1024), signal: AbortSignal.timeout(500) }).then(() => false, (error) => error.name == 'TypeError');`;

async function withHolder(world: World, play: (origin: string) => Promise<void>): Promise<void> {
  const { holder, close } = await openHolder();
  try {
    await play(await openSiteOf(world, { before: '/early.js' }, { '/early.js': holding(holder) }, holder));
  } finally {
    close();
  }
}

visit("a foreign script holds 50 KB of keepalive while the page is left: twenty events of 10 KB are there after the next page, once", (world) => withHolder(world, async (origin) => {
  const { page, forgive, flushed, arrived } = world;
  forgive(OUTAGE);
  await open(page, origin);
  await flushed(1);
  await page.evaluate('hold()');
  assert.equal(await page.evaluate('isSpent()'), true, 'the quota is not spent');
  await page.evaluate(() => {
    for (let n = 0; n < 20; n++) window.waymark.track('Left', { n, text: 'x'.repeat(10_000) });
    location.href = '/two';
  });
  await page.waitForURL('**/two');
  await page.waitForFunction('window.waymark?.ready');
  await page.evaluate(() => window.waymark.ready());
  await page.evaluate(() => window.waymark.flush());
  await arrived(22, 30_000);
  assert.deepEqual(numbers(tracked(world, 'Left')), upTo(20));
}), NOTHING);

visit('a keepalive request that the quota forbids is sent once more without it, and once only', (world) => withHolder(world, async (origin) => {
  const { page, forgive, flushed, arrived } = world;
  forgive(OUTAGE);
  await page.clock.install();
  await open(page, origin);
  await flushed(1);
  // Time stands still: what the core would try again later is not meant.
  await page.clock.pauseAt(Date.now() + 60_000);
  await page.evaluate('hold()');
  assert.equal(await page.evaluate('isSpent()'), true, 'the quota is not spent');
  await page.evaluate(() => {
    (window as any).sent.length = 0;
    window.waymark.track('Hidden', { n: 0, text: 'x'.repeat(20_000) });
    Object.defineProperty(document, 'visibilityState', { value: 'hidden', configurable: true });
    document.dispatchEvent(new Event('visibilitychange'));
  });
  await arrived(2);
  await until('nothing waits', async () => (await stats(page)).queued == 0);
  const sent = (await page.evaluate('sent') as { keepalive: boolean; bytes: number; end: unknown }[]);
  assert.deepEqual(sent.map(({ keepalive, end }) => [keepalive, end]), [[true, 'TypeError'], [false, 200]]);
  assert.deepEqual(numbers(tracked(world, 'Hidden')), [0]);
}), NOTHING);

// 15

visit('a page whose policy does not know the collector: its events stay stored, and arrive from a page that does', async (world) => {
  const { page, context, backend, forgive, arrived } = world;
  forgive(/Content Security Policy|connect-src|^error: (violation|Fetch API cannot load)/);
  const strict = '<meta http-equiv="Content-Security-Policy" content="connect-src \'self\'">';
  const { origin } = await world.site((collector) => ({
    '/': pageWithTag({ collector, attributes: OWN_DOCUMENT }), '/campaigns.json': '{"version":1}',
    '/strict': pageWithTag({ collector, attributes: OWN_DOCUMENT, head: strict }),
  }));
  await open(page, `${origin}/strict`);
  await page.evaluate(() => { for (let n = 0; n < 3; n++) window.waymark.track('Forbidden', { n }); return window.waymark.flush(); });
  const { queued, failures, storage } = await stats(page);
  assert.deepEqual([queued, storage], [4, 'indexedDB']);
  assert.ok(failures >= 1);
  await page.reload();
  await page.waitForFunction('window.waymark?.ready');
  assert.equal((await page.evaluate(() => window.waymark.ready().then(() => window.waymark.stats()))).queued, 5);
  assert.equal(backend.asked.filter(({ method }) => method == 'POST').length, 0);
  const next = await context.newPage();
  await page.close();
  await open(next, origin);
  await arrived(6, 30_000);
  assert.deepEqual(numbers(tracked(world, 'Forbidden')), upTo(3));
}, NOTHING);

// 8

for (const status of [401, 404]) {
  visit(`the collector answers ${status} until it is mended: it is asked once an hour, and then all arrives`, async (world) => {
    const { page, context, backend, forgive, flushed } = world;
    forgive(OUTAGE);
    forgive(/^warning: waymark: /);
    await page.clock.install({ time: Date.now() - 4 * 3_600_000 });
    const batches = watchBatches(context);
    await open(page, await openSiteOf(world));
    await flushed(1);
    const before = batches.begun.length;
    await backend.standIn((_request, response) => { response.writeHead(status, { 'Access-Control-Allow-Origin': '*', 'Content-Type': 'application/json' }).end('{"success":false}'); });
    await page.evaluate(() => { for (let n = 0; n < 3; n++) window.waymark.track('Kept', { n }); return window.waymark.flush(); });
    assert.equal(batches.begun.length, before + 1);
    // An hour and a half, with more events, a flush and the news that the network is back: one more attempt, at the full hour.
    await pass(page, batches, 1_800_000, 60_000);
    await page.evaluate(() => { window.waymark.track('Kept', { n: 3 }); window.dispatchEvent(new Event('online')); return window.waymark.flush(); });
    assert.equal(batches.begun.length, before + 1, 'it was asked within the hour');
    await pass(page, batches, 3_600_000, 60_000);
    assert.equal(batches.begun.length, before + 2);
    assert.equal((await stats(page)).queued, 4);
    await backend.start();
    const asked = backend.asked.length;
    await pass(page, batches, 3_700_000, 60_000, () => backend.asked.length > asked);
    await world.arrived(5);
    assert.deepEqual(numbers(tracked(world, 'Kept')), upTo(4));
    await until('nothing waits', async () => (await stats(page)).queued == 0);
  }, SLOW);
}

// 21

visit('a browser that says it is offline and is not: events are sent all the same', async (world) => {
  const { page, context, flushed } = world;
  await context.addInitScript("Object.defineProperty(Navigator.prototype, 'onLine', { get: () => false });");
  await open(page, await openSiteOf(world));
  assert.equal(await page.evaluate('navigator.onLine'), false);
  await page.evaluate(() => { window.dispatchEvent(new Event('offline')); window.waymark.track('Here', { n: 0 }); });
  await world.arrived(2);
  await flushed(2);
}, NOTHING);

visit('a browser that says it is online and is not, and never tells that it is again: it is tried with growing waits, and all arrives', async (world) => {
  const { page, context, backend, forgive, flushed } = world;
  forgive(OUTAGE);
  await context.addInitScript(`
    Object.defineProperty(Navigator.prototype, 'onLine', { get: () => true });
    for (const name of ['online', 'offline']) addEventListener(name, (event) => event.stopImmediatePropagation(), true);`);
  await open(page, await openSiteOf(world));
  await flushed(1);
  const batches = watchBatches(context);
  await context.setOffline(true);
  assert.equal(await page.evaluate('navigator.onLine'), true);
  await page.evaluate(() => { for (let n = 0; n < 3; n++) window.waymark.track('Away', { n }); });
  await until('three attempts have failed', () => batches.failed >= 3, 30_000);
  assert.equal(backend.events().length, 1);
  await context.setOffline(false);
  await world.arrived(4, 30_000);
  assert.deepEqual(numbers(tracked(world, 'Away')), upTo(3));
}, NOTHING);

// 18

visit('naughty texts as names of events and of properties and as values are in the database as they were, byte for byte', async (world) => {
  const { page, backend } = world;
  const names = [...naughtyTexts(), ...LONGEST_NAMES];
  assert.ok(new Set(names).size >= 200);
  // The script is ASCII: what the driver would make of a lone surrogate does not matter.
  const ascii = (texts: string[]): string => JSON.stringify(texts).replace(/[\u007f-\uffff]/g, (unit) => '\\u' + unit.charCodeAt(0).toString(16).padStart(4, '0'));
  await open(page, await openSiteOf(world, { before: '/texts.js', attributes: `${OWN_DOCUMENT} data-personal-data="keep"` }, { '/texts.js': `window.names = ${ascii(names)}; window.values = ${ascii(VALUES)};` }));
  await page.evaluate(() => {
    const { names, values } = window as unknown as { names: string[]; values: string[] };
    names.forEach((text, n) => window.waymark.track(text, { n, own: { [text]: text }, list: [text] }));
    values.forEach((text, n) => window.waymark.track('Only A Value', { n, text }));
  });
  const all = names.length + VALUES.length + 1;
  await page.evaluate(() => window.waymark.flush());
  const events = await world.arrived(all, 40_000);
  assert.equal(events.length, all);
  assert.deepEqual((await stats(page)).dropped, {});
  // A lone surrogate becomes U+FFFD.
  const bytes = (text: string): Buffer => Buffer.from(text, 'utf8');
  const wrong: string[] = [];
  const compare = (what: string, got: unknown, wanted: string): void => {
    if (typeof got != 'string' || !Buffer.from(got, 'utf8').equals(bytes(wanted))) wrong.push(`${what}: ${ascii(['' + got])} instead of ${ascii([wanted])}`.slice(0, 200));
  };
  const valued = tracked(world, 'Only A Value');
  VALUES.forEach((text, n) => compare(`value ${n}`, valued.find(({ properties }) => properties['n'] == n)?.properties['text'], text));
  const named = events.filter((event) => event.type == 'track' && !valued.some(({ messageId }) => messageId == event.messageId));
  names.forEach((text, n) => {
    const event = named.find(({ properties }) => properties['n'] == n)!;
    compare(`name of event ${n}`, event.event, text);
    compare(`name of a property ${n}`, Object.keys(event.properties['own'])[0], text);
    compare(`value ${n}`, Object.values(event.properties['own'])[0], text);
    compare(`in a list ${n}`, event.properties['list'][0], text);
  });
  assert.deepEqual(wrong, []);
  assert.equal(backend.asked.some(({ path }) => path.includes('etc')), false);
}, SLOW);

// 19

for (const [count, size] of [[1_000, 0], [5_000, 1_500], [6_000, 0]] as const) {
  visit(`${count} calls in one tick${size ? ` of ${size} bytes each` : ''}: what is delivered and what is dropped, by its reason, are all of them`, async (world) => {
    const { page, backend, forgive } = world;
    forgive(/^warning: waymark: queue/);
    await open(page, await openSiteOf(world));
    await page.evaluate(([count, size]) => { for (let n = 0; n < count!; n++) window.waymark.track('Flood', { n, text: 'x'.repeat(size!) }); }, [count, size]);
    await until('nothing waits', async () => { await page.evaluate(() => window.waymark.flush()); return (await stats(page)).queued == 0; }, 60_000);
    const { acknowledged, dropped } = await stats(page);
    const left = Object.values(dropped as Record<string, number>).reduce((sum, number) => sum + number, 0);
    // The view of the page is one, too.
    assert.equal(acknowledged + left, count + 1);
    assert.equal(backend.events().length, acknowledged);
    // The oldest make room in the outbox; what one tick may hold of calls is full at 5,000.
    assert.equal(numbers(tracked(world, 'Flood')).at(-1), Math.min(count, 5_000) - 1);
  }, SLOW);
}

// 20

const HOSTILE: [what: string, script: string][] = [
  ['fetch throws', "window.fetch = () => { throw new Error('of the page'); }"],
  ['fetch never settles', 'window.fetch = () => new Promise(() => {})'],
  ['JSON.stringify throws', "JSON.stringify = () => { throw new Error('of the page'); }"],
  ['JSON.stringify answers nothing, and fetch is gone', 'JSON.stringify = () => undefined; delete window.fetch;'],
  ['lists, texts and numbers have a toJSON that throws', "Array.prototype.toJSON = String.prototype.toJSON = Number.prototype.toJSON = () => { throw new Error('of the page'); };"],
];
for (const [what, script] of HOSTILE) {
  visit(`after the page has loaded ${what}: events arrive as they are, and the visitor goes on`, async (world) => {
    const { page, backend } = world;
    const origin = await openSiteOf(world);
    await open(page, origin);
    await page.evaluate(script);
    await page.evaluate(() => { window.waymark.track('Odd', { n: 0, text: 'a "quoted" \u2028 text', list: [1, { deep: ['ü'] }] }); window.waymark.identify('u1', { plan: 'é' }); });
    await page.evaluate(() => window.waymark.flush());
    await world.arrived(3);
    const [odd] = tracked(world, 'Odd');
    assert.deepEqual(odd!.properties, { n: 0, text: 'a "quoted" \u2028 text', list: [1, { deep: ['ü'] }] });
    await page.evaluate(() => window.waymark.track('Odd', { n: 1 }));
    await open(page, `${origin}/two`);
    const events = await world.flushed(5);
    assert.deepEqual(numbers(tracked(world, 'Odd')), upTo(2));
    assert.deepEqual([...new Set(events.map(({ anonymousId }) => anonymousId))].length, 1);
    assert.equal(events.at(-1)!.userId, 'u1');
    assert.equal(backend.events().length, 5);
  }, NOTHING);
}

// 69

visit('a blocker takes the collector away for half an hour: attempts get rarer, the page goes on, and all arrives when it is let', async (world) => {
  const { page, context, backend, forgive } = world;
  forgive(/ERR_BLOCKED_BY_CLIENT/);
  await page.clock.install({ time: Date.now() - 3_600_000 });
  const batches = watchBatches(context);
  await context.route('**/v1/**', (route) => route.abort('blockedbyclient'));
  await open(page, await openSiteOf(world, { body: '<details><summary>More</summary><p>of the page</p></details>' }));
  await page.evaluate(() => { for (let n = 0; n < 3; n++) window.waymark.track('Blocked', { n }); });
  const attempts: number[] = [];
  for (let second = 0; second < 1_800;) {
    const leap = second < 60 ? 1 : 10;
    second += leap;
    await pass(page, batches, leap * 1_000, leap * 1_000);
    if (batches.begun.length > attempts.length) attempts.push(second);
  }
  assert.ok(attempts.length >= 6 && attempts.length <= 24, `attempts in the seconds ${attempts}`);
  const waits = attempts.slice(1).map((second, index) => second - attempts[index]!);
  // Each is the double of the one before, or half of that.
  for (let i = 3; i < Math.min(waits.length, 8); i++) assert.ok(waits[i]! > waits[i - 3]!, `waits ${waits}`);
  await page.click('summary');
  assert.equal(await page.evaluate(() => document.querySelector('details')!.open), true);
  assert.equal(backend.asked.some(({ method }) => method == 'POST'), false);
  await context.unroute('**/v1/**');
  await pass(page, batches, 400_000, 10_000, () => backend.events().length > 0);
  await world.arrived(4);
  assert.deepEqual(numbers(tracked(world, 'Blocked')), upTo(3));
}, SLOW);

for (const [what, pattern] of [['the core and its fallback', /waymark\.(wasm|fallback\.js)$/], ['the collector, the core and its fallback', /waymark\.(wasm|fallback\.js)$|\/v1\//]] as const) {
  visit(`a blocker takes ${what} away: the shop sells as ever, nothing is asked for twice on a page, and what was called arrives later`, async (world) => {
    const { page, shop, context, forgive } = world;
    forgive(/ERR_BLOCKED_BY_CLIENT|^warning: waymark: (core|fallback|document)/);
    await page.goto(`${shop}/product/veil`);
    await acceptAll(page);
    await settled(page);
    await world.flushed(3);
    await context.route(pattern, (route) => route.abort('blockedbyclient'));
    const blocked: string[] = [];
    context.on('requestfailed', (request) => { if (pattern.test(request.url())) blocked.push(new URL(request.url()).pathname); });
    await page.goto(`${shop}/product/velvet-hour`);
    assert.equal((await page.evaluate(() => window.waymark.ready())).active, false);
    await addToBag(page);
    assert.equal(await page.textContent('.header [data-bag-count]'), '1');
    await page.waitForTimeout(1_500);
    assert.ok(blocked.includes('/waymark.fallback.js'));
    assert.equal(new Set(blocked).size, blocked.length, `${blocked}`);
    await context.unroute(pattern);
    await page.goto(`${shop}/cart`);
    await settled(page);
    assertNames(await world.flushed(9), ['page', 'Product Viewed', 'Product List Viewed', 'page', 'Product Viewed', 'Product List Viewed', 'Product Added', 'page', 'Cart Viewed']);
  });
}
