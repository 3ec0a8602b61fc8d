// script/bench: figures to compare within one run, never to assert. tests/bench/README.md says how they are taken.
import { parseArgs } from 'node:util';
import { ensurePeers } from './peers.ts';
import { benchReplay } from './replay.ts';
import { benchSizes } from './sizes.ts';
import { benchStartup } from './startup.ts';
import { benchTasks } from './tasks.ts';
import { benchTrack } from './track.ts';

const SECTIONS: Record<string, (rounds: number | undefined) => Promise<void>> = { sizes: benchSizes, replay: benchReplay, track: benchTrack, startup: benchStartup, tasks: benchTasks };

const { values, positionals } = parseArgs({ allowPositionals: true, options: { rounds: { type: 'string' } } });
const [name = 'all', ...others] = positionals;
if (others.length || (name != 'all' && !SECTIONS[name]) || Number.isNaN(Number(values.rounds ?? 1))) {
  console.error('usage: script/bench [sizes|track|startup|tasks|replay|all] [--rounds N]');
  process.exit(2);
}
if (name != 'replay' && name != 'tasks') ensurePeers();
for (const [section, bench] of Object.entries(SECTIONS)) {
  if (name == 'all' || name == section) await bench(values.rounds ? Number(values.rounds) : undefined);
}
