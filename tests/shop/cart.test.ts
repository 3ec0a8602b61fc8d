import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { CartAnswer } from '../../demo-site/shop/page_data.ts';
import { FREE_SHIPPING_FROM, shippingOf } from '../../demo-site/shop/pricing.ts';
import { type OpenShop, openShop, Visitor } from './fixture.ts';

let shop: OpenShop;
before(async () => {
  shop = await openShop();
});
after(() => shop.close());

const JSON_ONLY = { accept: 'application/json' };

test('lines add up: quantities, shipping below the limit, none above', async () => {
  const visitor = new Visitor(shop);
  await visitor.add('velvet-hour', 'fig');
  const small = (await visitor.data('/cart')).cart;
  assert.deepEqual(small?.texts, {
    count: '1 item',
    subtotal: '€26.00',
    shipping: '€4.90',
    total: '€30.90',
    delivery: '€19.00 to free delivery',
  });
  await visitor.add('velvet-hour', 'fig');
  await visitor.add('fig-hour', '75ml');
  const large = (await visitor.data('/cart')).cart;
  assert.deepEqual(large?.texts, {
    count: '3 items',
    subtotal: '€170.00',
    shipping: 'Free',
    total: '€170.00',
    delivery: 'Delivery is on us',
  });
  assert.deepEqual(
    large?.lines.map(({ key, product }) => [key, product.quantity, product.price]),
    [
      ['velvet-hour.fig', 2, 26],
      ['fig-hour.75ml', 1, 118],
    ],
  );
});

test('shipping is free from exactly the limit, never for express, and nothing costs nothing', () => {
  assert.equal(shippingOf('standard', FREE_SHIPPING_FROM), 0);
  assert.equal(shippingOf('standard', FREE_SHIPPING_FROM - 1), 490);
  assert.equal(shippingOf('express', FREE_SHIPPING_FROM), 990);
  assert.equal(shippingOf('express', 0), 0);
});

test('a change answers the script with what changed', async () => {
  const visitor = new Visitor(shop);
  const change = async (path: string, quantity?: string): Promise<[number, number, number]> => {
    const form = { product: 'ink-line', variant: 'jet', ...(quantity !== undefined && { quantity }) };
    const answer = (await (await visitor.post(path, form, JSON_ONLY)).json()) as CartAnswer;
    return [answer.change.from, answer.change.to, answer.count];
  };
  assert.deepEqual(await change('/cart/add', '2'), [0, 2, 2]);
  assert.deepEqual(await change('/cart/update', '5'), [2, 5, 5]);
  assert.deepEqual(await change('/cart/add', '9'), [5, 10, 10]);
  assert.deepEqual(await change('/cart/update', '-1'), [10, 10, 10]);
  assert.deepEqual(await change('/cart/remove'), [10, 0, 0]);
  assert.deepEqual(await change('/cart/update', '3'), [0, 0, 0]);
});

test('without a script a form leads to the bag in its language', async () => {
  const visitor = new Visitor(shop);
  const response = await visitor.post('/ru/cart/add', { product: 'veil', variant: 'warm' });
  assert.equal(response.status, 303);
  assert.equal(response.headers.get('location'), '/ru/cart');
  assert.match(response.headers.get('set-cookie') ?? '', /HttpOnly; SameSite=Lax/);
});

test('what is sold out or unknown does not get into the bag', async () => {
  const visitor = new Visitor(shop);
  await visitor.add('rose-tonic', '100ml');
  assert.equal((await visitor.post('/cart/add', { product: 'veil', variant: 'purple' })).status, 400);
  assert.equal((await visitor.post('/cart/add', { product: '__proto__', variant: 'x' })).status, 400);
  assert.equal((await visitor.data('/cart')).cart?.count, 0);
});

test('a form of another site changes nothing', async () => {
  const visitor = new Visitor(shop);
  const form = { product: 'veil', variant: 'warm' };
  const refused: Record<string, string>[] = [
    { origin: 'http://evil.test' },
    { origin: 'null' },
    { 'sec-fetch-site': 'cross-site' },
    { 'sec-fetch-site': 'same-site' },
  ];
  for (const headers of refused)
    assert.equal((await visitor.post('/cart/add', form, headers)).status, 403, JSON.stringify(headers));
  const bare = await fetch(`${shop.origin}/cart/add`, { method: 'POST', body: new URLSearchParams(form) });
  assert.equal(bare.status, 403, 'neither header');
  assert.equal((await visitor.data('/cart')).cart?.count, 0);
});

test('visitors do not share a bag', async () => {
  const [one, other] = [new Visitor(shop), new Visitor(shop)];
  await one.add('arch', 'ash');
  await other.add('veil', 'warm');
  assert.deepEqual(
    (await one.data('/cart')).cart?.lines.map(({ key }) => key),
    ['arch.ash'],
  );
});
