// What the studio is told of a stored row. The studio imports these types: keep them the whole contract.
import { isObject, objectAt, stringsOf } from './json.ts';
import type { JsonObject } from './json.ts';
import type { StoredDeadLetter, StoredEvent } from './storage/eventStore.ts';

export interface FeedEvent {
  kind: 'event';
  id: number;
  writeKey: string;
  messageId: string;
  type: string;
  /** Name of a track, page or screen event. */
  event: string | null;
  /** ISO 8601; `corrected` is the one to show. */
  timestamp: string;
  sentAt: string | null;
  receivedAt: string;
  corrected: string;
  anonymousId: string | null;
  userId: string | null;
  session: { id: string; number: number | null } | null;
  segments: string[];
  /** Shown in this session so far. */
  campaigns: string[];
  /** The campaign this event is about. */
  campaignId: string | null;
  path: string | null;
  /** The event as it was sent. */
  body: JsonObject;
}

export interface FeedRejection {
  kind: 'rejected';
  id: number;
  writeKey: string;
  messageId: string | null;
  code: string;
  detail: string;
  receivedAt: string;
  /** At most 4 KiB of what was sent, so often not whole JSON. */
  body: string;
}

export type FeedItem = FeedEvent | FeedRejection;

/** One page of history, newest first; `next` is the `before` of the page after it, null at the end. */
export interface FeedPage { events: FeedEvent[]; next: number | null }

export function feedEvent(row: StoredEvent): FeedEvent {
  const body = JSON.parse(row.body) as JsonObject;
  const waymark = objectAt(body, 'context', 'waymark');
  return {
    kind: 'event', id: row.id, writeKey: row.write_key, messageId: row.message_id, type: row.type, event: row.event,
    timestamp: row.timestamp, sentAt: row.sent_at, receivedAt: row.received_at, corrected: row.corrected,
    anonymousId: row.anonymous_id, userId: row.user_id, session: sessionOf(row, waymark),
    segments: stringsOf(waymark['segments']), campaigns: stringsOf(waymark['campaigns']),
    campaignId: row.campaign_id, path: row.path, body,
  };
}

export function feedRejection(row: StoredDeadLetter): FeedRejection {
  const { id, write_key, message_id, code, detail, received_at, body } = row;
  return { kind: 'rejected', id, writeKey: write_key, messageId: message_id, code, detail, receivedAt: received_at, body };
}

function sessionOf(row: StoredEvent, waymark: JsonObject): FeedEvent['session'] {
  if (row.session_id === null) return null;
  const session = waymark['session'];
  const number = isObject(session) ? session['number'] : undefined;
  return { id: row.session_id, number: typeof number === 'number' ? number : null };
}
