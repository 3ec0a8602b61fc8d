// What script/replay must print, worked out without the core: every rule asked again at every moment that could matter.
import type { Row } from './clickstream.ts';
import { DAY, HOUR, IDLE, type Known, type Seen } from './visit.ts';

export interface Case {
  id: string;
  /** Milliseconds after an event at which the answer may change by itself. */
  delays: number[];
  /** Whether the answer may change at each full hour. */
  isHourly?: boolean;
  /** What the segment means. */
  isIn(known: Known): boolean;
}

export interface Outcome {
  visitors: number;
  sessions: number;
  events: Record<string, number>;
  revenue: number;
  malformed: number;
  segments: Record<string, { ever: number; end: number }>;
}

export function outcomeOf(rows: Row[], cases: Case[]): Outcome {
  const visits = visitsOf(rows);
  const last = Math.max(...rows.map(timeOf));
  const count = (type: string): number => rows.filter((row) => row[1] == type).length;
  const cents = rows.filter((row) => row[1] == 'purchase').reduce((total, row) => total + Math.round(Number(row[6]) * 100), 0);
  const segments: Outcome['segments'] = {};
  for (const one of cases) segments[one.id] = { ever: 0, end: 0 };
  for (const events of visits) {
    for (const one of cases) {
      const { ever, end } = follow(one, events, last);
      if (ever) segments[one.id]!.ever++;
      if (end) segments[one.id]!.end++;
    }
  }
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

/** The events of each visitor in order, of visitors in order of appearance. */
export function visitsOf(rows: Row[]): Seen[][] {
  const visits = new Map<string, Seen[]>();
  for (const row of rows) {
    const [, type, product, , category, brand, price, user] = row;
    if (!visits.has(user)) visits.set(user, []);
    visits.get(user)!.push({ time: timeOf(row), type, product, category, brand, price: price ? Number(price) : undefined, session: 0, place: 0 });
  }
  for (const events of visits.values()) numberSessions(events.sort((a, b) => a.time - b.time));
  return [...visits.values()];
}

function numberSessions(events: Seen[]): void {
  let number = 0;
  let started = -Infinity;
  let before = -Infinity;
  for (const [place, event] of events.entries()) {
    if (event.time - before >= IDLE || event.time - started >= DAY) {
      number++;
      started = event.time;
    }
    event.session = number;
    event.place = place;
    before = event.time;
  }
}

/** Before the events of a moment come its flips; after each of them the rule is asked again; nothing is asked before the first event. */
export function follow(one: Case, events: Seen[], last: number): { ever: boolean; end: boolean; changes: number[] } {
  const changes: number[] = [];
  let ever = false;
  let end = false;
  let told = 0;
  const ask = (now: number): void => {
    const so = known(events, told);
    const isIn = one.isIn({ ...so, now, session: sessionAt(so, now) });
    if (isIn != end) changes.push(now);
    end = isIn;
    ever ||= isIn;
  };
  for (const now of momentsOf(one, events, last)) {
    if (told > 0) ask(now);
    while (told < events.length && events[told]!.time == now) {
      told++;
      ask(now);
    }
  }
  return { ever, end, changes };
}

function momentsOf({ delays, isHourly }: Case, events: Seen[], last: number): number[] {
  const moments = new Set([last, ...events.flatMap(({ time }) => [time, ...delays.map((delay) => time + delay)])]);
  if (isHourly) for (let hour = Math.ceil(events[0]!.time / HOUR) * HOUR; hour <= last; hour += HOUR) moments.add(hour);
  return [...moments].filter((moment) => moment <= last).sort((a, b) => a - b);
}

type Told = Omit<Known, 'now' | 'session'> & { started: number };
const parted = new WeakMap<Seen[], Told[]>();

/** The first events of a visitor, told apart by type; once for all cases. */
function known(events: Seen[], told: number): Told {
  let prefixes = parted.get(events);
  if (!prefixes) parted.set(events, (prefixes = []));
  return (prefixes[told] ??= part(events.slice(0, told)));
}

function part(events: Seen[]): Told {
  const of = (type: string): Seen[] => events.filter((event) => event.type == type);
  const { session } = events.at(-1)!;
  const started = events.find((event) => event.session == session)!.time;
  return { events, views: of('view'), carts: of('cart'), orders: of('purchase'), started };
}

/** The one of the latest event, unless it is over. */
function sessionAt({ events, started }: Told, now: number): number | undefined {
  const latest = events.at(-1)!;
  return now - latest.time >= IDLE || now - started >= DAY ? undefined : latest.session;
}
