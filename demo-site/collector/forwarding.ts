// Passes accepted events on to any endpoint with Segment's HTTP API (Segment, RudderStack, Jitsu): at least once, in their order.
import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { objectAt } from './json.ts';
import type { JsonObject } from './json.ts';
import { limits } from './limits.ts';
import { StoreFailure } from './storage/database.ts';
import type { StoredEvent } from './storage/eventStore.ts';
import type { Store } from './storage/store.ts';

export interface Destination {
  /** Under this name the database keeps how far it is; another name begins anew. */
  name: string;
  /** The address that takes a batch, as `https://api.segment.io/v1/batch`. */
  url: string;
  /** Sent as the user of HTTP Basic, as Segment has it. */
  writeKey: string;
  /** Only what came with this write key of ours; absent: all. */
  of?: string;
  /** The shop's own: what a visitor does not want shared with others may go there. */
  isOurs?: boolean;
}

export interface ForwardingState { name: string; event: number; behind: number; refused: number; failures: number }
interface Log { warn(fields: object, text: string): void; info(fields: object, text: string): void }
type Verdict = 'taken' | 'bad' | { retryMs: number };

export type Forwarding = Awaited<ReturnType<typeof createForwarding>>;

export async function createForwarding(store: Store, destinations: Destination[], log: Log, random: () => number = Math.random) {
  for (const { name } of destinations) await store.beginForwarding(name);
  const workers = destinations.map((destination) => createWorker(store, destination, log, random));
  for (const { nudge } of workers) nudge();
  return {
    /** There are new events. */
    nudge(): void {
      for (const worker of workers) worker.nudge();
    },
    state: (): Promise<ForwardingState[]> => Promise.all(workers.map((worker) => worker.state())),
    /** What is under way is given up: it is sent again by whoever comes next. */
    async close(): Promise<void> {
      await Promise.all(workers.map((worker) => worker.close()));
    },
  };
}

function createWorker(store: Store, destination: Destination, log: Log, random: () => number) {
  const { name } = destination;
  const owner = randomUUID();
  const closing = new AbortController();
  let failures = 0;
  /** Events of one request; halved while one among them is refused. */
  let most: number = limits.forwardEvents;
  let running: Promise<void> | undefined;
  let poll: NodeJS.Timeout | undefined;
  let isNudged = false;

  function nudge(): void {
    isNudged = true;
    if (closing.signal.aborted || running) return;
    clearTimeout(poll);
    running = work().finally(() => {
      running = undefined;
      // Another process may have added events, or have died as the owner.
      if (!closing.signal.aborted) poll = setTimeout(nudge, isNudged ? 0 : limits.forwardPollMs).unref();
    });
  }

  async function work(): Promise<void> {
    isNudged = false;
    while (!closing.signal.aborted) {
      const waitMs = await step().catch((error: unknown) => {
        if (error instanceof StoreFailure) return limits.forwardPollMs;
        log.warn({ err: error, destination: name }, 'forwarding failed unexpectedly');
        return limits.forwardPollMs;
      });
      if (waitMs === null) return;
      if (waitMs > 0) await pause(waitMs, undefined, { signal: closing.signal, ref: false }).catch(() => {});
    }
  }

  /** Milliseconds until the next step; null: there is nothing to do. */
  async function step(): Promise<number | null> {
    // Without a write while nothing happens.
    const known = await store.forwardingProgress(name);
    if (known && known.event >= (await store.end()).event) return null;
    const progress = await store.claimForwarding(name, owner, Date.now(), limits.forwardLeaseMs);
    if (!progress) return null;
    const rows = fitting(await store.eventsAfter(progress.event, most));
    const last = rows.at(-1);
    if (!last) return null;
    const theirs = rows.filter((row) => destination.of === undefined || row.write_key === destination.of).map(forwarded).filter((event) => mayHave(destination, event));
    const verdict = theirs.length === 0 ? 'taken' : await send(theirs);
    if (verdict === 'taken') return advance(last.id, 0);
    if (verdict === 'bad') {
      if (rows.length === 1) return advance(last.id, 1);
      most = Math.ceil(rows.length / 2);
      return 0;
    }
    if (failures++ === 0 && !closing.signal.aborted) log.warn({ destination: name }, 'a destination does not take events; they are kept and sent again');
    return verdict.retryMs;
  }

  async function advance(event: number, refused: number): Promise<number> {
    await store.advanceForwarding(name, owner, event, refused);
    if (refused > 0) log.warn({ destination: name, event }, 'a destination refused an event for good');
    else if (failures > 0) log.info({ destination: name }, 'a destination takes events again');
    failures = 0;
    most = Math.min(most * 2, limits.forwardEvents);
    return 0;
  }

  async function send(batch: JsonObject[]): Promise<Verdict> {
    try {
      const response = await fetch(destination.url, {
        method: 'POST', redirect: 'error', body: JSON.stringify({ batch, sentAt: new Date().toISOString() }),
        headers: { 'Content-Type': 'application/json', Authorization: `Basic ${Buffer.from(`${destination.writeKey}:`).toString('base64')}` },
        signal: AbortSignal.any([closing.signal, AbortSignal.timeout(limits.requestMs)]),
      });
      await response.arrayBuffer();
      return verdictOf(response);
    } catch {
      return { retryMs: backOff() };
    }
  }

  function verdictOf({ status, ok, headers }: Response): Verdict {
    if (ok) return 'taken';
    if ([400, 413, 422].includes(status)) return 'bad';
    const seconds = Number(headers.get('Retry-After') ?? 0);
    return { retryMs: Math.max(backOff(), Math.min(seconds > 0 ? seconds * 1000 : 0, limits.forwardWaitMs)) };
  }

  /** Jittered in its upper half. */
  function backOff(): number {
    const base = Math.min(limits.forwardWaitMs, limits.forwardBackOffMs * 2 ** Math.min(failures, 20));
    return base / 2 + (random() * base) / 2;
  }

  return {
    nudge,
    async state(): Promise<ForwardingState> {
      const { event, refused } = await store.forwardingProgress(name) ?? { event: 0, refused: 0 };
      return { name, event, refused, failures, behind: Math.max(0, (await store.end()).event - event) };
    },
    async close(): Promise<void> {
      closing.abort();
      clearTimeout(poll);
      await running;
      try {
        await store.releaseForwarding(name, owner);
      } catch (error) {
        // It runs out by itself.
        if (!(error instanceof StoreFailure)) throw error;
      }
    },
  };
}

/** As many of the first ones as a request may have; one at least. */
function fitting(rows: StoredEvent[]): StoredEvent[] {
  let bytes = 0;
  const end = rows.findIndex(({ body }, i) => (bytes += Buffer.byteLength(body) + 200) > limits.batchBytes && i > 0);
  return end < 0 ? rows : rows.slice(0, end);
}

/**
 * A browser with Global Privacy Control on asks that its visitor's data be neither sold nor shared. No consent in the event lifts that: it may
 * come from a page's settings rather than from the visitor.
 */
function mayHave({ isOurs = false }: Destination, event: JsonObject): boolean {
  return isOurs || objectAt(event, 'context')['gpc'] !== true;
}

/** With our time for that of a clock that was wrong: the destination compares with `sentAt`, which is ours too. */
function forwarded({ body, timestamp, corrected }: StoredEvent): JsonObject {
  return { ...(JSON.parse(body) as JsonObject), timestamp: corrected, originalTimestamp: timestamp };
}
