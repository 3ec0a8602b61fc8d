// So much at once and so much a second from then on, by key: one number for each of a bounded number of keys.
import { createLatest } from './latest.ts';

export interface Bucket {
  burst: number;
  perSecond: number;
  /** Beyond this many keys those that were quiet longest are forgotten, which means their bucket is full. */
  keys: number;
}

export type TokenBucket = ReturnType<typeof createTokenBucket>;

export function createTokenBucket({ burst, perSecond, keys }: Bucket, now: () => number = Date.now) {
  /** When the bucket of a key is full again. */
  const full = createLatest<number>(keys);
  const fullAt = (key: string): number => full.get(key) ?? 0;
  const msOf = (count: number): number => (count / perSecond) * 1000;

  return {
    /** Milliseconds until so many may be taken; 0: now. More than a burst never could, so that much waits for a full bucket only. */
    wait: (key: string, count: number): number => Math.max(0, Math.ceil(fullAt(key) - now() + msOf(Math.min(count, burst)) - msOf(burst))),
    take: (key: string, count: number): void => full.set(key, Math.max(fullAt(key), now()) + msOf(count)),
    size: full.size,
  };
}
