// A few rounds of what script/soak browser does many of.
import { randomInt } from 'node:crypto';
import { test } from 'node:test';
import { crowd, killBrowser } from '../soak/browser.ts';
import { skip } from './chromium.ts';

const seed = randomInt(1, 2 ** 31);

test(`the browser is killed after events were stored (seed ${seed}): they arrive after the restart, once`, { skip, timeout: 300_000 }, async (context) => {
  await killBrowser(2, seed, (text) => context.diagnostic(text));
});

test(`tabs that are closed and crash over a collector that comes and goes (seed ${seed}): every event arrives once`, { skip, timeout: 300_000 }, async (context) => {
  await crowd(4, 60, seed, (text) => context.diagnostic(text));
});
