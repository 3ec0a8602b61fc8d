// Random lives of a visitor's tabs: whatever happens, each event that was stored arrives, under one id, and nothing that was refused does.
// WAYMARK_SEQUENCES and WAYMARK_SEED run more of them, or others (script/soak model).
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { before, test } from 'node:test';
import { pathToFileURL } from 'node:url';
import { instantiate, type Core } from '../../bindings/host/runtime.ts';
import { ensureBuilt } from '../replay/builds.ts';
import { dice, World, type Tab, type Weather } from './world.ts';

const root = join(import.meta.dirname, '../..');
const SEQUENCES = Number(process.env.WAYMARK_SEQUENCES ?? 10_000);
const SEED = Number(process.env.WAYMARK_SEED ?? 1);
/** Files of tests, which run at the same time. */
const SHARES = 2;
const WEATHERS: Weather[] = ['well', 'well', 'down', 'deaf', 'busy', 'slow'];
const MOST_TABS = 4;

let makeCore: () => Promise<Core>;
before(async () => {
  ensureBuilt(root, 'wasm', console.error);
  const glue = join(root, 'build/wasm/core.mjs');
  const { default: factory } = await import(pathToFileURL(glue).href);
  const compiled = new WebAssembly.Module(readFileSync(glue.replace(/mjs$/, 'wasm')));
  makeCore = async () => Object.assign(await instantiate<any>(factory, compiled), { extend: async () => {} });
  console.warn = () => {};
});

const turns = async (count: number): Promise<void> => { for (let i = 0; i < count; i++) await Promise.resolve(); };

async function live(seed: number): Promise<string[]> {
  const roll = dice(seed);
  const world = new World(makeCore, roll, roll(4) > 0);
  const log: string[] = [];
  /** What must arrive, and what must not. */
  const owed = new Set<number>();
  const refused = new Set<number>();
  let isGranted = true;
  let last = 0;
  const some = (): Tab | undefined => world.tabs[roll(world.tabs.length)];
  world.open(false);
  await world.clock.advance(0);

  for (let step = 8 + roll(25); step > 0; step--) {
    const tab = some();
    const what = roll(20);
    if (!tab || what == 0) {
      if (world.tabs.length < MOST_TABS) {
        const coreLate = roll(6) == 0;
        log.push(coreLate ? 'open without core' : 'open');
        world.open(coreLate);
        // It may be used before its core is up.
        if (roll(2)) await world.clock.advance(0);
      }
    } else if (what < 10) {
      const n = ++last;
      log.push(`track ${n}${tab.hasCore ? '' : ' without core'}`);
      tab.api.track('E', { n });
      (isGranted ? owed : refused).add(n);
      await world.clock.advance(0);
    } else if (what < 13) {
      const ms = [10, 500, 2_100, 6_000, 20_000, 400_000][roll(6)]!;
      log.push(`wait ${ms}`);
      await world.clock.advance(ms);
    } else if (what == 13) {
      world.weather = WEATHERS[roll(WEATHERS.length)]!;
      log.push(world.weather);
      if (world.weather != 'slow') world.thaw();
    } else if (what == 14) {
      log.push('flush');
      void tab.api.flush();
    } else if (what == 15) {
      log.push('hide and show');
      tab.window.hide();
      await turns(3);
      tab.window.show();
    } else if (what == 16) {
      log.push('close');
      world.close(tab);
    } else if (what == 17) {
      // Calls that no core has taken are in the memory of the page alone until it is hidden.
      if (tab.hasCore) {
        log.push('kill');
        world.kill(tab);
      }
    } else if (what == 18) {
      log.push('sleep and wake');
      tab.window.hide();
      tab.window.emit('pagehide', { persisted: true });
      await world.clock.advance([0, 3_000][roll(2)]!);
      tab.window.emit('pageshow', { persisted: true });
      tab.window.show();
    } else if (roll(3) == 0 && tab.hasCore) {
      isGranted = !isGranted;
      log.push(isGranted ? 'grant' : 'deny');
      tab.api.consent(isGranted ? 'granted' : 'denied');
      // What waits may be dropped now, or be on its way.
      if (!isGranted) owed.clear();
      await world.clock.advance(0);
      // A tab that had no core hears of it from the page, as ours would.
      for (const other of world.tabs) if (other != tab) other.api.consent(isGranted ? 'granted' : 'denied');
      await world.clock.advance(0);
    }
  }

  world.weather = 'well';
  world.thaw();
  for (const tab of [...world.tabs]) world.close(tab);
  await world.clock.advance(0);
  const end = world.open(false);
  await world.clock.advance(0);
  if (!isGranted) end.api.consent('denied');
  for (let i = 0; i < 4; i++) {
    await world.clock.advance(310_000);
    void end.api.flush();
    await world.clock.advance(10_000);
  }

  const problems: string[] = [];
  for (const n of owed) if (!world.arrived.has(n)) problems.push(`event ${n} is lost`);
  for (const n of refused) if (world.arrived.has(n)) problems.push(`event ${n} was refused and arrived`);
  for (const [n, ids] of world.arrived) if (ids.size > 1) problems.push(`event ${n} arrived as ${[...ids]}`);
  if (world.stored) problems.push(`${world.stored} events stay stored`);
  for (const { code, path, detail } of world.errors) problems.push(`error ${code} ${path} ${detail}`);
  end.host.destroy();
  return problems.length ? [...problems, `seed ${seed}${world['hasLocks'] ? '' : ' without locks'}: ${log.join(', ')}`] : [];
}

/** The share of one file. */
export function testLives(share: number): void {
  const count = Math.ceil(SEQUENCES / SHARES);
  const from = SEED + share * count;
  test(`${count} random lives from seed ${from} lose nothing, double nothing and tell nothing that was refused`, { timeout: 0 }, async () => {
    const failures: string[][] = [];
    for (let seed = from; seed < from + count && failures.length < 5; seed++) {
      const problems = await live(seed);
      if (problems.length) failures.push(problems);
    }
    assert.deepEqual(failures, []);
  });
}
