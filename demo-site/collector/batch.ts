// A batch in Segment's format: whose it is, and what each of its events becomes.
import { createHash } from 'node:crypto';
import { isoTime, parseTime } from './clock.ts';
import type { Clocks } from './clock.ts';
import { isIdentifier, messageIdOf, readEvent } from './event.ts';
import type { Arrival, EventRow } from './event.ts';
import { withoutTokenIn, withProvenUser } from './identity.ts';
import { boundedText, isObject, objectAt } from './json.ts';
import type { JsonObject } from './json.ts';
import { limits } from './limits.ts';
import { Refusal } from './refusal.ts';

/** A row of the table `dead_letter`. `sha256` is of the whole text, `body` its first 4 KiB. */
export interface DeadLetterRow {
  message_id: string | null;
  code: string;
  detail: string;
  body: string;
  sha256: string;
  received_at: string;
}

export interface Rejection { index: number; messageId: string | null; code: string; detail: string }
/** `places`: where in the batch each of the rows was. `unproven`: how many events named a user without a proof. */
export interface ReadBatch { rows: EventRow[]; places: number[]; deadLetters: DeadLetterRow[]; rejected: Rejection[]; unproven: number }

/** What is known of a batch beside its body. */
export interface Envelope { receivedAt: number; writeKey: string; identitySecret: string | undefined; signals: JsonObject }

/** The write key in the body, else the user of HTTP Basic. */
export function writeKeyOf(body: unknown, authorization: string | undefined): string | null {
  if (isObject(body) && typeof body['writeKey'] === 'string') return body['writeKey'];
  const basic = /^Basic\s+([A-Za-z0-9+/=]+)$/i.exec(authorization ?? '')?.[1];
  return basic === undefined ? null : Buffer.from(basic, 'base64').toString('utf8').split(':', 1)[0]!;
}

/** Throws a Refusal for a wrong envelope; a wrong event only becomes a rejection. */
export function readBatch(body: unknown, { receivedAt, writeKey, identitySecret, signals }: Envelope, clocks: Clocks): ReadBatch {
  const events = eventsOf(body);
  const sentAt = parseTime((body as JsonObject)['sentAt']);
  const lag = clocks.lagOf(clientOf(writeKey, events), sentAt, receivedAt);
  const context = objectAt(body, 'context');
  const arrival: Arrival = { sentAt, receivedAt, lag, context: identitySecret === undefined ? context : withoutTokenIn(context), signals };
  const read: ReadBatch = { rows: [], places: [], deadLetters: [], rejected: [], unproven: 0 };
  events.forEach((given, index) => {
    const { event, isUnproven } = identitySecret === undefined ? { event: given, isUnproven: false } : withProvenUser(given, context, identitySecret);
    if (isUnproven) read.unproven += 1;
    addEvent(read, event, index, arrival);
  });
  return read;
}

function eventsOf(body: unknown): unknown[] {
  const events = isObject(body) ? body['batch'] : undefined;
  if (!Array.isArray(events)) throw new Refusal(400, 'bad_batch', 'The body is an object with an array `batch`.');
  if (events.length === 0) throw new Refusal(400, 'empty_batch', 'A batch has at least one event.');
  if (events.length > limits.eventsPerBatch)
    throw new Refusal(413, 'too_many_events', `A batch has at most ${limits.eventsPerBatch} events.`);
  return events;
}

/** Who sends: a page's batch is of one visitor, and a server that sends for many has one clock, too. */
function clientOf(writeKey: string, [first]: unknown[]): string {
  const visitor = isObject(first) ? first['anonymousId'] ?? first['userId'] : null;
  return isIdentifier(visitor, limits.visitorIdChars) ? `${writeKey} ${visitor}` : writeKey;
}

function addEvent(read: ReadBatch, event: unknown, index: number, arrival: Arrival): void {
  const reading = readEvent(event, arrival);
  if ('row' in reading) {
    read.rows.push(reading.row);
    read.places.push(index);
    return;
  }
  const messageId = messageIdOf(event);
  read.rejected.push({ index, messageId, ...reading.problem });
  read.deadLetters.push({ message_id: messageId, ...reading.problem, ...evidence(event), received_at: isoTime(arrival.receivedAt) });
}

function evidence(event: unknown): { body: string; sha256: string } {
  const text = boundedText(event, 2 * limits.nesting);
  return { body: firstBytes(text, limits.deadLetterBytes), sha256: createHash('sha256').update(text).digest('hex') };
}

/** Cuts between characters, never inside one. */
function firstBytes(text: string, maxBytes: number): string {
  const room = new Uint8Array(maxBytes);
  const { read } = new TextEncoder().encodeInto(text, room);
  return text.slice(0, read);
}
