// What the page says of itself: its data layer, its markup. The core asks by effects, once a page view.
import * as later from '../../bindings/host/later.ts';
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { open } from '../../bindings/host/sources.ts';
import type { Source } from '../../bindings/host/protocol.ts';
import { FakeClock } from './fakes.ts';
import { FakeWindow } from './fakeDom.ts';
import { muteWarnings, started } from './stage.ts';

muteWarnings();

const PRODUCT = '{"@type":"Product"}';

function opened(dataLayer?: unknown) {
  const window = Object.assign(new FakeWindow(), { dataLayer: dataLayer as any });
  const clock = new FakeClock();
  const posted: any[] = [];
  const tell = open({ window: window as never, post: (command) => void posted.push(command), later: clock.later });
  return {
    window, clock, tell, posted,
    read: (...sources: Source[]) => tell({ kind: 'read', sources }),
    entries: () => posted.filter(({ kind }) => kind == 'pushed').map(({ entry }) => JSON.parse(entry)),
    markups: () => posted.filter(({ kind }) => kind == 'markup').map(({ jsonLd, meta }) => ({ jsonLd, meta: { ...meta } })),
  };
}

test('what is in the data layer is told, then what is pushed, each once', () => {
  const first = { event: 'view_item', ecommerce: { items: [{ item_id: 'p1' }] } };
  const { window, read, entries } = opened([first]);
  read('dataLayer');
  assert.equal(window.dataLayer.push({ event: 'add_to_cart' }, { ecommerce: null }), 3);
  read('dataLayer');
  assert.deepEqual(entries(), [first, { event: 'add_to_cart' }, { ecommerce: null }]);
  assert.equal(window.dataLayer.length, 3);
});

test("Tag Manager's own entries, calls of gtag, elements and functions stay where they are", () => {
  const { read, entries } = opened([
    { 'gtm.start': 1, event: 'gtm.js' }, (function (..._: unknown[]) { return arguments; })('consent', 'default', {}), ['event', 'purchase'], () => {}, null, 5, { userId: 7 },
    { event: 'login', 'gtm.uniqueEventId': 3, eventCallback() {}, element: { [Symbol.toStringTag]: 'HTMLDivElement' }, method: 'email' },
  ]);
  read('dataLayer');
  assert.deepEqual(entries(), [{ event: 'login', method: 'email' }]);
});

test('a page that wraps push itself, before or after, still gets every call, and each entry is told once', () => {
  const pages: unknown[] = [];
  const layer: any = [];
  const wrap = (): void => {
    const { push } = layer;
    layer.push = function (...entries: unknown[]) { pages.push(...entries); return push.apply(this, entries); };
  };
  wrap();
  const { read, entries } = opened(layer);
  read('dataLayer');
  layer.push({ event: 'a' });
  wrap();
  layer.push({ event: 'b' });
  read('dataLayer');
  assert.deepEqual(pages.map((entry: any) => entry.event), ['a', 'b', 'b']);
  assert.deepEqual(entries(), [{ event: 'a' }, { event: 'b' }]);
});

test('an array put in its place is noticed, and the former one let go', async () => {
  const former: any = [];
  const { window, clock, read, entries } = opened(former);
  read('dataLayer');
  window.dataLayer = [{ event: 'a' }];
  window.document.emit('click');
  await clock.advance(0);
  window.dataLayer.push({ event: 'b' });
  assert.equal(former.push, Array.prototype.push);
  assert.deepEqual(entries(), [{ event: 'a' }, { event: 'b' }]);
});

test('a data layer that comes later, goes past push or is none at all does no harm', async () => {
  const { window, clock, read, entries } = opened();
  read('dataLayer');
  window.dataLayer = { push: 1 };
  await clock.advance(100);
  window.dataLayer = [];
  await clock.advance(400);
  Array.prototype.push.call(window.dataLayer, { event: 'a' });
  await clock.advance(1500);
  assert.deepEqual(entries(), [{ event: 'a' }]);
});

test('what the page throws while it is read is its own, and its push works on', () => {
  const bad = { get event(): string { throw new Error('mine'); } };
  const { window, read, entries } = opened([bad, Object.freeze({ event: 'ok' })]);
  read('dataLayer');
  assert.equal(window.dataLayer.push(new Proxy({}, { has() { throw new Error('mine'); } }), { event: 'b' }), 4);
  assert.deepEqual(entries(), [{ event: 'ok' }, { event: 'b' }]);
  const frozen = opened(Object.freeze([{ event: 'a' }]));
  frozen.read('dataLayer');
});

test('an entry without end is not told', () => {
  const circular: any = { event: 'a' };
  circular.self = circular;
  const { read, entries } = opened([circular, { event: 'b', items: Array.from({ length: 5000 }, () => 1) }]);
  read('dataLayer');
  assert.deepEqual(entries(), [{ event: 'a', self: { event: 'a' } }]);
});

test('entries of our own come after an empty ecommerce, also where there is no data layer yet', () => {
  const { window, tell } = opened();
  tell({ kind: 'push', entry: { event: 'view_promotion' } });
  assert.deepEqual(window.dataLayer, [{ ecommerce: null }, { event: 'view_promotion' }]);
});

test('the markup is told: JSON-LD about products and the tags that may mean something', () => {
  const { window, read, markups } = opened();
  window.document.scripts = ['{"@type":"Organization"}', PRODUCT, `"Product${'x'.repeat(50_000)}"`];
  window.document.metas = [{ property: 'og:type', content: 'product' }, { name: 'waymark:season', content: 'winter' }, { property: 'og:type', content: 'second' }, { name: 'viewport', content: 'x' }, { charset: 'utf-8' }];
  read('jsonLd', 'meta');
  assert.deepEqual(markups(), [{ jsonLd: [PRODUCT], meta: { 'og:type': 'product', 'waymark:season': 'winter' } }]);
});

test('it is told again only when it has changed', async () => {
  const { window, clock, read, markups } = opened();
  read('jsonLd');
  assert.deepEqual(markups(), []);
  window.document.scripts = [PRODUCT];
  window.emit('DOMContentLoaded');
  window.emit('load');
  await clock.advance(5000);
  assert.equal(markups().length, 1);
});

test('after a move within the page the markup of the page before is not told, unless it stays', async () => {
  const { window, clock, read, markups } = opened();
  window.document.scripts = [PRODUCT];
  read('jsonLd');
  read('jsonLd');
  assert.equal(markups().length, 1);
  await clock.advance(500);
  window.document.scripts = ['{"@type":"Product","name":"b"}'];
  assert.equal(markups().length, 1);
  await clock.advance(1500);
  assert.equal(markups().length, 2);
  read('jsonLd');
  await clock.advance(1999);
  assert.equal(markups().length, 2);
  await clock.advance(1);
  assert.equal(markups().length, 3);
});

test('nothing is read that was not asked for', () => {
  const { window, read, posted } = opened([{ event: 'a' }]);
  window.document.scripts = [PRODUCT];
  read('meta');
  assert.deepEqual(posted.map(({ kind }) => kind), ['markup']);
  const other = opened([{ event: 'a' }]);
  other.window.document.scripts = [PRODUCT];
  other.read('dataLayer');
  assert.deepEqual(other.posted.map(({ kind }) => kind), ['pushed']);
});

test('after the stop the page is as it was', () => {
  const { window, clock, tell, read, posted } = opened([]);
  read('dataLayer', 'meta');
  tell();
  window.dataLayer.push({ event: 'a' });
  assert.deepEqual([window.dataLayer.push, window.hears(), window.document.hears(), clock.timers.length, posted.length], [Array.prototype.push, 0, 0, 0, 0]);
});

const bringing = (sources: () => Promise<unknown>) => async (name: string): Promise<any> => (name == 'sources' ? sources() : later);

test('the host loads the reader when the core first asks, and never again', async () => {
  let loads = 0;
  const told: unknown[] = [];
  const { core, api } = await started({ bring: bringing(async () => { loads++; return { open: () => (effect?: { kind: string }) => void told.push(effect?.kind) }; }) });
  assert.equal(loads, 0);
  core.script = ({ kind }) => (kind == 'track' ? [{ kind: 'read', sources: ['meta'] }, { kind: 'push', entry: {} }] : []);
  api.track('a');
  await api.ready();
  await new Promise(setImmediate);
  api.track('b');
  await new Promise(setImmediate);
  assert.deepEqual([loads, told], [1, ['read', 'push', 'read', 'push']]);
  api.destroy();
  await new Promise(setImmediate);
  assert.equal(told.at(-1), undefined);
});

test('a reader that does not load is told, and the rest goes on', async () => {
  const { core, api, errors } = await started({ bring: bringing(async () => { throw 'blocked'; }) });
  core.script = ({ kind }) => (kind == 'track' ? [{ kind: 'read', sources: ['meta'] }] : []);
  api.track('a');
  await new Promise(setImmediate);
  assert.deepEqual(errors, [{ code: 'sources', path: '', detail: 'blocked' }]);
});

test('without a document there is nothing to read', async () => {
  let loads = 0;
  const { core, api, errors } = await started({ headless: true, bring: bringing(async () => { loads++; throw 'none'; }) });
  core.script = ({ kind }) => (kind == 'track' ? [{ kind: 'read', sources: ['meta'] }] : []);
  api.track('a');
  await new Promise(setImmediate);
  assert.deepEqual([loads, errors], [0, []]);
});
