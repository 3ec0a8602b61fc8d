// script/replay: a clickstream through the core, and what became of its visitors.
import { parseArgs } from 'node:util';
import type { Problem } from '../../bindings/host/protocol.ts';
import { ensureBuilt } from './builds.ts';
import { loadDocument, problemText } from './document.ts';
import { feed } from './feed.ts';
import { readHistory, type History } from './history.ts';
import { openNative } from './nativeCore.ts';
import { Progress } from './progress.ts';
import { reasonOf, Refusal } from './refusal.ts';
import { Tally } from './tally.ts';
import { openWasm } from './wasmCore.ts';

const USAGE = `usage: script/replay EVENTS DOCUMENT [--native]

Feeds the visitors of a clickstream through the core and prints what became of them as one JSON object.
  EVENTS    CSV (event_time, event_type, product_id, category_id, category_code, brand, price, user_id, user_session)
            or NDJSON of Segment events; either may be gzipped
  DOCUMENT  a campaign document (waymark.json)
  --native  the native build instead of the WebAssembly module`;

/** Returns the exit code: 2 for what the user can put right, 1 for what is our fault. */
export async function main(args: string[], root: string): Promise<number> {
  const progress = new Progress(process.stderr);
  try {
    const { values, positionals } = parsed(args);
    if (values.help) return process.stdout.write(`${USAGE}\n`), 0;
    if (positionals.length != 2) throw new Refusal(USAGE);
    process.stdout.write(`${await replay(positionals[0]!, positionals[1]!, values.native ?? false, root, progress)}\n`);
    return 0;
  } catch (error) {
    progress.say(`replay: ${error instanceof Refusal ? error.message : (error as Error).stack ?? reasonOf(error)}`);
    return error instanceof Refusal ? 2 : 1;
  }
}

function parsed(args: string[]) {
  try {
    return parseArgs({ args, allowPositionals: true, options: { native: { type: 'boolean' }, help: { type: 'boolean', short: 'h' } } });
  } catch (error) {
    throw new Refusal(`${reasonOf(error)}\n${USAGE}`);
  }
}

async function replay(eventsPath: string, documentPath: string, isNative: boolean, root: string, progress: Progress): Promise<string> {
  ensureBuilt(root, isNative ? 'native' : 'wasm', (text) => progress.say(text));
  const core = isNative ? openNative(root) : await openWasm(root);
  try {
    const problem = (found: Problem): void => progress.say(`${documentPath}: ${problemText(found)}`);
    const segments = await loadDocument(core, documentPath, problem);
    const history = await readHistory(eventsPath, progress);
    let errors = 0;
    const begin = performance.now();
    const tally = new Tally(segments, (detail) => progress.note(++errors, `core: ${problemText(detail as unknown as Problem)}`));
    await feed(core, history, (answer, events) => {
      tally.take(answer);
      progress.show('replaying', events, history.events, 'events');
    });
    progress.end();
    progress.rest(errors, 'errors');
    progress.say(paceOf(history.events, (performance.now() - begin) / 1000, isNative ? 'native' : 'wasm'));
    if (tally.visitors != history.visits.size) throw new Error(`the core was told of ${history.visits.size} visitors and answered for ${tally.visitors}`);
    return report(history, tally);
  } finally {
    core.close();
  }
}

/** From events to what became of them: the JSON of commands written and read, the core, the JSON of effects written and read. */
const paceOf = (events: number, seconds: number, build: string): string =>
  `replayed ${events.toLocaleString('en')} events in ${seconds.toFixed(2)} s: ${Math.round(events / seconds).toLocaleString('en')} events/s (${build}, JSON included)`;

/** Written by hand because objects put keys that look like numbers first. */
function report({ names, revenue, malformed }: History, { visitors, sessions, segments }: Tally): string {
  const object = (entries: Iterable<[string, unknown]>): string =>
    `{${[...entries].map(([key, value]) => `${JSON.stringify(key)}:${JSON.stringify(value)}`).join(',')}}`;
  return `{"visitors":${visitors},"sessions":${sessions},"events":${object(names)},"revenue":${revenue},"malformed":${malformed},"segments":${object(segments)}}`;
}
