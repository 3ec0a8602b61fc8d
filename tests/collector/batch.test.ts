import assert from 'node:assert/strict';
import { test } from 'node:test';
import { gzipSync } from 'node:zlib';
import { createClocks } from '../../demo-site/collector/clock.ts';
import { limits } from '../../demo-site/collector/limits.ts';
import { aBatch, anEvent, post, startCollector } from './collectorFixture.ts';
import type { Failure } from './collectorFixture.ts';
import { countIn, lock, newDatabase, rowsIn } from './databases.ts';

test('stores every event of a batch before it answers', async (t) => {
  const { origin, database } = await startCollector(t);
  const answer = await post(origin, aBatch([anEvent(), anEvent()]));
  assert.equal(await countIn(database, 'events'), 2);
  assert.deepEqual([answer.status, answer.body], [200, { success: true, accepted: 2, duplicates: 0, rejected: [] }]);
});

test('does not answer 200 when the commit is impossible, and takes the same batch later', async (t) => {
  const { origin, database } = await startCollector(t);
  const batch = aBatch([anEvent()]);
  const other = await lock(database);
  const refused = await post<Failure>(origin, batch);
  assert.deepEqual([refused.status, refused.body.error.code, refused.headers.get('retry-after')], [503, 'store_unavailable', '5']);
  assert.deepEqual([(await fetch(`${origin}/readyz`)).status, (await fetch(`${origin}/healthz`)).status], [503, 200]);
  await other.release();
  assert.equal((await fetch(`${origin}/readyz`)).status, 200);
  assert.equal((await post(origin, batch)).body.accepted, 1);
});

test('counts an event once however often it is sent', async (t) => {
  const { origin, database } = await startCollector(t, { writeKeys: [{ key: 'demo' }, { key: 'other' }] });
  const event = anEvent();
  await post(origin, aBatch([event]));
  const again = await post(origin, aBatch([event, event, anEvent()]));
  assert.deepEqual([again.body.accepted, again.body.duplicates], [1, 2]);
  const elsewhere = await post(origin, aBatch([event], { writeKey: 'other' }));
  assert.equal(elsewhere.body.accepted, 1, 'ids of another write key are other ids');
  assert.equal(await countIn(database, 'events'), 3);
});

test('a restart keeps events, and still knows them for duplicates', async (t) => {
  const database = await newDatabase(t);
  const event = anEvent();
  const first = await startCollector(t, { database });
  await post(first.origin, aBatch([event]));
  await first.close();
  const second = await startCollector(t, { database });
  const { body } = await post(second.origin, aBatch([event, anEvent()]));
  assert.deepEqual([body.accepted, body.duplicates], [1, 1]);
});

test('counts each event once when overlapping batches arrive at the same time', async (t) => {
  const { origin, database } = await startCollector(t);
  const events = Array.from({ length: 60 }, () => anEvent());
  const answers = await Promise.all(Array.from({ length: 20 }, (_, i) => post(origin, aBatch(events.slice(2 * i, 2 * i + 20)))));
  assert.ok(answers.every(({ status }) => status === 200));
  assert.equal(answers.reduce((sum, { body }) => sum + body.accepted, 0), 58);
  assert.equal(await countIn(database, 'events'), 58);
});

test('takes JSON and plain text, gzip, and the write key as the user of HTTP Basic', async (t) => {
  const { origin } = await startCollector(t);
  const basic = { Authorization: `Basic ${btoa('demo:')}` };
  const answers = [
    await post(origin, aBatch([anEvent()]), { 'Content-Type': 'application/json; charset=UTF-8' }),
    await post(origin, gzipSync(aBatch([anEvent()])), { 'Content-Encoding': 'gzip' }),
    await post(origin, gzipSync(aBatch([anEvent()]))),
    await post(origin, aBatch([anEvent()], { writeKey: undefined }), basic),
  ];
  assert.deepEqual(answers.map(({ status, body }) => [status, body.accepted]), [[200, 1], [200, 1], [200, 1], [200, 1]]);
  // Without a header that names it, too: pages would have to ask for permission to set it.
  assert.equal((await post<Failure>(origin, Buffer.from([0x1f, 0x8b, 1, 2, 3]))).body.error.code, 'bad_gzip');
});

test('keeps the session, the campaign, the page and the whole event', async (t) => {
  const { origin, database } = await startCollector(t);
  const event = anEvent({ event: 'Campaign Shown', properties: { campaign_id: 'welcome-bar' }, userId: 'u1',
    context: { page: { url: 'https://shop.example/category/lips?x=1' }, waymark: { session: { id: 's1', number: 2 }, segments: ['new-visitor'] } } });
  await post(origin, aBatch([event], { context: { locale: 'ru' } }));
  const [row] = await rowsIn(database, 'SELECT * FROM events');
  assert.deepEqual([row!['session_id'], row!['campaign_id'], row!['path'], row!['user_id']], ['s1', 'welcome-bar', '/category/lips', 'u1']);
  const context = { locale: 'ru', ...(event['context'] as object) };
  assert.deepEqual(JSON.parse(row!['body'] as string), { ...event, context });
});

test('keeps text in any script as it was', async (t) => {
  const { origin, database } = await startCollector(t);
  const event = anEvent({ event: 'Помада 💄 \u0000 <b>' });
  await post(origin, aBatch([event]));
  const [row] = await rowsIn(database, 'SELECT * FROM events');
  assert.equal(JSON.parse(row!['body'] as string).event, event['event']);
  assert.equal(row!['event'], 'Помада 💄 \ufffd <b>', 'no column of PostgreSQL holds a NUL');
});

test('a page may have a name and a campaign an id of any length', async (t) => {
  const { origin, database } = await startCollector(t);
  const long = Array.from({ length: 20_000 }, (_, i) => String.fromCharCode(97 + (i * i) % 26)).join('');
  const events = [anEvent({ type: 'page', event: undefined, name: long }), anEvent({ event: 'Campaign Shown', properties: { campaign_id: long } })];
  assert.equal((await post(origin, aBatch(events))).body.accepted, 2);
  const rows = await rowsIn(database, 'SELECT event, campaign_id, body FROM events ORDER BY id');
  assert.deepEqual([rows[0]!['event'], rows[1]!['campaign_id']], [long.slice(0, limits.eventNameChars), long.slice(0, limits.eventNameChars)]);
  assert.equal(JSON.parse(rows[0]!['body'] as string).name, long);
});

test('two collectors of one database store each event once', async (t) => {
  const { origin, database } = await startCollector(t);
  const other = await startCollector(t, { database });
  const events = Array.from({ length: 60 }, () => anEvent());
  const answers = await Promise.all(Array.from({ length: 20 }, (_, i) => post(i % 2 ? origin : other.origin, aBatch(events.slice(2 * i, 2 * i + 20)))));
  assert.deepEqual(answers.map(({ status }) => status), answers.map(() => 200));
  assert.equal(answers.reduce((sum, { body }) => sum + body.accepted, 0), 58);
  assert.deepEqual((await rowsIn(database, 'SELECT DISTINCT message_id FROM events')).length, await countIn(database, 'events'));
});

test('corrects the time of an event only when the clock that sent it is more than 30 s off', async (t) => {
  const { origin, database } = await startCollector(t);
  const ago = (ms: number) => new Date(Date.now() - ms).toISOString();
  await post(origin, aBatch([anEvent({ messageId: 'near', timestamp: ago(25_000) })], { sentAt: ago(20_000) }));
  await post(origin, aBatch([anEvent({ messageId: 'far', timestamp: ago(7_205_000) })], { sentAt: ago(7_200_000) }));
  await post(origin, aBatch([anEvent({ messageId: 'timeless', timestamp: undefined })], { sentAt: ago(7_200_000) }));
  const rows = await rowsIn(database, 'SELECT * FROM events ORDER BY id');
  const lag = (row: Record<string, unknown>) => Date.parse(row['received_at'] as string) - Date.parse(row['corrected'] as string);
  assert.equal(rows[0]!['corrected'], rows[0]!['timestamp']);
  assert.ok(Math.abs(lag(rows[1]!) - 5_000) <= 5, `five seconds before sending, not ${lag(rows[1]!)} ms`);
  assert.ok(Date.parse(rows[1]!['received_at'] as string) - Date.parse(rows[1]!['timestamp'] as string) >= 7_200_000, 'the original is kept');
  assert.equal(lag(rows[2]!), 0);
});

test('a slow way moves no event of a clock that is wrong, and their order stays', async (t) => {
  const { origin, database } = await startCollector(t);
  const ahead = 3 * 3_600_000;
  const real = Date.now();
  /** What happened `ago`, sent right after and `way` later here. */
  const send = async (messageId: string, ago: number, way: number): Promise<void> => {
    const happened = real + ahead - ago;
    await post(origin, aBatch([anEvent({ messageId, timestamp: new Date(happened).toISOString() })], { sentAt: new Date(Date.now() + ahead - way).toISOString() }));
  };
  await send('first', 90_000, 100);
  await send('slow', 60_000, 30_000);
  await send('quick', 45_000, 50);
  await send('slow, too', 20_000, 15_000);
  const rows = await rowsIn(database, 'SELECT message_id, corrected FROM events ORDER BY corrected');
  assert.deepEqual(rows.map((row) => row['message_id']), ['first', 'slow', 'quick', 'slow, too']);
  const errors = rows.map((row, i) => Date.parse(row['corrected'] as string) - (real - [90_000, 60_000, 45_000, 20_000][i]!));
  assert.ok(errors.every((error) => Math.abs(error) < 2_000), `${errors}`);
});

test('a clock that is set right is believed from then on, and what is known of clocks is bounded', () => {
  const clocks = createClocks();
  const hour = 3_600_000;
  const lag = (at: number, ahead: number, way = 0, client = 'a') => clocks.lagOf(client, at + ahead - way, at);
  assert.deepEqual([lag(0, 3 * hour, 500), lag(1_000, 3 * hour, 30_000), lag(2_000, 3 * hour, 20)], [500 - 3 * hour, 500 - 3 * hour, 20 - 3 * hour]);
  assert.equal(lag(3_000, 0, 100), 0, 'set right');
  assert.equal(lag(4_000, 2 * hour), -2 * hour, 'and set wrong again');
  assert.equal(lag(5_000, -hour), hour, 'and behind');
  // Drifting: what was seen hours ago counts no more.
  const drifting = Array.from({ length: 50 }, (_, i) => lag(i * hour, hour - i * 400, 0, 'b') + hour - i * 400);
  assert.ok(drifting.every((error) => Math.abs(error) <= 1_200), `${drifting}`);
  assert.equal(clocks.lagOf('c', null, 5), 0);
  for (let i = 0; i < 200_000; i += 1) lag(i, hour, 0, `client-${i}`);
  assert.ok(clocks.size() <= limits.clocks);
});
