// Server-sent events: every committed row goes to every open studio, and a returning one gets what it missed.
// Beside the rows, those who are being watched: without a cursor, for only the last word of each counts.
// A cursor `epoch-event-deadLetter` names the last row of each table that was sent.
import type { ServerResponse } from 'node:http';
import { feedEvent, feedRejection } from './feed.ts';
import type { FeedItem } from './feed.ts';
import type { FeedVisitor } from './inspections.ts';
import { limits } from './limits.ts';
import type { Appended, Cursor, Store } from './store.ts';

export type Live = ReturnType<typeof createLive>;

export function createLive(store: Store, heartbeatMs: number = limits.heartbeatMs) {
  const clients = new Set<ServerResponse>();
  const heartbeat = setInterval(() => broadcast(clients, ': heartbeat\n\n'), heartbeatMs).unref();
  let end = store.end();

  return {
    isFull: () => clients.size >= limits.liveClients,

    /** Takes over the response. No await between reading the backlog and joining: nothing falls between the two. */
    join(response: ServerResponse, cursor: string | undefined, visitors: FeedVisitor[] = []): void {
      response.writeHead(200, streamHeaders);
      response.write(opening(store, end, cursor, visitors));
      clients.add(response);
      response.on('close', () => clients.delete(response));
      response.on('error', () => clients.delete(response));
    },

    publish({ events, deadLetters }: Appended): void {
      const items = [...events.map(feedEvent), ...deadLetters.map(feedRejection)];
      const { text, cursor } = written(items, store.epoch, end);
      end = cursor;
      if (items.length > 0) broadcast(clients, text);
    },

    /** What nobody needs to catch up on. */
    tell(event: 'visitor' | 'gone', data: object | undefined): void {
      if (data) broadcast(clients, message(event, data));
    },

    close(): void {
      clearInterval(heartbeat);
      for (const client of clients) client.end();
      clients.clear();
    },
  };
}

const streamHeaders = {
  'Content-Type': 'text/event-stream; charset=utf-8',
  'Cache-Control': 'no-store',
  'X-Accel-Buffering': 'no',
  Connection: 'close',
  'X-Content-Type-Options': 'nosniff',
};

function broadcast(clients: Set<ServerResponse>, text: string): void {
  for (const client of clients) {
    client.write(text);
    if (client.writableLength <= limits.liveBufferedBytes) continue;
    clients.delete(client);
    client.destroy();
  }
}

function message(event: string, data: unknown): string {
  return `event: ${event}\ndata: ${JSON.stringify(data)}\n\n`;
}

/** `reset` (forget what you show) and the newest rows, or just the missed ones; who is being watched, if anybody; then `ready` with our clock. */
function opening(store: Store, end: Cursor, given: string | undefined, visitors: FeedVisitor[]): string {
  const from = parseCursor(given, store.epoch, end);
  const items = from ? since(store, from) : newest(store);
  const { text } = written(items, store.epoch, from ?? startOf(items, end));
  const watched = visitors.length > 0 ? message('visitors', visitors) : '';
  return `retry: 2000\n\n${from ? '' : message('reset', {})}${text}${watched}${message('ready', { now: Date.now() })}`;
}

function parseCursor(given: string | undefined, epoch: string, end: Cursor): Cursor | null {
  const [, of, event, deadLetter] = /^([0-9a-f]{8})-(\d{1,15})-(\d{1,15})$/.exec(given ?? '') ?? [];
  if (of !== epoch) return null;
  const cursor = { event: Number(event), deadLetter: Number(deadLetter) };
  const missed = end.event - cursor.event + (end.deadLetter - cursor.deadLetter);
  const isKnown = cursor.event <= end.event && cursor.deadLetter <= end.deadLetter;
  return isKnown && missed <= limits.liveResume ? cursor : null;
}

function since(store: Store, { event, deadLetter }: Cursor): FeedItem[] {
  return inOrder([
    ...store.eventsAfter(event, limits.liveResume).map(feedEvent),
    ...store.deadLettersAfter(deadLetter, limits.liveResume).map(feedRejection),
  ]);
}

function newest(store: Store): FeedItem[] {
  const count = limits.liveBacklog;
  const events = store.eventsBefore(Number.MAX_SAFE_INTEGER, count).map(feedEvent).reverse();
  const rejections = store.lastDeadLetters(count).map(feedRejection).reverse();
  return inOrder([...events, ...rejections]).slice(-count);
}

/** By arrival; each table keeps its own order (the sort is stable and its rows arrive in id order). */
function inOrder(items: FeedItem[]): FeedItem[] {
  return items.sort((a, b) => (a.receivedAt < b.receivedAt ? -1 : Number(a.receivedAt > b.receivedAt)));
}

/** Where a client stands before a backlog: a table without rows in it is wholly behind. */
function startOf(items: FeedItem[], end: Cursor): Cursor {
  const first = (kind: FeedItem['kind']) => items.find((item) => item.kind === kind)?.id;
  return { event: (first('event') ?? end.event + 1) - 1, deadLetter: (first('rejected') ?? end.deadLetter + 1) - 1 };
}

function written(items: FeedItem[], epoch: string, from: Cursor): { text: string; cursor: Cursor } {
  const cursor = { ...from };
  const text = items.map((item) => {
    cursor[item.kind === 'event' ? 'event' : 'deadLetter'] = item.id;
    return `id: ${epoch}-${cursor.event}-${cursor.deadLetter}\n${message(item.kind, item)}`;
  });
  return { text: text.join(''), cursor };
}
