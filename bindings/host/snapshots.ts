import { encode } from './encode.ts';
import type { Loop } from './loop.ts';
import type { Store } from './storage.ts';

const COMMANDS_WITHOUT_SNAPSHOT = 256;

export interface Snapshots {
  /** JSON text of the last one, for a fresh instance. */
  last(): string;
  restore(text: string | null): void;
  /** Plans one for when the page is idle, or takes it at once after many commands. */
  noted(): void;
  /** Taken with the next dispatch and stored in the same task. */
  take(): void;
}

export function createSnapshots(loop: Loop, store: Store, idle: (call: () => void) => void): Snapshots {
  let last: string | null = null;
  let taken = 0;
  let isPlanned = false;

  const isDirty = (): boolean => store.keepsState && loop.posted() > taken;
  const take = (): void => {
    isPlanned = false;
    if (!isDirty()) return;
    taken = loop.posted();
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
        idle(take);
      }
    },
  };
}
