import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createBatchRate, ratesOf } from '../../demo-site/collector/batchRate.ts';
import type { Rates } from '../../demo-site/collector/batchRate.ts';
import { limits } from '../../demo-site/collector/limits.ts';
import { networkOf } from '../../demo-site/collector/network.ts';
import { createTokenBucket } from '../../demo-site/collector/tokenBucket.ts';
import { aBatch, anEvent, post, startCollector } from './collectorFixture.ts';
import type { Failure } from './collectorFixture.ts';

const plenty = { burst: 1e6, perSecond: 1e6, keys: 1_000 };
const rates = (changed: Partial<Rates>): Rates => ({ address: plenty, key: plenty, visitor: plenty, ...changed });
const scarce = (burst: number) => ({ burst, perSecond: 0.1, keys: 1_000 });

async function flood(origin: string, requests: number, body: () => string, headers: Record<string, string> = {}) {
  const answers = await Promise.all(Array.from({ length: requests }, () => post<any>(origin, body(), headers)));
  const refused = answers.filter(({ status }) => status === 429);
  return { taken: answers.filter(({ status }) => status === 200).length, refused: refused.length, first: refused[0] };
}

test('a bucket gives its burst at once, then so much a second, and no more for having been refused', () => {
  let now = 0;
  const bucket = createTokenBucket({ burst: 3, perSecond: 2, keys: 10 }, () => now);
  const take = (count = 1): number => {
    const wait = bucket.wait('a', count);
    if (wait === 0) bucket.take('a', count);
    return wait;
  };
  assert.deepEqual([take(), take(2), take(), take(3)], [0, 0, 500, 1500]);
  now = 499;
  assert.equal(take(), 1);
  now = 500;
  assert.deepEqual([take(), take()], [0, 500]);
  now = 60_000;
  assert.deepEqual([take(3), take()], [0, 500], 'it never holds more than a burst');
  now = 120_000;
  assert.deepEqual([take(10), take()], [0, 4000], 'what is larger than a burst waits for a full bucket, and is paid for');
});

test('a bucket remembers so many keys only', () => {
  const bucket = createTokenBucket({ burst: 1, perSecond: 1, keys: 10 }, () => 0);
  for (let i = 0; i < 100_000; i += 1) bucket.take(`id-${i}`, 1);
  assert.ok(bucket.size() >= 5 && bucket.size() <= 10, `${bucket.size()}`);
  assert.deepEqual([bucket.wait('id-99999', 1), bucket.wait('id-0', 1)], [1000, 0]);
});

test('what one address sends beyond its rate gets 429 and how long to wait, which pages may read', async (t) => {
  const { origin } = await startCollector(t, { rates: rates({ address: scarce(5) }) });
  const { taken, refused, first } = await flood(origin, 20, () => aBatch([anEvent()]), { Origin: 'https://shop.test' });
  assert.deepEqual([taken, refused, first!.body.error.code], [5, 15, 'too_many_events']);
  assert.deepEqual([first!.headers.get('access-control-allow-origin'), first!.headers.get('access-control-expose-headers')], ['https://shop.test', 'Retry-After']);
  const wait = Number(first!.headers.get('retry-after'));
  assert.ok(wait >= 9 && wait <= 10, `${wait}`);
});

test('a flood with one write key leaves the others theirs', async (t) => {
  const { origin } = await startCollector(t, { writeKeys: [{ key: 'demo' }, { key: 'other' }], rates: rates({ key: scarce(5) }) });
  assert.deepEqual((await flood(origin, 20, () => aBatch([anEvent()]))).taken, 5);
  assert.equal((await post(origin, aBatch([anEvent()], { writeKey: 'other' }))).status, 200);
  assert.equal((await post<Failure>(origin, aBatch([anEvent()], { writeKey: 'none' }))).status, 401, 'and unknown ones are not counted');
});

test('a flood of one visitor leaves the others theirs, and its rest is taken once there is room', () => {
  let now = Date.now();
  const rate = createBatchRate(rates({ visitor: { burst: 10, perSecond: 1, keys: 1_000 } }), () => now);
  const batch = (visitor: string, count: number) => ({ batch: Array.from({ length: count }, () => ({ anonymousId: visitor })) });
  rate.takeBatch('demo', batch('loud', 10));
  assert.throws(() => rate.takeBatch('demo', batch('loud', 4)), { status: 429, retryAfterSeconds: 4 });
  assert.throws(() => rate.takeBatch('demo', { batch: [...batch('quiet', 10).batch, ...batch('loud', 1).batch] }), { status: 429 });
  rate.takeBatch('demo', batch('quiet', 10));
  rate.takeBatch('other', batch('loud', 10));
  now += 4_000;
  rate.takeBatch('demo', batch('loud', 4));
});

test('two hundred thousand ids from ten thousand addresses cost a bounded memory', () => {
  const rate = createBatchRate(limits.rates, () => 0);
  const { address, key, visitor } = limits.rates;
  for (let i = 0; i < key.burst; i += 1) {
    rate.takeRequest(`2001:db8:0:${i.toString(16)}::1`);
    rate.takeBatch('demo', { batch: Array.from({ length: 20 }, (_, n) => ({ anonymousId: `id-${i}-${n}` })) });
  }
  assert.ok(rate.size() >= visitor.keys / 2 && rate.size() <= address.keys + key.keys + visitor.keys, `${rate.size()}`);
});

test('an address of version 6 counts by its network, one that is mapped as what it is', () => {
  assert.deepEqual(['203.0.113.7', '::ffff:203.0.113.7', '2001:db8:1:2:3:4:5:6', '2001:DB8:1:2::1', '2001:db8::1', '::1', 'fe80::1%eth0', 'unix'].map(networkOf),
    ['203.0.113.7', '203.0.113.7', '2001:db8:1:2', '2001:db8:1:2', '2001:db8:0:0', '0:0:0:0', 'fe80:0:0:0', 'unix']);
});

test('behind a proxy that is named each client counts for itself; nobody else may say who they are', async (t) => {
  const limited = { rates: rates({ address: scarce(1) }) };
  const behind = await startCollector(t, { ...limited, proxies: ['127.0.0.0/8'] });
  const open = await startCollector(t, limited);
  const statuses = async (origin: string): Promise<number[]> => {
    const from = async (client: string) => (await post(origin, aBatch([anEvent()]), { 'X-Forwarded-For': client })).status;
    return [await from('203.0.113.1'), await from('203.0.113.2'), await from('203.0.113.1')];
  };
  assert.deepEqual(await statuses(behind.origin), [200, 200, 429]);
  assert.deepEqual(await statuses(open.origin), [200, 429, 429]);
});

test('the rates of the command line take the place of the usual ones', () => {
  assert.deepEqual(ratesOf([]), limits.rates);
  const { address, visitor } = ratesOf(['visitor=5', 'address=200']);
  assert.deepEqual([address.perSecond, address.burst, visitor.perSecond, visitor.burst], [200, 2_000, 5, 500]);
  for (const wrong of ['', 'key', 'key=', 'key=0', 'key=-1', 'key=1e9', 'constructor=1', 'visitor=5 ']) assert.throws(() => ratesOf([wrong]), /--rate/, wrong);
});

test('a shop at its busiest is not refused anything', async (t) => {
  const { origin } = await startCollector(t);
  assert.equal((await flood(origin, 300, () => aBatch([anEvent()]))).taken, 300);
  const backlog = Array.from({ length: 1_000 }, () => anEvent({ anonymousId: 'was-offline' }));
  assert.deepEqual((await post(origin, aBatch(backlog))).body.accepted, 1_000);
});
