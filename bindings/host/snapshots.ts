import type { Clock } from './api.ts';
import { encode } from './encode.ts';
import type { Loop } from './loop.ts';
import type { Store } from './storage.ts';

const COMMANDS_WITHOUT_SNAPSHOT = 256;
/** It costs more than an event, and what it misses is in the stored events. */
const GAP_MS = 1000;

export interface Snapshots {
  /** JSON text of the last one, for a fresh instance. */
  last(): string;
  restore(text: string | null): void;
  /** Plans one for when the page is idle, at most one a second, or takes it at once after many commands. */
  noted(): void;
  /** Taken with the next dispatch and stored in the same task. */
  take(): void;
}

export function createSnapshots(loop: Loop, store: Store, clock: Clock, idle: (call: () => void) => void): Snapshots {
  let last: string | null = null;
  let taken = 0;
  let isPlanned = false;
  let next = 0;

  const isDirty = (): boolean => store.keepsState && loop.posted() > taken;
  const take = (): void => {
    isPlanned = false;
    if (!isDirty()) return;
    taken = loop.posted();
    next = clock.now() + GAP_MS;
    // The core answers null when nothing may be kept.
    loop.ask('snapshot', undefined, (snapshot) => {
      if (snapshot) store.putState((last = encode(snapshot, '', () => {}, Infinity)!));
    });
  };
  return {
    last: () => last ?? 'null',
    restore: (text) => { last = text; },
    take,
    noted() {
      if (!isDirty()) return;
      if (loop.posted() - taken >= COMMANDS_WITHOUT_SNAPSHOT) take();
      else if (!isPlanned) {
        isPlanned = true;
        clock.later(Math.max(0, next - clock.now()), () => idle(take));
      }
    },
  };
}
