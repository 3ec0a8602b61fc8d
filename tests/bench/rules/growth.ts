import { Random } from '../../wasm/random.ts';
import { fixed, median, printTable } from '../table.ts';
import type { Modules } from '../rules.ts';
import { toDocument, toMongo } from './dialects.ts';
import { peers } from './engines.ts';
import { SEED } from './fullPass.ts';
import type { Loops } from './loops.ts';
import { cartEvents } from './oneEvent.ts';
import { makeProfiles, makeRules, type Facts } from './ruleSet.ts';
import { ENVIRONMENT, Shopper } from './shopper.ts';

const SIZES = [10, 100, 1000, 10_000];
const kib = (bytes: number): string => `${Math.round(bytes / 1024).toLocaleString('en')} KiB`;

export async function benchGrowth(modules: Modules, rounds: number): Promise<void> {
  await growthOfRules(modules, Math.min(rounds, 5));
  growthOfHistory(modules.core, Math.min(rounds, 5));
  await costOfCompiling(modules);
}

async function growthOfRules({ core, rules: fast }: Modules, rounds: number): Promise<void> {
  const growthbook = (await peers())['@growthbook/growthbook']!;
  const profiles = makeProfiles(16, SEED + 1);
  const rows = SIZES.map((size) => {
    const rules = makeRules(size, SEED);
    const document = JSON.stringify(toDocument(rules));
    const before = fast.heapBytes();
    fast.prepare('{"version":1}', '[]');
    const empty = fast.heapBytes();
    const begin = performance.now();
    fast.prepare(document, JSON.stringify(profiles));
    const compiling = performance.now() - begin;
    const memory = fast.heapBytes() - Math.min(before, empty);
    core.load(ENVIRONMENT, document);
    const peer = growthbook(rules);
    const asked = (): number => {
      const start = performance.now();
      for (const profile of profiles) peer(profile);
      return ((performance.now() - start) * 1000) / profiles.length;
    };
    const many = <T>(measure: () => T): T[] => Array.from({ length: rounds }, measure);
    return [size.toLocaleString('en'), fixed(compiling), kib(memory), fixed(median(many(() => fast.pass(size > 1000 ? 1 : 10)))), fixed(median(many(asked))),
      fixed(median(many(() => core.timeOfCarryingOut(cartEvents(core, profiles[0]!)))), 2)];
  });
  printTable(`How it grows with the rules; medians of ${rounds}`,
    ['rules', 'compile, ms', 'memory', 'full pass, µs', 'GrowthBook, µs', 'one event, µs'], rows);
}

const NAMES = ['Product Viewed', 'Product Added', 'Products Searched', 'Order Completed', 'Coupon Applied'];

/** Every fifth rule also asks for the past. */
function withHistory(count: number): object {
  const random = new Random(SEED);
  const segments = makeRules(count, SEED).map((rule, i) => {
    const event: Record<string, unknown> = { name: random.pick(NAMES), within: random.pick(['1h', '1d', '7d', '30d']) };
    if (random.chance(0.5)) event.where = { category: random.pick(['lips', 'eyes', 'skin', 'hair']) };
    if (random.chance(0.7)) event.count = { $gte: 1 + random.below(20) };
    else event.sum = { of: 'price', is: { $gte: 10 + random.below(500) } };
    return { id: `s${i}`, when: i % 5 ? toMongo(rule) : { $and: [toMongo(rule), { $event: event }] } };
  });
  return { version: 1, segments };
}

function growthOfHistory(core: Loops, rounds: number): void {
  const [profile] = makeProfiles(1, SEED + 2) as [Facts];
  core.load(ENVIRONMENT, JSON.stringify(withHistory(1000)));
  const rows = SIZES.map((size) => {
    const samples = Array.from({ length: rounds }, () => {
      const shopper = new Shopper();
      for (const batch of shopper.arrival(profile)) core.dispatch(batch);
      const empty = core.heapBytes();
      for (let i = 0; i < size; i++) core.dispatch(shopper.cartEvent());
      const memory = core.heapBytes() - empty;
      return { memory, took: core.timeOfCarryingOut(Array.from({ length: 160 }, () => shopper.cartEvent())) };
    });
    return [size.toLocaleString('en'), fixed(median(samples.map(({ took }) => took)), 2), kib(median(samples.map(({ memory }) => memory)))];
  });
  printTable(`How it grows with the history, 1,000 rules of which 200 ask for it; medians of ${rounds}`, ['events before', 'one event, µs', 'memory'], rows);
}

/** From the document's text to what can be asked; memory as each side counts its own heap. */
async function costOfCompiling({ rules: fast }: Modules): Promise<void> {
  const rules = makeRules(1000, SEED);
  const text = JSON.stringify(toDocument(rules));
  const rows: (string | undefined)[][] = [];
  fast.prepare('{"version":1}', '[]');
  const empty = fast.heapBytes();
  const begin = performance.now();
  fast.prepare(text, '[]');
  rows.push(['waymark', fixed(performance.now() - begin), kib(fast.heapBytes() - empty)]);
  for (const [name, prepare] of Object.entries(await peers())) {
    globalThis.gc?.();
    const before = process.memoryUsage().heapUsed;
    const start = performance.now();
    const ask = prepare(structuredClone(rules));
    const took = performance.now() - start;
    globalThis.gc?.();
    rows.push([name, fixed(took), globalThis.gc && kib(process.memoryUsage().heapUsed - before)]);
    ask({ traits: { tags: [], interests: [], viewed: [], seen: [] } });
  }
  printTable('Getting 1,000 rules ready once (waymark from JSON, peers from objects), in a warm process', ['engine', 'ms', 'memory'], rows);
}
