// What an inspected page says of its visitor: checked, and cut to what the studio shows. The studio imports these types.
import { isoTime, plainLag } from './clock.ts';
import { isIdentifier } from './event.ts';
import { isNestedDeeperThan, isObject, objectAt, stringOrNull } from './json.ts';
import type { JsonObject } from './json.ts';
import { limits } from './limits.ts';
import { Refusal } from './refusal.ts';

/** A node of an explanation, as the core writes it (sdk/src/rules/explain.h). `segment` alone: its tree stands elsewhere in the same one. */
export interface Why {
  kind: 'all' | 'any' | 'not' | 'fact' | 'event' | 'campaign' | 'sequence' | 'segment';
  in: boolean;
  text: string;
  /** The segment whose rule this is. */
  segment?: string;
  of?: Why[];
  fact?: string;
  operator?: string;
  seen?: unknown;
  wanted?: unknown;
  event?: string;
  where?: unknown;
  within?: unknown;
  campaign?: string;
  outcome?: string;
  measures?: WhyMeasure[];
  steps?: WhyStep[];
  reached?: number;
  unless?: string;
  /** What would make it true. */
  missing?: { more?: number; less?: number; events?: number };
  /** When it becomes true by itself, by the collector's clock. */
  at?: number;
  partial?: boolean;
}
export interface WhyMeasure { measure: string; of?: string; in: boolean; seen: unknown; wanted: unknown }
export interface WhyStep { name: string; at?: number }

export interface InspectedSegment { id: string; name: string; in: boolean; /** Absent before the first event, and where it was too long to send. */ why: Why | null }
export interface Rfm { recency: number; frequency: number; monetary: number; cell: string }

export interface Inspection {
  writeKey: string;
  visitor: string;
  /** Drawn anew for every page load: says goodbye without naming the visitor. */
  watch: string;
  user: string | null;
  /** ISO 8601, as the other times of the feed. */
  at: string;
  receivedAt: string;
  url: string | null;
  /** Of the page, and of the texts. */
  language: string | null;
  session: { id: string; number: number | null } | null;
  stage: string | null;
  rfm: Rfm | null;
  segments: InspectedSegment[];
}

/** The page is in the background (`away`), or may not be watched any longer (`gone`). */
export interface Farewell { writeKey: string; watch: string; is: 'away' | 'gone' }

/** Throws a Refusal whose detail begins with the field that is wrong. */
export function readInspection(body: unknown, writeKey: string, receivedAt: number): Inspection | Farewell {
  if (!isObject(body)) throw refusal('body: an object');
  if (isNestedDeeperThan(body, limits.inspectNesting)) throw refusal(`body: at most ${limits.inspectNesting} levels`);
  const watch = identifierIn(body, 'watch');
  if (body['is'] === 'away' || body['is'] === 'gone') return { writeKey, watch, is: body['is'] };
  const sentAt = body['at'];
  if (typeof sentAt !== 'number' || !(Math.abs(sentAt) <= latestTime)) throw refusal('at: milliseconds since the epoch');
  const lag = plainLag(receivedAt - sentAt);
  const corrected = (time: number) => time + lag;
  return {
    writeKey,
    visitor: identifierIn(body, 'visitor'),
    watch,
    user: stringOrNull(body['user']),
    at: isoTime(corrected(sentAt)),
    receivedAt: isoTime(receivedAt),
    url: stringOrNull(body['url']),
    language: stringOrNull(body['language']),
    session: sessionOf(body),
    stage: stringOrNull(body['stage']),
    rfm: rfmOf(body),
    segments: segmentsOf(body, corrected),
  };
}

const latestTime = 8.64e15;

function refusal(detail: string): Refusal {
  return new Refusal(400, 'bad_inspection', detail);
}

function identifierIn(body: JsonObject, field: string): string {
  const value = body[field];
  if (typeof value !== 'string' || !isIdentifier(value, limits.visitorIdChars)) throw refusal(`${field}: printable text of at most ${limits.visitorIdChars} characters`);
  return value;
}

function sessionOf(body: JsonObject): Inspection['session'] {
  const { id, number } = objectAt(body, 'session');
  return typeof id === 'string' && id !== '' ? { id, number: numberOr(number, null) } : null;
}

function rfmOf(body: JsonObject): Rfm | null {
  const { recency, frequency, monetary, cell } = objectAt(body, 'rfm');
  if (typeof cell !== 'string') return null;
  return { recency: numberOr(recency, 0), frequency: numberOr(frequency, 0), monetary: numberOr(monetary, 0), cell };
}

function segmentsOf(body: JsonObject, corrected: (time: number) => number): InspectedSegment[] {
  const segments = body['segments'];
  if (!Array.isArray(segments) || segments.length > limits.inspectSegments) throw refusal(`segments: an array of at most ${limits.inspectSegments}`);
  const seen = new Set<string>();
  return segments.flatMap((segment: unknown) => {
    const { segment: id, name, in: isIn, why } = objectAt(segment);
    if (typeof id !== 'string' || id === '' || seen.has(id)) return [];
    seen.add(id);
    return [{ id, name: stringOrNull(name) ?? id, in: isIn === true, why: isObject(why) ? whyOf(why, corrected) : null }];
  });
}

const kinds: ReadonlySet<unknown> = new Set<Why['kind']>(['all', 'any', 'not', 'fact', 'event', 'campaign', 'sequence']);

function whyOf(node: JsonObject, corrected: (time: number) => number): Why {
  const { kind, text, of, measures, steps, missing, at, reached, partial, seen, wanted, where, within } = node;
  const why: Why = { kind: kinds.has(kind) ? (kind as Why['kind']) : 'segment', in: node['in'] === true, text: stringOrNull(text) ?? '', seen, wanted, where, within };
  for (const name of ['segment', 'fact', 'operator', 'event', 'campaign', 'outcome', 'unless'] as const) {
    const value = stringOrNull(node[name]);
    if (value !== null) why[name] = value;
  }
  if (Array.isArray(of)) why.of = of.filter(isObject).map((child) => whyOf(child, corrected));
  if (Array.isArray(measures)) why.measures = measures.filter(isObject).map(measureOf);
  if (Array.isArray(steps)) why.steps = steps.filter(isObject).map((step) => stepOf(step, corrected));
  if (isObject(missing)) why.missing = Object.fromEntries(Object.entries(missing).filter(([, value]) => typeof value === 'number'));
  if (typeof at === 'number') why.at = corrected(at);
  if (typeof reached === 'number') why.reached = reached;
  if (partial === true) why.partial = true;
  return why;
}

function measureOf({ measure, of, in: isIn, seen, wanted }: JsonObject): WhyMeasure {
  return { measure: stringOrNull(measure) ?? '', ...(typeof of === 'string' && { of }), in: isIn === true, seen, wanted };
}

function stepOf({ name, at }: JsonObject, corrected: (time: number) => number): WhyStep {
  return { name: stringOrNull(name) ?? '', ...(typeof at === 'number' && { at: corrected(at) }) };
}

function numberOr<Other>(value: unknown, other: Other): number | Other {
  return typeof value === 'number' ? value : other;
}
