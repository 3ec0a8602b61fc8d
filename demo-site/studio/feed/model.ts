// What the Live room knows, as a value, and how each message changes it.
import type { FeedItem, FeedPage } from '../../collector/feed.ts';
import type { FeedVisitor } from '../../collector/inspections.ts';
import type { FeedMessage } from './connection.ts';

export interface Model {
  /** Newest first. */
  rows: FeedItem[];
  /** Arrived while paused, newest first. */
  held: FeedItem[];
  isPaused: boolean;
  /** Who is being watched, in the order they came. */
  visitors: FeedVisitor[];
  connection: 'connecting' | 'live' | 'lost';
  retryAt: number;
  aheadMs: number;
  hasBacklog: boolean;
  history: 'idle' | 'loading' | 'failed' | 'complete';
}

export type Message =
  | FeedMessage
  | { kind: 'paused' } | { kind: 'resumed' }
  | { kind: 'retrying' }
  | { kind: 'historyAsked' } | { kind: 'historyFailed' } | { kind: 'historyCame'; page: FeedPage };

/** Beyond this the oldest rows leave the page; the collector still has them. */
const mostRows = 5_000;

export const emptyModel: Model = {
  rows: [], held: [], isPaused: false, visitors: [], connection: 'connecting', retryAt: 0, aheadMs: 0, hasBacklog: false, history: 'idle',
};

export const keyOf = (item: FeedItem): string => `${item.kind}-${item.id}`;

export function update(model: Model, messages: Message[]): Model {
  return joinItems(messages).reduce(step, model);
}

function step(model: Model, message: Message): Model {
  switch (message.kind) {
    case 'items': return withItems(model, message.items);
    case 'reset': return { ...model, rows: [], held: [], history: 'idle' };
    case 'ready': return { ...model, connection: 'live', hasBacklog: true, aheadMs: message.aheadMs, visitors: message.visitors };
    case 'visitor': return { ...model, visitors: withVisitor(model.visitors, message.visitor) };
    case 'gone': return { ...model, visitors: model.visitors.filter((known) => !isSame(known, message.gone)) };
    case 'lost': return { ...model, connection: 'lost', retryAt: message.retryAt };
    case 'retrying': return { ...model, retryAt: 0 };
    case 'paused': return { ...model, isPaused: true };
    case 'resumed': return { ...model, isPaused: false, held: [], rows: [...model.held, ...model.rows].slice(0, mostRows) };
    case 'historyAsked': return { ...model, history: 'loading' };
    case 'historyFailed': return { ...model, history: 'failed' };
    case 'historyCame': return withHistory(model, message.page);
  }
}

type Named = Pick<FeedVisitor, 'writeKey' | 'visitor'>;
const isSame = (a: Named, b: Named): boolean => a.visitor === b.visitor && a.writeKey === b.writeKey;

function withVisitor(visitors: FeedVisitor[], visitor: FeedVisitor): FeedVisitor[] {
  const isKnown = visitors.some((known) => isSame(known, visitor));
  return isKnown ? visitors.map((known) => (isSame(known, visitor) ? visitor : known)) : [...visitors, visitor];
}

function withItems(model: Model, items: FeedItem[]): Model {
  const newestFirst = [...items].reverse();
  if (model.isPaused) return { ...model, held: [...newestFirst, ...model.held].slice(0, mostRows) };
  return { ...model, rows: [...newestFirst, ...model.rows].slice(0, mostRows) };
}

function withHistory(model: Model, page: FeedPage): Model {
  const known = new Set(model.rows.map(keyOf));
  const rows = [...model.rows, ...page.events.filter((item) => !known.has(keyOf(item)))];
  const isComplete = page.next === null || rows.length >= mostRows;
  return { ...model, rows: rows.slice(0, mostRows), history: isComplete ? 'complete' : 'idle' };
}

/** A backlog is a hundred messages of one item; copied together it is one copy of the rows. */
function joinItems(messages: Message[]): Message[] {
  const joined: Message[] = [];
  for (const message of messages) {
    const last = joined.at(-1);
    if (message.kind === 'items' && last?.kind === 'items') last.items.push(...message.items);
    else joined.push(message.kind === 'items' ? { kind: 'items', items: [...message.items] } : message);
  }
  return joined;
}
