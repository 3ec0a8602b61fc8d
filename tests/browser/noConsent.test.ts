// Twenty seconds of what script/soak consent does for ten minutes.
import { randomInt } from 'node:crypto';
import { test } from 'node:test';
import { browseWithoutChoice } from '../soak/noConsent.ts';
import { skip } from './chromium.ts';

const seed = randomInt(1, 2 ** 31);

test(`twenty seconds of browsing without a choice on consent (seed ${seed}): nothing is kept, and files and document alone are fetched`, { skip, timeout: 240_000 }, async (context) => {
  const { steps } = await browseWithoutChoice(20_000, seed, (text) => context.diagnostic(text));
  context.diagnostic(`${steps} steps`);
});
