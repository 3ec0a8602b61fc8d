import type { Clock } from './api.ts';

const LONGEST_DELAY_MS = 2 ** 31 - 1;

/** The natives as they are when the script runs, whatever the page does to them later. */
export function systemClock(): Clock {
  const { now } = Date;
  const start = setTimeout;
  const stop = clearTimeout;
  return {
    // A page may make a clock stand at NaN, as for its tests.
    now: () => now() || Math.round(performance.timeOrigin + performance.now()),
    utcOffsetMin: () => -new Date().getTimezoneOffset(),
    later(delayMs, call) {
      const timer = start(call, delayMs);
      return () => stop(timer);
    },
  };
}

/** One timer: setting it again replaces the moment, null cancels. A moment further than a browser can count is reached in steps. */
export function alarm(clock: Clock, ring: () => void): (at: number | null) => void {
  let cancel = () => {};
  return function set(at) {
    cancel();
    cancel = () => {};
    if (at === null) return;
    const delayMs = Math.max(0, at - clock.now());
    cancel = clock.later(Math.min(delayMs, LONGEST_DELAY_MS), () => (clock.now() < at ? set(at) : ring()));
  };
}

const IDLE_DELAY_MS = 200;

/** Calls when the page has nothing better to do, within a second. */
export function whenIdle(clock: Clock, window?: Window): (call: () => void) => void {
  return (call) => {
    if (window?.requestIdleCallback) window.requestIdleCallback(call, { timeout: 5 * IDLE_DELAY_MS });
    else clock.later(IDLE_DELAY_MS, call);
  };
}
