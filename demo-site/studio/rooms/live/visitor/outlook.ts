// What an explanation says of the way to the segment: how far it is, and when time alone goes it.
import type { Why } from '../../../../collector/inspection.ts';

/** When it becomes true if nothing happens; undefined: not by time alone. */
export function flipsAt(why: Why): number | undefined {
  if (why.in || why.kind === 'not') return undefined;
  const [failing, times] = failingOf(why);
  if (why.kind === 'all' && failing > 0) return times.length === failing ? Math.max(...times) : undefined;
  if (why.kind === 'any') return times.length > 0 ? Math.min(...times) : undefined;
  return why.at;
}

function failingOf({ of = [] }: Why): [number, number[]] {
  const failing = of.filter((child) => !child.in);
  return [failing.length, failing.map(flipsAt).filter((at) => at !== undefined)];
}

/** From 0 to 1, which only what holds reaches. */
export function progress(why: Why): number {
  return why.in ? 1 : Math.min(0.94, partOf(why));
}

function partOf(why: Why): number {
  const { kind, of = [], steps = [], reached = 0, measures = [] } = why;
  if (kind === 'all') return of.length === 0 ? 0 : of.reduce((sum, child) => sum + progress(child), 0) / of.length;
  if (kind === 'any') return Math.max(0, ...of.map(progress));
  if (kind === 'sequence') return steps.length === 0 ? 0 : reached / (steps.length + 1);
  if (kind === 'fact') return ratio(why.seen, leastOf(why.operator, why.wanted));
  return measures.length === 0 ? 0 : measures.reduce((sum, { in: isIn, seen, wanted }) => sum + (isIn ? 1 : ratio(seen, leastOf('', wanted))), 0) / measures.length;
}

/** The number to reach, where the condition is one of reaching a number. */
function leastOf(operator: string | undefined, wanted: unknown): unknown {
  if (typeof wanted === 'number') return operator === '' || operator === '$gte' || operator === '$gt' ? wanted : undefined;
  const { $gte, $gt } = (wanted ?? {}) as { $gte?: unknown; $gt?: unknown };
  return $gte ?? $gt;
}

function ratio(seen: unknown, least: unknown): number {
  return typeof seen === 'number' && typeof least === 'number' && least > 0 ? Math.max(0, seen / least) : 0;
}
