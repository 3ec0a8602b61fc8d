// Clickstreams for the tests, as rows of text; nothing here is shared with what script/replay reads them by.
import { gunzipSync } from 'node:zlib';
import { readFileSync } from 'node:fs';
import { Random } from './random.ts';

export const HEADER = 'event_time,event_type,product_id,category_id,category_code,brand,price,user_id,user_session';
export type Row = [time: string, type: string, product: string, categoryId: string, category: string, brand: string, price: string, user: string, session: string];

const SECOND = 1000;
const MINUTE = 60 * SECOND;
/** What a generated clickstream is made of. */
export interface Shop {
  start: number;
  /** Between events: those that meet the edges of the segments' windows, and ordinary ones. */
  gaps: number[];
  categories: string[];
  brands: string[];
  prices: string[];
}

const ANY_SHOP: Shop = {
  start: Date.UTC(2024, 1, 28, 22),
  gaps: [0, 0, SECOND, 7 * SECOND, MINUTE, 10 * MINUTE, 20 * MINUTE, 30 * MINUTE - SECOND, 30 * MINUTE, 30 * MINUTE + SECOND, 60 * MINUTE, 26 * 60 * MINUTE],
  categories: ['electronics.smartphone', 'electronics.smartphone', 'furniture.bed', ''],
  brands: ['apple', 'samsung', 'he"llo, gmbh', 'Ünal', ''],
  prices: ['12.50', '99.99', '250.1', '600', '0.00', ''],
};

export const timeText = (time: number): string => new Date(time).toISOString().slice(0, 19).replace('T', ' ') + ' UTC';

/** Visitors whose events lie on window edges and share seconds; the file is in time order but for some stragglers. */
export function generate(seed: number, visitors: number, shop = ANY_SHOP): Row[] {
  const random = new Random(seed);
  const timed: { time: number; row: Row }[] = [];
  for (let visitor = 0; visitor < visitors; visitor++) {
    let time = shop.start + random.below(7200) * SECOND;
    for (let left = 1 + random.below(40); left > 0; left--) {
      time += random.pick(shop.gaps);
      timed.push({ time: random.chance(0.05) ? time + MINUTE : time, row: row(random, shop, time, `5${visitor}`) });
    }
  }
  return timed.sort((a, b) => a.time - b.time).map(({ row }) => row);
}

function row(random: Random, shop: Shop, time: number, user: string): Row {
  const type = random.pick(['view', 'view', 'view', 'view', 'cart', 'purchase']);
  const product = String(1000 + random.below(50));
  return [timeText(time), type, product, random.pick(['2053013555631882655', '']), random.pick(shop.categories), random.pick(shop.brands), random.pick(shop.prices), user, 'x'];
}

export const csvOf = (rows: Row[]): string => [HEADER, ...rows.map((fields) => fields.map(quoted).join(','))].join('\n') + '\n';
const quoted = (field: string): string => (/[",\n]/.test(field) ? `"${field.replaceAll('"', '""')}"` : field);

/** The same events as Segment would have them. */
export function ndjsonOf(rows: Row[]): string {
  const names: Record<string, string> = { view: 'Product Viewed', cart: 'Product Added', purchase: 'Order Completed' };
  return rows.map(([time, type, product, categoryId, category, brand, price, user]) => {
    const item: Record<string, unknown> = { product_id: product, category_id: categoryId, category, brand, price: price && Number(price) };
    for (const key of Object.keys(item)) if (item[key] === '') delete item[key];
    const isOrder = type == 'purchase';
    const properties = { ...item, ...(isOrder && price ? { total: item.price, revenue: item.price } : {}), ...(isOrder ? { products: [item] } : {}) };
    return JSON.stringify({ type: 'track', event: names[type], userId: user, timestamp: time.replace(' UTC', 'Z').replace(' ', 'T'), properties });
  }).join('\n') + '\n';
}

/** A file without quotes. */
export const rowsOf = (path: string): Row[] =>
  gunzipSync(readFileSync(path)).toString().trimEnd().split('\n').slice(1).map((line) => line.split(',') as Row);
