// What track() gives back: where the event is, up to its end.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Tracked } from '../../bindings/host/api.ts';
import { FakeCore, settled } from './fakes.ts';
import { FakeBackend, muteWarnings, started } from './stage.ts';

muteWarnings();

/** Each track makes an event, named like it; `sent` with 200 removes it, with 400 drops it. */
function counting(mayKeep = true): FakeCore {
  const core = new FakeCore();
  let isSent = false;
  core.script = (command) => {
    if (command.kind == 'visitor') return [{ kind: 'storage', state: mayKeep, events: mayKeep }];
    if (command.kind == 'consent') return [{ kind: 'storage', state: true, events: true }];
    if (command.kind == 'flush' && isSent) return [];
    if (command.kind == 'flush') return (isSent = true), [{ kind: 'send', request: 1, ids: ['a'], unload: false }];
    if (command.kind == 'sent') return [{ kind: 'remove', ids: ['a'], ...(command.status == 200 ? {} : { reason: 'rejected' }) }];
    return command.kind == 'track' && command.name == 'a' ? [{ kind: 'store', id: 'a', body: '{}', tag: command.tag }] : [];
  };
  return core;
}
const watched = (handle: Tracked): string[] => {
  const states: string[] = [handle.state];
  handle.onchange = ({ state, reason }) => states.push(reason ? `${state}: ${reason}` : state);
  return states;
};

test('an event is in memory, stored, and acknowledged', async () => {
  const { api, net } = await started({ with: counting(), backends: [new FakeBackend()] });
  const handle = api.track('a');
  const states = watched(handle);
  await settled();
  assert.deepEqual(states, ['memory', 'stored']);
  api.flush();
  await settled();
  await net.requests[0]!.answer(200, '{}');
  assert.deepEqual([states, handle.state], [['memory', 'stored', 'acknowledged'], 'acknowledged']);
});

test('… or dropped, with the reason that is counted', async () => {
  const { api, net } = await started({ with: counting(), backends: [new FakeBackend()] });
  const states = watched(api.track('a'));
  api.flush();
  await settled();
  await net.requests[0]!.answer(400);
  assert.deepEqual(states, ['memory', 'stored', 'dropped: rejected']);
});

test('without consent it stays in memory, and is stored with consent', async () => {
  const { api } = await started({ with: counting(false), backends: [new FakeBackend()] });
  const states = watched(api.track('a'));
  await settled();
  assert.deepEqual(states, ['memory']);
  api.consent('granted');
  await settled();
  assert.deepEqual(states, ['memory', 'stored']);
});

test('what a backend has failed to take is not stored', async () => {
  const backend = new FakeBackend();
  backend.write = () => Promise.reject('full');
  const { api } = await started({ with: counting(), backends: [backend] });
  const states = watched(api.track('a'));
  await settled();
  assert.deepEqual(states, ['memory']);
});

test('calls that no event comes of are dropped, and say why', async () => {
  const { api } = await started({ with: counting() });
  const refused = watched(api.track('b'));
  await settled();
  assert.deepEqual(refused, ['memory', 'dropped: refused']);
  const large = api.track('a', { text: 'x'.repeat(300_000) });
  assert.deepEqual([large.state, large.reason], ['dropped', 'argument']);
  let last!: Tracked;
  for (let i = 0; i < 6000; i++) last = api.track('a');
  assert.deepEqual([last.state, last.reason], ['dropped', 'queue']);
  api.destroy();
  const late = api.track('a');
  assert.deepEqual([late.state, late.reason], ['dropped', 'off']);
});

test('a call made while another is answered is no part of it', async () => {
  const core = counting();
  const { api } = await started({ with: core });
  let inner: string[] = [];
  api.on('nested', () => { inner = watched(api.track('a')); });
  const script = core.script;
  core.script = (command) => (command.kind == 'track' && command.name == 'outer' ? [{ kind: 'notify', event: 'nested', detail: {} }] : script(command));
  api.track('outer');
  await settled();
  assert.deepEqual(inner, ['memory']);
});

test('a handler that throws is reported', async () => {
  const core = counting();
  const { api, errors } = await started({ with: core, backends: [new FakeBackend()] });
  const handle = api.track('a');
  handle.onchange = () => { throw 'mine'; };
  await settled();
  assert.deepEqual(errors.map(({ code, path, detail }) => [code, path, detail]), [['handler', 'onchange', 'mine']]);
});
