// A part of what script/soak evaluations does a million times.
import { randomInt } from 'node:crypto';
import { test } from 'node:test';
import { dispatchOften, evaluateOften } from '../soak/evaluations.ts';

const seed = randomInt(1, 2 ** 31);

test(`20,000 evaluations of rules by one instance (seed ${seed}): memory does not grow, and a fresh instance gives the last answers`, async () => {
  await evaluateOften(20_000, seed, () => {});
});

test(`4,000 events through one instance of the core (seed ${seed}): memory does not grow, and a fresh instance with its snapshot answers alike`, async () => {
  await dispatchOften(4_000, seed, () => {});
});
