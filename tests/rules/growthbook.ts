// Ours beside @growthbook/growthbook: `node --import tsx tests/rules/growthbook.ts [--cases 100000] [--seed 1]`.
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import type { createRules as create, Rules } from '../../bindings/host/rulesApi.ts';
import { OddCases, type OddCase } from './oddCases.ts';

const root = join(import.meta.dirname, '../..');
const PEER = join(root, 'tests/bench/node_modules/@growthbook/growthbook/dist/esm/index.mjs');

export const hasGrowthbook = (): boolean => existsSync(PEER);

export async function openRules(): Promise<Rules> {
  const { createRules }: { createRules: typeof create } = await import(pathToFileURL(join(root, 'dist/rules.mjs')).href);
  return createRules();
}

export interface Comparison { compared: number; held: number; thrown: number; disagreements: (OddCase & { growthbook: boolean })[] }

/** Nothing is the same object in condition and attributes, for it would be equal to itself. */
const take = (odd: OddCases, count: number): OddCase[] => Array.from({ length: count }, () => JSON.parse(JSON.stringify(odd.next())));

class Trial {
  readonly result: Comparison = { compared: 0, held: 0, thrown: 0, disagreements: [] };

  private constructor(readonly rules: Rules, private readonly evalCondition: (attributes: any, condition: any, groups: any) => boolean) {}

  static async begin(): Promise<Trial> {
    const { evalCondition } = await import(pathToFileURL(PEER).href);
    return new Trial(await openRules(), evalCondition);
  }

  /** What GrowthBook throws for is counted and not compared. */
  compare(one: OddCase, ours: () => boolean): void {
    const say = console.error;
    console.error = () => {}; // it tells of each unknown operator
    try {
      const growthbook = this.evalCondition(one.attributes, one.condition, one.groups);
      this.result.compared++;
      if (growthbook) this.result.held++;
      if (ours() != growthbook) this.result.disagreements.push({ ...one, growthbook });
    } catch (error) {
      if ((error as Error).name == 'RulesError') throw error;
      this.result.thrown++;
    } finally {
      console.error = say;
    }
  }
}

export async function compare(cases: number, seed: number): Promise<Comparison> {
  const odd = new OddCases(seed);
  const trial = await Trial.begin();
  for (let i = 0; i < cases; i++) {
    const [one] = take(odd, 1) as [OddCase];
    trial.compare(one, () => trial.rules.evaluate(one.condition, one.attributes, { groups: one.groups as Record<string, unknown[]> }));
  }
  return trial.result;
}

const TOGETHER = 40;

/** The same of segments of documents, where rules share what they ask, and about facts that follow each other. */
export async function compareDocuments(cases: number, seed: number): Promise<Comparison> {
  const odd = new OddCases(seed);
  const trial = await Trial.begin();
  while (trial.result.compared < cases) {
    const batch = take(odd, TOGETHER);
    const groups = Object.fromEntries(Object.entries(batch[0]!.groups).filter(([, group]) => Array.isArray(group)));
    const { problems, verdicts } = trial.rules.compile({ version: 1, groups, segments: batch.map(({ condition }, i) => ({ id: `s${i}`, when: condition })) });
    // What a document refuses is not compared, but that nobody can be in a segment is true.
    const refused = new Set(problems.filter(({ code }) => code != 'unreachable-segment').map(({ path }) => Number(path.split('/')[2])));
    for (const { attributes } of batch) {
      const given = verdicts(attributes);
      for (let i = 0; i < batch.length; i++) if (!refused.has(i)) trial.compare({ attributes, condition: batch[i]!.condition, groups }, () => given[i] == 1);
    }
  }
  return trial.result;
}

if (process.argv[1] == import.meta.filename) {
  const { values } = parseArgs({ options: { cases: { type: 'string', default: '100000' }, seed: { type: 'string', default: '1' } } });
  if (!hasGrowthbook()) {
    console.error('@growthbook/growthbook is missing: script/bench installs it');
    process.exit(2);
  }
  for (const [what, run] of Object.entries({ conditions: compare, documents: compareDocuments })) {
    const { compared, held, thrown, disagreements } = await run(Number(values.cases), Number(values.seed));
    for (const one of disagreements.slice(0, 20)) console.log(JSON.stringify(one));
    console.log(`${what}, seed ${values.seed}: ${compared} cases compared, ${held} hold, ${disagreements.length} disagreements; GrowthBook threw for ${thrown} more`);
    if (disagreements.length) process.exitCode = 1;
  }
}
