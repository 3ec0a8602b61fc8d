import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readEffects, type Effect } from '../../bindings/host/protocol.ts';
import type { CoreText } from '../replay/core.ts';
import { ENVIRONMENT, open } from './boundary.ts';
import { Random } from './random.ts';

const EDGES = [0, 1, -1, 0.1, 0.30000000000000004, 5e-324, 2.2250738585072011e-308, 2.2250738585072014e-308, 1.7976931348623157e308, 1e21, 1e22, 1e23, 1e300,
  999999999999999900000, 123456789012345680000, 9007199254740991, 9007199254740993, 1e-6, 1e-7, 0.000001234, 4.35, 33.2];

/** Doubles of every size, and prices. */
function someNumbers(seed: number): number[] {
  const random = new Random(seed);
  const bits = new DataView(new ArrayBuffer(8));
  const anyDouble = (): number => {
    bits.setUint32(0, random.below(2 ** 32));
    bits.setUint32(4, random.below(2 ** 32));
    const value = bits.getFloat64(0);
    return Number.isFinite(value) ? value : 0;
  };
  return [...EDGES, ...Array.from({ length: 1500 }, anyDouble), ...Array.from({ length: 500 }, () => random.below(1e7) / 100)];
}

/** The texts of the numbers after a way through the core and back. */
async function echoed(core: CoreText, texts: string[]): Promise<string[]> {
  const list = texts.join(',');
  const effects = readEffects(await core.dispatch(`[{"now":1,"kind":"visitor","snapshot":null},{"now":1,"kind":"track","name":"x","properties":{"list":[${list}]}}]`));
  const { body } = effects.find(({ kind }) => kind == 'store') as Extract<Effect, { kind: 'store' }>;
  return /"list":\[([^\]]*)\]/.exec(body)![1]!.split(',');
}

for (const build of ['native', 'wasm'] as const) {
  test(`${build}: numbers are read exactly, and written as shortly as JavaScript does`, async () => {
    const core = await open(build);
    try {
      await core.load(`${JSON.stringify({ ...ENVIRONMENT, consent: 'granted' })}\n{"version":1}`);
      const numbers = someNumbers(7);
      for (let at = 0; at < numbers.length; at += 200) {
        const texts = numbers.slice(at, at + 200).map((number) => JSON.stringify(number));
        const back = await echoed(core, texts);
        assert.deepEqual(back.map(Number), texts.map(Number));
        assert.deepEqual(back.map((text) => text.length), texts.map((text) => text.length), back.join());
      }
      const long = ['9007199254740993', '0.1000000000000000055511151231257827', `${'1'.repeat(400)}e-400`, '2.4703282292062328e-324', '179769313486231570000e288'];
      assert.deepEqual(await echoed(core, long), long.map((text) => JSON.stringify(Number(text))));
    } finally {
      core.close();
    }
  });
}
