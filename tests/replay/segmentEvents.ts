// Segment's events, one JSON object a line: https://segment.com/docs/connections/spec/common/
import { checkSize, Malformed, ORDER_COMPLETED, PAGE_VIEWED, type ReplayEvent } from './event.ts';
import type { Complain } from './clickstream.ts';
import type { Line } from './lines.ts';

type Fields = Record<string, any>;
const TIME = /^\d{4}-\d\d-\d\d(T\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:?\d\d)?)?$/;
/** The core takes 64 levels; the command around the event takes three. */
const MAX_DEPTH = 60;

export async function* readSegmentEvents(lines: AsyncIterable<Line>, complain: Complain): AsyncGenerator<ReplayEvent> {
  for await (const { number, text } of lines) {
    if (!text.trim()) continue;
    try {
      const event = eventOf(parsed(text));
      checkSize(event.command, text.length);
      yield event;
    } catch (error) {
      if (!(error instanceof Malformed)) throw error;
      complain(number, error.message);
    }
  }
}

function parsed(text: string): Fields {
  let value;
  try {
    value = JSON.parse(text);
  } catch {
    throw new Malformed('bad JSON');
  }
  if (!isObject(value)) throw new Malformed('not an object');
  if (text.length > 2 * MAX_DEPTH && isDeeper(value, MAX_DEPTH)) throw new Malformed(`nested deeper than ${MAX_DEPTH} levels`);
  return value;
}

const isObject = (value: unknown): value is Fields => typeof value == 'object' && value !== null && !Array.isArray(value);

function isDeeper(value: unknown, levels: number): boolean {
  if (typeof value != 'object' || value === null) return false;
  return levels == 0 || Object.values(value).some((part) => isDeeper(part, levels - 1));
}

function eventOf(fields: Fields): ReplayEvent {
  const read = TYPES[fields.type as keyof typeof TYPES];
  if (!Object.hasOwn(TYPES, String(fields.type)) || !read) throw new Malformed(`unknown type ${JSON.stringify(fields.type)}`);
  const visitor = idOf(fields.userId) ?? idOf(fields.anonymousId);
  if (visitor === undefined) throw new Malformed('userId and anonymousId are missing');
  const { name, revenue, command } = read(fields);
  return { visitor, time: timeOf(fields.timestamp ?? fields.originalTimestamp), name, revenue, command };
}

type Call = { name?: string; revenue?: number; command: object };
const TYPES = {
  track(fields: Fields): Call {
    const name = needed(fields, 'event');
    const properties = objectOf(fields, 'properties');
    return { name, revenue: name == ORDER_COMPLETED ? revenueOf(properties) : undefined, command: { kind: 'track', name, properties } };
  },
  page(fields: Fields): Call {
    const properties = objectOf(fields, 'properties');
    const page = { ...fields.context?.page, ...properties };
    const info = { url: textOf(page.url) ?? '', title: textOf(page.title) ?? '', referrer: textOf(page.referrer) ?? '', type: textOf(page.type) };
    const { name, category } = fields;
    return { name: PAGE_VIEWED, command: { kind: 'page', page: info, name: textOf(name), category: textOf(category), properties } };
  },
  identify: (fields: Fields): Call => ({ command: { kind: 'identify', userId: idOf(fields.userId), traits: objectOf(fields, 'traits') } }),
  alias: (fields: Fields): Call => ({ command: { kind: 'alias', userId: needed(fields, 'userId'), previousId: idOf(fields.previousId) } }),
  group: (fields: Fields): Call => ({ command: { kind: 'group', groupId: needed(fields, 'groupId'), traits: objectOf(fields, 'traits') } }),
};

function needed(fields: Fields, name: string): string {
  const text = idOf(fields[name]);
  if (text === undefined) throw new Malformed(`${name} is missing`);
  return text;
}

function objectOf(fields: Fields, name: string): Fields | undefined {
  const value = fields[name] ?? undefined;
  if (value !== undefined && !isObject(value)) throw new Malformed(`${name} is not an object`);
  return value;
}

const textOf = (value: unknown): string | undefined => (typeof value == 'string' ? value : undefined);
const idOf = (value: unknown): string | undefined => (typeof value == 'number' ? String(value) : textOf(value)) || undefined;
const revenueOf = (properties: Fields | undefined): number | undefined =>
  [properties?.revenue, properties?.total].find((value) => typeof value == 'number');

/** A time without a zone is UTC, as in the data's own format. */
function timeOf(text: unknown): number {
  const zone = typeof text == 'string' ? TIME.exec(text) : null;
  const value = zone ? Date.parse(zone[1] && !zone[4] ? `${text}Z` : String(text)) : NaN;
  if (!(value >= 0)) throw new Malformed(`bad time ${JSON.stringify(text)}`);
  return value;
}
