import type { CoreText } from './core.ts';
import { commandText } from './event.ts';
import type { History } from './history.ts';

/** A dispatch may take 1 MiB. Answers are some four times as long, and cost least when they fit into the processor's cache. */
const BATCH_LENGTH = 32 << 10;

/**
 * Sends every visitor through the core, one after another, many in a dispatch: a fresh visitor, the events, then the clock
 * moved to the last time in the file. `take` gets the answers in order, with the events told so far.
 */
export async function feed(core: CoreText, history: History, take: (answer: Buffer, events: number) => void): Promise<void> {
  let pending: { answer: Promise<Buffer>; events: number } | undefined;
  for (const { text, events } of batches(history)) {
    const next = { answer: core.dispatchRaw(text), events };
    if (pending) take(await pending.answer, pending.events);
    pending = next;
  }
  if (pending) take(await pending.answer, pending.events);
}

function* batches({ visits, last }: History): Generator<{ text: string; events: number }> {
  let text = '';
  let told = 0;
  for (const events of visits.values()) {
    text += `,{"now":${events[0]!.time},"utcOffsetMin":0,"kind":"visitor","snapshot":null}`;
    for (const { time, command } of events) {
      told++;
      text += `,{"now":${time},${commandText(command).slice(1)}`;
      if (text.length < BATCH_LENGTH) continue;
      yield { text: `[${text.slice(1)}]`, events: told };
      text = '';
    }
    text += `,{"now":${last},"kind":"elapsed"}`;
  }
  if (text) yield { text: `[${text.slice(1)}]`, events: told };
}
