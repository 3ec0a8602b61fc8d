// What became of each call that makes an event.
import type { Tracked } from './api.ts';
import type { Events } from './events.ts';

export interface Handles {
  /** `tag` goes to the core with the call. */
  open(): { tag: number; handle: Tracked };
  /** The core has made the event. */
  link(tag: number | undefined, id: string): void;
  /** By the id, or the tag while there is no event. */
  change(key: number | string, state: Tracked['state'], reason?: string): void;
  /** The calls so far go to the core; the function is told whether it has taken them: those that no event came of then were refused. */
  take(): (isTaken: boolean) => void;
}

export function createHandles({ report }: Events): Handles {
  const handles = new Map<number | string, Tracked>();
  // Calls may outlive the page with their tags.
  let last = Math.floor(Math.random() * 1e9);
  let unlinked: number[] = [];
  const all: Handles = {
    open() {
      const handle: Tracked = { state: 'memory' };
      handles.set(++last, handle);
      unlinked.push(last);
      return { tag: last, handle };
    },
    link(tag, id) {
      const handle = handles.get(tag!);
      if (!handle) return;
      handles.delete(tag!);
      handles.set(id, handle);
    },
    change(key, state, reason) {
      const handle = handles.get(key);
      if (!handle || handle.state == state) return;
      Object.assign(handle, { state, reason });
      if (state != 'stored') handles.delete(key);
      try {
        handle.onchange?.(handle);
      } catch (error) {
        report('handler', 'onchange', error);
      }
    },
    take() {
      const tags = unlinked;
      unlinked = [];
      return (isTaken) => {
        if (!isTaken) unlinked = [...tags, ...unlinked];
        else for (const tag of tags) all.change(tag, 'dropped', 'refused');
      };
    },
  };
  return all;
}
