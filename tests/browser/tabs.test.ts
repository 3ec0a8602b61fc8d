// Several tabs of one visitor: one sends, each lives through what happens in the others, and none is missed when it dies.
import assert from 'node:assert/strict';
import type { Page, Request } from 'playwright-core';
import type { Event } from './backend.ts';
import { pageWithTag } from './site.ts';
import { until } from './until.ts';
import { visit, type World } from './world.ts';

const DOCUMENT = {
  version: 1,
  segments: [{ id: 'busy', name: 'Busy', when: { $event: { name: 'Note Written', count: { $gte: 5 } } } }],
  campaigns: [
    { id: 'once', widget: 'bar', slot: 'top', trigger: { on: 'event', name: 'Asked' }, pressure: { caps: [{ scope: 'campaign', outcome: 'shown', max: 1, within: 'session' }] }, content: { text: 'Once' } },
  ],
  site: { track: ['segments'] },
};
const OPTIONS = { document: DOCUMENT, timeoutMs: 90_000 };
const NO_LOCKS = `delete Navigator.prototype.locks;`;
const NO_CHANNEL = `delete window.BroadcastChannel;`;

async function shopOf({ site }: World, attributes?: string): Promise<string> {
  const { origin } = await site((collector) => ({ '/': pageWithTag({ collector, attributes }) }));
  return origin;
}

/** A tab that knows whether others send. */
async function tab({ context }: World, url: string): Promise<Page> {
  const page = await context.newPage();
  await page.goto(url);
  await page.waitForFunction(() => window.waymark?.ready);
  await page.evaluate(() => window.waymark.ready());
  await page.waitForFunction(() => performance.getEntriesByType('resource').some(({ name }) => name.endsWith('waymark.later.js')));
  return page;
}
const sends = (page: Page): Promise<boolean> => page.evaluate(() => window.waymark.stats().then(({ sends }) => sends));
const track = (page: Page, name: string, times = 1): Promise<void> =>
  page.evaluate(([name, times]) => { for (let i = 0; i < (times as number); i++) window.waymark.track(name as string, { i }); }, [name, times]);
/** One leads and the others know it. */
async function oneSends(pages: Page[], withinMs?: number): Promise<Page> {
  let leaders: Page[] = [];
  await until('one tab sends', async () => {
    const all = await Promise.all(pages.map(sends));
    leaders = pages.filter((_, i) => all[i]);
    return leaders.length == 1;
  }, withinMs);
  return leaders[0]!;
}
const sessions = (events: Event[]): number => new Set(events.map(({ context }) => context.waymark.session.id)).size;
const visitors = (events: Event[]): number => new Set(events.map(({ anonymousId }) => anonymousId)).size;

function share(name: string, count: number, before?: string): void {
  visit(`${count} tabs track at the same time${name}: each event arrives once, one tab sends, and all are one visitor in one session`, async (world) => {
    const { context, page, arrived } = world;
    if (before) await context.addInitScript(before);
    await page.close();
    const origin = await shopOf(world);
    const pages: Page[] = [];
    for (let i = 0; i < count; i++) pages.push(await tab(world, origin));
    const leader = await oneSends(pages);
    // A tab that does not answer for seconds, as on a busy machine, loses the lead; but two never send at a time.
    const sending = new Map<Request, Page>();
    let overlaps = 0;
    for (const each of pages) {
      each.on('request', (request) => {
        if (!request.url().endsWith('/v1/batch')) return;
        if ([...sending.values()].some((other) => other != each)) overlaps++;
        sending.set(request, each);
      });
      for (const end of ['requestfinished', 'requestfailed'] as const) each.on(end as 'requestfinished', (request) => sending.delete(request));
    }
    await track(leader, 'Note Written', 5);
    for (const each of pages) await until('it is known', async () => (await each.evaluate(() => window.waymark.segments()))[0].in);
    await Promise.all(pages.map((each) => track(each, 'Note Written', 20)));
    const events = await arrived(count * 21 + 6, 20_000);
    assert.equal(events.length, count * 21 + 6);
    assert.deepEqual([visitors(events), sessions(events)], [1, 1]);
    for (const each of pages) await until('nothing waits', async () => (await each.evaluate(() => window.waymark.stats())).queued == 0);
    assert.equal(overlaps, 0);
  }, OPTIONS);
}
share('', 2);
share('', 5);
share(', without locks', 3, NO_LOCKS);

visit('without locks and without a channel each tab sends what is stored, and each event is kept once', async (world) => {
  const { context, page, arrived } = world;
  await context.addInitScript(NO_LOCKS + NO_CHANNEL);
  const origin = await shopOf(world);
  const [first, second] = [await tab(world, origin), await tab(world, origin)];
  await page.close();
  await Promise.all([track(first, 'Note Written', 3), track(second, 'Note Written', 3)]);
  assert.equal((await arrived(8, 20_000)).length >= 8, true);
}, OPTIONS);

function closing(name: string, end: (page: Page) => Promise<unknown>, withinMs: number, before?: string): void {
  visit(`the tab that sends ${name}, with a request under way: another one sends within seconds, nothing is lost`, async (world) => {
    const { context, page, backend, arrived, forgive } = world;
    if (before) await context.addInitScript(before);
    forgive(/Target crashed|ERR_/);
    await page.close();
    const origin = await shopOf(world);
    const pages = [await tab(world, origin), await tab(world, origin), await tab(world, origin)];
    const leader = await oneSends(pages);
    const rest = pages.filter((each) => each != leader);
    await arrived(3);
    // A request that is never answered.
    await backend.standIn(() => {});
    const asked = backend.asked.length;
    await track(leader, 'Of The First');
    await track(rest[0]!, 'Of Another');
    await until('a request is under way', () => backend.asked.length > asked);
    await end(leader);
    await backend.start();
    await oneSends(rest, withinMs);
    await track(rest[1]!, 'After');
    const names = (await arrived(6, 25_000)).map(({ event }) => event);
    for (const expected of ['Of The First', 'Of Another', 'After']) assert.ok(names.includes(expected), `${expected} of ${names}`);
  }, OPTIONS);
}
const crash = (page: Page): Promise<unknown> => page.goto('chrome://crash').catch(() => {});
closing('is closed', (page) => page.close(), 5_000);
closing('crashes', crash, 5_000);
closing('is closed, without locks', (page) => page.close(), 5_000, NO_LOCKS);
closing('crashes, without locks', crash, 15_000, NO_LOCKS);

visit('the tab that sends hangs: its lock is taken from it, and what it says later does no harm', async (world) => {
  const { arrived, page } = world;
  await page.close();
  const origin = await shopOf(world);
  const [first, second] = [await tab(world, origin), await tab(world, origin)];
  const hung = await oneSends([first, second]);
  const other = hung == first ? second : first;
  await arrived(2);
  await track(hung, 'Before');
  const isOver = hung.evaluate(() => { for (const end = Date.now() + 20_000; Date.now() < end;); });
  await track(other, 'Meanwhile');
  await until('the other tab sends', () => sends(other), 18_000);
  const names = (await arrived(4, 10_000)).map(({ event }) => event);
  assert.ok(names.includes('Meanwhile') && names.includes('Before'), `${names}`);
  await isOver;
  assert.equal(await oneSends([first, second]), other);
  await track(hung, 'After');
  await arrived(5, 15_000);
  await until('nothing waits', async () => (await hung.evaluate(() => window.waymark.stats())).queued == 0);
}, OPTIONS);

visit('a campaign that one tab has shown does not show in another where the cap is once', async (world) => {
  const origin = await shopOf(world);
  const [first, second] = [await tab(world, origin), await tab(world, origin)];
  await oneSends([first, second]);
  await track(first, 'Asked');
  await first.locator('[data-waymark=once]').waitFor();
  await until('the other tab knows', async () => (await second.evaluate(() => window.waymark.explain('once'))).checks.some(({ check, passed }: { check: string; passed: boolean }) => check == 'cap' && !passed));
  await track(second, 'Asked');
  await second.evaluate(() => window.waymark.stats());
  assert.equal(await second.locator('[data-waymark=once]').count(), 0);
}, OPTIONS);

visit('consent withdrawn in one tab stops all of them within a second and leaves nothing stored', async (world) => {
  const { page, backend } = world;
  const origin = await shopOf(world, '');
  await page.goto(origin);
  await page.waitForFunction(() => window.waymark?.ready);
  await page.evaluate(() => { window.waymark.consent('granted'); return window.waymark.stats(); });
  const [first, second] = [await tab(world, origin), await tab(world, origin)];
  await page.close();
  const wm = (each: Page): Promise<string[]> => each.evaluate(async () => [...(await indexedDB.databases()).map(({ name }) => name!), ...Object.keys(localStorage)].filter((name) => /^wm/.test(name)));
  await until('something is stored', async () => (await wm(first)).length > 0);
  await second.evaluate(() => window.waymark.consent('denied'));
  await until('the other tab has stopped', async () => !(await first.evaluate(() => window.waymark.stats())).consent.analytics, 1_000);
  await track(first, 'Unheard');
  await until('nothing is stored', async () => (await wm(first)).length == 0, 1_000);
  await first.waitForTimeout(3_000);
  assert.deepEqual(await wm(first), []);
  assert.deepEqual(backend.events().filter(({ event }) => event == 'Unheard'), []);
}, OPTIONS);

visit('where consent is the default, a refusal is all that stays, and holds on the next page', async (world) => {
  const { page, backend } = world;
  const origin = await shopOf(world);
  const first = await tab(world, origin);
  await first.evaluate(() => window.waymark.consent('denied'));
  await first.waitForTimeout(500);
  await page.goto(origin);
  await page.waitForFunction(() => window.waymark?.ready);
  await page.evaluate(() => { window.waymark.track('Refused'); return window.waymark.flush(); });
  assert.equal((await page.evaluate(() => window.waymark.stats())).consent.analytics, false);
  assert.deepEqual(backend.events().filter(({ event }) => event == 'Refused'), []);
}, OPTIONS);

visit('a logout in one tab is one in the others', async (world) => {
  const origin = await shopOf(world);
  const [first, second] = [await tab(world, origin), await tab(world, origin)];
  await oneSends([first, second]);
  const id = (each: Page): Promise<string> => each.evaluate(() => window.waymark.facts().then(({ visitor }) => visitor.anonymousId + visitor.userId));
  await first.evaluate(() => window.waymark.identify('u1'));
  await until('both know the user', async () => (await id(second)).endsWith('u1'));
  await first.evaluate(() => window.waymark.reset());
  await until('both are someone else', async () => !(await id(second)).includes('u1') && (await id(first)) == (await id(second)));
}, OPTIONS);

/** The driver switches the cache off by default. */
const WITH_CACHE = { ignoreDefaultArgs: ['--disable-back-forward-cache'], args: ['--enable-features=BackForwardCache'] };

visit('a page comes back from the cache five times while another tab is at work: it is kept, and knows what happened', async (world) => {
  const { context } = world;
  await context.addInitScript(`addEventListener('pageshow', (event) => { window.returns = (window.returns ?? 0) + event.persisted; });`);
  const origin = await shopOf(world);
  const [first, second] = [await tab(world, origin), await tab(world, origin)];
  // A busy browser may drop one from its cache.
  let kept = 0;
  for (let i = 1; kept < 5 && i <= 7; i++) {
    await first.evaluate((n) => { (window as any).mark = n; }, i);
    const before = await first.evaluate(() => (window as any).returns as number);
    await first.goto(`${origin}/two`);
    await first.evaluate(() => window.waymark.ready());
    await track(second, 'Note Written');
    await second.evaluate(() => window.waymark.stats());
    await first.waitForTimeout(300);
    await first.goBack({ waitUntil: 'commit' });
    const isKept = await first.evaluate((n) => (window as any).mark == n, i);
    if (isKept) await first.waitForFunction((before) => (window as any).returns > before, before);
    else await first.waitForFunction('window.waymark?.ready');
    kept += Number(isKept);
    await until('it knows', async () => (await first.evaluate(() => window.waymark.explain({ when: { $event: { name: 'Note Written' } } }))).why.seen == i || (await first.evaluate((n) => window.waymark.explain({ when: { $event: { name: 'Note Written', count: { $gte: n } } } }), i)).in);
  }
  assert.equal(kept, 5);
  await oneSends([first, second]);
}, { ...OPTIONS, browser: WITH_CACHE });
