import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readEffects } from '../../bindings/host/protocol.ts';
import type { CoreText } from '../replay/core.ts';
import { ENVIRONMENT, open, RICH_DOCUMENT } from './boundary.ts';
import { Visit } from './commandLog.ts';

const DISPATCHES = 600;
/** WAYMARK_SEED repeats a log that failed. */
const seeds = process.env.WAYMARK_SEED ? [Number(process.env.WAYMARK_SEED)] : [1, 2, Math.floor(Math.random() * 2 ** 31)];

interface Recording { inputs: string[]; outputs: string[] }

async function record(core: CoreText, load: string, seed: number): Promise<Recording> {
  const recording: Recording = { inputs: [load], outputs: [await core.load(load)] };
  const visit = new Visit(seed);
  for (let i = 0; i < DISPATCHES; i++) {
    const input = visit.next();
    const output = await core.dispatch(input);
    visit.take(readEffects(output));
    recording.inputs.push(input);
    recording.outputs.push(output);
  }
  return recording;
}

async function play(core: CoreText, inputs: string[]): Promise<string[]> {
  const outputs = [];
  for (const input of inputs) outputs.push(await (outputs.length ? core.dispatch(input) : core.load(input)));
  return outputs;
}

const loadOf = (consent: 'required' | 'granted'): string => `${JSON.stringify({ ...ENVIRONMENT, consent })}\n${JSON.stringify(RICH_DOCUMENT)}`;
const countOf = (outputs: string[], kind: string): number => outputs.join().split(`{"kind":"${kind}"`).length - 1;

/** Both texts from shortly before they part. */
function difference(wasm: string, native: string): string {
  let at = 0;
  while (wasm[at] === native[at]) at++;
  const around = (text: string): string => text.slice(Math.max(0, at - 100), at + 100);
  return `wasm   …${around(wasm)}…\nnative …${around(native)}…`;
}

for (const seed of seeds) {
  for (const consent of ['granted', 'required'] as const) {
    test(`native and wasm answer a recorded visit byte for byte alike (seed ${seed}, consent ${consent})`, async () => {
      const native = await open('native');
      try {
        const { inputs, outputs } = await record(await open('wasm'), loadOf(consent), seed);
        const others = await play(native, inputs);
        for (const [i, output] of outputs.entries()) if (others[i] !== output) assert.fail(`dispatch ${i}: ${inputs[i]}\n${difference(output, others[i]!)}`);
        for (const kind of ['mount', 'send', 'remove', 'answer', 'unmount', 'timer']) assert.ok(countOf(outputs, kind) > 3, `the visit saw too few of ${kind}`);
      } finally {
        native.close();
      }
    });
  }
}

test('the same log gives the same answers again', async () => {
  const load = loadOf('granted');
  const { inputs, outputs } = await record(await open('wasm'), load, 5);
  assert.deepEqual(await play(await open('wasm'), inputs), outputs);
});

test('a visitor restored from its snapshot in a fresh core gives the same snapshot and goes on alike', async () => {
  const core = await open('wasm');
  await core.load(loadOf('granted'));
  const visit = new Visit(12);
  let now = 0;
  for (let i = 0; i < 300; i++) {
    const input = visit.next();
    visit.take(readEffects(await core.dispatch(input)));
    now = Math.max(now, ...[...input.matchAll(/"now":(\d+)/g)].map((match) => Number(match[1])));
  }
  const answersOf = async (of: CoreText, commands: object[]) =>
    readEffects(await of.dispatch(JSON.stringify(commands))).flatMap((effect): any[] => (effect.kind == 'answer' ? [effect.value] : []));
  const questions = [{ now, kind: 'query', tag: 1, ask: 'segments' }, { now, kind: 'query', tag: 2, ask: 'snapshot' }];
  const answers = await answersOf(core, [{ now, kind: 'consent', purposes: { functional: true } }, ...questions]);
  const snapshot = answers[1];
  assert.ok(snapshot.history.length > 10, `${snapshot.history.length} events are too few to mean much`);

  const fresh = await open('wasm');
  await fresh.load(loadOf('granted'));
  assert.deepEqual(await answersOf(fresh, [{ now, kind: 'visitor', snapshot }, ...questions]), answers);
  const later = [{ now: now + 1_799_999, kind: 'track', name: 'Product Viewed' }, { now: now + 5e6, kind: 'elapsed' }, { ...questions[1], now: now + 5e6 }];
  assert.deepEqual(await answersOf(fresh, later), await answersOf(core, later));
});
