// Every method of the public API in a page, as dist/waymark.d.ts and README.md have it.
import assert from 'node:assert/strict';
import type { Page } from 'playwright-core';
import { acceptAll, bar, settled } from './shopper.ts';
import { pageWithTag } from './site.ts';
import { until } from './until.ts';
import { assertNames, visit, type World } from './world.ts';

const DOCUMENT = {
  version: 1,
  segments: [
    { id: 'writers', name: 'Writers', when: { $event: { name: 'Note Written', count: { $gte: 2 } } } },
    { id: 'members', name: 'Members', when: { 'traits.plan': 'paid' } },
  ],
  campaigns: [
    { id: 'asked', widget: 'bar', slot: 'top', audience: { $segment: 'everyone' }, trigger: { on: 'manual' },
      pressure: { caps: [{ scope: 'campaign', outcome: 'closed', max: 1, within: '1d' }] }, content: { text: 'You asked, {{ traits.name | default: "stranger" }}.' } },
    { id: 'for-members', widget: 'bar', slot: 'bottom', audience: { $segment: 'members' }, trigger: { on: 'event', name: 'Note Written' }, content: { text: 'Members' } },
  ],
};

async function opened({ site, page }: World): Promise<void> {
  const { origin } = await site((collector) => ({ '/': pageWithTag({ collector, body: '<h1>A page</h1>' }) }));
  await page.goto(origin);
  await page.waitForFunction(() => window.waymark);
  await settled(page);
}

/** Names and ids of everything the SDK says from now on. */
const listen = (page: Page): Promise<void> =>
  page.evaluate(() => {
    const heard: string[] = ((window as any).heard = []);
    for (const event of ['segment:enter', 'segment:leave', 'session:start', 'campaign:shown', 'campaign:clicked', 'campaign:closed', 'error'])
      // Without WebAssembly (WAYMARK_WITHOUT_WASM) the tests hold all the same.
      window.waymark.on(event, (detail) => { if (detail.code != 'fallback') heard.push(`${event} ${detail.id ?? detail.code}`); });
  });
const heard = (page: Page): Promise<string[]> => page.evaluate('heard');

visit('track, identify, segments, facts, on: segments come and go and the page hears of it', async (world) => {
  const { page } = world;
  await opened(world);
  await listen(page);
  const answer = await page.evaluate(async () => {
    const { waymark } = window;
    const returned = [waymark.track('Note Written', { length: 3 }), waymark.identify(7, { plan: 'paid', name: 'Ada' }), waymark.track('Note Written')];
    return { returned, segments: await waymark.segments(), facts: await waymark.facts(), key: waymark.key };
  });
  assert.deepEqual(answer.returned, [undefined, undefined, undefined].map(() => answer.returned[0]));
  assert.deepEqual(answer.segments, [{ id: 'writers', name: 'Writers', in: true }, { id: 'members', name: 'Members', in: true }]);
  const { visitor, traits, session, page: place, device } = answer.facts;
  assert.deepEqual([visitor.userId, visitor.sessions, traits, session.pageViews, place.path, device.type], ['7', 1, { plan: 'paid', name: 'Ada' }, 1, '/', 'desktop']);
  assert.equal(answer.key, 'demo');
  assert.deepEqual(await heard(page), ['segment:enter members', 'segment:enter writers', 'campaign:shown for-members']);
  await page.evaluate(() => { window.waymark.identify(7, { plan: 'free' }); return window.waymark.stats(); });
  assert.deepEqual((await heard(page)).slice(3), ['segment:leave members']);
}, { document: DOCUMENT });

visit('show and explain: each check says what was seen and what was wanted', async (world) => {
  const { page } = world;
  await opened(world);
  await listen(page);
  const explain = (): Promise<any> => page.evaluate(() => window.waymark.explain('asked'));
  const before = await explain();
  assert.deepEqual([before.campaign, before.shows, before.reason], ['asked', false, 'trigger']);
  assert.deepEqual(before.checks.find(({ check }: any) => check == 'trigger'), { check: 'trigger', passed: false, seen: 0, wanted: 1 });

  await page.evaluate(() => { window.waymark.identify(undefined, { name: 'Ada' }); window.waymark.show('asked'); });
  await bar(page, 'asked').waitFor();
  assert.equal(await bar(page, 'asked').locator('.text').textContent(), 'You asked, Ada.');
  assert.equal((await explain()).reason, 'slot');
  await bar(page, 'asked').getByRole('button', { name: 'Close' }).click();
  await page.locator('[data-waymark]').waitFor({ state: 'detached' });
  await page.evaluate(() => window.waymark.show('asked'));
  const after = await explain();
  assert.equal(after.reason, 'cap');
  assert.deepEqual(after.checks.find(({ check }: any) => check == 'cap'), {
    check: 'cap', passed: false, seen: 1, wanted: { scope: 'campaign', outcome: 'closed', below: 1, withinMs: 86_400_000 },
  });
  const all = await page.evaluate(() => window.waymark.explain());
  assert.deepEqual(all.map(({ campaign, reason }: any) => [campaign, reason]), [['asked', 'cap'], ['for-members', 'trigger']]);
  assert.equal(await page.evaluate(() => window.waymark.explain('unknown')), null);
  assert.deepEqual(await heard(page), ['campaign:shown asked', 'campaign:closed asked']);
}, { document: DOCUMENT });

visit('flush and stats: what was queued has been answered when flush settles', async (world) => {
  const { page, backend } = world;
  await opened(world);
  const stats = await page.evaluate(async () => {
    const { waymark } = window;
    await waymark.flush();
    for (let number = 0; number < 250; number++) waymark.track('Counted', { number });
    const before = await waymark.stats();
    await waymark.flush();
    return [before, await waymark.stats()];
  });
  assert.deepEqual([stats[0].queued, stats[0].storage], [250, 'indexedDB']);
  assert.deepEqual([stats[1].queued, stats[1].acknowledged], [0, 251]);
  const events = await world.arrived(251);
  assert.deepEqual(backend.events().slice(1).map(({ properties }) => properties.number), Array.from({ length: 250 }, (_, number) => number));
  assert.equal(events[0]!.type, 'page');
}, { document: DOCUMENT });

visit('reset: a new anonymous visitor without the traits and the user of the one before', async (world) => {
  const { page, arrived } = world;
  await opened(world);
  await page.evaluate(async () => {
    const { waymark } = window;
    waymark.identify('u-1', { plan: 'paid' });
    waymark.reset();
    waymark.track('Fresh');
    await waymark.flush();
  });
  const [first, identify, fresh] = await arrived(3);
  assert.deepEqual([first!.anonymousId == identify!.anonymousId, identify!.userId], [true, 'u-1']);
  assert.notEqual(fresh!.anonymousId, first!.anonymousId);
  assert.equal(fresh!.userId, undefined);
  assert.notEqual(fresh!.context.waymark.session.id, first!.context.waymark.session.id);
  const { traits, visitor } = await page.evaluate(() => window.waymark.facts());
  assert.deepEqual([traits, visitor.identified], [null, false]);
}, { document: DOCUMENT });

visit('handlers: ready and errors reach late ones, a throwing one stops nobody, and one can be taken off', async (world) => {
  const { page, forgive } = world;
  forgive(/^warning: waymark: (call|handler|argument|bad-command)/);
  await opened(world);
  const said = await page.evaluate(async () => {
    const { waymark } = window;
    const said: string[] = [];
    waymark.push(['levitate'], ['track', 'Fine', { odd: Symbol('odd') }]);
    (waymark.track as any)();
    await waymark.stats();
    waymark.on('error', () => { throw new Error('the page'); });
    waymark.on('error', ({ code, path }) => { if (code != 'fallback') said.push(`${code} ${path}`); });
    waymark.on('ready', ({ active }) => said.push(`ready ${active}`));
    const off = waymark.on('session:start', () => said.push('session'));
    off();
    waymark.reset();
    waymark.track('Next');
    await waymark.stats();
    await new Promise((resolve) => setTimeout(resolve));
    return said;
  });
  assert.deepEqual(said.map((text) => text.replace(/\/commands\/\d/, '/commands/n')).sort(), ['argument /track/properties/odd', 'bad-command /commands/n/name', 'call levitate', 'ready true']);
}, { document: DOCUMENT });

visit('nothing throws and nothing rejects, whatever the arguments', async (world) => {
  const { page, forgive } = world;
  forgive(/^warning: waymark: /);
  await opened(world);
  const failures = await page.evaluate(async () => {
    const api = window.waymark as unknown as Record<string, (...args: unknown[]) => unknown>;
    const loop: unknown[] = [];
    loop.push(loop);
    const odd = [undefined, null, 0, NaN, '', 'x', '\ud800', -1, true, [], {}, loop, Symbol('s'), 10n, () => {}, new Date(NaN), document.body, Object.create(null), new Proxy({}, { ownKeys() { throw new Error('trap'); } })];
    const failures: string[] = [];
    for (const name of ['track', 'page', 'identify', 'alias', 'group', 'show', 'explain', 'consent', 'on', 'push']) {
      for (const value of odd) {
        for (const args of [[value], ['x', value], ['x', {}, value]]) {
          try {
            await api[name]!(...args);
          } catch (error) {
            failures.push(`${name}: ${error}`);
          }
        }
      }
    }
    return failures;
  });
  assert.deepEqual(failures, []);
  assert.equal((await page.evaluate(() => window.waymark.ready())).active, true);
}, { document: DOCUMENT });

visit('track tells what became of it: stored, acknowledged, or refused', async ({ page, shop, forgive }) => {
  forgive(/bad-command/);
  await page.goto(shop);
  await acceptAll(page);
  await settled(page);
  await page.evaluate(() => {
    const states: string[] = ((window as any).states = []);
    window.waymark.track('Told').onchange = ({ state }) => states.push(state);
    window.waymark.track('').onchange = ({ state, reason }) => states.push(state + ' ' + reason);
  });
  await until('it is stored', () => page.evaluate(() => (window as any).states.includes('stored')));
  await page.evaluate(() => window.waymark.flush());
  await until('it is acknowledged', () => page.evaluate(() => (window as any).states.includes('acknowledged')));
  assert.deepEqual(await page.evaluate(() => (window as any).states), ['dropped refused', 'stored', 'acknowledged']);
});

visit('destroy takes widget, listeners and timers away; later calls do nothing', async ({ page, context, shop, backend, arrived, flushed }) => {
  await context.addInitScript(`
    window.listening = 0;
    for (const Kind of [EventTarget]) {
      const { addEventListener, removeEventListener } = Kind.prototype;
      Kind.prototype.addEventListener = function (type, handler, options) { if (options && options.passive && options.capture) listening++; return addEventListener.call(this, type, handler, options); };
      Kind.prototype.removeEventListener = function (type, handler, options) { if (options && options.passive && options.capture) listening--; return removeEventListener.call(this, type, handler, options); };
    }`);
  await page.goto(shop);
  await acceptAll(page);
  await bar(page, 'welcome-bar').waitFor();
  await flushed(3);
  assert.ok((await page.evaluate<number>('listening')) >= 8);
  await page.evaluate(() => { window.waymark.track('Last'); window.waymark.destroy(); });
  assert.equal(await page.locator('[data-waymark]').count(), 0);
  assert.equal(await page.evaluate('listening'), 0);

  const posts = (): number => backend.asked.filter(({ method }) => method == 'POST').length;
  const before = posts();
  const answers = await page.evaluate(async () => {
    const { waymark } = window;
    waymark.track('Too Late');
    waymark.show('welcome-bar');
    history.pushState(null, '', '/elsewhere');
    waymark.destroy();
    await waymark.flush();
    return [await waymark.explain(), await waymark.stats(), (await waymark.ready()).active];
  });
  assert.deepEqual(answers.slice(0, 2), [null, null]);
  await page.waitForTimeout(2_500);
  assert.equal(posts(), before);
  assert.equal(await page.locator('[data-waymark]').count(), 0);

  await page.goto(`${shop}/cart`);
  await settled(page);
  const events = await arrived(6);
  assertNames(events, ['page', 'Product List Viewed', 'Campaign Shown', 'Last', 'page', 'Cart Viewed']);
});
