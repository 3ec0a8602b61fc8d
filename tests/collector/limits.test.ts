import assert from 'node:assert/strict';
import { request } from 'node:http';
import { test } from 'node:test';
import { gzipSync } from 'node:zlib';
import { limits } from '../../demo-site/collector/limits.ts';
import { aBatch, anEvent, post, startCollector } from './collectorFixture.ts';
import type { Failure } from './collectorFixture.ts';
import { countIn, rowsIn } from './databases.ts';

/** The first code an event is refused with, or 'stored'. */
async function fate(origin: string, event: unknown): Promise<string> {
  const { status, body } = await post(origin, aBatch([event]));
  assert.equal(status, 200);
  return body.rejected[0]?.code ?? (body.accepted === 1 ? 'stored' : 'duplicate');
}

function sized(bytes: number): Record<string, unknown> {
  const event = anEvent({ properties: { filler: '' } });
  return { ...event, properties: { filler: 'x'.repeat(bytes - JSON.stringify(event).length) } };
}

function nested(levels: number): Record<string, unknown> {
  let value: unknown = 1;
  for (let i = 0; i < levels - 1; i += 1) value = { a: value };
  return anEvent({ properties: value });
}

test('an event may have exactly so many bytes, levels, characters of an id', async (t) => {
  const { origin } = await startCollector(t);
  assert.equal(await fate(origin, sized(limits.eventBytes)), 'stored');
  assert.equal(await fate(origin, sized(limits.eventBytes + 1)), 'too_large');
  assert.equal(await fate(origin, nested(limits.nesting)), 'stored');
  assert.equal(await fate(origin, nested(limits.nesting + 1)), 'too_deep');
  assert.equal(await fate(origin, anEvent({ messageId: 'm'.repeat(limits.messageIdChars - 1) })), 'stored');
  assert.equal(await fate(origin, anEvent({ messageId: 'm'.repeat(limits.messageIdChars) })), 'bad_message_id');
  assert.equal(await fate(origin, anEvent({ anonymousId: 'a'.repeat(limits.visitorIdChars) })), 'stored');
  assert.equal(await fate(origin, anEvent({ anonymousId: 'a'.repeat(limits.visitorIdChars + 1) })), 'bad_identity');
  assert.equal(await fate(origin, anEvent({ event: 'e'.repeat(limits.eventNameChars) })), 'stored');
  assert.equal(await fate(origin, anEvent({ event: 'e'.repeat(limits.eventNameChars + 1) })), 'bad_event');
});

test('a batch may have exactly so many events', async (t) => {
  const { origin } = await startCollector(t);
  const tiny = (_: unknown, i: number) => ({ type: 'track', event: 'E', messageId: `t${i}`, anonymousId: 'a' });
  const full = await post(origin, aBatch(Array.from({ length: limits.eventsPerBatch }, tiny)));
  assert.deepEqual([full.status, full.body.accepted], [200, limits.eventsPerBatch]);
  const over = await post<Failure>(origin, aBatch(Array.from({ length: limits.eventsPerBatch + 1 }, tiny)));
  assert.deepEqual([over.status, over.body.error.code], [413, 'too_many_events']);
});

test('a batch may have exactly so many bytes, also once inflated', async (t) => {
  const { origin } = await startCollector(t);
  const padded = (bytes: number) => aBatch([anEvent()]).padEnd(bytes, ' ');
  const gzip = { 'Content-Encoding': 'gzip' };
  assert.equal((await post(origin, padded(limits.batchBytes))).status, 200);
  assert.equal((await post(origin, padded(limits.batchBytes + 1))).status, 413);
  assert.equal((await post(origin, gzipSync(padded(limits.batchBytes)), gzip)).status, 200);
  assert.equal((await post(origin, gzipSync(padded(limits.batchBytes + 1)), gzip)).status, 413);
});

test('a gzip bomb is refused without being inflated', async (t) => {
  const { origin, database } = await startCollector(t);
  const bomb = gzipSync(Buffer.alloc(256 << 20, ' '));
  const before = process.memoryUsage().rss;
  const { status, body } = await post<Failure>(origin, bomb, { 'Content-Encoding': 'gzip' });
  assert.deepEqual([status, body.error.code], [413, 'batch_too_large']);
  assert.ok(process.memoryUsage().rss - before < 64 << 20);
  assert.equal(await countIn(database, 'events'), 0);
});

test('a wrong envelope is refused as a whole, in words of our own', async (t) => {
  const { origin, database } = await startCollector(t);
  const json = { 'Content-Type': 'application/json' };
  const cases: [string, string | Uint8Array, Record<string, string>, number, string][] = [
    ['broken JSON', '{"writeKey":"demo","batch":[<script>', {}, 400, 'bad_json'],
    ['no batch', '{"writeKey":"demo"}', json, 400, 'bad_batch'],
    ['empty batch', aBatch([]), {}, 400, 'empty_batch'],
    ['empty body', '', {}, 400, 'bad_json'],
    ['not UTF-8', new Uint8Array([0x22, 0xff, 0xfe, 0x22]), {}, 400, 'bad_utf8'],
    ['not gzip', aBatch([anEvent()]), { 'Content-Encoding': 'gzip' }, 400, 'bad_gzip'],
    ['cut gzip', gzipSync(aBatch([anEvent()])).subarray(0, 60), { 'Content-Encoding': 'gzip' }, 400, 'bad_gzip'],
    ['another encoding', aBatch([anEvent()]), { 'Content-Encoding': 'br' }, 415, 'wrong_encoding'],
    ['another charset', aBatch([anEvent()]), { 'Content-Type': 'text/plain; charset=utf-16' }, 415, 'wrong_charset'],
    ['another media type', aBatch([anEvent()]), { 'Content-Type': 'application/x-www-form-urlencoded' }, 415, 'wrong_media_type'],
    ['no write key', aBatch([anEvent()], { writeKey: undefined }), {}, 401, 'unknown_write_key'],
    ['unknown write key', aBatch([anEvent()], { writeKey: '<script>' }), {}, 401, 'unknown_write_key'],
    ['prefetch', aBatch([anEvent()]), { 'Sec-Purpose': 'prefetch;prerender' }, 403, 'prefetch'],
  ];
  for (const [name, sent, headers, status, code] of cases) {
    const answer = await post<Failure>(origin, sent, headers);
    assert.deepEqual([answer.status, answer.body.error?.code, answer.body.success], [status, code, false], name);
    assert.ok(!JSON.stringify(answer.body).includes('<script>'), name);
  }
  assert.equal(await countIn(database, 'events'), 0);
  assert.equal(await countIn(database, 'dead_letter'), 0);
});

test('bad events are named and kept aside, the rest of the batch is stored', async (t) => {
  const { origin, database } = await startCollector(t);
  const cases: [unknown, string][] = [
    ['text', 'not_an_object'], [null, 'not_an_object'], [[], 'not_an_object'],
    [anEvent({ type: 'pageview' }), 'unknown_type'],
    [anEvent({ messageId: undefined }), 'missing_message_id'],
    [anEvent({ messageId: 7 }), 'bad_message_id'],
    [anEvent({ messageId: 'a\u0000b' }), 'bad_message_id'],
    [anEvent({ messageId: '\ud800' }), 'bad_message_id'],
    [anEvent({ anonymousId: undefined }), 'missing_identity'],
    [anEvent({ userId: { id: 1 } }), 'bad_identity'],
    [anEvent({ event: undefined }), 'missing_event'],
    [anEvent({ type: 'group' }), 'missing_group_id'],
    [anEvent({ properties: 'none' }), 'bad_field'],
    [anEvent({ timestamp: 'yesterday' }), 'bad_timestamp'],
    [anEvent({ timestamp: '2026-02-31T99:00:00Z' }), 'bad_timestamp'],
    [anEvent({ timestamp: '2026-02-01T10:00:00' }), 'bad_timestamp'],
    [anEvent({ timestamp: new Date(Date.now() + limits.futureMs + 60_000).toISOString() }), 'in_the_future'],
    [anEvent({ timestamp: new Date(Date.now() - limits.pastMs - 60_000).toISOString() }), 'too_old'],
  ];
  const batch = aBatch([anEvent(), ...cases.map(([event]) => event), anEvent()]);
  const { status, body } = await post(origin, batch);
  assert.deepEqual([status, body.accepted], [200, 2]);
  assert.deepEqual(body.rejected.map(({ index, code }) => [index, code]), cases.map(([, code], i) => [i + 1, code]));
  assert.equal(body.rejected[3]!.messageId, (cases[3]![0] as { messageId: string }).messageId);
  assert.equal(body.rejected[5]!.messageId, null, 'what is not an id is not repeated');

  await post(origin, batch);
  assert.equal(await countIn(database, 'dead_letter'), cases.length, 'sent again, kept once');
});

test('a dead letter keeps 4 KB of the event and the hash of all of it', async (t) => {
  const { origin, database } = await startCollector(t);
  await post(origin, aBatch([anEvent({ properties: { filler: 'ж'.repeat(20_000) } })]));
  const [letter] = await rowsIn(database, 'SELECT *, length(CAST(body AS BLOB)) AS bytes FROM dead_letter');
  assert.equal(letter!['code'], 'too_large');
  assert.ok(Number(letter!['bytes']) <= limits.deadLetterBytes && Number(letter!['bytes']) > limits.deadLetterBytes - 4);
  assert.match(letter!['sha256'] as string, /^[0-9a-f]{64}$/);
});

test('a depth that would overflow the stack is only a bad event', async (t) => {
  const { origin } = await startCollector(t);
  const deep = `${'['.repeat(100_000)}${']'.repeat(100_000)}`;
  const { status, body } = await post(origin, `{"writeKey":"demo","batch":[{"a":${deep}},${JSON.stringify(anEvent())}]}`);
  assert.deepEqual([status, body.accepted, body.rejected[0]!.code], [200, 1, 'too_deep']);
});

test('a body that announces too much is refused before it is sent', async (t) => {
  const { origin } = await startCollector(t);
  const status = await new Promise((resolve, reject) => {
    const sending = request(`${origin}/v1/batch`, { method: 'POST', headers: { 'Content-Type': 'text/plain', 'Content-Length': 1 << 30 } });
    sending.on('response', (response) => { resolve(response.statusCode); sending.destroy(); }).on('error', reject).flushHeaders();
  });
  assert.equal(status, 413);
});

test('a write key that is bound to origins takes nothing from pages of another, which may read why', async (t) => {
  const { origin, database } = await startCollector(t, { writeKeys: [{ key: 'demo', origins: ['https://shop.test'] }, { key: 'open' }] });
  const from = async (page: string | undefined, key = 'demo') => {
    const { status, headers, body } = await post<any>(origin, aBatch([anEvent()], { writeKey: key }), page === undefined ? {} : { Origin: page });
    return [status, body.error?.code, headers.get('access-control-allow-origin'), headers.get('vary')];
  };
  assert.deepEqual(await from('https://shop.test'), [200, undefined, 'https://shop.test', 'Origin']);
  for (const page of ['https://evil.test', 'http://shop.test', 'https://shop.test.evil', 'null'])
    assert.deepEqual(await from(page), [403, 'origin_not_allowed', page, 'Origin']);
  assert.deepEqual(await from('https://evil.test', 'open'), [200, undefined, 'https://evil.test', 'Origin']);
  // No browser leaves it out.
  assert.deepEqual((await from(undefined)).slice(0, 2), [200, undefined]);
  assert.equal(await countIn(database, 'events'), 3);
  for (const path of ['/v1/draws', '/v1/inspect']) {
    const { status } = await fetch(origin + path, { method: 'POST', headers: { 'Content-Type': 'text/plain', Origin: 'https://evil.test' }, body: '{"writeKey":"demo"}' });
    assert.equal(status, 403, path);
  }
});
