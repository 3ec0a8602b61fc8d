// Segments as rules and, beside each, what the rule means, said again in plain TypeScript.
import type { JsonObject } from '../../bindings/host/protocol.ts';

export interface Seen { time: number; type: string; category: string; brand: string; price: number | undefined; session: number }

export interface Case {
  id: string;
  when: JsonObject;
  /** Milliseconds after an event at which the answer may change by itself. */
  delays: number[];
  /** Whether a visitor with these events, oldest first, is in at `now`; `session`: the one that is on, if any. */
  isIn(events: Seen[], now: number, session: number | undefined): boolean;
}

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const IDLE = 30 * MINUTE;

const of = (events: Seen[], type: string): Seen[] => events.filter((event) => event.type == type);
const within = (events: Seen[], now: number, length: number): Seen[] => events.filter(({ time }) => now - length < time && time <= now);
const prices = (events: Seen[]): number[] => events.flatMap(({ price }) => price ?? []);
const sum = (numbers: number[]): number => numbers.reduce((total, number) => total + number, 0);
const brands = (events: Seen[]): number => new Set(events.map(({ brand }) => brand).filter((brand) => brand != '')).size;
const phones = (events: Seen[]): Seen[] => of(events, 'view').filter(({ category }) => category == 'electronics.smartphone');

const viewed = (rest: JsonObject): JsonObject => ({ $event: { name: 'Product Viewed', ...rest } });
const ordered = (rest: JsonObject): JsonObject => ({ $event: { name: 'Order Completed', ...rest } });
const added = (rest: JsonObject): JsonObject => ({ $event: { name: 'Product Added', ...rest } });
const smartphone = { category: 'electronics.smartphone' };

export const CASES: Case[] = [
  { id: 'phone-fan', when: viewed({ where: smartphone, within: '1h', count: { $gte: 3 } }), delays: [HOUR],
    isIn: (events, now) => within(phones(events), now, HOUR).length >= 3 },
  { id: 'cart-left', when: { $and: [added({ sinceLast: { $gte: '30m' } }), { $not: ordered({}) }] }, delays: [IDLE],
    isIn: (events, now) => now - (of(events, 'cart').at(-1)?.time ?? Infinity) >= IDLE && of(events, 'purchase').length == 0 },
  { id: 'cart-left-long', when: { $and: [added({ sinceLast: { $gt: '30m' } }), { $nor: [ordered({ within: '1h' })] }] }, delays: [IDLE, IDLE + 1, HOUR],
    isIn: (events, now) => now - (of(events, 'cart').at(-1)?.time ?? Infinity) > IDLE && within(of(events, 'purchase'), now, HOUR).length == 0 },
  { id: 'spender', when: ordered({ sum: { of: 'total', is: { $gt: 500 } } }), delays: [],
    isIn: (events) => sum(prices(of(events, 'purchase'))) > 500 },
  { id: '7', when: ordered({ within: '10m', sum: { of: 'revenue', is: { $gt: 250 } } }), delays: [10 * MINUTE],
    isIn: (events, now) => sum(prices(within(of(events, 'purchase'), now, 10 * MINUTE))) > 250 },
  { id: 'brand-explorer', when: viewed({ distinct: { of: 'brand', is: { $gte: 3 } } }), delays: [],
    isIn: (events) => brands(of(events, 'view')) >= 3 },
  { id: 'brand-hopper', when: viewed({ within: '20m', distinct: { of: 'brand', is: { $gte: 2 } } }), delays: [20 * MINUTE],
    isIn: (events, now) => brands(within(of(events, 'view'), now, 20 * MINUTE)) >= 2 },
  { id: 'dear-taste', when: viewed({ within: '1h', avg: { of: 'price', is: { $gte: 200 } } }), delays: [HOUR],
    isIn: (events, now) => {
      const seen = prices(within(of(events, 'view'), now, HOUR));
      return seen.length > 0 && sum(seen) / seen.length >= 200;
    } },
  { id: 'cheap-find', when: viewed({ min: { of: 'price', is: { $lt: 20 } } }), delays: [],
    isIn: (events) => Math.min(...prices(of(events, 'view'))) < 20 },
  { id: 'here-now', when: viewed({ sinceLast: { $lt: '10m' } }), delays: [10 * MINUTE],
    isIn: (events, now) => now - (of(events, 'view').at(-1)?.time ?? -Infinity) < 10 * MINUTE },
  { id: 'long-known', when: { $and: [viewed({ sinceFirst: { $gte: '1h' } }), { $segment: 'brand-explorer' }] }, delays: [HOUR],
    isIn: (events, now) => now - (of(events, 'view')[0]?.time ?? Infinity) >= HOUR && brands(of(events, 'view')) >= 3 },
  { id: 'ends-on-phones', when: viewed({ last: { of: 'category', is: 'electronics.smartphone' } }), delays: [],
    isIn: (events) => of(events, 'view').at(-1)?.category == 'electronics.smartphone' },
  { id: 'busy-session', when: viewed({ within: 'session', count: { $gte: 4 } }), delays: [IDLE],
    isIn: (events, _, session) => session !== undefined && of(events, 'view').filter((event) => event.session == session).length >= 4 },
  { id: 'comes-back', when: { 'visitor.sessions': { $gte: 2 } }, delays: [],
    isIn: (events) => (events.at(-1)?.session ?? 0) >= 2 },
  { id: 'leap-night', when: viewed({ within: { from: '2024-02-28T23:00:00Z', to: '2024-02-29T01:00:00Z' } }), delays: [],
    isIn: (events) => of(events, 'view').some(({ time }) => time >= Date.UTC(2024, 1, 28, 23) && time < Date.UTC(2024, 1, 29, 1)) },
];

export const DOCUMENT = { version: 1, segments: CASES.map(({ id, when }) => ({ id, when })) };
