import assert from 'node:assert/strict';
import { mkdir, writeFile } from 'node:fs/promises';
import { request } from 'node:http';
import { join } from 'node:path';
import { test } from 'node:test';
import { limits } from '../../demo-site/collector/limits.ts';
import { startCollector } from './collectorFixture.ts';
import { lock, temporaryFolder } from './databases.ts';
import { aPrize, check, draw, nothing, percent, redeem, send, shopOnly, startWheel, TOKEN, verdict } from './drawFixture.ts';

const ten = { kind: 'percent', value: 10 };

test('a code that was won is good until an order has redeemed it', async (t) => {
  const { origin, rows } = await startWheel(t, [aPrize()]);
  const code = (await draw(origin)).body.code!;
  assert.deepEqual((await check(origin, { code })).body, { success: true, valid: true, discount: ten });
  const redeemed = await redeem(origin, { code, order: 'AU-1' });
  assert.deepEqual([redeemed.status, redeemed.body], [200, { success: true, discount: ten }]);
  assert.deepEqual((await check(origin, { code })).body, { success: true, valid: false, reason: 'used' });
  assert.deepEqual((await check(origin, { code, order: 'AU-1' })).body, { success: true, valid: true, discount: ten }, 'good for the order that has it');
  assert.deepEqual((await check(origin, { code, order: 'AU-2' })).body.reason, 'used');
  const [row] = await rows('SELECT redeemed_order, redeemed_at FROM coupons');
  assert.equal(row!['redeemed_order'], 'AU-1');
  assert.ok(Math.abs(Date.parse(row!['redeemed_at'] as string) - Date.now()) < 10_000);
});

test('a code is redeemed once: the same order gets the same answer, another is refused', async (t) => {
  const { origin, rows } = await startWheel(t, [aPrize()]);
  const code = (await draw(origin)).body.code!;
  const answers = await Promise.all(Array.from({ length: 20 }, (_, n) => redeem(origin, { code, order: `AU-${n % 10}` })));
  const good = answers.filter(({ status }) => status === 200);
  assert.equal(good.length, 2, 'both of one order');
  assert.ok(answers.filter(({ status }) => status !== 200).every((answer) => verdict(answer).join() === '409,used'));
  const before = await rows('SELECT * FROM coupons');
  assert.equal((await redeem(origin, { code, order: before[0]!['redeemed_order'] })).status, 200);
  assert.deepEqual(await rows('SELECT * FROM coupons'), before, 'the time stays that of the first');
});

test('case and spaces do not matter', async (t) => {
  const { origin } = await startWheel(t, [aPrize()]);
  const code = (await draw(origin)).body.code!;
  const typed = `  ${code.toLowerCase().replace('-', ' -')}\t`;
  assert.equal((await check(origin, { code: typed })).body.valid, true);
  assert.equal((await redeem(origin, { code: typed, order: 'AU-1' })).status, 200);
  assert.equal((await check(origin, { code })).body.reason, 'used');
});

test('a code nobody has won is unknown, also one that waits in a pool', async (t) => {
  const { origin } = await startWheel(t, [aPrize({ code: { kind: 'pool', codes: ['FIRST', 'SECOND'] } })]);
  await draw(origin);
  assert.equal((await check(origin, { code: 'FIRST' })).body.valid, true);
  for (const code of ['SECOND', 'NEVER', `x' OR 1 = 1 --`]) {
    assert.deepEqual((await check(origin, { code })).body, { success: true, valid: false, reason: 'unknown' }, code);
    assert.deepEqual(verdict(await redeem(origin, { code, order: 'AU-1' })), [404, 'unknown'], code);
  }
  assert.equal((await check(origin, { code: 'FIRST', writeKey: 'other' })).body.reason, 'unknown', 'codes of another key');
});

test('a static code is redeemed as often as it was won, and once an order', async (t) => {
  const { origin } = await startWheel(t, [aPrize({ code: { kind: 'static', code: 'ALL10' } })]);
  assert.equal((await check(origin, { code: 'ALL10' })).body.reason, 'unknown', 'not before it was won');
  for (let n = 0; n < 2; n += 1) await draw(origin);
  for (const order of ['AU-1', 'AU-1', 'AU-2']) assert.equal((await redeem(origin, { code: 'all10', order })).status, 200, order);
  assert.deepEqual(verdict(await redeem(origin, { code: 'ALL10', order: 'AU-3' })), [409, 'used']);
  await draw(origin);
  assert.equal((await redeem(origin, { code: 'ALL10', order: 'AU-3' })).status, 200);
});

test('a coupon keeps the discount it was won with', async (t) => {
  const { origin, database, prizesFile, close } = await startWheel(t, [aPrize()]);
  const code = (await draw(origin)).body.code!;
  await close();
  await writeFile(prizesFile, JSON.stringify({ 'spin-to-win': [aPrize({ discount: percent(2) }), nothing()] }));
  const later = await startCollector(t, { database, writeKeys: [{ key: 'demo', prizesFile }], couponToken: TOKEN });
  assert.deepEqual((await check(later.origin, { code })).body.discount, ten);
  assert.deepEqual((await redeem(later.origin, { code, order: 'AU-1' })).body.discount, ten);
});

test('every kind of discount is told as it is', async (t) => {
  for (const discount of [percent(15), { kind: 'amount', value: 500 }, { kind: 'shipping', value: 0 }]) {
    const { origin } = await startWheel(t, [aPrize({ discount })]);
    const code = (await draw(origin)).body.code!;
    assert.deepEqual((await check(origin, { code })).body.discount, discount);
  }
});

test('without the token nobody checks or redeems, and the answer is no other for a code that is good', async (t) => {
  const { origin, rows } = await startWheel(t, [aPrize()]);
  const code = (await draw(origin)).body.code!;
  const wrong: Record<string, string>[] = [{}, { Authorization: 'Bearer wrong' }, { Authorization: `Basic ${btoa(`demo:${TOKEN}`)}` }, { Authorization: `Bearer ${TOKEN}x` }];
  for (const headers of wrong) {
    assert.deepEqual(verdict(await check(origin, { code }, headers)), [401, 'unauthorized'], JSON.stringify(headers));
    assert.deepEqual(verdict(await redeem(origin, { code, order: 'AU-1' }, headers)), [401, 'unauthorized']);
  }
  assert.equal((await rows('SELECT * FROM coupons WHERE redeemed_order IS NOT NULL')).length, 0);
  for (const couponToken of [undefined, '']) {
    const closed = await startCollector(t, { couponToken });
    for (const token of [TOKEN, 'undefined', '']) assert.equal((await check(closed.origin, { code }, { Authorization: `Bearer ${token}` })).status, 401);
  }
});

test('a browser of another origin is let to neither', async (t) => {
  const { origin } = await startWheel(t, [aPrize()]);
  const foreign = { Origin: 'https://shop.example' };
  for (const path of ['/v1/coupons/check', '/v1/coupons/redeem']) {
    const preflight = await fetch(origin + path, { method: 'OPTIONS', headers: { ...foreign, 'Access-Control-Request-Method': 'POST', 'Access-Control-Request-Headers': 'authorization' } });
    const posted = await send(origin, path, { writeKey: 'demo', code: 'A', order: 'B' }, { ...foreign, ...shopOnly });
    for (const headers of [preflight.headers, posted.headers])
      assert.deepEqual([...headers.keys()].filter((name) => name.startsWith('access-control')), [], path);
    assert.notEqual(preflight.status, 204);
  }
});

test('a wrong request is refused with the field that is wrong', async (t) => {
  const { origin } = await startWheel(t, [aPrize()]);
  const cases: [typeof check, Record<string, unknown>, number, string, RegExp][] = [
    [check, {}, 400, 'bad_coupon', /^code /], [check, { code: '  ' }, 400, 'bad_coupon', /^code /], [check, { code: 7 }, 400, 'bad_coupon', /^code /],
    [check, { code: 'A'.repeat(65) }, 400, 'bad_coupon', /^code /], [check, { code: 'A\u0000' }, 400, 'bad_coupon', /^code /],
    [check, { code: 'A', order: 7 }, 400, 'bad_coupon', /^order /], [redeem, { code: 'A' }, 400, 'bad_coupon', /^order /],
    [redeem, { code: 'A', order: '' }, 400, 'bad_coupon', /^order /], [redeem, { order: 'A' }, 400, 'bad_coupon', /^code /],
    [check, { writeKey: 'nobody', code: 'A' }, 401, 'unknown_write_key', /write key/], [redeem, { writeKey: undefined, code: 'A', order: 'B' }, 401, 'unknown_write_key', /write key/],
    [check, { code: 'A', filler: 'x'.repeat(limits.smallBytes) }, 413, 'body_too_large', /4096 bytes/],
  ];
  for (const [ask, fields, status, code, detail] of cases) {
    const answer = await ask(origin, fields);
    assert.deepEqual(verdict(answer), [status, code], JSON.stringify(fields).slice(0, 80));
    assert.match(answer.body.error!.detail, detail);
  }
  assert.deepEqual(verdict(await send(origin, '/v1/coupons/check', '{', shopOnly)), [400, 'bad_json']);
});

test('while the store can not be written nothing is redeemed', async (t) => {
  const { origin, database } = await startWheel(t, [aPrize()]);
  const code = (await draw(origin)).body.code!;
  const other = await lock(database);
  const refused = await redeem(origin, { code, order: 'AU-1' });
  assert.deepEqual([...verdict(refused), refused.headers.get('retry-after')], [503, 'store_unavailable', '5']);
  await other.release();
  assert.equal((await redeem(origin, { code, order: 'AU-2' })).status, 200);
});

test('no path of the collector leads to the prizes', async (t) => {
  const folder = await temporaryFolder(t);
  const studioDirectory = join(folder, 'build');
  await mkdir(studioDirectory);
  await writeFile(join(studioDirectory, 'index.html'), '<!doctype html><title>Studio</title>');
  const prizesFile = join(folder, 'prizes.json');
  await writeFile(prizesFile, JSON.stringify({ 'spin-to-win': [aPrize()] }));
  const { origin } = await startCollector(t, { writeKeys: [{ key: 'demo', prizesFile }], studioDirectory });
  // Sent as they are: fetch would resolve the dots.
  const get = (path: string) => new Promise<{ status: number; body: string }>((resolve, reject) => {
    request(origin, { path }, (response) => {
      let body = '';
      response.on('data', (chunk) => { body += chunk; }).on('end', () => resolve({ status: response.statusCode!, body }));
    }).on('error', reject).end();
  });
  for (const path of ['/prizes.json', '/studio/prizes.json', '/studio/../prizes.json', '/studio/%2e%2e/prizes.json', '/studio/..%2fprizes.json', '/v1/document/prizes.json', '/v1/draws', '/v1/prizes']) {
    const { status, body } = await get(path);
    assert.ok(status >= 400 && !body.includes('weight'), `${path}: ${status}`);
  }
});
