// What each segment of docs/retail-segments.json means, said again in plain TypeScript over all that is known of a visitor.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Case } from './reference.ts';
import {
  after, ago, cartOf, DAY, different, HOUR, IDLE, type Known, lately, mean, MINUTE, pieces, priced, prices, rfmOf, type Seen, stageOf, stood, sum, thisSession, worth,
} from './visit.ts';

export const RETAIL_PATH = join(import.meta.dirname, '../../docs/retail-segments.json');
export const RETAIL: { segments: { id: string }[] } = JSON.parse(readFileSync(RETAIL_PATH, 'utf8'));

type Meaning = [delays: number[], isIn: (known: Known) => boolean];

const PREMIUM = ['apple', 'sony', 'bosch', 'samsung'];
const BIG = ['appliances.kitchen.refrigerators', 'appliances.kitchen.washer', 'appliances.kitchen.oven', 'appliances.kitchen.dishwasher', 'furniture.bed'];
const HOME = ['furniture.kitchen', 'furniture.living_room', 'furniture.bed', 'appliances.kitchen', 'appliances.living_room', 'appliances.bed'];
const SMALL = ['electronics.audio.headphone', 'electronics.clocks', 'electronics.tablet'];
const LAUNCH = Date.UTC(2019, 9, 1, 0, 30);

const isPhone = ({ category }: Seen): boolean => category == 'electronics.smartphone';
const isOther = (event: Seen): boolean => !isPhone(event);
const isApple = ({ brand }: Seen): boolean => brand == 'apple';
const costs = (least: number, below: number) => (event: Seen): boolean => priced(event) >= least && priced(event) < below;
const brands = (events: Seen[]): number => different(events.map(({ brand }) => brand));

const INTERESTS: Record<string, Meaning> = {
  'phone-fan': [[HOUR], (known) => lately(known.views, known, HOUR).filter(isPhone).length >= 3],
  'phone-marathon': [[IDLE, DAY], (known) => thisSession(known.views, known).filter(isPhone).length >= 5],
  'moving-house': [[7 * DAY], (known) => lately(known.views, known, 7 * DAY).filter(({ category }) => BIG.includes(category)).length >= 2],
  'kitchen-or-living': [[DAY], (known) => lately(known.views, known, DAY).filter(({ category }) => HOME.some((start) => category.startsWith(start))).length >= 2],
  'small-electronics': [[], ({ views }) => views.filter(({ category }) => SMALL.includes(category)).length >= 2],
  'off-the-map': [[30 * MINUTE], (known) => lately(known.views, known, 30 * MINUTE).filter(({ category }) => category == '').length >= 2],
  'launch-hour': [[], ({ views }) => {
    const inHour = views.filter(({ time }) => time >= LAUNCH && time < LAUNCH + HOUR);
    return inHour.length > 0 && inHour.every(({ time }) => time < LAUNCH + 45 * MINUTE);
  }],
  'one-brand-fan': [[HOUR], (known) => {
    const seen = lately(known.views, known, HOUR);
    return seen.length >= 3 && brands(seen) == 1;
  }],
  'apple-only': [[], ({ views }) => views.length >= 2 && views.every(isApple)],
  'brand-comparer': [[20 * MINUTE], (known) => brands(lately(known.views, known, 20 * MINUTE)) >= 3],
  'premium-shopper': [[2 * HOUR], (known) =>
    lately(known.views, known, 2 * HOUR).filter((event) => PREMIUM.includes(event.brand) && priced(event) >= 200).length >= 3],
  'samsung-first': [[], ({ views }) => views[0]?.brand == 'samsung' && views.at(-1)!.brand != 'samsung'],
  'dear-taste': [[DAY], (known) => {
    const seen = lately(known.views, known, DAY);
    return seen.length >= 2 && mean(prices(seen)) > 300;
  }],
  'bargain-hunter': [[], ({ views }) => views.length >= 3 && prices(views).length > 0 && prices(views).every((price) => price < 100)],
  'cheap-find': [[10 * MINUTE], (known) => prices(lately(known.views, known, 10 * MINUTE)).some((price) => price < 20)],
  'price-drop-hunter': [[], ({ views }) => {
    const phones = views.filter(isPhone);
    return phones.filter((event) => priced(event) >= 500).some((dear) => after(dear, phones, 20 * MINUTE).some((event) => priced(event) < 200));
  }],
  'trading-up': [[], ({ views }) => views.filter((event) => priced(event) < 100).some((cheap) => {
    const next = after(cheap, views, 30 * MINUTE);
    return next.filter(costs(100, 300)).some((middle) => after(middle, next).some(costs(300, Infinity)));
  })],
};

const PRESENCE: Record<string, Meaning> = {
  'window-shopper': [[IDLE, DAY], (known) => thisSession(known.views, known).length >= 5 && thisSession(known.carts, known).length == 0],
  'choice-overload': [[HOUR], (known) => different(lately(known.views, known, HOUR).map(({ product }) => product)) >= 8],
  'fast-clicker': [[MINUTE], (known) => lately(known.views, known, MINUTE).length >= 3],
  'here-now': [[5 * MINUTE, 5 * MINUTE + 1], (known) => ago(known.views.at(-1), known)! <= 5 * MINUTE],
  'gone-quiet': [[10 * MINUTE], (known) => ago(known.views.at(-1), known)! >= 10 * MINUTE],
  'slow-burner': [[HOUR, 30 * MINUTE], (known) =>
    ago(known.views[0], known)! >= HOUR && ago(known.views.at(-1), known)! < 30 * MINUTE && known.orders.length == 0],
  'looks-again': [[], ({ views }) => views.filter(isPhone).some((first) =>
    after(first, views, 20 * MINUTE).filter(isOther).some((other) =>
      after(other, views, 20 * MINUTE).filter(isPhone).some((again) => again.time - first.time < HOUR)))],
  'returning': [[], ({ events }) => events.at(-1)!.session >= 2],
  'second-session': [[IDLE, DAY], ({ session }) => session == 2],
  'busy-session': [[IDLE, DAY], (known) => thisSession(known.events, known).length >= 10],
  'night-owl': [[IDLE, DAY], ({ now, session }) => session !== undefined && new Date(now).getUTCHours() == 1],
};

const CARTS: Record<string, Meaning> = {
  'cart-abandoner': [[30 * MINUTE], (known) => known.carts.some((cart) => stood(cart, 30 * MINUTE, known.orders, known))],
  'cart-waiting': [[30 * MINUTE], (known) =>
    known.carts.some((cart) => stood(cart, 30 * MINUTE, known.orders, known) && after(cart, known.orders).length == 0)],
  'open-cart': [[], ({ carts, orders }) => carts.some((cart) => after(cart, orders).length == 0)],
  'phone-left-behind': [[15 * MINUTE], (known) =>
    known.views.filter(isPhone).some((view) =>
      after(view, known.carts, 15 * MINUTE).filter(isPhone).some((cart) => stood(cart, 15 * MINUTE, known.orders.filter(isPhone), known)))],
  'quick-decider': [[], ({ views, carts }) => views.some((view) => after(view, carts, 2 * MINUTE).length > 0)],
  'researcher': [[20 * MINUTE], (known) => {
    const [cart] = known.carts.slice(-1);
    return cart !== undefined && stood(cart, 20 * MINUTE, known.orders, known) &&
      known.views.some((first) => cart.time - first.time < 2 * HOUR &&
        after(first, known.views, 30 * MINUTE).some((second) =>
          after(second, known.views, 30 * MINUTE).some((third) => after(third, [cart], HOUR).length > 0)));
  }],
  'smooth-buyer': [[], ({ views, carts, orders }) =>
    views.some((view) => after(view, carts, 15 * MINUTE).some((cart) =>
      after(cart, orders, 5 * MINUTE).some((order) => order.time - view.time < 15 * MINUTE)))],
  'full-cart': [[], (known) => pieces(cartOf(known)) >= 2],
  'valuable-cart': [[10 * MINUTE, 10 * MINUTE + 1], (known) => worth(cartOf(known)) >= 250 && ago(known.carts.at(-1), known)! > 10 * MINUTE],
  'premium-in-cart': [[], (known) => cartOf(known).some(({ brand }) => PREMIUM.includes(brand))],
};

const BUYERS: Record<string, Meaning> = {
  'first-order': [[], ({ orders }) => orders.length == 1],
  'repeat-buyer': [[30 * DAY], (known) => lately(known.orders, known, 30 * DAY).length >= 2],
  'big-spender': [[30 * DAY], (known) => sum(prices(lately(known.orders, known, 30 * DAY))) > 500],
  'one-big-order': [[], ({ orders }) => prices(orders).some((price) => price >= 800)],
  'small-orders': [[], ({ orders }) => mean(prices(orders)) < 100],
  'apple-buyer': [[], ({ orders }) => orders.some(isApple)],
  'just-bought': [[15 * MINUTE], (known) => ago(known.orders.at(-1), known)! < 15 * MINUTE],
  'still-looking': [[], ({ views, orders }) => orders.some((order) => after(order, views, 10 * MINUTE).length > 0)],
  'satisfied': [[10 * MINUTE], (known) => known.orders.some((order) => stood(order, 10 * MINUTE, known.views, known))],
  'rfm-new': [RFM(), (known) => rfmOf(known)?.cell == 'new'],
  'rfm-cooling': [RFM(), (known) => (rfmOf(known)?.recency ?? 9) <= 3],
  'rfm-valuable': [RFM(), (known) => {
    const rfm = rfmOf(known);
    return rfm !== undefined && rfm.monetary >= 3 && ['champions', 'loyal', 'potential-loyalist'].includes(rfm.cell);
  }],
  'no-buyer': [[IDLE, DAY, 30 * DAY], (known) => !rfmOf(known) && thisSession(known.events, known).length >= 5],
  'considering': [[7 * DAY], (known) => stageOf(known) == 'consideration'],
  'intent': [[7 * DAY], (known) => stageOf(known) == 'intent'],
  'customer': [[], ({ orders }) => orders.length > 0],
  'stalled-intent': [[7 * DAY, 20 * MINUTE], (known) => stageOf(known) == 'intent' && ago(known.views.at(-1), known)! >= 20 * MINUTE],
};

function RFM(): number[] {
  return [15 * MINUTE, HOUR, DAY, 7 * DAY, 30 * DAY];
}

const PARTS = { ...INTERESTS, ...PRESENCE, ...CARTS, ...BUYERS };
const both = (ids: string[], isIn: (is: (id: string) => boolean) => boolean): Meaning =>
  [ids.flatMap((id) => PARTS[id]![0]), (known) => isIn((id) => PARTS[id]![1](known))];

const COMBINED: Record<string, Meaning> = {
  'nameless-fan': both(['one-brand-fan'], (is) => is('one-brand-fan')),
  'upsell': both(['phone-fan', 'big-spender'], (is) => is('phone-fan') && !is('big-spender')),
  'vip': both(['big-spender', 'rfm-valuable', 'valuable-cart', 'returning'], (is) =>
    is('big-spender') || is('rfm-valuable') || (is('valuable-cart') && is('returning'))),
  'hot-lead': both(['quick-decider', 'open-cart', 'here-now', 'customer'], (is) =>
    (is('quick-decider') || is('open-cart')) && is('here-now') && !is('customer')),
};

const MEANINGS: Record<string, Meaning> = { ...PARTS, ...COMBINED };

/** In the order of the document; throws when one of both has a segment that the other has not. */
export const RETAIL_CASES: Case[] = RETAIL.segments.map(({ id }) => {
  const [delays, isIn] = MEANINGS[id]!;
  return { id, delays, isHourly: id == 'night-owl', isIn };
});
