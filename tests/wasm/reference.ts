// What script/replay must print, worked out without the core: every rule asked again at every moment that could matter.
import { CASES, type Case, type Seen } from './segments.ts';
import type { Row } from './clickstream.ts';

const MINUTE = 60_000;
const IDLE = 30 * MINUTE;
const DAY = 24 * 60 * MINUTE;

export interface Outcome {
  visitors: number;
  sessions: number;
  events: Record<string, number>;
  revenue: number;
  malformed: number;
  segments: Record<string, { ever: number; end: number }>;
}

export function outcomeOf(rows: Row[]): Outcome {
  const visits = visitsOf(rows);
  const last = Math.max(...rows.map(timeOf));
  const count = (type: string): number => rows.filter((row) => row[1] == type).length;
  const cents = rows.filter((row) => row[1] == 'purchase').reduce((total, row) => total + Math.round(Number(row[6]) * 100), 0);
  const segments: Outcome['segments'] = {};
  for (const one of CASES) segments[one.id] = { ever: 0, end: 0 };
  for (const events of visits) for (const one of CASES) follow(one, events, last, segments[one.id]!);
  return {
    visitors: visits.length,
    sessions: visits.reduce((total, events) => total + events.at(-1)!.session, 0),
    events: { 'Product Viewed': count('view'), 'Product Added': count('cart'), 'Order Completed': count('purchase') },
    revenue: cents / 100,
    malformed: 0,
    segments,
  };
}

const timeOf = (row: Row): number => Date.parse(row[0].replace(' UTC', 'Z').replace(' ', 'T'));

function visitsOf(rows: Row[]): Seen[][] {
  const visits = new Map<string, Seen[]>();
  for (const row of rows) {
    const [, type, , , category, brand, price, user] = row;
    if (!visits.has(user)) visits.set(user, []);
    visits.get(user)!.push({ time: timeOf(row), type, category, brand, price: price ? Number(price) : undefined, session: 0 });
  }
  for (const events of visits.values()) numberSessions(events.sort((a, b) => a.time - b.time));
  return [...visits.values()];
}

function numberSessions(events: Seen[]): void {
  let number = 0;
  let started = -Infinity;
  let before = -Infinity;
  for (const event of events) {
    if (event.time - before >= IDLE || event.time - started >= DAY) {
      number++;
      started = event.time;
    }
    event.session = number;
    before = event.time;
  }
}

/** Before the events of a moment come its flips; after each of them the rule is asked again; nothing is asked before the first event. */
function follow({ isIn, delays }: Case, events: Seen[], last: number, into: { ever: number; end: number }): void {
  const moments = new Set([last, ...events.flatMap(({ time }) => [time, ...delays.map((delay) => time + delay)])]);
  let wasIn = false;
  let isNow = false;
  let told = 0;
  const ask = (now: number): void => {
    const known = events.slice(0, told);
    isNow = isIn(known, now, sessionAt(known, now));
    wasIn ||= isNow;
  };
  for (const now of [...moments].filter((moment) => moment <= last).sort((a, b) => a - b)) {
    if (told > 0) ask(now);
    while (told < events.length && events[told]!.time == now) {
      told++;
      ask(now);
    }
  }
  if (wasIn) into.ever++;
  if (isNow) into.end++;
}

function sessionAt(events: Seen[], now: number): number | undefined {
  const latest = events.at(-1);
  if (!latest) return undefined;
  const started = events.find(({ session }) => session == latest.session)!.time;
  return now - latest.time >= IDLE || now - started >= DAY ? undefined : latest.session;
}
