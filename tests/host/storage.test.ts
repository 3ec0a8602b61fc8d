import assert from 'node:assert/strict';
import { test } from 'node:test';
import { indexedDbBackend } from '../../bindings/host/indexedDb.ts';
import { localStorageBackend } from '../../bindings/host/localStorage.ts';
import { createStore } from '../../bindings/host/storage.ts';
import { FakeClock, FakeLocalStorage, settled } from './fakes.ts';
import { FakeBackend } from './stage.ts';

const local = (items: FakeLocalStorage) => localStorageBackend('k', () => items as unknown as Storage);
const forbidden = () => localStorageBackend('k', () => { throw new DOMException('sandboxed', 'SecurityError'); });

function store(...backends: Parameters<typeof createStore>[0]) {
  const reports: string[] = [];
  return { store: createStore(backends, (code, path) => reports.push(`${code} ${path}`)), reports };
}

test('nothing is written before the core allows it', async () => {
  const items = new FakeLocalStorage();
  const { store: kept } = store(local(items));
  await kept.open();
  kept.putEvent('e1', '{}');
  kept.putState('{"a":1}');
  kept.commit();
  await settled();
  assert.deepEqual([...items.items], []);
});

test('events made before permission are written when it comes', async () => {
  const items = new FakeLocalStorage();
  const { store: kept } = store(local(items));
  await kept.open();
  kept.putEvent('e1', '{"n":1}');
  kept.allow(true, true);
  kept.putState('{"a":1}');
  kept.commit();
  await settled();
  assert.deepEqual([...items.items], [['wm.k.e.e1', '{"n":1}'], ['wm.k.state', '{"a":1}']]);
});

test('localStorage gives back what another page stored, and only its own keys', async () => {
  const items = new FakeLocalStorage();
  items.items = new Map([['wm.k.state', '{"a":1}'], ['wm.k.e.e1', '"x"'], ['wm.k2.e.e9', '"y"'], ['shop', '1']]);
  const { store: kept } = store(local(items));
  assert.deepEqual(await kept.open(), { state: '{"a":1}', events: [{ id: 'e1', body: '"x"' }], calls: [] });
  assert.equal(kept.body('e1'), '"x"');
});

test('removal names events, so others are never taken with them', async () => {
  const items = new FakeLocalStorage();
  const { store: kept } = store(local(items));
  await kept.open();
  kept.allow(true, true);
  for (const id of ['a', 'b', 'c']) kept.putEvent(id, id);
  kept.commit();
  kept.removeEvents(['b', 'never']);
  kept.commit();
  await settled();
  assert.deepEqual([...items.items.keys()], ['wm.k.e.a', 'wm.k.e.c']);
  assert.deepEqual(kept.outbox(), [{ id: 'a', bytes: 1 }, { id: 'c', bytes: 1 }]);
});

test('withdrawn permission erases every key of ours, leaves the others, and keeps events in memory', async () => {
  const items = new FakeLocalStorage();
  items.setItem('shop', '1');
  const { store: kept } = store(local(items));
  await kept.open();
  kept.allow(true, true);
  kept.putEvent('e1', 'x');
  kept.putState('{}');
  kept.allow(false, false);
  kept.commit();
  await settled();
  assert.deepEqual([...items.items.keys()], ['shop']);
  assert.equal(kept.body('e1'), 'x');
});

test('permission for the state alone erases stored events and keeps the state', async () => {
  const backend = new FakeBackend();
  const { store: kept } = store(backend);
  kept.allow(true, true);
  kept.putEvent('e1', 'x');
  kept.putState('{"a":1}');
  kept.allow(true, false);
  kept.putEvent('e2', 'y');
  kept.commit();
  await settled();
  assert.deepEqual([[...backend.events.keys()], backend.state, backend.erasures], [[], '{"a":1}', 0]);
});

test('permission for events alone erases the stored state', async () => {
  const backend = new FakeBackend();
  const { store: kept } = store(backend);
  kept.allow(true, true);
  kept.putState('{"a":1}');
  kept.allow(false, true);
  kept.putEvent('e1', 'x');
  kept.putState('{"b":1}');
  kept.commit();
  await settled();
  assert.deepEqual([[...backend.events.keys()], backend.state], [['e1'], null]);
});

test('where storage is forbidden the memory serves, nothing throws, and it is told once when something is to be kept', async () => {
  const { store: kept, reports } = store(forbidden());
  assert.deepEqual(await kept.open(), { state: null, events: [], calls: [] });
  kept.allow(false, false);
  assert.deepEqual(reports, []);
  kept.allow(true, true);
  kept.putEvent('e1', 'x');
  kept.putState('{}');
  kept.commit();
  kept.allow(false, false);
  await settled();
  assert.deepEqual([kept.kind, kept.body('e1'), reports], ['memory', 'x', ['storage localStorage']]);
});

test('a write without effect counts as a failure', async () => {
  const items = new FakeLocalStorage();
  items.setItem = () => {};
  const { store: kept, reports } = store(local(items));
  kept.allow(true, true);
  kept.putEvent('e1', 'x');
  kept.commit();
  await settled();
  assert.deepEqual([kept.kind, reports], ['memory', ['storage localStorage']]);
});

test('when a backend fails the next one gets everything that is in memory', async () => {
  const first = new FakeBackend('first');
  const second = new FakeBackend('second');
  const { store: kept, reports } = store(first, second);
  kept.allow(true, true);
  kept.putEvent('e1', 'x');
  kept.putState('{"a":1}');
  await settled();
  first.failure = new Error('UnknownError');
  kept.putEvent('e2', 'y');
  kept.commit();
  await settled();
  assert.deepEqual([kept.kind, [...second.events.keys()], second.state, reports], ['second', ['e1', 'e2'], '{"a":1}', ['storage first']]);
});

test('a full localStorage is reported once and events stay in memory', async () => {
  const items = new FakeLocalStorage();
  items.quota = 50;
  const { store: kept, reports } = store(local(items));
  kept.allow(true, true);
  for (const id of ['a', 'b']) {
    kept.putEvent(id, 'x'.repeat(60));
    kept.commit();
    await settled();
  }
  assert.deepEqual([kept.kind, reports.length, kept.outbox().length], ['memory', 1, 2]);
});

test('events that an earlier page left in the second backend are removed there too', async () => {
  const items = new FakeLocalStorage();
  items.setItem('wm.k.e.old', '"x"');
  const first = new FakeBackend();
  const { store: kept } = store(first, local(items));
  assert.equal((await kept.open()).events.length, 1);
  kept.allow(true, true);
  kept.removeEvents(['old']);
  kept.commit();
  await settled();
  assert.deepEqual([...items.items], []);
});

test('an IndexedDB that never answers is given up after a second and a half', async () => {
  const clock = new FakeClock();
  const items = new FakeLocalStorage();
  items.setItem('wm.k.state', '{"a":1}');
  const { store: kept } = store(indexedDbBackend('k', () => ({ open: () => ({}) }) as unknown as IDBFactory, clock), local(items));
  let found: unknown;
  kept.open().then((stored) => { found = stored; });
  await clock.advance(1499);
  assert.equal(found, undefined);
  await clock.advance(1);
  assert.deepEqual([found, kept.kind], [{ state: '{"a":1}', events: [], calls: [] }, 'localStorage']);
});

test('an IndexedDB that throws on access falls back', async () => {
  const backend = indexedDbBackend('k', () => { throw new DOMException('sandboxed', 'SecurityError'); }, new FakeClock());
  const { store: kept } = store(backend, new FakeBackend('next'));
  await kept.open();
  assert.equal(kept.kind, 'next');
});
