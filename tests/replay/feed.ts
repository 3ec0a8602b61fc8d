import type { CoreText } from './core.ts';
import type { History } from './history.ts';

/** Larger ones gain nothing; a dispatch may take 1 MiB. */
const BATCH_BYTES = 128 << 10;

/**
 * Sends every visitor through the core, one after another, many in a dispatch: a fresh visitor, the events, then the clock
 * moved to the last time in the file. `take` gets the answers in order, with the events told so far.
 */
export async function feed(core: CoreText, history: History, take: (answer: string, events: number) => void): Promise<void> {
  let pending: { answer: Promise<string>; events: number } | undefined;
  for (const { text, events } of batches(history)) {
    const next = { answer: core.dispatch(text), events };
    if (pending) take(await pending.answer, pending.events);
    pending = next;
  }
  if (pending) take(await pending.answer, pending.events);
}

function* batches(history: History): Generator<{ text: string; events: number }> {
  let batch: string[] = [];
  let bytes = 0;
  let events = 0;
  for (const command of commands(history, () => events++)) {
    batch.push(command);
    bytes += Buffer.byteLength(command) + 1;
    if (bytes < BATCH_BYTES) continue;
    yield { text: `[${batch.join(',')}]`, events };
    batch = [];
    bytes = 0;
  }
  if (batch.length) yield { text: `[${batch.join(',')}]`, events };
}

function* commands({ visits, last }: History, told: () => void): Generator<string> {
  for (const events of visits.values()) {
    yield `{"now":${events[0]!.time},"utcOffsetMin":0,"kind":"visitor","snapshot":null}`;
    for (const { time, command } of events) {
      told();
      yield `{"now":${time},${command.slice(1)}`;
    }
    yield `{"now":${last},"kind":"elapsed"}`;
  }
}
