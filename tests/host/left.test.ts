// Calls made before a core is up outlive the page, where the visitor has agreed to that.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Core } from '../../bindings/host/runtime.ts';
import { createStore } from '../../bindings/host/storage.ts';
import { FakeCore, settled } from './fakes.ts';
import { FakeBackend, muteWarnings, stage, started, type Stage } from './stage.ts';

muteWarnings();
const kept = (backend: FakeBackend): any[] => [...backend.events].filter(([id]) => id.startsWith('calls.')).flatMap(([, body]) => body.split('\n')).filter(Boolean).map((text) => JSON.parse(text));
const never = (): Promise<Core> => new Promise(() => {});

/** A page whose core does not come, left after `calls`. */
async function leftEarly(calls: (made: Stage) => void, change: Parameters<typeof stage>[0] = {}): Promise<FakeBackend> {
  const backend = new FakeBackend();
  const made = await started({ core: never, backends: [backend], consent: 'granted', ...change });
  calls(made);
  made.window.hide();
  await made.clock.advance(0);
  return backend;
}

test('what was called is kept when the page is hidden, with an id and its time, and questions are not', async () => {
  const backend = await leftEarly(({ api }) => {
    api.track('A', { n: 1 }, { messageId: 'mine' });
    api.identify('u');
    void api.stats();
  });
  const calls = kept(backend);
  assert.deepEqual(calls.map(({ kind, name, userId }) => [kind, name ?? userId]), [['track', 'A'], ['identify', 'u']]);
  assert.equal(calls[0].messageId, 'mine');
  assert.ok(/^\w{32}$/.test(calls[1].messageId) && calls[1].now > 0);
});

test('the next page gives them to its core first, at their own time, and forgets them', async () => {
  const backend = await leftEarly(({ api }) => api.track('A'));
  const core = new FakeCore();
  core.script = (command) => (command.kind == 'visitor' ? [{ kind: 'storage', state: true, events: true }] : []);
  const made = stage({ with: core, backends: [backend], consent: 'granted' });
  made.clock.time += 60_000;
  made.host.start();
  made.api.track('B');
  await made.clock.advance(0);
  assert.deepEqual(core.of('track').map(({ name }) => name), ['A', 'B']);
  assert.equal(core.of('visitor')[0].now, core.of('track')[0].now);
  assert.equal(core.of('track')[1].now - core.of('track')[0].now, 60_000);
  assert.deepEqual(core.of('visitor')[0].outbox, []);
  assert.deepEqual([...backend.events.keys()], []);
});

test('a page that has no core either keeps what both have called', async () => {
  const backend = await leftEarly(({ api }) => api.track('A'));
  await leftEarly(({ api }) => api.track('B'), { backends: [backend] });
  assert.deepEqual(kept(backend).map(({ name }) => name), ['A', 'B']);
});

test('a refusal takes what was called before it, and is not handed on: it would undo what other pages have left', async () => {
  const backend = await leftEarly(({ api }) => {
    api.track('Before');
    api.consent('denied');
    api.track('Refused');
    api.consent('granted');
    api.track('After');
  });
  assert.deepEqual(kept(backend).map(({ kind, name, purposes }) => name ?? [kind, purposes]), [['consent', 'granted'], 'After']);
  await leftEarly(({ api }) => api.consent('denied'), { backends: [backend] });
  assert.deepEqual(kept(backend), []);
});

test('a page that has slept leaves the calls of another page where they are', async () => {
  const backend = new FakeBackend();
  const store = createStore([backend], () => {});
  await store.open();
  await leftEarly(({ api }) => api.track('A'), { backends: [backend] });
  await store.again();
  store.putCalls([]);
  await settled();
  assert.deepEqual(kept(backend).map(({ name }) => name), ['A']);
});

test('a core that fails leaves the calls to the next page', async () => {
  const backend = new FakeBackend();
  let fail = (_: string): void => {};
  const made = await started({ core: () => new Promise((_, reject) => { fail = reject; }), backends: [backend], consent: 'granted' });
  made.api.track('A');
  fail('404');
  await made.clock.advance(0);
  assert.deepEqual(kept(backend).map(({ name }) => name), ['A']);
});

test('a page that comes back goes on with what it had called', async () => {
  let bring = (_: Core): void => {};
  const backend = new FakeBackend();
  const core = new FakeCore();
  const made = await started({ core: () => new Promise((resolve) => { bring = resolve; }), backends: [backend], consent: 'granted' });
  made.api.track('A');
  made.window.hide();
  made.window.show();
  bring(await core.make());
  await made.clock.advance(0);
  assert.equal(core.of('track').length, 1);
  // The next page must not make them again.
  assert.deepEqual(kept(backend), []);
});

for (const [what, consent, state, calls, isKept] of [
  ['before the visitor was asked nothing is kept', 'required', null, [], false],
  ['after an earlier agreement calls are kept', 'required', '{"consent":{"analytics":true}}', [], true],
  ['after an earlier refusal nothing is kept', 'granted', '{"consent":{"analytics":false}}', [], false],
  ['an agreement on this page counts', 'required', null, ['granted'], true],
  ['an agreement to other purposes does not', 'required', null, [{ marketing: true }], false],
  ['a refusal on this page counts', 'required', '{"consent":{"analytics":true}}', ['denied'], false],
  ['the last word counts', 'required', null, ['denied', { analytics: true }], true],
] as const) {
  test(what, async () => {
    const before = new FakeBackend();
    before.state = state;
    await leftEarly(({ api }) => {
      for (const word of calls) api.consent(word);
      api.track('A');
    }, { backends: [before], consent });
    assert.equal(kept(before).some(({ name }) => name == 'A'), isKept);
  });
}
