import type { FeedItem } from '../../collector/feed.ts';

export const windowMs = 5 * 60_000;
const bars = 30;

export interface Counters { events: number; visitors: number; sessions: number; campaigns: number; /** Events in each 10 s, oldest first. */ rate: number[] }

/** Over what arrived within the window; `now` is the collector's clock. Rejected events are not counted. */
export function countRecent(rows: FeedItem[], now: number): Counters {
  const visitors = new Set<string>();
  const sessions = new Set<string>();
  const counters = { events: 0, campaigns: 0, rate: new Array<number>(bars).fill(0) };
  for (const item of rows) {
    const age = now - Date.parse(item.receivedAt);
    if (item.kind !== 'event' || age >= windowMs) continue;
    counters.events += 1;
    counters.campaigns += Number(item.event === 'Campaign Shown');
    counters.rate[bars - 1 - Math.max(0, Math.floor(age / (windowMs / bars)))]! += 1;
    visitors.add(item.anonymousId ?? item.userId ?? '');
    if (item.session) sessions.add(item.session.id);
  }
  return { ...counters, visitors: visitors.size, sessions: sessions.size };
}
