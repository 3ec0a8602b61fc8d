// The visitors that are being watched, in memory only: the last word of each of the latest ones.
import type { Farewell, Inspection, InspectedSegment } from './inspection.ts';
import { limits } from './limits.ts';

export interface FeedSegment extends InspectedSegment { /** When it was seen to flip last, ISO 8601. */ since: string | null }

/** What the studio is told, as `visitor`, and of all of them at once as `visitors`. */
export interface FeedVisitor extends Omit<Inspection, 'watch' | 'segments'> { isAway: boolean; segments: FeedSegment[] }

/** Told as `gone`. */
export interface FeedGone { writeKey: string; visitor: string }

export type Inspections = ReturnType<typeof createInspections>;

export function createInspections(now: () => number = Date.now) {
  /** Heard of longest ago first. */
  const kept = new Map<string, { watch: string; visitor: FeedVisitor }>();

  function forget(name: string): FeedGone | undefined {
    const known = kept.get(name);
    kept.delete(name);
    return known && { writeKey: known.visitor.writeKey, visitor: known.visitor.visitor };
  }
  function nameOf(writeKey: string, watch: string): string | undefined {
    for (const [name, known] of kept) if (known.watch === watch && known.visitor.writeKey === writeKey) return name;
    return undefined;
  }
  function forgetOld(): void {
    for (const [name, { visitor }] of kept) if (now() - Date.parse(visitor.receivedAt) >= limits.inspectMs) kept.delete(name);
  }

  return {
    /** Gives what it has become, and who had to go for it: the page's visitor before a logout, or the one heard of longest ago. */
    put({ watch, ...inspection }: Inspection): { visitor: FeedVisitor; gone: FeedGone[] } {
      const name = JSON.stringify([inspection.writeKey, inspection.visitor]);
      const before = kept.get(name)?.visitor;
      const visitor = { ...inspection, isAway: false, segments: withFlips(inspection, before) };
      const former = nameOf(inspection.writeKey, watch);
      const gone = former === undefined || former === name ? [] : [forget(former)!];
      kept.delete(name);
      kept.set(name, { watch, visitor });
      const [oldest] = kept.keys();
      if (kept.size > limits.inspectVisitors) gone.push(forget(oldest!)!);
      return { visitor, gone };
    },
    /** Nothing when the page is not the one that was heard of last. */
    away({ writeKey, watch }: Farewell): FeedVisitor | undefined {
      const known = kept.get(nameOf(writeKey, watch) ?? '');
      if (known) known.visitor = { ...known.visitor, isAway: true };
      return known?.visitor;
    },
    /** Whichever page it was seen on. */
    forget: (writeKey: string, visitor: string): FeedGone | undefined => forget(JSON.stringify([writeKey, visitor])),
    gone: ({ writeKey, watch }: Farewell): FeedGone | undefined => forget(nameOf(writeKey, watch) ?? ''),
    all(): FeedVisitor[] {
      forgetOld();
      return [...kept.values()].map(({ visitor }) => visitor);
    },
  };
}

function withFlips({ segments, at }: Omit<Inspection, 'watch'>, before: FeedVisitor | undefined): FeedSegment[] {
  const known = new Map(before?.segments.map((segment) => [segment.id, segment]));
  return segments.map((segment) => {
    const was = known.get(segment.id);
    return { ...segment, since: was && was.in !== segment.in ? at : was?.since ?? null };
  });
}
