import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ensureBuilt } from '../replay/builds.ts';
import { loadDocument } from '../replay/document.ts';
import { feed } from '../replay/feed.ts';
import { readHistory, type History } from '../replay/history.ts';
import { openNative } from '../replay/nativeCore.ts';
import { Progress } from '../replay/progress.ts';
import { openWasm } from '../replay/wasmCore.ts';
import { csvOf, generate } from '../wasm/clickstream.ts';
import { DOCUMENT } from '../wasm/segments.ts';
import { fixed, median, printTable, ratio } from './table.ts';
import { root } from './waymarkPages.ts';

const REAL = join(root, '../shared/data/rees46-2019-10-01.csv.gz');

/** Events per second through the core and its boundary, without reading the file and counting. */
export async function benchReplay(rounds = 5): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'waymark-bench-'));
  const document = join(folder, 'document.json');
  const generated = join(folder, 'clickstream.csv');
  writeFileSync(document, JSON.stringify(DOCUMENT));
  if (!existsSync(REAL)) writeFileSync(generated, csvOf(generate(1, 800)));
  const history = await readHistory(existsSync(REAL) ? REAL : generated, new Progress(process.stderr));
  const figures: Record<string, number[]> = { native: [], wasm: [] };
  for (let round = 0; round < rounds; round++) {
    for (const build of ['native', 'wasm'] as const) figures[build]!.push(await eventsPerSecond(build, history, document));
  }
  rmSync(folder, { recursive: true });
  const [native, wasm] = [median(figures.native!), median(figures.wasm!)];
  printTable(`Replay of ${history.events.toLocaleString('en')} events of ${history.visits.size.toLocaleString('en')} visitors, ${DOCUMENT.segments.length} segments; medians of ${rounds}`,
    ['build', 'events/s', 'µs/event', 'of wasm'],
    [['native', Math.round(native), fixed(1e6 / native), ratio(native, wasm)], ['wasm', Math.round(wasm), fixed(1e6 / wasm), ratio(wasm, wasm)]]);
}

async function eventsPerSecond(build: 'native' | 'wasm', history: History, document: string): Promise<number> {
  ensureBuilt(root, build, console.error);
  const core = build == 'native' ? openNative(root) : await openWasm(root);
  await loadDocument(core, document, () => {});
  const begin = performance.now();
  await feed(core, history, () => {});
  const seconds = (performance.now() - begin) / 1000;
  core.close();
  return history.events / seconds;
}
