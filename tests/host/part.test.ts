// The part that draws: brought when the core needs it.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { partOf } from '../../bindings/host/compile.ts';
import { instantiator } from '../../bindings/host/runtime.ts';
import { FakeCore, settled } from './fakes.ts';
import { muteWarnings, started } from './stage.ts';

muteWarnings();

/** A core that asks for the part when `track` is called. */
function needing(idle: boolean): FakeCore {
  const core = new FakeCore();
  core.script = ({ kind }) => (kind == 'track' ? [{ kind: 'need', idle }] : []);
  return core;
}

test('the part is brought at once, and the core is told', async () => {
  const core = needing(false);
  const { api } = await started({ with: core });
  let arrive = (): void => {};
  core.extend = () => new Promise<void>((resolve) => { arrive = resolve; });
  api.track('a');
  await settled();
  assert.deepEqual(core.of('part'), []);
  arrive();
  await settled();
  assert.deepEqual(core.of('part').map(({ error }) => error), [undefined]);
});

test('one that is not urgent is brought when the page is idle', async () => {
  const core = needing(true);
  const { api, clock } = await started({ with: core, headless: true });
  let calls = 0;
  core.extend = async () => { calls++; };
  api.track('a');
  await settled();
  assert.equal(calls, 0);
  await clock.advance(1000);
  assert.deepEqual([calls, core.of('part').length], [1, 1]);
});

test('why it could not be had is told to the core', async () => {
  const core = needing(false);
  const { api } = await started({ with: core });
  core.extend = () => Promise.reject('404 /waymark.draw.wasm');
  api.track('a');
  await settled();
  assert.deepEqual(core.of('part').map(({ error }) => error), ['404 /waymark.draw.wasm']);
});

test('after destroy nothing is brought any more', async () => {
  const core = needing(true);
  const { api, clock } = await started({ with: core, headless: true });
  let calls = 0;
  core.extend = async () => { calls++; };
  api.track('a');
  await settled();
  api.destroy();
  await clock.advance(1000);
  assert.equal(calls, 0);
});

test('the part lies beside the core, whatever the core is called', () => {
  const names = ['https://a.test/waymark.wasm', 'https://a.wasm/x/core.1a2b.wasm?v=3', 'https://a.test/core'];
  assert.deepEqual(names.map((name) => partOf(new URL(name))), ['https://a.test/waymark.draw.wasm', 'https://a.wasm/x/core.1a2b.draw.wasm?v=3', 'https://a.test/core.draw.wasm']);
});

// (module (memory (export "memory") 1)), and one that writes "x" to its address 8: (import "a" "memory" (memory 1)) (data (i32.const 8) "x").
const WITH_MEMORY = [0, 97, 115, 109, 1, 0, 0, 0, 5, 3, 1, 0, 1, 7, 10, 1, 6, 109, 101, 109, 111, 114, 121, 2, 0];
const WRITES = [0, 97, 115, 109, 1, 0, 0, 0, 2, 13, 1, 1, 97, 6, 109, 101, 109, 111, 114, 121, 2, 0, 1, 11, 7, 1, 0, 65, 8, 11, 1, 120];
const moduleOf = (bytes: number[]): WebAssembly.Module => new WebAssembly.Module(new Uint8Array(bytes));

test('each instance is extended by itself; the part is fetched once, and again after it failed', async () => {
  const memories: Uint8Array[] = [];
  const factory = async ({ instantiateWasm }: any) => {
    instantiateWasm({}, ({ exports }: any) => memories.push(new Uint8Array(exports.memory.buffer)));
    return {} as any;
  };
  let fetches = 0;
  const make = instantiator(factory, () => moduleOf(WITH_MEMORY), async () => {
    if (!fetches++) throw new Error('offline');
    return moduleOf(WRITES);
  }, async () => assert.fail('it is not asked for'));
  const first = await make(() => {});
  await assert.rejects(first.extend(), /offline/);
  await Promise.all([first.extend(), first.extend()]);
  const second = await make(() => {});
  assert.deepEqual([fetches, ...memories.map((bytes) => bytes[8])], [2, 120, 0]);
  await second.extend();
  assert.deepEqual([fetches, ...memories.map((bytes) => bytes[8])], [2, 120, 120]);
});

test('a module that fails is replaced in the same task, by a core that is whole and is told why', async () => {
  const asked: string[] = [];
  const factory = async ({ instantiateWasm }: any) => {
    let memory: unknown;
    instantiateWasm({ a: { imported: 7 } }, ({ exports }: any) => { memory = exports.memory; });
    return { memory } as any;
  };
  const plain = ({ imported }: any) => ({ memory: `of ${imported}` });
  const make = instantiator(factory, () => { asked.push('module'); throw new Error('no WebAssembly'); }, async () => assert.fail('it is whole'), async () => {
    asked.push('fallback');
    return { default: plain as never };
  });
  const causes: string[] = [];
  const first = make((cause) => causes.push('' + cause));
  await Promise.resolve();
  await Promise.resolve();
  assert.deepEqual(asked, ['module', 'fallback']);
  assert.deepEqual([(await first as any).memory, causes], ['of 7', ['Error: no WebAssembly']]);
  await make(() => assert.fail('it is known'));
  assert.deepEqual(asked, ['module', 'fallback']);
});

test('without a fallback the cause has been told, and the start fails', async () => {
  const causes: unknown[] = [];
  const make = instantiator(async () => ({}) as any, () => Promise.reject('404'), async () => assert.fail(), () => Promise.reject('404 too'));
  await assert.rejects(make((cause) => causes.push(cause)), (error) => error == '404 too');
  assert.deepEqual(causes, ['404']);
});
