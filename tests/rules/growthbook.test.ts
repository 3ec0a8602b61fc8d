import assert from 'node:assert/strict';
import { test } from 'node:test';
import { compare, compareDocuments, hasGrowthbook } from './growthbook.ts';

const SKIP = !hasGrowthbook() && 'there is no @growthbook/growthbook: script/bench installs it';
const CASES = Number(process.env.ODD_CASES ?? 10_000);
const SEED = Number(process.env.ODD_SEED ?? Math.floor(Math.random() * 2 ** 31));

for (const [what, run] of Object.entries({ conditions: compare, 'segments of documents': compareDocuments })) {
  test(`odd ${what} are answered as GrowthBook answers them`, { skip: SKIP }, async (context) => {
    const { compared, held, disagreements } = await run(CASES, SEED);
    context.diagnostic(`ODD_SEED=${SEED}: ${compared} cases compared, ${held} hold`);
    assert.deepEqual(disagreements.slice(0, 3), []);
    assert.ok(held > compared / 10 && held < (compared * 9) / 10, 'too few answers of one kind');
  });
}
