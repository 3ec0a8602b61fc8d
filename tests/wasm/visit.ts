// A visitor as the reference sees them: the events so far, and what the facts of the product are worked out to be from those alone.
export interface Seen {
  time: number;
  type: string;
  product: string;
  category: string;
  brand: string;
  price: number | undefined;
  session: number;
  /** Its place among the visitor's events: by time, then as they came. */
  place: number;
}

/** What is known of a visitor at a moment; events oldest first. */
export interface Known {
  events: Seen[];
  views: Seen[];
  carts: Seen[];
  orders: Seen[];
  now: number;
  /** The number of the session that is on. */
  session: number | undefined;
}

export const SECOND = 1000;
export const MINUTE = 60 * SECOND;
export const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;
export const IDLE = 30 * MINUTE;


export const lately = (events: Seen[], { now }: Known, length: number): Seen[] => events.filter(({ time }) => now - length < time && time <= now);
export const thisSession = (events: Seen[], { session }: Known): Seen[] => events.filter((event) => event.session == session);
export const ago = (event: Seen | undefined, { now }: Known): number | undefined => (event ? now - event.time : undefined);
export const prices = (events: Seen[]): number[] => events.flatMap(({ price }) => price ?? []);
export const sum = (numbers: number[]): number => numbers.reduce((total, number) => total + number, 0);
/** Of nothing it is not a number, and every comparison is false. */
export const mean = (numbers: number[]): number => sum(numbers) / numbers.length;
export const different = (texts: string[]): number => new Set(texts.filter((text) => text != '')).size;
/** A missing price is null, which JavaScript compares as 0. */
export const priced = (event: Seen): number => event.price ?? 0;

/** The nearest ones of `events` that come after `event` and less than `length` later. */
export const after = (event: Seen, events: Seen[], length = Infinity): Seen[] =>
  events.filter((later) => later.place > event.place && later.time - event.time < length);

/** Whether time alone has made it count: `length` is over, and nothing of `spoilers` came within it. */
export const stood = (event: Seen, length: number, spoilers: Seen[], { now }: Known): boolean =>
  now >= event.time + length && after(event, spoilers, length).length == 0;

export interface CartLine { product: string; brand: string; price: number; pieces: number }

/** A product stays what it was when it was first added; an order empties the cart. */
export function cartOf({ events }: Known): CartLine[] {
  const lines = new Map<string, CartLine>();
  for (const { type, product, brand, price } of events) {
    if (type == 'purchase') lines.clear();
    if (type != 'cart') continue;
    const line = lines.get(product) ?? { product, brand, price: price ?? 0, pieces: 0 };
    line.pieces++;
    lines.set(product, line);
  }
  return [...lines.values()];
}

export const pieces = (cart: CartLine[]): number => sum(cart.map((line) => line.pieces));
export const worth = (cart: CartLine[]): number => Math.round(sum(cart.map((line) => line.pieces * line.price)) * 100) / 100;

/** The stages that hold without a section of their own in the document. */
export function stageOf(known: Known): string {
  const orders = known.orders.length;
  if (orders >= 4) return 'advocacy';
  if (orders >= 2) return 'retention';
  if (orders >= 1) return 'purchase';
  if (pieces(cartOf(known)) > 0 || lately(known.carts, known, 7 * DAY).length > 0) return 'intent';
  return lately(known.views, known, 7 * DAY).length >= 2 ? 'consideration' : 'awareness';
}

export interface Rfm { recency: number; frequency: number; monetary: number; cell: string }

const CELLS = [
  ['lost', 'lost', 'hibernating', 'at-risk', 'cannot-lose'],
  ['hibernating', 'hibernating', 'at-risk', 'at-risk', 'cannot-lose'],
  ['about-to-sleep', 'about-to-sleep', 'need-attention', 'loyal', 'loyal'],
  ['promising', 'potential-loyalist', 'loyal', 'loyal', 'champions'],
  ['new', 'potential-loyalist', 'potential-loyalist', 'champions', 'champions'],
];

/** With the thresholds of docs/retail-segments.json. */
export function rfmOf(known: Known): Rfm | undefined {
  const orders = lately(known.orders, known, 30 * DAY);
  if (orders.length == 0) return undefined;
  const age = ago(orders.at(-1), known)!;
  const recency = age < 15 * MINUTE ? 5 : age < HOUR ? 4 : age < DAY ? 3 : age < 7 * DAY ? 2 : 1;
  const frequency = reached([2, 3, 5, 10], orders.length);
  const monetary = reached([50, 150, 400, 1000], sum(prices(orders)));
  return { recency, frequency, monetary, cell: CELLS[recency - 1]![Math.floor((frequency + monetary + 1) / 2) - 1]! };
}

const reached = (thresholds: number[], value: number): number => 1 + thresholds.filter((threshold) => value >= threshold).length;

