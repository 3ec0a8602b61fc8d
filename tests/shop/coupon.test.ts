// The shop with a real collector: coupons are drawn there and spent here.
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import type { FastifyInstance } from 'fastify';
import Database from 'libsql';
import { createCollector } from '../../demo-site/collector/server.ts';
import { fill, messagesIn } from '../../demo-site/shop/i18n/messages.ts';
import type { Language } from '../../demo-site/shop/i18n/language.ts';
import { type Discount, discountOf } from '../../demo-site/shop/pricing.ts';
import { DETAILS, type OpenShop, openShop, pageDataOf, Visitor } from './fixture.ts';

const TOKEN = 'between-the-servers';
const folder = mkdtempSync(join(tmpdir(), 'waymark-coupons-'));
const database = join(folder, 'collector.db');
const PRIZES: Record<string, Discount> = {
  ten: { kind: 'percent', value: 10 },
  fifteen: { kind: 'percent', value: 15 },
  five: { kind: 'amount', value: 500 },
  lots: { kind: 'amount', value: 500_000 },
  ship: { kind: 'shipping', value: 0 },
};

let collector: FastifyInstance;
let collectorOrigin: string;
let shop: OpenShop;

before(async () => {
  const prizesFile = join(folder, 'prizes.json');
  const code = { kind: 'generated', prefix: 'AUR' };
  const wheel = (id: string) => [{ slice: id, label: id, weight: 1, stock: null, discount: PRIZES[id], code }];
  writeFileSync(prizesFile, JSON.stringify(Object.fromEntries(Object.keys(PRIZES).map((id) => [id, wheel(id)]))));
  collector = await createCollector({ database, writeKeys: [{ key: 'demo', prizesFile }], couponToken: TOKEN });
  collectorOrigin = await collector.listen({ port: 0, host: '127.0.0.1' });
  shop = await openShop({ coupons: { origin: collectorOrigin, token: TOKEN } });
});
after(async () => {
  await shop.close();
  await collector.close();
  rmSync(folder, { recursive: true });
});

async function won(prize: string): Promise<string> {
  const draw = { draw: randomUUID(), campaign: prize, anonymousId: randomUUID(), email: `${randomUUID()}@example.com` };
  const response = await fetch(`${collectorOrigin}/v1/draws`, {
    method: 'POST',
    body: JSON.stringify({ writeKey: 'demo', ...draw, consent: true }),
  });
  return ((await response.json()) as { code: string }).code;
}

function redeemedBy(code: string): string | null {
  const db = new Database(database);
  const row = db.prepare('SELECT redeemed_order FROM coupons WHERE code = ?').get(code) as { redeemed_order: string | null };
  db.close();
  return row.redeemed_order;
}

/** At the checkout with an eyeshadow of €52, so that the standard delivery is free. */
class Customer extends Visitor {
  prefix: string;
  constructor(
    where: OpenShop = shop,
    readonly language: Language = 'en',
  ) {
    super(where);
    this.prefix = language === 'en' ? '' : `/${language}`;
  }
  static async withBag(language: Language = 'en', where: OpenShop = shop): Promise<Customer> {
    const customer = new Customer(where, language);
    await customer.add('dusk-palette', 'smoke');
    return customer;
  }
  async checkout(fields: Record<string, string> = {}): Promise<Response> {
    const page = await this.text(`${this.prefix}/checkout`);
    const cart = /name="cart" value="([^"]+)"/.exec(page)?.[1] ?? '';
    return this.post(`${this.prefix}/checkout`, { ...DETAILS, cart, ...fields });
  }
  async apply(coupon: string, fields: Record<string, string> = {}): Promise<string> {
    return (await this.checkout({ coupon, step: 'apply', ...fields })).text();
  }
}

const totalOf = (page: string): string | undefined => /data-total>([^<]*)</.exec(page)?.[1];
const discountIn = (page: string): string | undefined => /data-discount>([^<]*)</.exec(page)?.[1];
const orderPath = (response: Response): string => {
  assert.equal(response.status, 303);
  assert.match(response.headers.get('location') ?? '', /\/order\/AU-/);
  return response.headers.get('location') ?? '';
};

test('a percentage is rounded to cents, and nothing is taken off twice', () => {
  const ten: Discount = { kind: 'percent', value: 10 };
  const cases: [Discount | undefined, number, number, number][] = [
    [ten, 1995, 490, 200],
    [ten, 1994, 490, 199],
    [ten, 5, 490, 1],
    [ten, 4, 490, 0],
    [{ kind: 'percent', value: 15 }, 1230, 490, 185],
    [{ kind: 'percent', value: 100 }, 999, 490, 999],
    [{ kind: 'amount', value: 500 }, 5200, 0, 500],
    [{ kind: 'amount', value: 500 }, 499, 490, 499],
    [{ kind: 'shipping', value: 0 }, 1000, 490, 490],
    [{ kind: 'shipping', value: 0 }, 9000, 0, 0],
    [undefined, 1000, 490, 0],
  ];
  for (const [discount, subtotal, shipping, expected] of cases)
    assert.equal(discountOf(discount, subtotal, shipping), expected, JSON.stringify({ discount, subtotal }));
});

test('a coupon is applied, stays with the bag, and is taken off again', async () => {
  const customer = await Customer.withBag();
  const before = await customer.text('/checkout');
  assert.match(before, /<label for="coupon">Coupon code<\/label>/);
  assert.match(before, /<input\s+id="coupon"\s+name="coupon"\s+form="checkout-form"/);
  assert.equal(discountIn(before), undefined);
  const code = await won('ten');

  const applied = await customer.apply(` ${code.toLowerCase()} `);
  const later = await customer.text('/checkout');
  for (const page of [applied, later]) {
    assert.deepEqual([discountIn(page), totalOf(page)], ['−€5.20', '€46.80']);
    assert.ok(page.includes(`Coupon ${code} is applied.`));
    assert.ok(!page.includes('id="coupon"'));
  }
  const removed = await (await customer.checkout({ step: 'remove' })).text();
  assert.deepEqual([discountIn(removed), totalOf(removed)], [undefined, '€52.00']);
  assert.match(removed, /id="coupon"/);
  assert.equal(redeemedBy(code), null);
});

test('what was typed into the form is there after applying, and no second checkout is told', async () => {
  const customer = await Customer.withBag();
  const page = await customer.apply(await won('ten'), { address: 'Rosenweg 7', delivery: 'express', email: '' });
  assert.match(page, /value="Rosenweg 7"/);
  assert.match(page, /value="express" checked/);
  assert.doesNotMatch(page, /aria-invalid/, 'only the coupon was asked for');
  const { checkout } = pageDataOf(page);
  assert.equal(checkout?.isNew, false);
  assert.deepEqual(checkout?.deliveries, {
    standard: { shipping: 'Free', discount: '−€5.20', isIdle: false, total: '€46.80' },
    express: { shipping: '€9.90', discount: '−€5.20', isIdle: false, total: '€56.70' },
  });
  assert.equal((await customer.data('/checkout')).checkout?.isNew, true);
});

test('a code that was typed but not applied is applied before anything is ordered', async () => {
  const customer = await Customer.withBag();
  const response = await customer.checkout({ coupon: await won('ten') });
  assert.equal(response.status, 200);
  assert.equal(totalOf(await response.text()), '€46.80');
  orderPath(await customer.checkout());
});

test('an order redeems the coupon and tells it: on the page, in the event, in what was paid', async () => {
  const customer = await Customer.withBag();
  const code = await won('ten');
  await customer.apply(code);
  const path = orderPath(await customer.checkout({ delivery: 'express' }));
  const page = await customer.text(path);
  const { order } = pageDataOf(page);
  const { order_id, total, subtotal, revenue, shipping, coupon, discount } = order ?? {};
  assert.deepEqual(
    { total, subtotal, revenue, shipping, coupon, discount },
    { total: 56.7, subtotal: 52, revenue: 46.8, shipping: 9.9, coupon: code, discount: 5.2 },
  );
  assert.equal(redeemedBy(code), order_id);
  assert.ok(page.includes(`Coupon ${code}`));
  assert.equal(discountIn(page), '−€5.20');
  assert.match(page, /€56\.70/);
  await customer.add('dusk-palette', 'smoke');
  assert.equal(discountIn(await customer.text('/checkout')), undefined, 'the next bag has none');
});

for (const [prize, discount, total, revenue, shipping] of [
  ['five', 5, 56.9, 47, 9.9],
  ['lots', 52, 9.9, 0, 9.9],
  ['ship', 9.9, 52, 52, 0],
] as const)
  test(`total is revenue and shipping as paid: ${prize}`, async () => {
    const customer = await Customer.withBag();
    await customer.apply(await won(prize));
    const { order } = await customer.data(orderPath(await customer.checkout({ delivery: 'express' })));
    assert.deepEqual(
      [order?.discount, order?.total, order?.revenue, order?.shipping],
      [discount, total, revenue, shipping],
    );
  });

test('a coupon that takes nothing off is not used up', async () => {
  const customer = await Customer.withBag();
  const code = await won('ship');
  const page = await customer.apply(code);
  assert.match(page, /<span data-coupon-idle\s*>It takes nothing off this order/);
  assert.deepEqual([discountIn(page), totalOf(page)], ['€0.00', '€52.00']);
  const { order } = await customer.data(orderPath(await customer.checkout()));
  assert.deepEqual([order?.coupon, order?.discount], [undefined, undefined]);
  assert.equal(redeemedBy(code), null);
});

test('a second order with the same code is refused', async () => {
  const code = await won('ten');
  const first = await Customer.withBag();
  await first.apply(code);
  orderPath(await first.checkout());
  const second = await Customer.withBag();
  const page = await second.apply(code);
  assert.match(page, /id="coupon-error"[^>]*>This coupon has been used already\.</);
  assert.equal(totalOf(page), '€52.00');
});

test('a code that is used meanwhile keeps the customer at the checkout, with the total without it', async () => {
  const code = await won('ten');
  const [first, second] = [await Customer.withBag(), await Customer.withBag()];
  for (const customer of [first, second]) await customer.apply(code);
  const orders = await Promise.all([first.checkout(), second.checkout()]);
  assert.deepEqual(orders.map(({ status }) => status).sort(), [303, 422]);
  const [loser, refused] = orders[0].status === 422 ? [first, orders[0]] : [second, orders[1]];
  const page = await refused.text();
  assert.match(page, /role="alert"[^>]*>\s*Your coupon has been used in the meantime\./);
  assert.deepEqual([discountIn(page), totalOf(page)], [undefined, '€52.00']);
  assert.match(page, /value="Lindenstraße 5"/);
  const { order } = await loser.data(orderPath(await loser.checkout()));
  assert.deepEqual([order?.total, order?.coupon], [52, undefined]);
});

test('a double submit is one order and one redemption', async () => {
  const customer = await Customer.withBag();
  const code = await won('ten');
  const cart = /name="cart" value="([^"]+)"/.exec(await customer.apply(code))?.[1] ?? '';
  const answers = await Promise.all([1, 2, 3].map(() => customer.post('/checkout', { ...DETAILS, cart })));
  assert.equal(new Set(answers.map(orderPath)).size, 1);
  assert.ok(orderPath(answers[0]!).endsWith(redeemedBy(code)!));
});

test('a wrong code is told beside the field, in the language of the page, as text', async () => {
  for (const language of ['en', 'ru'] as const) {
    const { errors, coupon } = messagesIn(language);
    const customer = await Customer.withBag(language);
    const response = await customer.checkout({ coupon: '"><b>x', step: 'apply' });
    const page = await response.text();
    assert.equal(response.status, 422);
    assert.match(page, /id="coupon"[^>]*aria-invalid="true" aria-describedby="coupon-error" autofocus/);
    assert.ok(page.includes(errors.couponUnknown) && page.includes(coupon.label), language);
    assert.match(page, /value="&quot;&gt;&lt;b&gt;x"/);
    assert.match(await customer.apply('  '), new RegExp(`id="coupon-error"[^>]*>${errors.required}<`));
  }
});

test('in Russian the coupon, its line and its order are Russian', async () => {
  const customer = await Customer.withBag('ru');
  const code = await won('ten');
  const page = await customer.apply(code);
  assert.ok(page.includes(`Промокод ${code} применён.`) && page.includes(`Убрать промокод ${code}`));
  assert.match(discountIn(page) ?? '', /^−5,20\s€$/);
  const order = await customer.text(orderPath(await customer.checkout()));
  assert.ok(order.includes(`<dt>Промокод ${code}</dt>`));
  assert.match(discountIn(order) ?? '', /^−5,20\s€$/);
  const { en, ru } = { en: messagesIn('en'), ru: messagesIn('ru') };
  for (const key of Object.keys(en.coupon) as (keyof typeof en.coupon)[]) {
    assert.notEqual(en.coupon[key], ru.coupon[key], key);
    assert.equal(fill(ru.coupon[key], { code: '' }).includes('{'), false, key);
  }
});

test('guessing is limited, an address at a time; good codes do not count', async () => {
  const guessed = await openShop({ coupons: { origin: collectorOrigin, token: TOKEN } });
  try {
    const customer = await Customer.withBag('en', guessed);
    const code = await won('ten');
    for (let n = 0; n < 12; n += 1) assert.equal(totalOf(await customer.apply(code)), '€46.80');
    await customer.checkout({ step: 'remove' });
    const guesses = await Promise.all(Array.from({ length: 14 }, (_, n) => customer.apply(`AUR-GUESS-${n}`)));
    const { couponUnknown, couponTries } = messagesIn('en').errors;
    const count = (text: string) => guesses.filter((page) => page.includes(text)).length;
    assert.deepEqual([count(couponUnknown), count(couponTries)], [10, 4]);
    assert.ok((await customer.apply(code)).includes(couponTries), 'a good one neither, for a minute');
  } finally {
    await guessed.close();
  }
});

/** Stands for a collector in trouble. */
function troubled(answer: (path: string) => { status: number; body: string } | 'hang up'): Promise<Server> {
  const server = createServer((request, response) => {
    const told = answer(request.url ?? '');
    if (told === 'hang up') return void request.socket.destroy();
    response.writeHead(told.status, { 'content-type': 'application/json' }).end(told.body);
  });
  return new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve(server)));
}

const VALID = { status: 200, body: JSON.stringify({ success: true, valid: true, discount: PRIZES.ten }) };

test('while the collector cannot be reached nothing is applied, and the order goes without', async () => {
  for (const [name, answer] of [
    ['no connection', 'hang up'],
    ['another token', { status: 401, body: '{"success":false,"error":{"code":"unauthorized"}}' }],
    ['its store is busy', { status: 503, body: '{"success":false,"error":{"code":"store_unavailable"}}' }],
    ['nonsense', { status: 200, body: '<html>' }],
    ['a discount of no kind', { status: 200, body: '{"discount":{"kind":"everything","value":1}}' }],
  ] as const) {
    const server = await troubled(() => answer);
    const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const alone = await openShop({ coupons: { origin, token: TOKEN } });
    const customer = await Customer.withBag('en', alone);
    const page = await customer.apply('AUR-2222-2222');
    assert.ok(page.includes(messagesIn('en').errors.couponUnchecked), name);
    assert.equal((await customer.data(orderPath(await customer.checkout()))).order?.total, 52, name);
    server.close();
    await alone.close();
  }
});

test('a coupon that cannot be redeemed is kept; it works later, or the order goes without it', async () => {
  let isUp = false;
  const orders: string[] = [];
  const server = await troubled((path) => (path.endsWith('/check') || isUp ? VALID : 'hang up'));
  server.on('request', (request) => request.on('data', (text) => orders.push(JSON.parse(String(text)).order)));
  const alone = await openShop({ coupons: { origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, token: TOKEN } });
  try {
    const [patient, hasty] = [await Customer.withBag('en', alone), await Customer.withBag('en', alone)];
    await patient.apply('AUR-2222-2222');
    const refused = await patient.checkout();
    const page = await refused.text();
    assert.equal(refused.status, 422);
    assert.ok(page.includes(messagesIn('en').errors.couponUnredeemed));
    assert.equal(totalOf(page), '€46.80');
    isUp = true;
    const path = orderPath(await patient.checkout());
    assert.deepEqual(new Set(orders), new Set([path.split('/').at(-1)]), 'each time for the same order');
    isUp = false;
    await hasty.apply('AUR-3333-3333');
    assert.equal((await hasty.checkout()).status, 422);
    await hasty.checkout({ step: 'remove' });
    assert.equal((await hasty.data(orderPath(await hasty.checkout()))).order?.total, 52);
  } finally {
    server.close();
    await alone.close();
  }
});

test('a shop without a coupon service has no field, and a code in the form orders as ever', async () => {
  const plain = await openShop();
  try {
    const customer = await Customer.withBag('en', plain);
    assert.doesNotMatch(await customer.text('/checkout'), /id="coupon"/);
    orderPath(await customer.checkout({ coupon: 'AUR-2222-2222' }));
  } finally {
    await plain.close();
  }
});

test('no path of the shop leads to the prizes, and no page names them or the token', async () => {
  const visitor = new Visitor(shop);
  for (const path of ['/prizes.json', '/assets/prizes.json', '/assets/..%2fprizes.json', '/assets/%2e%2e/%2e%2e/demo-site/prizes.json', '/demo-site/prizes.json']) {
    const response = await visitor.get(path);
    assert.equal(response.status, 404, path);
    assert.ok(!(await response.text()).includes('"weight"'), path);
  }
  const customer = await Customer.withBag();
  const page = await customer.apply(await won('ten'));
  assert.ok(!page.includes(TOKEN) && !page.includes('weight'));
});
