import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import Database from 'libsql';
import { DETAILS, type OpenShop, openShop, pageDataOf, Visitor } from './fixture.ts';

let shop: OpenShop;
before(async () => {
  shop = await openShop();
});
after(() => shop.close());

const PASSWORD = 'correct horse battery';
const member = (email: string) => ({ firstName: 'Anna', email, password: PASSWORD });

test('signing up says so once, with the traits and without the password', async () => {
  const visitor = new Visitor(shop);
  const response = await visitor.post('/ru/sign-up', member('Once@Example.com'));
  assert.equal(response.headers.get('location'), '/ru/account');
  const page = await visitor.text('/ru/account');
  const { notice, account } = pageDataOf(page);
  assert.equal(notice, 'signed-up');
  assert.deepEqual(account?.traits, { firstName: 'Anna', language: 'ru', email: 'once@example.com' });
  assert.doesNotMatch(page, new RegExp(PASSWORD));
  assert.equal((await visitor.data('/ru/account')).notice, undefined);
});

test('signing in changes the session and keeps the bag; signing out empties it', async () => {
  await new Visitor(shop).post('/sign-up', member('bag@example.com'));
  const visitor = new Visitor(shop);
  await visitor.add('arch', 'ash');
  const before = visitor.cookie;
  await visitor.post('/sign-in', { email: 'BAG@example.com', password: PASSWORD });
  assert.notEqual(visitor.cookie, before);
  const { notice, cart } = await visitor.data('/cart');
  assert.deepEqual([notice, cart?.count], ['signed-in', 1]);
  const planted = new Visitor(shop);
  planted.cookie = before;
  assert.equal((await planted.get('/account')).headers.get('location'), '/sign-in');
  await visitor.post('/sign-out');
  const out = await visitor.data('/cart');
  assert.deepEqual([out.notice, out.account, out.cart?.count], ['signed-out', undefined, 0]);
});

test('a wrong password and an unknown address get the same answer', async () => {
  await new Visitor(shop).post('/sign-up', member('known@example.com'));
  const answers = await Promise.all(
    ['known@example.com', 'unknown@example.com'].map(async (email) => {
      const response = await new Visitor(shop).post('/sign-in', { email, password: 'not this one' });
      return [response.status, (await response.text()).replaceAll(email, '')];
    }),
  );
  assert.equal(answers[0]?.[0], 422);
  assert.deepEqual(answers[0], answers[1]);
});

test('an address has one account, a password has ten characters', async () => {
  await new Visitor(shop).post('/sign-up', member('one@example.com'));
  assert.match(
    await (await new Visitor(shop).post('/sign-up', member('ONE@example.com'))).text(),
    /There is an account with this e-mail/,
  );
  const short = await new Visitor(shop).post('/sign-up', { ...member('short@example.com'), password: 'short' });
  assert.equal(short.status, 422);
  assert.doesNotMatch(await short.text(), /value="short"/);
});

test('orders are in the account that made them', async () => {
  const visitor = new Visitor(shop);
  await visitor.post('/sign-up', member('orders@example.com'));
  await visitor.add('veil', 'warm');
  const path = (await visitor.post('/checkout', DETAILS)).headers.get('location') ?? '';
  assert.match(await visitor.text('/account'), new RegExp(path));
  const elsewhere = new Visitor(shop);
  await elsewhere.post('/sign-in', { email: 'orders@example.com', password: PASSWORD });
  assert.equal((await elsewhere.get(path)).status, 200);
});

test('the database holds hashes, neither passwords nor session tokens', async () => {
  const visitor = new Visitor(shop);
  await visitor.post('/sign-up', member('hash@example.com'));
  const database = new Database(shop.database);
  const stored = JSON.stringify([
    database.prepare('SELECT * FROM accounts').all(),
    database.prepare('SELECT * FROM sessions').all(),
  ]);
  database.close();
  assert.match(stored, /scrypt:/);
  for (const secret of [PASSWORD, visitor.cookie.split('=')[1] ?? 'missing'])
    assert.equal(stored.includes(secret), false);
});
