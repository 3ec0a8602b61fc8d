import assert from 'node:assert/strict';
import { createHmac } from 'node:crypto';
import { test } from 'node:test';
import { aBatch, anEvent, post, startCollector } from './collectorFixture.ts';
import { countIn, rowsIn } from './databases.ts';
import { send } from './drawFixture.ts';

const secret = 'a secret of the shop';
const tokenOf = (userId: string, key = secret): string => createHmac('sha256', key).update(userId).digest('hex');
const signed = { writeKeys: [{ key: 'demo', identitySecret: secret }, { key: 'open' }] };

test('a user who is not proven is stored as anonymous and counted; the proof is never kept', async (t) => {
  const { origin, database } = await startCollector(t, signed);
  const claims: [unknown, boolean][] = [
    [tokenOf('u1'), true], [tokenOf('u1').toUpperCase(), true], [undefined, false], ['', false], [tokenOf('u2'), false], [tokenOf('u1', 'another'), false],
    [tokenOf('u1').slice(1), false], [`${tokenOf('u1')}0`, false], [[tokenOf('u1')], false], [{ toString: 'x' }, false],
  ];
  const batch = claims.map(([identityToken]) => anEvent({ userId: 'u1', context: { identityToken, locale: 'ru' } }));
  assert.equal((await post(origin, aBatch(batch))).body.accepted, claims.length);
  const rows = await rowsIn(database, 'SELECT user_id, anonymous_id, body FROM events ORDER BY id');
  for (const [i, [claim, isProven]] of claims.entries()) {
    const body = JSON.parse(rows[i]!['body'] as string);
    assert.deepEqual([rows[i]!['user_id'], body.userId, rows[i]!['anonymous_id'], body.context], [isProven ? 'u1' : null, isProven ? 'u1' : undefined, 'visitor-1', { locale: 'ru' }], JSON.stringify(claim));
  }
  const metrics = await (await fetch(`${origin}/metrics`)).text();
  assert.match(metrics, new RegExp(`^waymark_users_unproven_total ${claims.filter(([, isProven]) => !isProven).length}$`, 'm'));
});

test('a token in the context of the batch is good for its events; who has no other id than an unproven one is refused', async (t) => {
  const { origin, database } = await startCollector(t, signed);
  const { body } = await post(origin, aBatch([anEvent({ userId: 'u1' }), anEvent({ userId: 'u2' }), anEvent({ userId: 'u2', anonymousId: undefined }), anEvent({ userId: 7 })], { context: { identityToken: tokenOf('u1') } }));
  assert.deepEqual(body.rejected.map(({ index, code }) => [index, code]), [[2, 'missing_identity']]);
  assert.deepEqual((await rowsIn(database, 'SELECT user_id FROM events ORDER BY id')).map((row) => row['user_id']), ['u1', null, null]);
  const stored = JSON.stringify([await rowsIn(database, 'SELECT * FROM events'), await rowsIn(database, 'SELECT * FROM dead_letter')]);
  assert.ok(!stored.includes(tokenOf('u1')) && !stored.includes('u2'));
});

test('without a secret a user is believed, as before', async (t) => {
  const { origin, database } = await startCollector(t, signed);
  await post(origin, aBatch([anEvent({ userId: 'u1', context: { identityToken: 'of somebody else' } })], { writeKey: 'open' }));
  const [row] = await rowsIn(database, 'SELECT user_id, body FROM events');
  assert.deepEqual([row!['user_id'], JSON.parse(row!['body'] as string).context], ['u1', { identityToken: 'of somebody else' }]);
});

test('a user who proves it is forgotten in all browsers, one who does not in this one only', async (t) => {
  const { origin, database } = await startCollector(t, signed);
  const here = () => anEvent({ userId: 'u1', anonymousId: 'phone', context: { identityToken: tokenOf('u1') } });
  const there = () => anEvent({ userId: 'u1', anonymousId: 'laptop', context: { identityToken: tokenOf('u1') } });
  const forget = async (fields: object) => (await send(origin, '/v1/forget', { writeKey: 'demo', anonymousId: 'phone', userId: 'u1', ...fields }) as any).body.forgotten;
  await post(origin, aBatch([here(), there()]));
  assert.deepEqual([await forget({}), await countIn(database, 'events')], [1, 1]);
  assert.deepEqual([await forget({ identityToken: tokenOf('u2') }), await forget({ identityToken: tokenOf('u1') }), await countIn(database, 'events')], [0, 1, 0]);
  const late = await post(origin, aBatch([{ ...there(), timestamp: new Date(Date.now() - 60_000).toISOString() }]));
  assert.deepEqual(late.body.rejected.map(({ code }) => code), ['forgotten']);
});

test('the id cookie is set for pages of the shop alone, below its domain, and goes with the visitor', async (t) => {
  const shop = { key: 'demo', origins: ['https://www.shop.test'], idCookie: { name: 'wm.id', domain: 'shop.test' } };
  const { origin } = await startCollector(t, { writeKeys: [shop, { key: 'open' }] });
  const ask = async (fields: object, headers: Record<string, string> = { Origin: 'https://www.shop.test' }, path = '/v1/id') => {
    const { status, headers: answered } = await fetch(origin + path, { method: 'POST', headers: { 'Content-Type': 'text/plain', ...headers }, body: JSON.stringify({ writeKey: 'demo', anonymousId: 'a1-b2', ...fields }) });
    return { status, cookie: answered.get('set-cookie'), origin: answered.get('access-control-allow-origin'), credentials: answered.get('access-control-allow-credentials') };
  };
  const set = await ask({});
  assert.deepEqual(set, { status: 204, cookie: 'wm.id=a1-b2; Domain=shop.test; Path=/; Max-Age=34128000; Secure; SameSite=Lax', origin: 'https://www.shop.test', credentials: 'true' });
  assert.ok(set.cookie!.length <= 200);
  for (const anonymousId of ['', 'a b', 'a;b', 'a\r\nSet-Cookie: x=y', 'ключ', 'a'.repeat(101), 7]) assert.deepEqual([(await ask({ anonymousId })).status, (await ask({ anonymousId })).cookie], [400, null], String(anonymousId));
  assert.deepEqual([(await ask({}, { Origin: 'https://evil.test' })).status, (await ask({}, {})).status, (await ask({ writeKey: 'open' })).status], [403, 404, 404]);
  assert.match((await ask({}, undefined, '/v1/forget')).cookie!, /^wm\.id=; .*Max-Age=0;/);
  await assert.rejects(startCollector(t, { writeKeys: [{ ...shop, origins: undefined }] }), /needs the origins/);
  await assert.rejects(startCollector(t, { writeKeys: [{ ...shop, idCookie: { name: 'a=b', domain: 'shop.test' } }] }), /needs a name/);
});
