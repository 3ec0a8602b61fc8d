import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import Database from 'libsql';
import { DETAILS, type OpenShop, openShop, Visitor } from './fixture.ts';

let shop: OpenShop;
before(async () => {
  shop = await openShop();
});
after(() => shop.close());

function countOrders(email: string): number {
  const database = new Database(shop.database);
  const row = database.prepare('SELECT COUNT(*) AS count FROM orders WHERE email = ?').get(email) as { count: number };
  database.close();
  return row.count;
}

async function withBag(): Promise<{ visitor: Visitor; cart: string }> {
  const visitor = new Visitor(shop);
  await visitor.add('dusk-palette', 'smoke');
  const cart = /name="cart" value="([^"]+)"/.exec(await visitor.text('/checkout'))?.[1] ?? '';
  return { visitor, cart };
}

test('an order is stored with its lines and sums, and the bag is empty after it', async () => {
  const { visitor, cart } = await withBag();
  const response = await visitor.post('/checkout', { ...DETAILS, cart, delivery: 'express' });
  assert.equal(response.status, 303);
  const { order } = await visitor.data(response.headers.get('location') ?? '');
  assert.deepEqual(
    {
      ...order,
      order_id: '',
      products: order?.products.map(({ sku, quantity, category, price }) => ({ sku, quantity, category, price })),
    },
    {
      order_id: '',
      total: 61.9,
      subtotal: 52,
      revenue: 52,
      shipping: 9.9,
      currency: 'EUR',
      products: [{ sku: 'AUR-E01-SMOKE', quantity: 1, category: 'eyes', price: 52 }],
    },
  );
  assert.equal((await visitor.data('/cart')).cart?.count, 0);
});

test('a double submit makes one order, at the same time or later', async () => {
  const { visitor, cart } = await withBag();
  const form = { ...DETAILS, email: 'twice@example.com', cart };
  const together = await Promise.all([1, 2, 3].map(() => visitor.post('/checkout', form)));
  const later = await visitor.post('/checkout', form);
  const places = new Set([...together, later].map((response) => response.headers.get('location')));
  assert.equal(places.size, 1);
  assert.match([...places][0] ?? '', /^\/order\/AU-/);
  assert.equal(countOrders('twice@example.com'), 1);
});

test('mistakes come back with the form, marked, and order nothing', async () => {
  const { visitor, cart } = await withBag();
  const response = await visitor.post('/checkout', { ...DETAILS, email: 'wrong', city: '  ', country: 'XX', cart });
  assert.equal(response.status, 422);
  const page = await response.text();
  for (const name of ['email', 'city', 'country'])
    assert.match(page, new RegExp(`name="${name}"[^>]*aria-invalid="true"[^>]*aria-describedby="${name}-error"`));
  assert.match(page, /value="Lindenstraße 5"/);
  assert.equal((await visitor.data('/cart')).cart?.count, 1);
});

test('names and addresses are text, whatever is in them', async () => {
  const evil = '"><script>alert(1)</script>';
  const { visitor, cart } = await withBag();
  const invalid = await (
    await visitor.post('/checkout', { ...DETAILS, firstName: evil, address: evil, email: '', cart })
  ).text();
  const { headers } = await visitor.post('/checkout', { ...DETAILS, firstName: evil, address: evil, cart });
  const order = await visitor.text(headers.get('location') ?? '');
  for (const page of [invalid, order]) {
    assert.doesNotMatch(page, /<script>alert/);
    assert.match(page, /&quot;&gt;&lt;script&gt;alert\(1\)/);
  }
});

test('the order is told to the scripts until they report it', async () => {
  const { visitor, cart } = await withBag();
  const path = (await visitor.post('/checkout', { ...DETAILS, cart })).headers.get('location') ?? '';
  assert.ok((await visitor.data(path)).order);
  assert.equal((await visitor.post(`${path}/reported`)).status, 204);
  assert.equal((await visitor.data(path)).order, undefined);
});

test('nobody else sees an order or reports it', async () => {
  const { visitor, cart } = await withBag();
  const path = (await visitor.post('/checkout', { ...DETAILS, cart })).headers.get('location') ?? '';
  const stranger = new Visitor(shop);
  await stranger.add('arch', 'ash');
  assert.equal((await stranger.get(path)).status, 404);
  assert.equal((await stranger.post(`${path}/reported`)).status, 404);
  assert.equal(
    (await stranger.post('/checkout', { ...DETAILS, email: 'stranger@example.com', cart })).headers.get('location') ===
      path,
    false,
  );
});

test('there is no checkout without a bag', async () => {
  const visitor = new Visitor(shop);
  assert.equal((await visitor.get('/checkout')).headers.get('location'), '/cart');
  assert.equal((await visitor.post('/checkout', DETAILS)).headers.get('location'), '/cart');
});
