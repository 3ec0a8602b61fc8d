import { fixed, median, printTable, ratio } from '../table.ts';
import type { Modules } from '../rules.ts';
import { toDocument } from './dialects.ts';
import { peers, type Ask } from './engines.ts';
import { SEED, takeTurns, target } from './fullPass.ts';
import type { Loops } from './loops.ts';
import { makeProfiles, makeRules, type Facts } from './ruleSet.ts';
import { ENVIRONMENT, Shopper } from './shopper.ts';

const RULES = 1000;
const EVENTS = 160;

/** What an event costs with all the rules as segments of the engine, beside what asks all of them again. */
export async function benchOneEvent({ core }: Modules, rounds: number): Promise<void> {
  const rules = makeRules(RULES, SEED);
  const [profile] = makeProfiles(1, SEED + 2) as [Facts];
  core.load(ENVIRONMENT, JSON.stringify(toDocument(rules)));
  const all = await peers();
  const growthbook = all['@growthbook/growthbook']!(rules);
  const { seen, flips } = visit(core, profile, growthbook);

  const samples = takeTurns({
    inside: () => core.timeOfCarryingOut(cartEvents(core, profile)),
    boundary: () => core.timeOfDispatch(cartEvents(core, profile)),
    growthbook: () => {
      const begin = performance.now();
      for (const facts of seen) growthbook(facts);
      return ((performance.now() - begin) * 1000) / seen.length;
    },
  }, rounds);
  const took = { inside: median(samples.inside), boundary: median(samples.boundary), growthbook: median(samples.growthbook) };
  printTable(`One event (Product Added, Product Removed) with ${RULES} rules as segments of the engine, waymark.wasm; ${fixed(flips)} segments flip; medians of ${rounds}`,
    ['', 'µs/event', 'of ours', 'of GrowthBook'],
    [
      ['waymark, from the parsed command to its effects', took.inside],
      ['waymark, with the command as JSON and its effects read', took.boundary],
      ['@growthbook/growthbook, all rules again', took.growthbook],
    ].map(([name, figure]) => [name, fixed(figure as number, 2), ratio(figure as number, took.inside), fixed((figure as number) / took.growthbook, 4)]));
  target('200× faster than GrowthBook asking all again', took.growthbook / took.inside >= 200, ratio(took.growthbook, took.inside));
}

export function cartEvents(core: Loops, profile: Facts, count = EVENTS): string[] {
  const shopper = new Shopper();
  for (const batch of shopper.arrival(profile)) core.dispatch(batch);
  return Array.from({ length: count }, () => shopper.cartEvent());
}

/** The facts after each event, about which the engine must say what GrowthBook says; and how many segments an event flips. */
function visit(core: Loops, profile: Facts, growthbook: Ask): { seen: Facts[]; flips: number } {
  const seen: Facts[] = [];
  let flips = 0;
  const events = cartEvents(core, profile, 16);
  for (const event of events) {
    flips += core.dispatch(event).filter(({ kind, event }) => kind == 'notify' && event.startsWith('segment:')).length;
    const answer = (ask: string): any => core.dispatch(JSON.stringify([{ kind: 'query', now: 0, tag: 1, ask }])).find(({ kind }) => kind == 'answer').value;
    const facts: Facts = answer('facts');
    const wanted = [...growthbook(facts)].flatMap((holds, i) => (holds ? [`s${i}`] : []));
    const given: string[] = answer('segments').flatMap((segment: { id: string; in: boolean }) => (segment.in ? [segment.id] : []));
    if (given.length != wanted.length || wanted.some((id) => !given.includes(id))) throw new Error(`the engine disagrees with GrowthBook: ${given.length} segments, not ${wanted.length}`);
    seen.push(facts);
  }
  return { seen, flips: flips / events.length };
}

