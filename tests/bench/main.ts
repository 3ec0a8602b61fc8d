// script/bench: figures to compare within one run, never to assert. tests/bench/README.md says how they are taken.
import { parseArgs } from 'node:util';
import { benchCollector } from './collector.ts';
import { ensurePeers } from './peers.ts';
import { benchReplay } from './replay.ts';
import { benchRules } from './rules.ts';
import { benchSizes } from './sizes.ts';
import { benchStartup } from './startup.ts';
import { benchTasks } from './tasks.ts';
import { benchTrack } from './track.ts';

const SECTIONS: Record<string, (rounds: number | undefined) => Promise<void>> = { sizes: benchSizes, rules: benchRules, replay: benchReplay, track: benchTrack, startup: benchStartup, tasks: benchTasks, collector: benchCollector };

const { values, positionals } = parseArgs({ allowPositionals: true, options: { rounds: { type: 'string' } } });
const [name = 'all', ...others] = positionals;
if (others.length || (name != 'all' && !SECTIONS[name]) || Number.isNaN(Number(values.rounds ?? 1))) {
  console.error('usage: script/bench [sizes|rules|track|startup|tasks|replay|collector|all] [--rounds N]');
  process.exit(2);
}
if (name != 'replay' && name != 'tasks') ensurePeers();
for (const [section, bench] of Object.entries(SECTIONS)) {
  if (name == 'all' || name == section) await bench(values.rounds ? Number(values.rounds) : undefined);
}
