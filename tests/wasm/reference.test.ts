// The reference by itself, over visits small enough to be reckoned by hand.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Row } from './clickstream.ts';
import { follow, visitsOf } from './reference.ts';
import { RETAIL_CASES } from './retailSegments.ts';
import { type Known, rfmOf, stageOf } from './visit.ts';

type Act = [at: string, type: 'view' | 'cart' | 'purchase', ...rest: (Partial<Record<'category' | 'brand' | 'price' | 'product', string>> | undefined)[]];

const day = (at: string): string => `2019-10-01 ${at} UTC`;
const row = ([at, type, about = {}]: Act): Row =>
  [day(at), type, about.product ?? '1', '', about.category ?? '', about.brand ?? '', about.price ?? '', 'ada', ''];
const visitOf = (acts: Act[]) => visitsOf(acts.map(row))[0]!;

/** When the segment was entered and left, in turn. */
function changes(id: string, acts: Act[], last = '23:00:00'): string[] {
  const one = RETAIL_CASES.find((each) => each.id == id)!;
  return follow(one, visitOf(acts), Date.parse(`2019-10-01T${last}Z`)).changes.map((at) => new Date(at).toISOString().slice(11, 19));
}

const phone = { category: 'electronics.smartphone' };
const visits: [what: string, id: string, acts: Act[], changes: string[], last?: string][] = [
  ['an event leaves a window at exactly its length', 'phone-fan', [['10:00:00', 'view', phone], ['10:10:00', 'view', phone], ['10:20:00', 'view', phone]], ['10:20:00', '11:00:00']],
  ['… before what happens at that moment', 'phone-fan', [['10:00:00', 'view', phone], ['10:10:00', 'view', phone], ['11:00:00', 'view', phone]], []],
  ['a session is over 30 minutes after its last event', 'phone-marathon', ['10:00:00', '10:29:59', '10:50:00', '10:50:00', '11:00:00'].map((at): Act => [at, 'view', phone]), ['11:00:00', '11:30:00']],
  ['a gap of 30 minutes begins a new one', 'second-session', [['10:00:00', 'view'], ['10:30:00', 'view']], ['10:30:00', '11:00:00']],
  ['an order a second before the cart is old prevents', 'cart-abandoner', [['10:00:00', 'cart'], ['10:29:59', 'purchase']], []],
  ['an order in the moment it is old comes too late', 'cart-abandoner', [['10:00:00', 'cart'], ['10:30:00', 'purchase']], ['10:30:00']],
  ['an order undoes what waits for it', 'cart-waiting', [['10:00:00', 'cart'], ['10:30:00', 'purchase']], ['10:30:00', '10:30:00']],
  ['a second cart has its own time', 'cart-waiting', [['10:00:00', 'cart'], ['10:20:00', 'purchase'], ['10:25:00', 'cart']], ['10:55:00']],
  ['of events of one second the first ones come first', 'open-cart', [['10:00:00', 'purchase'], ['10:00:00', 'cart']], ['10:00:00']],
  ['… and the other way round', 'open-cart', [['10:00:00', 'cart'], ['10:00:00', 'purchase']], ['10:00:00', '10:00:00']],
  ['a step must be nearer than its gap', 'quick-decider', [['10:00:00', 'view'], ['10:02:00', 'cart']], []],
  ['… to any one that came before', 'quick-decider', [['10:00:00', 'view'], ['10:01:00', 'view'], ['10:02:00', 'cart']], ['10:02:00']],
  ['all steps must fit into the whole', 'smooth-buyer', [['10:00:00', 'view'], ['10:11:00', 'cart'], ['10:15:00', 'purchase']], []],
  ['… whichever they are', 'smooth-buyer', [['10:00:00', 'view'], ['10:00:01', 'view'], ['10:11:00', 'cart'], ['10:15:00', 'purchase']], ['10:15:00']],
  ['a view begins a new silence', 'gone-quiet', [['10:00:00', 'view'], ['10:05:00', 'view'], ['10:20:00', 'view']], ['10:15:00', '10:20:00', '10:30:00']],
  ['left the phones and came back to them', 'looks-again', [['10:00:00', 'view', phone], ['10:01:00', 'view'], ['10:02:00', 'view', phone]], ['10:02:00']],
  ['a missing price is below any', 'price-drop-hunter', [['10:00:00', 'view', { ...phone, price: '500' }], ['10:19:59', 'view', phone]], ['10:19:59']],
  ['the average skips what has no price', 'dear-taste', [['10:00:00', 'view', { price: '300.5' }], ['10:01:00', 'view']], ['10:01:00']],
  ['brands count, their absence does not', 'one-brand-fan', [['10:00:00', 'view'], ['10:00:00', 'view', { brand: 'a' }], ['10:00:00', 'view', { brand: 'a' }]], ['10:00:00', '11:00:00']],
  ['a cart keeps the price of the first piece', 'valuable-cart', [['10:00:00', 'cart', { price: '100' }], ['10:01:00', 'cart', { price: '900' }], ['10:02:00', 'cart', { product: '2', price: '50' }]], ['10:12:00']],
  ['"more than" begins a millisecond later', 'valuable-cart', [['10:00:00', 'cart', { price: '250' }]], [], '10:10:00'],
  ['an order empties the cart', 'full-cart', [['10:00:00', 'cart'], ['10:00:00', 'cart'], ['10:01:00', 'purchase'], ['10:02:00', 'cart']], ['10:00:00', '10:01:00']],
  ['from … to holds its beginning and not its end', 'launch-hour', [['00:29:59', 'view'], ['00:30:00', 'view'], ['01:15:00', 'view'], ['01:30:00', 'view']], ['00:30:00', '01:15:00']],
  ['hours pass by themselves', 'night-owl', [['00:40:00', 'view'], ['01:40:00', 'view']], ['01:00:00', '01:10:00', '01:40:00', '02:00:00']],
  ['a new buyer ages', 'rfm-new', [['10:00:00', 'purchase', { price: '49.99' }]], ['10:00:00', '10:15:00']],
];
for (const [what, id, acts, expected, last] of visits) test(`${what} (${id})`, () => assert.deepEqual(changes(id, acts, last), expected));

function known(acts: Act[], at: string): Known {
  const events = visitOf(acts);
  const of = (type: string) => events.filter((event) => event.type == type);
  return { events, views: of('view'), carts: of('cart'), orders: of('purchase'), now: Date.parse(at), session: undefined };
}

test('stages go from the first that matches', () => {
  const acts: Act[] = [['10:00:00', 'view'], ['10:01:00', 'view'], ['10:02:00', 'cart'], ['10:03:00', 'purchase'], ['10:04:00', 'purchase'], ['10:05:00', 'purchase'], ['10:06:00', 'purchase']];
  const stages = acts.map((_, index) => stageOf(known(acts.slice(0, index + 1), '2019-10-01T10:10:00Z')));
  assert.deepEqual(stages, ['awareness', 'consideration', 'intent', 'purchase', 'retention', 'retention', 'advocacy']);
  assert.equal(stageOf(known(acts.slice(0, 2), '2019-10-08T10:00:00Z')), 'awareness');
  assert.equal(stageOf(known(acts.slice(0, 3), '2019-10-08T10:02:00Z')), 'intent', 'the cart is still full');
});

test('RFM scores', () => {
  const orders = (...totals: string[]): Act[] => totals.map((price) => ['10:00:00', 'purchase', { price }]);
  assert.equal(rfmOf(known([['10:00:00', 'cart']], '2019-10-01T10:00:00Z')), undefined);
  assert.deepEqual(rfmOf(known(orders('400', '600'), '2019-10-01T10:14:59Z')), { recency: 5, frequency: 2, monetary: 5, cell: 'champions' });
  assert.deepEqual(rfmOf(known(orders('149.99'), '2019-10-01T10:15:00Z')), { recency: 4, frequency: 1, monetary: 2, cell: 'potential-loyalist' });
  assert.deepEqual(rfmOf(known(orders('', '1', '1', '1', '1'), '2019-10-08T10:00:00Z')), { recency: 1, frequency: 4, monetary: 1, cell: 'hibernating' });
  assert.equal(rfmOf(known(orders('1'), '2019-10-31T10:00:00Z')), undefined, 'out of the window');
});
