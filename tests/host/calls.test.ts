import assert from 'node:assert/strict';
import { test } from 'node:test';
import { settled } from './fakes.ts';
import { muteWarnings, stage, started } from './stage.ts';

const warnings = muteWarnings();

test('the visitor comes first, then early calls in their order with the time they were made', async () => {
  const { api, host, core, clock } = stage();
  const begin = clock.time;
  api.track('First');
  clock.time += 700;
  api.identify(42, { plan: 'gold' });
  clock.time += 300;
  host.start();
  await clock.advance(0);
  assert.deepEqual(core.commands.map(({ kind, now }) => [kind, now - begin]), [['visitor', 1000], ['track', 0], ['identify', 700]]);
  assert.equal(core.of('identify')[0].userId, '42');
  assert.equal(core.commands[0].utcOffsetMin, 180);
});

test('the visitor is dispatched alone and the calls of one task go together', async () => {
  const { api, core } = await started();
  api.track('A');
  api.track('B');
  assert.equal(core.batches.length, 1);
  await settled();
  assert.deepEqual(core.batches.map((batch) => batch.map(({ kind }) => kind)), [['visitor'], ['track', 'track']]);
});

test('arguments are copied when the call is made', async () => {
  const { api, core } = await started();
  const properties = { price: 5, tags: ['a'] };
  api.track('Seen', properties);
  properties.price = 9;
  properties.tags.push('b');
  await settled();
  assert.deepEqual(core.of('track')[0].properties, { price: 5, tags: ['a'] });
});

test('what JSON cannot hold is left out, named by its path, and the rest of the event is kept', async () => {
  const circular: any = { name: 'loop' };
  circular.self = circular;
  const cases: [string, unknown, unknown][] = [
    ['big', { big: 10n, ok: 1 }, { ok: 1 }],
    ['call', { call: () => {}, ok: 1 }, { ok: 1 }],
    ['self', circular, { name: 'loop' }],
    ['bad', Object.defineProperty({ ok: 1 }, 'bad', { enumerable: true, get() { throw new Error('no'); } }), { ok: 1 }],
  ];
  for (const [field, given, kept] of cases) {
    const { api, core, errors } = await started();
    api.track('X', given as never);
    await settled();
    assert.deepEqual(core.of('track')[0].properties, kept, field);
    assert.deepEqual(errors.map(({ code, path }) => [code, path]), [['argument', '/track/properties/' + field]]);
  }
});

test('a hostile proxy, a deep tree and a huge object neither throw nor stop later calls', async () => {
  const { api, core, errors } = await started();
  const proxy = new Proxy({}, { ownKeys() { throw new Error('trap'); } });
  let deep: object = {};
  for (let level = 0; level < 1000; level++) deep = { deep };
  api.track('Proxy', { proxy });
  api.track('Deep', { deep });
  api.track('Huge', Object.fromEntries(Array.from({ length: 20_000 }, (_, index) => ['k' + index, index])));
  api.track('Sparse', { list: new Array(1e9) });
  api.track('Long', { text: 'x'.repeat(300_000) });
  api.track('After');
  await settled();
  assert.deepEqual(core.of('track').map(({ name }) => name), ['Proxy', 'Deep', 'After']);
  assert.deepEqual(errors.slice(2).map(({ detail }) => detail), ['too large', 'too large', 'too large']);
});

test('dates become text, infinite numbers null, holes of arrays null', async () => {
  const { api, core } = await started();
  api.track('X', { at: new Date(0), ratio: NaN, list: [1, undefined, 3], gone: undefined });
  await settled();
  assert.deepEqual(core.of('track')[0].properties, { at: '1970-01-01T00:00:00.000Z', ratio: null, list: [1, null, 3] });
});

test('lone surrogates become replacement characters and pairs stay', async () => {
  const { api, core } = await started();
  api.track('a\ud800b', { '\udc00': '💄\u0000"' });
  await settled();
  assert.equal(core.of('track')[0].name, 'a\ufffdb');
  assert.deepEqual(core.of('track')[0].properties, { '\ufffd': '💄\u0000"' });
});

test('a page that patches Array.prototype.toJSON does not change commands', async () => {
  const { api, core } = await started();
  (Array.prototype as any).toJSON = () => 'patched';
  try {
    api.track('X', { list: [1, 2] });
  } finally {
    delete (Array.prototype as any).toJSON;
  }
  await settled();
  assert.deepEqual(core.of('track')[0].properties, { list: [1, 2] });
});

test('… nor one that gives all objects a toJSON that throws', async () => {
  const { api, core } = await started();
  (Object.prototype as any).toJSON = () => { throw 'mine'; };
  try {
    api.track('X', { list: [1, { a: 2 }], own: { toJSON: () => 'said' } });
  } finally {
    delete (Object.prototype as any).toJSON;
  }
  await settled();
  assert.deepEqual(core.of('track')[0].properties, { list: [1, { a: 2 }], own: 'said' });
});

test('push calls a method by its name and reports names that are none', async () => {
  const { api, core, errors } = await started();
  api.push(['track', 'A'], ['constructor'], ['track', 'B']);
  await settled();
  assert.deepEqual(core.of('track').map(({ name }) => name), ['A', 'B']);
  assert.deepEqual(errors.map(({ code, path }) => [code, path]), [['call', 'constructor']]);
});

test('consent is handed on as it was said', async () => {
  const { api, core } = await started();
  api.consent('granted');
  api.consent('denied');
  api.consent({ analytics: true });
  await settled();
  assert.deepEqual(core.of('consent').map(({ purposes }) => purposes), ['granted', 'denied', { analytics: true }]);
});

test('a question is answered after what was called before it', async () => {
  const { api, core } = await started();
  core.script = (command) => (command.kind == 'query' ? [{ kind: 'answer', tag: command.tag, value: { seen: core.of('track').length, id: command.id } }] : []);
  api.track('A');
  assert.deepEqual(await api.explain('bar'), { seen: 1, id: 'bar' });
});

test('stats say where things are kept', async () => {
  const { api, core } = await started();
  core.script = (command) => (command.kind == 'query' ? [{ kind: 'answer', tag: command.tag, value: { queued: 3 } }] : []);
  assert.deepEqual(await api.stats(), { queued: 3, storage: 'fake', sends: true });
});

test('a handler that throws is reported and the others still run', async () => {
  const { api, core, errors } = await started();
  const heard: unknown[] = [];
  core.script = (command) => (command.kind == 'track' ? [{ kind: 'notify', event: 'segment:enter', detail: { id: 's' } }] : []);
  api.on('segment:enter', () => { throw new Error('mine'); });
  const off = api.on('segment:enter', (detail) => heard.push(detail));
  api.track('A');
  await settled();
  off();
  api.track('B');
  await settled();
  assert.deepEqual(heard, [{ id: 's' }]);
  assert.deepEqual(errors.map(({ code, path }) => [code, path]), [['handler', 'segment:enter'], ['handler', 'segment:enter']]);
});

test('a call made inside a handler is dispatched in a later task', async () => {
  const { api, core, clock } = await started();
  core.script = (command) => (command.kind == 'track' ? [{ kind: 'notify', event: 'echo', detail: {} }] : []);
  api.on('echo', () => api.track('Again'));
  api.track('Once');
  await settled();
  assert.equal(core.of('track').length, 1);
  clock.timers.sort((a, b) => a.at - b.at).shift()!.call();
  await settled();
  assert.equal(core.of('track').length, 2);
});

test('handlers that come late hear of errors and of readiness that were before', async () => {
  const { api, core, errors } = await started();
  core.script = () => [{ kind: 'notify', event: 'error', detail: { code: 'c', path: '/p', detail: 'd' } }];
  api.track('A');
  await settled();
  const late: unknown[] = [];
  api.on('error', (error) => late.push(error.code));
  api.on('ready', ({ active }) => late.push(active));
  await settled();
  assert.deepEqual(late, ['c', true]);
  assert.equal(errors.length, 1);
});

test('of many errors the last ten are kept for late handlers', async () => {
  const { api } = await started();
  for (let count = 1; count <= 11; count++) api.push(['no' + count]);
  const late: string[] = [];
  api.on('error', ({ path }) => late.push(path));
  await settled();
  assert.deepEqual([late.length, late[0], late[9]], [10, 'no2', 'no11']);
});

test('the console hears of one problem only', async () => {
  const { api } = await started();
  warnings.length = 0;
  api.push(['no']);
  api.push(['nor']);
  assert.equal(warnings.length, 1);
});

test('calls beyond the bound of the queue are dropped and reported once', async () => {
  const { api, host, core, errors, clock } = stage();
  for (let count = 0; count < 5003; count++) api.track('X');
  assert.deepEqual(errors.map(({ code }) => code), ['queue']);
  host.start();
  await clock.advance(0);
  assert.equal(core.of('track').length, 5000);
});

test('a batch that would be too long for one dispatch is split, in order', async () => {
  const { api, core } = await started();
  for (let index = 0; index < 5; index++) api.track('T' + index, { text: 'x'.repeat(90_000) });
  await settled();
  assert.deepEqual(core.batches.slice(1).map((batch) => batch.map(({ name }) => name)), [['T0', 'T1'], ['T2', 'T3'], ['T4']]);
});

test('flush settles when the collector has answered every batch that was queued', async () => {
  const { api, core, net } = await started();
  let queued = ['e1', 'e2'];
  core.script = (command) => {
    if (command.kind == 'track') return queued.map((id) => ({ kind: 'store', id, body: '{"a":1}' }));
    if (command.kind == 'sent') queued = queued.slice(1);
    return command.kind == 'flush' && queued.length ? [{ kind: 'send', request: queued.length, ids: queued.slice(0, 1), unload: false }] : [];
  };
  api.track('A');
  let isFlushed = false;
  api.flush().then(() => { isFlushed = true; });
  await settled();
  assert.equal(isFlushed, false);
  await net.requests[0]!.answer(200, '{"success":true}');
  assert.equal(isFlushed, false);
  await net.requests[1]!.answer(200, '{"success":true}');
  assert.equal(isFlushed, true);
});

test('flush settles when the collector could not be reached', async () => {
  const { api, core, net } = await started();
  let isPaused = false;
  core.script = (command) => {
    if (command.kind == 'track') return [{ kind: 'store', id: 'e1', body: '{"a":1}' }];
    if (command.kind == 'sent') isPaused = true;
    return command.kind == 'flush' && !isPaused ? [{ kind: 'send', request: 1, ids: ['e1'], unload: false }] : [];
  };
  api.track('A');
  let isFlushed = false;
  api.flush().then(() => { isFlushed = true; });
  await settled();
  await net.requests[0]!.fail();
  assert.deepEqual([isFlushed, net.requests.length], [true, 1]);
});

test('context goes to the core as it is', async () => {
  const { api, core } = await started();
  api.context({ weather: { temp: 12 }, store: null });
  await settled();
  assert.deepEqual(core.of('context').map(({ context }) => context), [{ weather: { temp: 12 }, store: null }]);
});

test('a window that changed its size is read again once it rests', async () => {
  const { core, clock, window } = await started();
  for (const innerWidth of [700, 600, 500]) {
    Object.assign(window, { innerWidth });
    window.emit('resize');
    await clock.advance(299);
  }
  assert.equal(core.of('device').length, 0);
  await clock.advance(1);
  assert.deepEqual(core.of('device').map(({ device }) => [device.width, device.height]), [[500, 600]]);
});
