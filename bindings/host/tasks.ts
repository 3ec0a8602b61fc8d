import type { Clock } from './api.ts';

type Work = () => void;
/** Work in its order, which must not add up to a task so long that the page does not answer meanwhile. Works do not throw. */
export interface Tasks {
  /** In a task of its own. */
  add(work: Work): void;
  /** In the task of what was added last; at once when nothing waits. */
  follow(work: Work): void;
  /** All that waits, now: the page may end with this task. */
  flush(): void;
  clear(): void;
}

export function createTasks(clock: Clock, window?: typeof globalThis): Tasks {
  const waiting: Work[] = [];
  const next = (): void => {
    const work = waiting.shift();
    if (waiting.length) soon();
    work?.();
  };
  let soon = (): void => { clock.later(0, next); };
  // Timers come once a second in a hidden tab.
  if (window?.MessageChannel) {
    const { port1, port2 } = new window.MessageChannel();
    port1.onmessage = next;
    soon = () => port2.postMessage(0);
  }
  return {
    add(work) {
      if (waiting.push(work) == 1) soon();
    },
    follow(work) {
      const last = waiting.pop();
      if (last) waiting.push(() => { last(); work(); });
      else work();
    },
    flush() {
      while (waiting.length) waiting.shift()!();
    },
    clear() {
      waiting.length = 0;
    },
  };
}
