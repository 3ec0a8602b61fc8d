// Segments as rules and, beside each, what the rule means, said again in plain TypeScript.
import type { JsonObject } from '../../bindings/host/protocol.ts';
import type { Case } from './reference.ts';
import { ago, different, HOUR, IDLE, lately, mean, MINUTE, prices, type Seen, sum, thisSession } from './visit.ts';

interface RuledCase extends Case { when: JsonObject }

const isPhone = ({ category }: Seen): boolean => category == 'electronics.smartphone';
const brands = (events: Seen[]): number => different(events.map(({ brand }) => brand));

const viewed = (rest: JsonObject): JsonObject => ({ $event: { name: 'Product Viewed', ...rest } });
const ordered = (rest: JsonObject): JsonObject => ({ $event: { name: 'Order Completed', ...rest } });
const added = (rest: JsonObject): JsonObject => ({ $event: { name: 'Product Added', ...rest } });
const smartphone = { category: 'electronics.smartphone' };

export const CASES: RuledCase[] = [
  { id: 'phone-fan', when: viewed({ where: smartphone, within: '1h', count: { $gte: 3 } }), delays: [HOUR],
    isIn: (known) => lately(known.views, known, HOUR).filter(isPhone).length >= 3 },
  { id: 'cart-left', when: { $and: [added({ sinceLast: { $gte: '30m' } }), { $not: ordered({}) }] }, delays: [IDLE],
    isIn: (known) => ago(known.carts.at(-1), known)! >= IDLE && known.orders.length == 0 },
  { id: 'cart-left-long', when: { $and: [added({ sinceLast: { $gt: '30m' } }), { $nor: [ordered({ within: '1h' })] }] }, delays: [IDLE, IDLE + 1, HOUR],
    isIn: (known) => ago(known.carts.at(-1), known)! > IDLE && lately(known.orders, known, HOUR).length == 0 },
  { id: 'spender', when: ordered({ sum: { of: 'total', is: { $gt: 500 } } }), delays: [],
    isIn: ({ orders }) => sum(prices(orders)) > 500 },
  { id: '7', when: ordered({ within: '10m', sum: { of: 'revenue', is: { $gt: 250 } } }), delays: [10 * MINUTE],
    isIn: (known) => sum(prices(lately(known.orders, known, 10 * MINUTE))) > 250 },
  { id: 'brand-explorer', when: viewed({ distinct: { of: 'brand', is: { $gte: 3 } } }), delays: [],
    isIn: ({ views }) => brands(views) >= 3 },
  { id: 'brand-hopper', when: viewed({ within: '20m', distinct: { of: 'brand', is: { $gte: 2 } } }), delays: [20 * MINUTE],
    isIn: (known) => brands(lately(known.views, known, 20 * MINUTE)) >= 2 },
  { id: 'dear-taste', when: viewed({ within: '1h', avg: { of: 'price', is: { $gte: 200 } } }), delays: [HOUR],
    isIn: (known) => mean(prices(lately(known.views, known, HOUR))) >= 200 },
  { id: 'cheap-find', when: viewed({ min: { of: 'price', is: { $lt: 20 } } }), delays: [],
    isIn: ({ views }) => Math.min(...prices(views)) < 20 },
  { id: 'here-now', when: viewed({ sinceLast: { $lt: '10m' } }), delays: [10 * MINUTE],
    isIn: (known) => ago(known.views.at(-1), known)! < 10 * MINUTE },
  { id: 'long-known', when: { $and: [viewed({ sinceFirst: { $gte: '1h' } }), { $segment: 'brand-explorer' }] }, delays: [HOUR],
    isIn: (known) => ago(known.views[0], known)! >= HOUR && brands(known.views) >= 3 },
  { id: 'ends-on-phones', when: viewed({ last: { of: 'category', is: 'electronics.smartphone' } }), delays: [],
    isIn: ({ views }) => views.length > 0 && isPhone(views.at(-1)!) },
  { id: 'busy-session', when: viewed({ within: 'session', count: { $gte: 4 } }), delays: [IDLE],
    isIn: (known) => thisSession(known.views, known).length >= 4 },
  { id: 'comes-back', when: { 'visitor.sessions': { $gte: 2 } }, delays: [],
    isIn: ({ events }) => events.at(-1)!.session >= 2 },
  { id: 'leap-night', when: viewed({ within: { from: '2024-02-28T23:00:00Z', to: '2024-02-29T01:00:00Z' } }), delays: [],
    isIn: ({ views }) => views.some(({ time }) => time >= Date.UTC(2024, 1, 28, 23) && time < Date.UTC(2024, 1, 29, 1)) },
];

export const DOCUMENT = { version: 1, segments: CASES.map(({ id, when }) => ({ id, when })) };
