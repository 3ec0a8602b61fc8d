import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createRetention, retentionOf } from '../../demo-site/collector/retention.ts';
import { limits } from '../../demo-site/collector/limits.ts';
import { openStore } from '../../demo-site/collector/storage/store.ts';
import { aBatch, anEvent, post, startCollector } from './collectorFixture.ts';
import { countIn, lock, newDatabase, rowsIn } from './databases.ts';
import { aDraw, aPrize, draw, send, startWheel, verdict } from './drawFixture.ts';

const forget = (origin: string, anonymousId: unknown, fields: Record<string, unknown> = {}, headers: Record<string, string> = {}) =>
  send(origin, '/v1/forget', { writeKey: 'demo', anonymousId, ...fields }, headers) as Promise<any>;
const dayMs = 24 * 3_600_000;
const ago = (ms: number): string => new Date(Date.now() - ms).toISOString();

/** Everything a database holds, as text. */
async function contentOf(database: string): Promise<string> {
  const tables = ['events', 'dead_letter', 'draws', 'coupons', 'forgotten', 'audit', 'meta', 'forwarding', 'documents'];
  return JSON.stringify(await Promise.all(tables.map((table) => rowsIn(database, `SELECT * FROM ${table}`))));
}

test('nothing of a visitor who asks for it is left: no event, no dead letter, no address, and the others keep theirs', async (t) => {
  const { origin, database } = await startWheel(t, [aPrize({ stock: 5 })]);
  const who = '50%_of\\"me"';
  await post(origin, aBatch([anEvent({ anonymousId: who }), anEvent({ anonymousId: who, properties: { note: 'secret' } }), anEvent({ anonymousId: who, type: '?' }), anEvent({ anonymousId: '50% of me', type: '?' }), anEvent()]));
  const drawn = await draw(origin, aDraw({ anonymousId: who, email: 'somebody@example.com', locale: 'ru' }));
  const answer = await forget(origin, who);
  assert.deepEqual([answer.status, answer.body], [200, { success: true, forgotten: 4 }]);
  const content = await contentOf(database);
  for (const gone of ['secret', 'somebody@example.com', JSON.stringify(JSON.stringify(who)).slice(1, -1)]) assert.ok(!content.includes(gone), gone);
  assert.deepEqual([await countIn(database, 'events'), await countIn(database, 'dead_letter')], [1, 1]);
  assert.deepEqual(await rowsIn(database, 'SELECT slice, code, locale FROM draws'), [{ slice: 'ten', code: drawn.body.code, locale: null }], 'what was won stays won');
  assert.deepEqual(await rowsIn(database, 'SELECT write_key, action, events, dead_letters, draws FROM audit'), [{ write_key: 'demo', action: 'forgotten', events: 2, dead_letters: 1, draws: 1 }]);
  assert.deepEqual((await forget(origin, who)).body, { success: true, forgotten: 0 });
});

test('what is on its way when a visitor is forgotten is refused, kept as nothing but a count; what happens later is another visit', async (t) => {
  const { origin, database } = await startCollector(t, { writeKeys: [{ key: 'demo' }, { key: 'other' }] });
  await forget(origin, 'visitor-late');
  const late = anEvent({ anonymousId: 'visitor-late', timestamp: ago(5_000), properties: { note: 'secret' } });
  const batch = aBatch([anEvent({ type: '?' }), anEvent(), late, anEvent({ anonymousId: 'visitor-late', timestamp: new Date(Date.now() + 5_000).toISOString() })]);
  const { body } = await post(origin, batch);
  assert.deepEqual([body.accepted, body.duplicates, body.rejected.map(({ index, messageId, code }) => [index, code === 'forgotten' ? messageId : code])], [2, 0, [[0, 'unknown_type'], [2, late['messageId']]]]);
  const [letter] = await rowsIn(database, `SELECT message_id, body FROM dead_letter WHERE code = 'forgotten'`);
  assert.deepEqual(letter, { message_id: late['messageId'], body: '' });
  assert.ok(!(await contentOf(database)).includes('secret'));
  assert.equal((await post(origin, aBatch([late], { writeKey: 'other' }))).body.accepted, 1, 'another shop has its own visitors');
});

test('an address that has drawn does not draw again for having been forgotten, nor does the visitor', async (t) => {
  const { origin } = await startWheel(t, [aPrize()]);
  const wanted = aDraw({ email: 'again@example.com' });
  assert.equal((await draw(origin, wanted)).status, 200);
  await forget(origin, wanted['anonymousId']);
  assert.deepEqual(verdict(await draw(origin, aDraw({ email: 'again@example.com' }))), [409, 'already_drawn']);
  assert.deepEqual(verdict(await draw(origin, aDraw({ anonymousId: wanted['anonymousId'] }))), [409, 'already_drawn']);
  assert.equal((await draw(origin)).status, 200);
});

test('who asks to be forgotten wrongly is told so, and while nothing can be erased to ask again', async (t) => {
  const { origin, database } = await startCollector(t);
  await post(origin, aBatch([anEvent()]));
  for (const id of [undefined, '', 7, 'a\u0000', 'a'.repeat(257)]) assert.deepEqual(verdict(await forget(origin, id)), [400, 'bad_forget'], String(id));
  const { origin: second } = await startCollector(t, { database, writeKeys: [{ key: 'demo', origins: ['https://shop.test'] }] });
  assert.deepEqual(verdict(await forget(second, 'visitor-1', { writeKey: '<script>' })), [401, 'unknown_write_key']);
  assert.deepEqual(verdict(await forget(second, 'visitor-1', {}, { Origin: 'https://evil.test' })), [403, 'origin_not_allowed']);
  assert.deepEqual(verdict(await forget(second, 'visitor-1', {}, { 'Sec-Purpose': 'prefetch' })), [403, 'prefetch']);
  const other = await lock(database);
  const refused = await forget(second, 'visitor-1');
  assert.deepEqual([...verdict(refused), refused.headers.get('retry-after')], [503, 'store_unavailable', '5']);
  await other.release();
  const done = await forget(second, 'visitor-1', {}, { Origin: 'https://shop.test' });
  assert.deepEqual([done.body.forgotten, done.headers.get('access-control-allow-origin')], [1, 'https://shop.test']);
  for (let i = 0; i < limits.forgets.most; i += 1) await forget(second, 'visitor-1');
  assert.equal((await forget(second, 'visitor-1')).status, 429);
});

test('rows go when they are as old as is said, to the day, and that is written down', async (t) => {
  const database = await newDatabase(t);
  const { origin, close } = await startWheel(t, [aPrize()], { database });
  await post(origin, aBatch([anEvent(), anEvent({ type: '?' })]));
  const wanted = aDraw({ email: 'old@example.com' });
  await draw(origin, wanted);
  await forget(origin, 'somebody-else');
  await close();
  const store = await openStore(database);
  t.after(() => store.close());
  const log = { info: () => {}, warn: () => {} };
  const start = Date.now();
  let now = start;
  const retention = createRetention(store, { events: 40, deadLetters: 10, draws: 60 }, log, () => now);
  t.after(() => retention.close());
  const left = async () => [await countIn(database, 'events'), await countIn(database, 'dead_letter'), Number((await rowsIn(database, `SELECT count(*) AS n FROM draws WHERE email LIKE '%@%'`))[0]!['n'])];
  const after = async (days: number) => { now = start + days * dayMs; await retention.expire(); return left(); };
  assert.deepEqual(await after(10 - 0.01), [1, 1, 1]);
  assert.deepEqual(await after(10.01), [1, 0, 1]);
  assert.equal(await countIn(database, 'forgotten'), 1);
  assert.deepEqual(await after(40 - 0.01), [1, 0, 1]);
  assert.equal(await countIn(database, 'forgotten'), 0, 'older events are refused for their age');
  assert.deepEqual(await after(40.01), [0, 0, 1]);
  assert.deepEqual(await after(60.01), [0, 0, 0]);
  assert.equal(await countIn(database, 'draws'), 1, 'the draw stays, who drew it is gone');
  assert.ok(!(await contentOf(database)).includes('old@example.com'));
  assert.deepEqual(await rowsIn(database, `SELECT events, dead_letters, draws FROM audit WHERE action = 'expired' ORDER BY id`),
    [{ events: 0, dead_letters: 1, draws: 0 }, { events: 1, dead_letters: 0, draws: 0 }, { events: 0, dead_letters: 0, draws: 1 }]);
});

test('more rows than go at once all go, and only the old ones', async (t) => {
  const { origin, database } = await startCollector(t);
  const old = Array.from({ length: limits.expiryRows + 500 }, () => anEvent());
  await post(origin, aBatch(old));
  await rowsIn(database, `UPDATE events SET received_at = '2020-01-01T00:00:00.000Z'`);
  await post(origin, aBatch([anEvent(), anEvent()]));
  const { close } = await startCollector(t, { database });
  for (let tries = 0; await countIn(database, 'events') > 2 && tries < 100; tries += 1) await new Promise((resolve) => setTimeout(resolve, 50));
  assert.equal(await countIn(database, 'events'), 2, 'it is done at every start');
  await close();
});

test('events are kept as long as one may take to arrive, at least, and days are days', async (t) => {
  await assert.rejects(startCollector(t, { retention: { events: 30 } }), /at least 31 days/);
  await assert.rejects(startCollector(t, { retention: { draws: 0 } }), /number of days/);
  assert.deepEqual(retentionOf(['events=90', 'draws=7']), { ...limits.retention, events: 90, draws: 7 });
  for (const wrong of ['', 'events', 'events=0', 'events=1.5', 'coupons=7', 'events=-7']) assert.throws(() => retentionOf([wrong]), /--keep/, wrong);
});
