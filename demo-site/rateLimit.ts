// At most so many of something in a window of time, by key: an exact sliding window, in memory, for a bounded number of keys.

export interface Rate {
  most: number;
  windowMs: number;
  /** Beyond this many keys the one that was quiet longest is forgotten. */
  keys: number;
}

export type RateLimit = ReturnType<typeof createRateLimit>;

export function createRateLimit({ most, windowMs, keys }: Rate, now: () => number = Date.now) {
  const taken = new Map<string, number[]>();
  const recent = (key: string): number[] => (taken.get(key) ?? []).filter((time) => now() - time < windowMs);

  function keep(key: string, times: number[]): void {
    taken.delete(key);
    if (times.length > 0) taken.set(key, times);
    const first = taken.keys().next();
    if (taken.size > keys && !first.done) taken.delete(first.value);
  }

  return {
    /** Takes one and answers 0, or takes none and answers the milliseconds until there is one. */
    take(key: string): number {
      const times = recent(key);
      if (times.length >= most) return times[0]! + windowMs - now();
      keep(key, [...times, now()]);
      return 0;
    },
    /** Gives the newest one back. */
    giveBack(key: string): void {
      keep(key, recent(key).slice(0, -1));
    },
    size: () => taken.size,
  };
}
