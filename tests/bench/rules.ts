import { buildLoops, openLoops, type Loops } from './rules/loops.ts';
import { benchFullPass } from './rules/fullPass.ts';
import { benchGrowth } from './rules/growth.ts';
import { benchOneEvent } from './rules/oneEvent.ts';

export interface Modules {
  /** The core as waymark.wasm has it. */
  core: Loops;
  /** Its rules as rules.wasm has them. */
  rules: Loops;
}

/** All in one Node process. */
export async function benchRules(rounds = 15): Promise<void> {
  buildLoops();
  const modules: Modules = { core: await openLoops('core_loops'), rules: await openLoops('rules_loops') };
  await benchFullPass(modules, rounds);
  await benchOneEvent(modules, rounds);
  await benchGrowth(modules, rounds);
}
