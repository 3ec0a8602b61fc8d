import { stat } from 'node:fs/promises';
import { readClickstream } from './clickstream.ts';
import { ORDER_COMPLETED, type ReplayEvent } from './event.ts';
import { linesOf, type Line } from './lines.ts';
import type { Progress } from './progress.ts';
import { reasonOf, Refusal } from './refusal.ts';
import { readSegmentEvents } from './segmentEvents.ts';

/** All the file says, by visitor, in order of first appearance; a visitor's events in time order, equal times as in the file. */
export interface History {
  visits: Map<string, ReplayEvent[]>;
  events: number;
  /** How often each name occurs, in order of first appearance. */
  names: Map<string, number>;
  /** The sum over orders, rounded to cents. */
  revenue: number;
  malformed: number;
  /** The greatest time in the file. */
  last: number;
}

export async function readHistory(path: string, progress: Progress): Promise<History> {
  const history: History = { visits: new Map(), events: 0, names: new Map(), revenue: 0, malformed: 0, last: 0 };
  const complain = (line: number, reason: string): void => progress.note(++history.malformed, `${path}:${line}: ${reason}`);
  try {
    const { size } = await stat(path);
    for await (const event of await eventsOf(path, (bytes) => progress.show('reading', bytes, size, 'bytes'), complain)) add(history, event);
  } catch (error) {
    throw new Refusal(`cannot read ${path}: ${reasonOf(error)}`);
  }
  progress.rest(history.malformed, 'malformed lines');
  history.revenue = Math.round(history.revenue * 100) / 100;
  for (const events of history.visits.values()) events.sort((a, b) => a.time - b.time);
  return history;
}

/** NDJSON begins with a brace, a clickstream with its header. */
async function eventsOf(path: string, read: (bytes: number) => void, complain: (line: number, reason: string) => void): Promise<AsyncIterable<ReplayEvent>> {
  const lines = linesOf(path, read);
  let first = await lines.next();
  while (!first.done && !first.value.text.trim()) first = await lines.next();
  const isJson = first.done ? /\.(ndjson|jsonl|json)(\.gz)?$/.test(path) : first.value.text.trimStart().startsWith('{');
  const all = chain(first.done ? [] : [first.value], lines);
  return isJson ? readSegmentEvents(all, complain) : readClickstream(all, complain);
}

async function* chain(head: Line[], tail: AsyncIterable<Line>): AsyncGenerator<Line> {
  yield* head;
  yield* tail;
}

function add(history: History, event: ReplayEvent): void {
  const events = history.visits.get(event.visitor);
  if (events) events.push(event);
  else history.visits.set(event.visitor, [event]);
  history.events++;
  history.last = Math.max(history.last, event.time);
  if (event.name !== undefined) history.names.set(event.name, (history.names.get(event.name) ?? 0) + 1);
  if (event.name == ORDER_COMPLETED) history.revenue += event.revenue ?? 0;
}
