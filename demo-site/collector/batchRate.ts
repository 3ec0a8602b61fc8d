// How much one address, one write key and one visitor may send. In memory, so each collector counts for itself.
import { isObject, stringOrNull } from './json.ts';
import { limits } from './limits.ts';
import { networkOf } from './network.ts';
import { Refusal } from './refusal.ts';
import { createTokenBucket } from './tokenBucket.ts';
import type { Bucket } from './tokenBucket.ts';

export interface Rates { /** Batches. */ address: Bucket; /** Batches. */ key: Bucket; /** Events. */ visitor: Bucket }

export type BatchRate = ReturnType<typeof createBatchRate>;

export function createBatchRate(rates: Rates = limits.rates, now: () => number = Date.now) {
  const addresses = createTokenBucket(rates.address, now);
  const keys = createTokenBucket(rates.key, now);
  const visitors = createTokenBucket(rates.visitor, now);

  return {
    /** Before anything of the request is read. Throws a Refusal, as does `takeBatch`. */
    takeRequest(ip: string): void {
      const network = networkOf(ip);
      refuse(addresses.wait(network, 1), 'address');
      addresses.take(network, 1);
    },
    /** A batch that is refused costs the key and its visitors nothing. */
    takeBatch(writeKey: string, body: unknown): void {
      const counts = countsOf(writeKey, body);
      refuse(keys.wait(writeKey, 1), 'write key');
      refuse(Math.max(0, ...[...counts].map(([visitor, count]) => visitors.wait(visitor, count))), 'visitor');
      keys.take(writeKey, 1);
      for (const [visitor, count] of counts) visitors.take(visitor, count);
    },
    size: () => addresses.size() + keys.size() + visitors.size(),
  };
}

/** As given to the program: `key=1000` is so many a second, and the burst grows with it. Throws an Error for anything else. */
export function ratesOf(texts: readonly string[]): Rates {
  const rates: Rates = { ...limits.rates };
  for (const text of texts) {
    const [, name, perSecond] = /^(address|key|visitor)=([1-9]\d{0,8})$/.exec(text) ?? [];
    if (name === undefined) throw new Error(`--rate ${text}: needs address, key or visitor, = and a whole number`);
    const usual = limits.rates[name as keyof Rates];
    rates[name as keyof Rates] = { ...usual, perSecond: Number(perSecond), burst: usual.burst * Number(perSecond) / usual.perSecond };
  }
  return rates;
}

function refuse(waitMs: number, whose: string): void {
  if (waitMs > 0) throw new Refusal(429, 'too_many_events', `Too much comes from one ${whose}.`, Math.ceil(waitMs / 1000));
}

/** Events by visitor. What has none is a dead letter anyway, and counts for the key only. */
function countsOf(writeKey: string, body: unknown): Map<string, number> {
  const counts = new Map<string, number>();
  const events: unknown = isObject(body) ? body['batch'] : undefined;
  for (const event of Array.isArray(events) ? events.slice(0, limits.eventsPerBatch) : []) {
    const visitor = isObject(event) ? stringOrNull(event['anonymousId']) ?? stringOrNull(event['userId']) : null;
    if (visitor === null || visitor.length > limits.visitorIdChars) continue;
    const name = `${writeKey} ${visitor}`;
    counts.set(name, (counts.get(name) ?? 0) + 1);
  }
  return counts;
}
