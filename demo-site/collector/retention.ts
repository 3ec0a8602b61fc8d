// Erases what has been kept long enough, a little at a time.
import { setImmediate as nextTurn } from 'node:timers/promises';
import { isoTime } from './clock.ts';
import { limits } from './limits.ts';
import { StoreFailure } from './storage/database.ts';
import type { Erased } from './storage/erasureStore.ts';
import type { Store } from './storage/store.ts';

/** In days. What an event is known again by goes with it, so events stay longer than one may take to arrive. */
export interface Retention { events: number; deadLetters: number; draws: number }

/** As given to the program: `events=90` is so many days. Throws an Error for anything else. */
export function retentionOf(texts: readonly string[]): Retention {
  const days: Retention = { ...limits.retention };
  for (const text of texts) {
    const [, name, count] = /^(events|deadLetters|draws)=([1-9]\d{0,4})$/.exec(text) ?? [];
    if (name === undefined) throw new Error(`--keep ${text}: needs events, deadLetters or draws, = and a number of days`);
    days[name as keyof Retention] = Number(count);
  }
  return days;
}

interface Log { warn(fields: object, text: string): void; info(fields: object, text: string): void }

const dayMs = 24 * 3_600_000;

/** Throws an Error for a number of days that is none. */
export function createRetention(store: Store, days: Retention, log: Log, now: () => number = Date.now) {
  const least = Math.ceil(limits.pastMs / dayMs) + 1;
  if (!(days.events >= least)) throw new Error(`events are kept at least ${least} days: an event may take ${least - 1} to arrive, and must still be known for a duplicate`);
  if (!(days.deadLetters > 0 && days.draws > 0)) throw new Error('rows are kept for a number of days');
  let isClosed = false;
  let running: Promise<void> | undefined;
  const timer = setInterval(start, limits.expiryMs).unref();

  async function allOf(table: 'events' | 'dead_letter' | 'draws', kept: number): Promise<number> {
    const before = isoTime(now() - kept * dayMs);
    let erased = 0;
    while (!isClosed) {
      const some = await store.expire(table, before, limits.expiryRows);
      erased += some;
      if (some === 0) break;
      await nextTurn();
    }
    return erased;
  }

  async function expire(): Promise<Erased> {
    const erased = { events: await allOf('events', days.events), deadLetters: await allOf('dead_letter', days.deadLetters), draws: await allOf('draws', days.draws) };
    // Older events are refused for their age.
    await store.expireForgotten(isoTime(now() - limits.pastMs - limits.futureMs));
    if (erased.events + erased.deadLetters + erased.draws > 0) {
      await store.recordExpiry(erased, isoTime(now()));
      log.info(erased, 'expired');
    }
    return erased;
  }

  function start(): void {
    running ??= expire().then(() => {}, (error: unknown) => {
      // The next hour tries again.
      log.warn(error instanceof StoreFailure ? { reason: error.code } : { err: error }, 'nothing expired');
    }).finally(() => { running = undefined; });
  }

  return {
    start,
    expire,
    async close(): Promise<void> {
      isClosed = true;
      clearInterval(timer);
      await running;
    },
  };
}
