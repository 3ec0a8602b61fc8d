// The live feed of the collector, as messages. It reconnects by itself, from where it was.
import type { FeedItem } from '../../collector/feed.ts';
import type { FeedGone, FeedVisitor } from '../../collector/inspections.ts';

export type FeedMessage =
  | { kind: 'items'; items: FeedItem[] }
  /** Everything shown so far is void: another database, or too much was missed. */
  | { kind: 'reset' }
  /** The backlog is complete. `aheadMs`: this clock minus the collector's. `visitors`: everyone who is being watched. */
  | { kind: 'ready'; aheadMs: number; visitors: FeedVisitor[] }
  | { kind: 'visitor'; visitor: FeedVisitor }
  | { kind: 'gone'; gone: FeedGone }
  | { kind: 'lost'; retryAt: number };

export interface Connection { retryNow(): void; close(): void }

const firstRetryMs = 1_000;
const longestRetryMs = 15_000;
/** Messages are handed over together: one drawing for a whole batch. */
const gatherMs = 60;

export function connect(url: string, deliver: (messages: FeedMessage[]) => void): Connection {
  let source: EventSource;
  let cursor = '';
  let delay = firstRetryMs;
  let retry: ReturnType<typeof setTimeout> | undefined;
  let gathered: FeedMessage[] = [];
  let visitors: FeedVisitor[] = [];

  function say(message: FeedMessage): void {
    if (gathered.push(message) === 1) setTimeout(() => deliver(gathered.splice(0)), gatherMs);
  }
  function onItem(event: MessageEvent<string>): void {
    cursor = event.lastEventId;
    say({ kind: 'items', items: [JSON.parse(event.data) as FeedItem] });
  }
  function onReady(event: MessageEvent<string>): void {
    delay = firstRetryMs;
    say({ kind: 'ready', aheadMs: Date.now() - (JSON.parse(event.data) as { now: number }).now, visitors });
  }
  /** The browser's own retry gives up after an error status and cannot be told to hurry: it is not used. */
  function onLost(): void {
    source.close();
    say({ kind: 'lost', retryAt: Date.now() + delay });
    retry = setTimeout(open, delay);
    delay = Math.min(2 * delay, longestRetryMs);
  }
  function open(): void {
    clearTimeout(retry);
    source?.close();
    visitors = [];
    source = new EventSource(cursor === '' ? url : `${url}?after=${encodeURIComponent(cursor)}`);
    source.addEventListener('event', onItem);
    source.addEventListener('rejected', onItem);
    source.addEventListener('visitors', ({ data }: MessageEvent<string>) => { visitors = JSON.parse(data) as FeedVisitor[]; });
    source.addEventListener('visitor', ({ data }: MessageEvent<string>) => say({ kind: 'visitor', visitor: JSON.parse(data) as FeedVisitor }));
    source.addEventListener('gone', ({ data }: MessageEvent<string>) => say({ kind: 'gone', gone: JSON.parse(data) as FeedGone }));
    source.addEventListener('reset', () => say({ kind: 'reset' }));
    source.addEventListener('ready', onReady);
    source.addEventListener('error', onLost);
  }

  open();
  addEventListener('online', open);
  return {
    retryNow: open,
    close() {
      removeEventListener('online', open);
      clearTimeout(retry);
      source.close();
    },
  };
}
