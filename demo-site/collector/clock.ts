import { limits } from './limits.ts';

const isoWithZone = /^\d{4}-\d{2}-\d{2}(T\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:\d{2}))?$/;

/** Milliseconds since the epoch, or null. A time without a zone is refused: it would be read in the server's. */
export function parseTime(value: unknown): number | null {
  if (typeof value !== 'string' || !isoWithZone.test(value)) return null;
  const time = Date.parse(value);
  return Number.isNaN(time) ? null : time;
}

/**
 * Segment's rule, receivedAt − (sentAt − timestamp), applied only when the visitor's clock is plainly wrong:
 * for a right one it would fold the transit delay into the event's time and reorder a device's events.
 */
export function correctedTime(timestamp: number, sentAt: number | null, receivedAt: number): number {
  if (sentAt === null || Math.abs(receivedAt - sentAt) <= limits.skewMs) return timestamp;
  return receivedAt - (sentAt - timestamp);
}

export function isoTime(time: number): string;
export function isoTime(time: number | null): string | null;
export function isoTime(time: number | null): string | null {
  return time === null ? null : new Date(time).toISOString();
}
