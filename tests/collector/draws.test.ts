import assert from 'node:assert/strict';
import { randomInt } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { limits } from '../../demo-site/collector/limits.ts';
import { pickByWeight } from '../../demo-site/collector/pickSlice.ts';
import { readPrizes } from '../../demo-site/collector/prizes.ts';
import { openStore } from '../../demo-site/collector/storage/store.ts';
import { createRateLimit } from '../../demo-site/rateLimit.ts';
import { startCollector } from './collectorFixture.ts';
import { lock, newDatabase, rowsIn, temporaryFolder } from './databases.ts';
import { aDraw, aPrize, CODE, draw, generated, nothing, percent, startWheel, verdict } from './drawFixture.ts';

/** Always the first slice; codes by real chance, or they would be one and the same. */
const firstSlice = (below: number): number => (below === alphabetSize ? randomInt(below) : 0);
const alphabetSize = 31;

test('a draw answers the slice and its code, and writes both down', async (t) => {
  const { origin, rows } = await startWheel(t, [aPrize()]);
  const wanted = aDraw({ email: '  Anna.Berg@Example.COM ', locale: 'ru' });
  const { status, headers, body } = await draw(origin, wanted);
  assert.deepEqual([status, headers.get('cache-control')], [200, 'no-store']);
  assert.deepEqual(body, { success: true, draw: wanted['draw'], slice: 'ten', code: body.code });
  assert.match(body.code!, CODE);
  const [row] = await rows('SELECT * FROM draws');
  assert.deepEqual({ ...row, drawn_at: '' }, { id: wanted['draw'], write_key: 'demo', campaign: 'spin-to-win', slice: 'ten',
    anonymous_id: wanted['anonymousId'], email: 'anna.berg@example.com', locale: 'ru', code: body.code, drawn_at: '' });
  assert.ok(Math.abs(Date.parse(row!['drawn_at'] as string) - Date.now()) < 10_000);
});

test('a slice that wins nothing has no code', async (t) => {
  const { origin, rows } = await startWheel(t, [nothing()]);
  const { status, body } = await draw(origin);
  assert.deepEqual([status, body.slice, body.code], [200, 'none', null]);
  assert.equal((await rows('SELECT * FROM coupons')).length, 0);
});

test('a draw that is repeated gets the same answer, also at the same time, and takes one from the stock', async (t) => {
  const { origin, rows } = await startWheel(t, [aPrize({ stock: 5 })]);
  const wanted = aDraw();
  const answers = await Promise.all(Array.from({ length: 8 }, () => draw(origin, wanted)));
  const later = await draw(origin, { ...wanted, email: String(wanted['email']).toUpperCase() });
  assert.equal(new Set([...answers, later].map(({ body }) => JSON.stringify(body))).size, 1);
  assert.equal(later.status, 200);
  assert.deepEqual(await rows('SELECT stock FROM prizes'), [{ stock: 4 }]);
  assert.equal((await rows('SELECT * FROM draws')).length, 1);
});

test('a known draw with another campaign, address or key is a conflict', async (t) => {
  const { origin } = await startWheel(t, [aPrize()]);
  const wanted = aDraw();
  assert.equal((await draw(origin, wanted)).status, 200);
  for (const change of [{ campaign: 'another' }, { email: 'somebody@example.com' }, { writeKey: 'other' }])
    assert.deepEqual(verdict(await draw(origin, { ...wanted, ...change })), [409, 'draw_conflict'], JSON.stringify(change));
});

test('an address draws once in a campaign, and so does a visitor', async (t) => {
  const { origin } = await startWheel(t, [aPrize()]);
  const wanted = aDraw({ email: 'once@example.com' });
  assert.equal((await draw(origin, wanted)).status, 200);
  assert.deepEqual(verdict(await draw(origin, aDraw({ email: ' ONCE@example.com' }))), [409, 'already_drawn']);
  assert.deepEqual(verdict(await draw(origin, aDraw({ anonymousId: wanted['anonymousId'] }))), [409, 'already_drawn']);
  assert.equal((await draw(origin)).status, 200);
});

test('twenty at once, three to win: exactly three win, and the stock ends at nothing', async (t) => {
  const { origin, rows } = await startWheel(t, [aPrize({ slice: 'gift', weight: 1_000_000, stock: 3 }), nothing()], { random: firstSlice });
  const answers = await Promise.all(Array.from({ length: 20 }, () => draw(origin)));
  assert.ok(answers.every(({ status }) => status === 200));
  const won = answers.filter(({ body }) => body.slice === 'gift').map(({ body }) => body.code);
  assert.equal(won.length, 3);
  assert.deepEqual(await rows(`SELECT stock FROM prizes WHERE slice = 'gift'`), [{ stock: 0 }]);
});

test('twenty at once through two collectors of one database: still exactly three', async (t) => {
  const first = await startWheel(t, [aPrize({ stock: 3 })]);
  const second = await startCollector(t, { database: first.database });
  const answers = await Promise.all(Array.from({ length: 20 }, (_, i) => draw(i % 2 ? first.origin : second.origin)));
  assert.equal(answers.filter(({ status }) => status === 200).length, 3);
  assert.ok(answers.filter(({ status }) => status !== 200).every((answer) => verdict(answer)[1] === 'sold_out'));
  assert.deepEqual(await first.rows('SELECT stock FROM prizes'), [{ stock: 0 }]);
});

test('the database itself refuses a stock below nothing, and two draws of one address', async (t) => {
  const { origin, database } = await startWheel(t, [aPrize({ stock: 0 }), nothing()]);
  await draw(origin, aDraw({ email: 'once@example.com' }));
  await assert.rejects(rowsIn(database, 'UPDATE prizes SET stock = stock - 1'), /check/i);
  await assert.rejects(rowsIn(database, `INSERT INTO draws SELECT 'another', write_key, campaign, slice, 'another', email, locale, code, drawn_at FROM draws`), /unique/i);
});

test('where nothing is left and no slice loses, it is sold out', async (t) => {
  const { origin, rows } = await startWheel(t, [aPrize({ stock: 1 })]);
  assert.equal((await draw(origin)).status, 200);
  assert.deepEqual(verdict(await draw(origin)), [409, 'sold_out']);
  assert.equal((await rows('SELECT * FROM draws')).length, 1, 'who got nothing may come back');
});

test('codes of a pool are given once each, in their order; without one left the slice is out', async (t) => {
  const { origin } = await startWheel(t, [aPrize({ code: { kind: 'pool', codes: ['one-1', 'two-2'] } })]);
  const codes = [(await draw(origin)).body.code, (await draw(origin)).body.code];
  assert.deepEqual(codes, ['ONE-1', 'TWO-2']);
  assert.deepEqual(verdict(await draw(origin)), [409, 'sold_out']);
});

test('a static code is the same for everyone', async (t) => {
  const { origin } = await startWheel(t, [aPrize({ code: { kind: 'static', code: 'welcome10' } })]);
  assert.deepEqual([(await draw(origin)).body.code, (await draw(origin)).body.code], ['WELCOME10', 'WELCOME10']);
});

test('generated codes differ, even where chance repeats itself', async (t) => {
  const script = [0, ...Array(8).fill(7), 0, ...Array(8).fill(7), ...Array(8).fill(8)];
  const { origin } = await startWheel(t, [aPrize()], { random: () => script.shift()! });
  assert.deepEqual([(await draw(origin)).body.code, (await draw(origin)).body.code], ['AUR-9999-9999', 'AUR-AAAA-AAAA']);
});

test('each slice is drawn as often as its weight says', () => {
  const slices = [{ id: 'a', weight: 20 }, { id: 'b', weight: 1 }, { id: 'c', weight: 79 }];
  const drawn = Array.from({ length: 100 }, (_, at) => pickByWeight(slices, (below) => (assert.equal(below, 100), at))!.id);
  const count = (id: string) => drawn.filter((one) => one === id).length;
  assert.deepEqual(['a', 'b', 'c'].map(count), [20, 1, 79]);
  assert.equal(pickByWeight([], () => assert.fail('nothing to draw from')), undefined);
});

test('a slice that is out leaves its share to the others', async () => {
  const store = await openStore(':memory:', (below) => below - 1);
  await store.putPrizes('demo', 'c', [
    { slice: 'rare', label: 'r', weight: 5, stock: 1, win: { discount: { kind: 'amount', value: 500 }, code: { kind: 'generated', prefix: 'A' } } },
    { slice: 'lost', label: 'l', weight: 95, stock: null, win: null },
  ]);
  const wanted = (n: number) => ({ id: `d${n}`, write_key: 'demo', campaign: 'c', anonymous_id: `a${n}`, email: `a${n}@b`, locale: null, drawn_at: 'now' });
  const drawn = [await store.draw(wanted(1)), await store.draw(wanted(2)), await store.draw(wanted(3))];
  assert.deepEqual(drawn.map((one) => (typeof one === 'string' ? one : one.slice)), ['rare', 'lost', 'lost']);
  await store.close();
});

test('three thousand draws with crypto are near the weights', async () => {
  const store = await openStore(':memory:');
  await store.putPrizes('demo', 'c', [{ slice: 'often', label: 'o', weight: 3, stock: null, win: null }, { slice: 'seldom', label: 's', weight: 1, stock: null, win: null }]);
  let often = 0;
  for (let n = 0; n < 3_000; n += 1) {
    const drawn = await store.draw({ id: `d${n}`, write_key: 'demo', campaign: 'c', anonymous_id: `a${n}`, email: `a${n}@b`, locale: null, drawn_at: 'now' });
    if (typeof drawn !== 'string' && drawn.slice === 'often') often += 1;
  }
  await store.close();
  assert.ok(Math.abs(often - 2_250) < 190, `${often} of 3000: eight standard deviations are 190`);
});

test('a wrong request is refused with the field that is wrong, in words of our own', async (t) => {
  const { origin, rows } = await startWheel(t, [aPrize()]);
  const cases: [Record<string, unknown>, string][] = [
    [{ draw: undefined }, 'draw'], [{ draw: 'one' }, 'draw'], [{ draw: 7 }, 'draw'],
    [{ campaign: undefined }, 'campaign'], [{ campaign: '' }, 'campaign'], [{ campaign: 'c'.repeat(101) }, 'campaign'],
    [{ anonymousId: undefined }, 'anonymousId'], [{ anonymousId: 'a\u0000' }, 'anonymousId'], [{ anonymousId: 'a'.repeat(257) }, 'anonymousId'],
    [{ email: undefined }, 'email'], [{ email: ['a@b.c'] }, 'email'], [{ email: 'nobody' }, 'email'], [{ email: '@b.c' }, 'email'], [{ email: 'a@' }, 'email'],
    [{ email: 'a@b@c' }, 'email'], [{ email: 'a b@c.d' }, 'email'], [{ email: 'a\u0000@c.d' }, 'email'], [{ email: `${'a'.repeat(250)}@b.cd` }, 'email'],
    [{ consent: undefined }, 'consent'], [{ consent: false }, 'consent'], [{ consent: 'true' }, 'consent'],
    [{ locale: '<script>' }, 'locale'], [{ locale: 7 }, 'locale'],
  ];
  for (const [index, [change, field]] of cases.entries()) {
    const answer = await draw(index < 20 ? origin : (await startWheel(t, [aPrize()])).origin, aDraw(change));
    assert.deepEqual(verdict(answer), [400, 'bad_draw'], JSON.stringify(change));
    assert.match(answer.body.error!.detail, new RegExp(`^${field}[ ,]`), JSON.stringify(change));
  }
  assert.equal((await rows('SELECT * FROM draws')).length, 0);
  assert.equal((await draw(origin, aDraw({ email: `${'a'.repeat(249)}@b.cd`, locale: null }))).status, 200, '254 characters');
});

test('a wrong envelope is refused as a batch is', async (t) => {
  const { origin } = await startWheel(t, [aPrize()]);
  const json = { 'Content-Type': 'application/json' };
  const cases: [string, unknown, Record<string, string>, number, string][] = [
    ['broken JSON', '{"writeKey":', {}, 400, 'bad_json'],
    ['no object', '[]', { ...json, Authorization: `Basic ${btoa('demo:')}` }, 400, 'bad_draw'],
    ['no key', aDraw({ writeKey: undefined }), json, 401, 'unknown_write_key'],
    ['unknown key', aDraw({ writeKey: '<script>' }), {}, 401, 'unknown_write_key'],
    ['unknown campaign', aDraw({ campaign: 'elsewhere' }), {}, 404, 'unknown_campaign'],
    ['prizes of another key', aDraw({ writeKey: 'other' }), {}, 404, 'unknown_campaign'],
    ['too large', aDraw({ filler: 'x'.repeat(limits.smallBytes) }), {}, 413, 'body_too_large'],
    ['another media type', aDraw(), { 'Content-Type': 'application/x-www-form-urlencoded' }, 415, 'wrong_media_type'],
    ['an encoding', aDraw(), { 'Content-Encoding': 'gzip' }, 415, 'wrong_encoding'],
    ['prefetch', aDraw(), { 'Sec-Purpose': 'prefetch;prerender' }, 403, 'prefetch'],
  ];
  for (const [name, body, headers, status, code] of cases) {
    const answer = await draw(origin, body, headers);
    assert.deepEqual([...verdict(answer), answer.body.success], [status, code, false], name);
    assert.ok(!JSON.stringify(answer.body).includes('<script>'), name);
  }
  assert.equal((await draw(origin, aDraw(), { ...json })).status, 200);
});

test('while the store can not be written a draw is refused, and made when it is sent again', async (t) => {
  const { origin, database } = await startWheel(t, [aPrize()]);
  const wanted = aDraw();
  const other = await lock(database);
  const refused = await draw(origin, wanted);
  assert.deepEqual([...verdict(refused), refused.headers.get('retry-after')], [503, 'store_unavailable', '5']);
  await other.release();
  assert.equal((await draw(origin, wanted)).status, 200);
});

test('any origin may draw and read the answer, and how long to wait', async (t) => {
  const { origin } = await startWheel(t, [aPrize()]);
  const preflight = await fetch(`${origin}/v1/draws`, { method: 'OPTIONS',
    headers: { Origin: 'https://shop.example', 'Access-Control-Request-Method': 'POST', 'Access-Control-Request-Headers': 'content-type' } });
  assert.deepEqual([preflight.status, preflight.headers.get('access-control-allow-methods')], [204, 'POST']);
  const { headers } = await draw(origin, aDraw(), { Origin: 'https://shop.example' });
  assert.equal(headers.get('access-control-allow-origin'), 'https://shop.example');
  assert.match(headers.get('access-control-expose-headers')!, /retry-after/i);
});

test('from one address come at most thirty draws a minute', async (t) => {
  const { origin, rows } = await startWheel(t, [aPrize()]);
  for (let n = 0; n < limits.draws.most; n += 1) assert.equal((await draw(origin)).status, 200);
  const refused = await draw(origin, aDraw(), { Origin: 'https://shop.example' });
  assert.deepEqual(verdict(refused), [429, 'too_many_draws']);
  const wait = Number(refused.headers.get('retry-after'));
  assert.ok(wait > 50 && wait <= 60, `${wait} s`);
  assert.equal(refused.headers.get('access-control-allow-origin'), 'https://shop.example');
  assert.equal((await rows('SELECT * FROM draws')).length, limits.draws.most);
});

test('the limit slides, refusals do not prolong it, and it remembers so many addresses only', () => {
  let now = 0;
  const rate = createRateLimit({ most: 2, windowMs: 60, keys: 3 }, () => now);
  assert.equal(rate.take('a'), 0);
  now = 40;
  assert.deepEqual([rate.take('a'), rate.take('a'), rate.take('b')], [0, 20, 0]);
  now = 59;
  assert.equal(rate.take('a'), 1);
  now = 60;
  assert.deepEqual([rate.take('a'), rate.take('a')], [0, 40]);
  rate.giveBack('a');
  assert.equal(rate.take('a'), 0);
  for (const key of 'cdefgh') rate.take(key);
  assert.equal(rate.size(), 3);
});

test('an address that was left for a draw is in no feed and in no log', async (t) => {
  const written: string[] = [];
  const real = process.stdout.write;
  t.after(() => { process.stdout.write = real; });
  process.stdout.write = ((...given: Parameters<typeof real>) => { written.push(String(given[0])); return real.apply(process.stdout, given); }) as typeof real;
  let isBroken = false;
  const random = (below: number): number => {
    if (isBroken) throw new Error('no chance');
    return randomInt(below);
  };
  const { origin } = await startWheel(t, [aPrize()], { logger: true, random });
  const wanted = aDraw({ email: 'secret.person@example.com' });
  const live = await fetch(`${origin}/v1/live`);
  const { body } = await draw(origin, wanted);
  await draw(origin, aDraw({ email: 'secret.person@example.com' }));
  await draw(origin, aDraw({ email: 'secret.person@example.com', consent: false }));
  isBroken = true;
  const broken = await draw(origin, aDraw({ email: 'secret.person.too@example.com' }));
  assert.deepEqual(verdict(broken), [500, 'internal']);

  const reader = live.body!.getReader();
  const feed = new TextDecoder().decode((await reader.read()).value) + await (await fetch(`${origin}/v1/events`)).text();
  await reader.cancel();
  process.stdout.write = real;
  const log = written.join('');
  assert.match(log, /v1\/draws.*no chance/s, 'there is a log, also of the failure');
  for (const secret of ['secret.person', body.code!, String(wanted['draw'])]) {
    assert.ok(!feed.includes(secret), `${secret} in the feed`);
    assert.ok(!log.includes(secret), `${secret} in the log`);
  }
});

test('the prizes of the file are loaded at start; what was won stays won', async (t) => {
  const database = await newDatabase(t);
  const prizes = (weight: number, stock: number | null) => [aPrize({ slice: 'gift', weight, stock }), nothing()];
  const state = async (file: unknown[], draws: number): Promise<unknown[]> => {
    const wheel = await startWheel(t, file, { database: undefined });
    await wheel.close();
    const running = await startCollector(t, { database, writeKeys: [{ key: 'demo', prizesFile: wheel.prizesFile }], random: firstSlice });
    for (let n = 0; n < draws; n += 1) await draw(running.origin);
    await running.close();
    const rows = await rowsIn(database, 'SELECT slice, label, weight, stock FROM prizes ORDER BY slice');
    return rows.map((row) => Object.values(row).join(' '));
  };
  assert.deepEqual(await state(prizes(5, 20), 2), ['gift 10 % off 5 18', 'none Nothing 1 ']);
  assert.deepEqual(await state(prizes(5, 20), 0), ['gift 10 % off 5 18', 'none Nothing 1 '], 'again, the same');
  assert.deepEqual(await state(prizes(7, 30), 0), ['gift 10 % off 7 28', 'none Nothing 1 ']);
  assert.deepEqual(await state(prizes(7, 0), 0), ['gift 10 % off 7 0', 'none Nothing 1 '], 'never below nothing');
  assert.deepEqual(await state(prizes(7, null), 0), ['gift 10 % off 7 ', 'none Nothing 1 ']);
  assert.deepEqual(await state([nothing(3)], 0), ['gift 10 % off 7 0', 'none Nothing 3 '], 'a slice that left can not be won');
});

test('the demo\'s own prizes are good, and six', async (t) => {
  const prizes = readPrizes(join(import.meta.dirname, '../../demo-site/prizes.json')).get('spin-to-win')!;
  assert.deepEqual(prizes.map(({ slice, stock, win }) => [slice, stock, win?.discount.kind, win?.discount.value, win?.code.kind]), [
    ['ten', null, 'percent', 10, 'generated'], ['five', null, 'percent', 5, 'generated'], ['ship', null, 'shipping', 0, 'generated'],
    ['fifteen', 20, 'percent', 15, 'generated'], ['gift', 50, 'amount', 500, 'generated'], ['none', null, undefined, undefined, undefined],
  ]);
  const store = await openStore(':memory:');
  t.after(() => store.close());
  await store.putPrizes('demo', 'spin-to-win', prizes);
});

test('a mistake in the file is named with its place', async (t) => {
  const file = join(await temporaryFolder(t), 'prizes.json');
  const cases: [unknown, RegExp][] = [
    [[], /needs an object/], [{ w: [] }, /w: needs a list/], [{ w: [7] }, /w\/0: needs an object/],
    [{ w: [aPrize(), aPrize({ slice: '' })] }, /w\/1\/slice/], [{ w: [aPrize({ label: undefined })] }, /w\/0\/label/],
    [{ w: [aPrize({ weight: 0 })] }, /w\/0\/weight/], [{ w: [aPrize({ weight: 1.5 })] }, /w\/0\/weight/],
    [{ w: [aPrize({ stock: -1 })] }, /w\/0\/stock/], [{ w: [aPrize({ stock: undefined })] }, /w\/0\/stock/],
    [{ w: [aPrize({ discount: percent(101) })] }, /w\/0\/discount/], [{ w: [aPrize({ discount: { kind: 'amount', value: 0.5 } })] }, /w\/0\/discount/],
    [{ w: [aPrize({ discount: undefined })] }, /w\/0\/discount/], [{ w: [aPrize({ code: undefined })] }, /w\/0\/code/],
    [{ w: [aPrize({ code: { ...generated, prefix: ' ' } })] }, /w\/0\/code\/prefix/], [{ w: [aPrize({ code: { kind: 'pool', codes: [7] } })] }, /w\/0\/code\/codes/],
    [{ w: [aPrize(), aPrize()] }, /w: slice ten is there twice/],
    [{ w: [aPrize({ code: { kind: 'pool', codes: ['a', 'A '] } })] }, /code A is there twice/],
  ];
  for (const [content, place] of cases) {
    await writeFile(file, JSON.stringify(content));
    assert.throws(() => readPrizes(file), place, JSON.stringify(content));
  }
});
