// One event of a batch: what makes it acceptable, and the row it becomes.
import { isoTime, parseTime } from './clock.ts';
import { isNestedDeeperThan, isObject, objectAt, stringOrNull } from './json.ts';
import type { JsonObject } from './json.ts';
import { limits } from './limits.ts';

/** A row of the table `events`, named as its columns. Times are ISO 8601 in UTC; `body` is the event as JSON text. */
export interface EventRow {
  message_id: string;
  type: string;
  event: string | null;
  anonymous_id: string | null;
  user_id: string | null;
  session_id: string | null;
  campaign_id: string | null;
  path: string | null;
  timestamp: string;
  sent_at: string | null;
  received_at: string;
  corrected: string;
  body: string;
}

export interface Problem { code: string; detail: string }
/** `lag`: how far the sender's clock is behind ours. */
export interface Arrival { sentAt: number | null; receivedAt: number; lag: number; /** Of the batch. */ context: JsonObject; /** Said by the browser: stands above what any context says. */ signals: JsonObject }
export type Reading = { row: EventRow } | { problem: Problem };

interface Times { timestamp: number; corrected: number; sentAt: number | null; receivedAt: number }

const types = new Set(['track', 'page', 'screen', 'identify', 'group', 'alias']);
const campaignOutcome = /^Campaign (Shown|Clicked|Closed|Converted)$/;
const objectFields = ['properties', 'traits', 'context', 'integrations'];
const unprintable = /[\u0000-\u001f\u007f\ud800-\udfff]/u;

export function readEvent(value: unknown, arrival: Arrival): Reading {
  if (!isObject(value)) return refuse('not_an_object', 'An event is a JSON object.');
  if (isNestedDeeperThan(value, limits.nesting)) return refuse('too_deep', `An event nests at most ${limits.nesting} levels.`);
  const problem = shapeProblem(value) ?? identityProblem(value) ?? typeProblem(value);
  if (problem) return { problem };

  const text = JSON.stringify(value);
  if (Buffer.byteLength(text) > limits.eventBytes) return refuse('too_large', `An event has at most ${limits.eventBytes} bytes.`);

  const times = timesOf(value, arrival);
  if ('problem' in times) return times;
  return { row: toRow(value, withContexts(value, text, arrival), times) };
}

/** The id when it is one; what is not an id is never repeated to the sender. */
export function messageIdOf(value: unknown): string | null {
  const id = isObject(value) ? value['messageId'] : undefined;
  return isIdentifier(id, limits.messageIdChars - 1) ? id : null;
}

function refuse(code: string, detail: string): { problem: Problem } {
  return { problem: { code, detail } };
}

export function isIdentifier(value: unknown, maxChars: number): value is string {
  return typeof value === 'string' && value !== '' && value.length <= maxChars && !unprintable.test(value);
}

function shapeProblem(event: JsonObject): Problem | null {
  const wrong = objectFields.find((field) => event[field] != null && !isObject(event[field]));
  return wrong === undefined ? null : { code: 'bad_field', detail: `${wrong} is a JSON object.` };
}

function identityProblem(event: JsonObject): Problem | null {
  const id = event['messageId'];
  if (id === undefined || id === null || id === '') return { code: 'missing_message_id', detail: 'An event has a messageId.' };
  if (messageIdOf(event) === null)
    return { code: 'bad_message_id', detail: `A messageId is printable text shorter than ${limits.messageIdChars} characters.` };
  const visitor = [event['anonymousId'], event['userId']].filter((value) => value != null && value !== '');
  if (visitor.length === 0) return { code: 'missing_identity', detail: 'An event has an anonymousId or a userId.' };
  if (!visitor.every((value) => isIdentifier(value, limits.visitorIdChars)))
    return { code: 'bad_identity', detail: `anonymousId and userId are printable text of at most ${limits.visitorIdChars} characters.` };
  return null;
}

function typeProblem(event: JsonObject): Problem | null {
  const { type, event: name, groupId } = event;
  if (typeof type !== 'string' || !types.has(type))
    return { code: 'unknown_type', detail: `type is one of ${[...types].join(', ')}.` };
  if (type === 'track' && (typeof name !== 'string' || name === '')) return { code: 'missing_event', detail: 'A track event has a name in `event`.' };
  if (typeof name === 'string' && name.length > limits.eventNameChars)
    return { code: 'bad_event', detail: `The name of an event has at most ${limits.eventNameChars} characters.` };
  if (type === 'group' && stringOrNull(groupId) === null) return { code: 'missing_group_id', detail: 'A group event has a groupId.' };
  return null;
}

function timesOf(event: JsonObject, { sentAt, receivedAt, lag }: Arrival): Times | { problem: Problem } {
  const given = event['originalTimestamp'] ?? event['timestamp'];
  if (given === undefined || given === null) return { timestamp: receivedAt, corrected: receivedAt, sentAt, receivedAt };
  const timestamp = parseTime(given);
  if (timestamp === null) return refuse('bad_timestamp', 'A timestamp is ISO 8601 with a time zone.');
  const corrected = timestamp + lag;
  const problem = rangeProblem(corrected, receivedAt);
  return problem ? { problem } : { timestamp, corrected, sentAt, receivedAt };
}

function rangeProblem(corrected: number, receivedAt: number): Problem | null {
  if (corrected > receivedAt + limits.futureMs) return { code: 'in_the_future', detail: 'The event lies more than 24 hours ahead.' };
  if (corrected < receivedAt - limits.pastMs) return { code: 'too_old', detail: 'The event is more than 30 days old.' };
  return null;
}

function withContexts(event: JsonObject, text: string, { context, signals }: Arrival): string {
  if (Object.keys(context).length === 0 && Object.keys(signals).length === 0) return text;
  return JSON.stringify({ ...event, context: { ...context, ...objectAt(event, 'context'), ...signals } });
}

function toRow(event: JsonObject, body: string, at: Times): EventRow {
  const name = columnText(event['event'], limits.eventNameChars) ?? columnText(event['name'], limits.eventNameChars);
  return {
    message_id: event['messageId'] as string,
    type: event['type'] as string,
    event: name,
    anonymous_id: stringOrNull(event['anonymousId']),
    user_id: stringOrNull(event['userId']),
    session_id: columnText(objectAt(event, 'context', 'waymark', 'session')['id']),
    campaign_id: name !== null && campaignOutcome.test(name) ? columnText(objectAt(event, 'properties')['campaign_id'], limits.eventNameChars) : null,
    path: pathOf(event),
    timestamp: isoTime(at.timestamp),
    sent_at: isoTime(at.sentAt),
    received_at: isoTime(at.receivedAt),
    corrected: isoTime(at.corrected),
    body,
  };
}

/** As a column can have it: PostgreSQL's hold no NUL, and what it has an index over is short. The body keeps the whole. */
function columnText(value: unknown, maxChars = Infinity): string | null {
  return stringOrNull(value)?.slice(0, maxChars).replaceAll('\0', '\ufffd') ?? null;
}

function pathOf(event: JsonObject): string | null {
  const page = objectAt(event, 'context', 'page');
  const url = stringOrNull(page['url']);
  return columnText(page['path']) ?? (url !== null && URL.canParse(url) ? new URL(url).pathname : null);
}
