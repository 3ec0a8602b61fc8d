// Server-sent events: every committed row goes to every open studio, and a returning one gets what it missed.
// Beside the rows, those who are being watched: without a cursor, for only the last word of each counts.
// A cursor `epoch-event-deadLetter` names the last row of each table that was sent.
import type { ServerResponse } from 'node:http';
import { feedEvent, feedRejection } from './feed.ts';
import type { FeedItem } from './feed.ts';
import type { FeedVisitor } from './inspections.ts';
import { limits } from './limits.ts';
import { StoreFailure } from './storage/database.ts';
import type { Cursor } from './storage/eventStore.ts';
import type { Store } from './storage/store.ts';
import { createTurns } from './turns.ts';

export type Live = ReturnType<typeof createLive>;

interface Log { warn(fields: object, text: string): void }

export function createLive(store: Store, log: Log, heartbeatMs: number = limits.heartbeatMs) {
  const clients = new Set<ServerResponse>();
  const heartbeat = setInterval(() => broadcast(clients, ': heartbeat\n\n'), heartbeatMs).unref();
  // Another collector may have stored something.
  const poll = setInterval(nudge, limits.livePollMs).unref();
  // Who joins and what is broadcast take turns: nothing falls between a backlog and what comes after it.
  const inTurn = createTurns();
  /** What all clients have been told of. */
  let told: Cursor = { event: 0, deadLetter: 0 };
  let isNudged = false;
  let isClosed = false;

  function nudge(): void {
    if (clients.size === 0 || isNudged) return;
    isNudged = true;
    // The next poll tries again.
    inTurn(tellNews).catch((error: unknown) => log.warn(error instanceof StoreFailure ? { reason: error.code } : { err: error }, 'live views were not told'));
  }

  async function tellNews(): Promise<void> {
    isNudged = false;
    const items = await since(store, told);
    if (items.length === 0) return;
    const { text, cursor } = written(items, store.epoch, told);
    told = cursor;
    broadcast(clients, text);
    // Of many not all come at once.
    nudge();
  }

  async function opening(given: string | undefined, visitors: FeedVisitor[]): Promise<string> {
    if (clients.size > 0) await tellNews();
    else told = await store.end();
    return openingOf(store, told, given, visitors);
  }

  function add(response: ServerResponse): void {
    // Who left while waiting for their turn says so no more.
    if (isClosed || response.destroyed) return void response.end();
    clients.add(response);
    response.on('close', () => clients.delete(response));
    response.on('error', () => clients.delete(response));
  }

  return {
    /** Takes over the response once it is known what to write; false, without taking it, when there are too many already. */
    join(take: () => ServerResponse, cursor: string | undefined, visitors: () => FeedVisitor[] = () => []): Promise<boolean> {
      return inTurn(async () => {
        if (clients.size >= limits.liveClients) return false;
        const text = await opening(cursor, visitors());
        const response = take();
        response.writeHead(200, streamHeaders);
        response.write(text);
        add(response);
        return true;
      });
    },

    /** There is something new in the store. */
    nudge,

    /** What nobody needs to catch up on. */
    tell(event: 'visitor' | 'gone', data: object | undefined): void {
      if (data) broadcast(clients, message(event, data));
    },

    close(): void {
      isClosed = true;
      clearInterval(heartbeat);
      clearInterval(poll);
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
async function openingOf(store: Store, end: Cursor, given: string | undefined, visitors: FeedVisitor[]): Promise<string> {
  const from = parseCursor(given, store.epoch, end);
  const items = (from ? await since(store, from) : await newest(store)).filter((item) => isToldBy(item, end));
  const { text } = written(items, store.epoch, from ?? startOf(items, end));
  const watched = visitors.length > 0 ? message('visitors', visitors) : '';
  return `retry: 2000\n\n${from ? '' : message('reset', {})}${text}${watched}${message('ready', { now: Date.now() })}`;
}

/** What has come since is broadcast. */
function isToldBy(item: FeedItem, { event, deadLetter }: Cursor): boolean {
  return item.id <= (item.kind === 'event' ? event : deadLetter);
}

function parseCursor(given: string | undefined, epoch: string, end: Cursor): Cursor | null {
  const [, of, event, deadLetter] = /^([0-9a-f]{8})-(\d{1,15})-(\d{1,15})$/.exec(given ?? '') ?? [];
  if (of !== epoch) return null;
  const cursor = { event: Number(event), deadLetter: Number(deadLetter) };
  const missed = end.event - cursor.event + (end.deadLetter - cursor.deadLetter);
  const isKnown = cursor.event <= end.event && cursor.deadLetter <= end.deadLetter;
  return isKnown && missed <= limits.liveResume ? cursor : null;
}

async function since(store: Store, { event, deadLetter }: Cursor): Promise<FeedItem[]> {
  const events = await store.eventsAfter(event, limits.liveResume);
  const letters = await store.deadLettersAfter(deadLetter, limits.liveResume);
  return inOrder([...events.map(feedEvent), ...letters.map(feedRejection)]);
}

async function newest(store: Store): Promise<FeedItem[]> {
  const count = limits.liveBacklog;
  const events = (await store.eventsBefore(Number.MAX_SAFE_INTEGER, count)).map(feedEvent).reverse();
  const rejections = (await store.lastDeadLetters(count)).map(feedRejection).reverse();
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
