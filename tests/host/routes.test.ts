import assert from 'node:assert/strict';
import { test } from 'node:test';
import { watchRoutes } from '../../bindings/host/routes.ts';
import { watchSignals } from '../../bindings/host/signals.ts';
import { watchVisitor } from '../../bindings/host/visitor.ts';
import { settled } from './fakes.ts';
import { FakeWindow } from './fakeDom.ts';
import { muteWarnings, started } from './stage.ts';

muteWarnings();

function routed(change: (window: FakeWindow) => void = () => {}) {
  const window = new FakeWindow();
  change(window);
  const views: string[][] = [];
  const stop = watchRoutes(window as never, (referrer) => views.push([path(window.location.href), path(referrer)]));
  return { window, views, stop, go: (url: string) => window.history.pushState(null, '', url) };
}
const path = (url: string): string => url.replace('https://shop.test', '');

for (const [name, change] of [['wrapped history', () => {}], ['the Navigation API', (window: FakeWindow) => window.useNavigationApi()]] as const) {
  test(`with ${name}: one view for the page and for each new URL, with the one before as referrer`, () => {
    const { views, go } = routed(change);
    go('/a');
    go('/a');
    go('/a?x=1');
    assert.deepEqual(views, [['/home', 'https://search.test/'], ['/a', '/home'], ['/a?x=1', '/a']]);
  });

  test(`with ${name}: a hash is a view unless it only scrolls`, () => {
    const { views, go, window } = routed(change);
    window.document.ids.add('reviews').add('ы');
    for (const hash of ['#reviews', '#top', '#', '#%D1%8B', '#/cart', '#/cart', '#%', '#reviews']) go(hash);
    assert.deepEqual(views.slice(1).map(([url]) => url), ['/home#/cart', '/home#%']);
  });

  test(`with ${name}: leaving the hash of a route for none is a view of the router's first page`, () => {
    const { views, go, window } = routed(change);
    window.document.ids.add('reviews');
    for (const url of ['#/cart', '/home', '#reviews', '/home', '#/cart', '#']) go(url);
    assert.deepEqual(views.slice(1), [['/home#/cart', '/home'], ['/home', '/home#/cart'], ['/home#/cart', '/home'], ['/home#', '/home#/cart']]);
  });

  test(`with ${name}: nothing after the stop`, () => {
    const { views, go, stop, window } = routed(change);
    stop();
    go('/a');
    assert.equal(views.length, 1);
    assert.equal(window.hears() + (window.navigation?.hears() ?? 0), 0);
  });
}

test('going back is a view', () => {
  const { views, window } = routed();
  window.location.href = 'https://shop.test/before';
  window.emit('popstate');
  assert.deepEqual(views[1], ['/before', '/home']);
});

test('a return from the back/forward cache is a view of the same page', () => {
  const { views, window } = routed();
  window.emit('pageshow', { persisted: false });
  window.emit('pageshow', { persisted: true });
  assert.deepEqual(views.map(([url]) => url), ['/home', '/home']);
});

test('the history keeps its receiver, arguments and errors', () => {
  const window = new FakeWindow();
  const seen: unknown[] = [];
  window.history.pushState = function (this: unknown, ...args: unknown[]) {
    seen.push(this === window.history, args.length);
    if (args[2] == 'bad') throw new Error('SecurityError');
  } as never;
  let views = 0;
  watchRoutes(window as never, () => { if (views++) throw new Error('ours'); });
  window.history.pushState(1, '', '/x');
  assert.throws(() => window.history.pushState(1, '', 'bad'), /SecurityError/);
  assert.deepEqual(seen, [true, 3, true, 3]);
});

test('the originals come back, unless someone has wrapped ours since', () => {
  const one = new FakeWindow();
  const original = one.history.pushState;
  const stop = watchRoutes(one as never, () => {});
  assert.notEqual(one.history.pushState, original);
  stop();
  assert.equal(one.history.pushState, original);

  const two = new FakeWindow();
  const stopTwo = watchRoutes(two as never, () => {});
  const ours = two.history.pushState;
  const theirs = (two.history.pushState = (...args) => ours(...args));
  stopTwo();
  assert.equal(two.history.pushState, theirs);
  two.history.pushState(null, '', '/still');
  assert.equal(path(two.location.href), '/still');
});

test('a view carries the URL of its moment and the title set just after it', async () => {
  const { core, window } = await started({ pages: 'auto' });
  const type = new (class { content = 'category'; })();
  window.document.places['meta[name="waymark:page-type"]'] = type as never;
  window.history.pushState(null, '', '/lips');
  window.document.title = 'Lips';
  await settled();
  assert.deepEqual(core.of('page').map(({ page }) => page), [
    { url: 'https://shop.test/home', title: 'Home', referrer: 'https://search.test/' },
    { url: 'https://shop.test/lips', title: 'Lips', referrer: 'https://shop.test/home', type: 'category' },
  ]);
});

function signalled() {
  const window = new FakeWindow();
  const heard: string[] = [];
  const state = { now: 0, posted: 0 };
  const signal = (name: string, isUrgent: boolean): void => { state.posted++; heard.push(name + (isUrgent ? '!' : '')); };
  const stops = [
    watchSignals(window as never, { posted: () => state.posted, signal }),
    watchVisitor(window as never, { now: () => state.now }, (name) => signal(name, false)),
  ];
  return { window, heard, state, stop: () => stops.forEach((stop) => stop()) };
}

test('hidden is told once for visibilitychange and pagehide, and again when something has happened between', () => {
  const { window, heard, state } = signalled();
  window.hide();
  window.emit('pagehide');
  assert.deepEqual(heard, ['hidden!']);
  state.posted++;
  window.emit('pagehide');
  window.emit('pagehide');
  assert.deepEqual(heard, ['hidden!', 'hidden!']);
});

test('visible is told once after hidden, from the tab or from the back/forward cache', () => {
  const { window, heard } = signalled();
  window.show();
  window.hide();
  window.show();
  window.emit('pageshow', { persisted: true });
  window.emit('pagehide');
  window.emit('pageshow', { persisted: true });
  assert.deepEqual(heard, ['hidden!', 'visible', 'hidden!', 'visible']);
});

test('activity is told at most once in ten seconds', () => {
  const { window, heard, state } = signalled();
  for (const now of [0, 9_999, 10_000, 10_001]) {
    state.now = now;
    window.emit(now % 2 ? 'scroll' : 'keydown');
  }
  window.emit('online');
  assert.deepEqual(heard, ['activity', 'activity', 'online']);
});

test('no listener stands in the way of the back/forward cache, and none is left after the stop', () => {
  const { window, stop } = signalled();
  const types = [...window.listeners.keys()];
  assert.ok(!types.includes('unload') && !types.includes('beforeunload'));
  stop();
  assert.equal(window.hears() + window.document.hears(), 0);
});
