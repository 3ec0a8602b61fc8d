import { createLatest } from './latest.ts';
import { limits } from './limits.ts';

const isoWithZone = /^\d{4}-\d{2}-\d{2}(T\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:\d{2}))?$/;

/** Milliseconds since the epoch, or null. A time without a zone is refused: it would be read in the server's. */
export function parseTime(value: unknown): number | null {
  if (typeof value !== 'string' || !isoWithZone.test(value)) return null;
  const time = Date.parse(value);
  return Number.isNaN(time) ? null : time;
}

export type Clocks = ReturnType<typeof createClocks>;

/** The least that a clock was seen to lag in this period and in the one before. */
interface Lag { least: number; before: number; since: number }

/**
 * How far the clocks of those who send lag behind ours (ahead: below 0). Segment's rule, receivedAt − sentAt, has in it what the request took
 * on its way; the least of a client's last hours has hardly any, so one that was slow moves no event. A clock that is only a little off is
 * taken for right.
 */
export function createClocks() {
  const known = createLatest<Lag>(limits.clocks);
  return {
    lagOf(client: string, sentAt: number | null, receivedAt: number): number {
      if (sentAt === null) return 0;
      const seen = withSample(known.get(client), receivedAt - sentAt, receivedAt);
      known.set(client, seen);
      return plainLag(Math.min(seen.least, seen.before));
    },
    size: known.size,
  };
}

export function plainLag(lag: number): number {
  return Math.abs(lag) <= limits.skewMs ? 0 : lag;
}

function withSample(seen: Lag | undefined, sample: number, at: number): Lag {
  // No request is under way that long: the clock was set back.
  if (!seen || sample - Math.min(seen.least, seen.before) > limits.transitMs) return { least: sample, before: Infinity, since: at };
  if (at - seen.since > limits.clockMs) return { least: sample, before: seen.least, since: at };
  return { ...seen, least: Math.min(seen.least, sample) };
}

export function isoTime(time: number): string;
export function isoTime(time: number | null): string | null;
export function isoTime(time: number | null): string | null {
  return time === null ? null : new Date(time).toISOString();
}
