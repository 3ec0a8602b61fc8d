import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { createRules as create } from '../../../bindings/host/rulesApi.ts';
import { fixed, median, printTable, ratio, shuffled } from '../table.ts';
import { root } from '../waymarkPages.ts';
import type { Modules } from '../rules.ts';
import { toDocument } from './dialects.ts';
import { peers, type Ask } from './engines.ts';
import { ATTRIBUTE_COUNT, leavesOf, makeProfiles, makeRules, type Facts } from './ruleSet.ts';

const RULES = 1000;
const PROFILES = 16;
const WARM_UP_MS = 400;
export const SEED = 42;
const CLOSURES = 'closures by hand, conditions shared';
const GROWTHBOOK = '@growthbook/growthbook';
const LOOP = 'waymark, loop in rules.wasm';
const PAGE_LOOP = 'waymark, loop in waymark.wasm (compiled for size)';

interface Contestant {
  name: string;
  /** Microseconds a profile. */
  run(): number;
  answers(): Uint8Array;
}

/** What every engine is asked: all rules about one profile after the other. */
export async function benchFullPass(modules: Modules, rounds: number): Promise<void> {
  const rules = makeRules(RULES, SEED);
  const profiles = makeProfiles(PROFILES, SEED + 1);
  const document = JSON.stringify(toDocument(rules));
  const { createRules }: { createRules: typeof create } = await import(pathToFileURL(join(root, 'dist/rules.mjs')).href);
  const compiled = (await createRules()).compile(document);
  if (compiled.problems.length > 0) throw new Error(`problems: ${JSON.stringify(compiled.problems.slice(0, 3))}`);

  const contestants: Contestant[] = [
    loop(LOOP, modules.rules, document, profiles),
    loop(PAGE_LOOP, modules.core, document, profiles),
    asked('waymark, facts as JSON, verdicts read', profiles, compiled.verdicts),
  ];
  for (const [name, prepare] of Object.entries(await peers())) contestants.push(asked(name, profiles, prepare(rules)));
  checkAnswers(contestants);

  const samples = takeTurns(Object.fromEntries(contestants.map(({ name, run }) => [name, run])), rounds);
  const figures = Object.entries(samples).map(([name, all]) => ({ name, took: median(all) })).sort((a, b) => a.took - b.took);
  const of = (name: string): number => figures.find((figure) => figure.name == name)!.took;
  const leaves = rules.map((rule) => leavesOf(rule).length);
  const distinct = new Set(rules.flatMap(leavesOf).map((leaf) => JSON.stringify(leaf))).size;
  printTable(`${RULES} rules (${fixed(leaves.reduce((a, b) => a + b) / RULES)} conditions each, ${distinct} distinct) about a profile of ${ATTRIBUTE_COUNT} attributes; medians of ${rounds}`,
    ['engine', 'µs/profile', 'ns/rule', 'of ours', 'of GrowthBook'],
    figures.map(({ name, took }) => [name, fixed(took), fixed((took * 1000) / RULES), ratio(took, of(LOOP)), fixed(took / of(GROWTHBOOK), 3)]));
  target('10× faster than GrowthBook', of(GROWTHBOOK) / of(LOOP) >= 10, ratio(of(GROWTHBOOK), of(LOOP)));
  target('faster than closures by hand that share conditions', of(LOOP) < of(CLOSURES), ratio(of(CLOSURES), of(LOOP)));
}

/** What each measured in every round, in a new order each time, once all are warm. */
export function takeTurns<Name extends string>(contestants: Record<Name, () => number>, rounds: number): Record<Name, number[]> {
  const names = Object.keys(contestants) as Name[];
  for (const name of names) for (const begin = performance.now(); performance.now() - begin < WARM_UP_MS;) contestants[name]();
  const samples = Object.fromEntries(names.map((name) => [name, [] as number[]])) as Record<Name, number[]>;
  for (let round = 0; round < rounds; round++) for (const name of shuffled(names)) samples[name].push(contestants[name]());
  return samples;
}

export function target(what: string, holds: boolean, figure: string): void {
  console.log(`${holds ? 'holds' : 'MISSED'}: ${what} (${figure})`);
}

function loop(name: string, loops: Modules['core'], document: string, profiles: Facts[]): Contestant {
  loops.prepare(document, JSON.stringify(profiles));
  return { name, run: () => loops.pass(4), answers: () => loops.answers() };
}

function asked(name: string, profiles: Facts[], ask: Ask): Contestant {
  return {
    name,
    run() {
      const begin = performance.now();
      for (const profile of profiles) ask(profile);
      return ((performance.now() - begin) * 1000) / profiles.length;
    },
    answers: () => Uint8Array.from(profiles.flatMap((profile) => [...ask(profile)])),
  };
}

/** An engine that answers otherwise is no rival. */
function checkAnswers([first, ...others]: Contestant[]): void {
  const wanted = first!.answers();
  for (const { name, answers } of others) {
    const given = answers();
    const differing = wanted.reduce((count, verdict, i) => count + (verdict == given[i] ? 0 : 1), 0);
    if (differing > 0 || given.length != wanted.length) throw new Error(`${name} disagrees in ${differing} of ${wanted.length} answers`);
  }
  const held = wanted.reduce((sum, verdict) => sum + verdict, 0);
  console.log(`\nAll ${others.length + 1} give the same ${wanted.length.toLocaleString('en')} answers; ${fixed((100 * held) / wanted.length)} % hold.`);
}
