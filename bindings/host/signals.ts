import { listen } from './listen.ts';
import type { Signal } from './protocol.ts';

const ACTIVITY_GAP_MS = 10_000;
/** The pointer leaves the page through its top: for the address bar, the tabs, the way back. */
const TOP_EDGE_PX = 12;
/** On a touch screen a fast scroll upward brings the address bar back. */
const EXIT_SCROLL_PX = 400;
const EXIT_SCROLL_MS = 400;
/** Steps of the depth of scrolling that are told: of each page's 20, the new ones. */
const DEPTHS = 20;

export interface SignalPorts {
  now(): number;
  /** Carried to the core at once when `isUrgent`: the page may end with this task. */
  signal(name: Signal, isUrgent: boolean, depth?: number): void;
  /** How many commands there have been so far. */
  posted(): number;
}

/** What the visitor and the browser do to the page. Never `unload` or `beforeunload`: they cost the back/forward cache. */
export function watchSignals(window: Window, { now, signal, posted }: SignalPorts): () => void {
  const { document, location } = window;
  let isHidden = false;
  let seen = 0;
  let lastActivity = -Infinity;

  const hide = (): void => {
    // `visibilitychange` and `pagehide` come in either order; the second matters only when something has happened since.
    if (isHidden && posted() == seen) return;
    isHidden = true;
    signal('hidden', true);
    seen = posted();
  };
  const show = (): void => {
    if (isHidden) signal('visible', false);
    isHidden = false;
  };
  let from = { y: 0, at: 0 };
  let url = '';
  let deepest = 0;
  const noticeScroll = (): void => {
    const [y, at] = [window.scrollY, now()];
    const [isFar, isLate] = [y < from.y - EXIT_SCROLL_PX, at - from.at > EXIT_SCROLL_MS];
    if (isFar && !isLate && window.navigator.maxTouchPoints > 0) signal('exit', false);
    if (isFar || isLate || y > from.y) from = { y, at };
    if (url != (url = location.href)) deepest = 0;
    // A pixel more, for the end of the page is no whole number of them.
    const depth = Math.floor(((y + 1) / (document.documentElement.scrollHeight - window.innerHeight)) * DEPTHS);
    if (depth > deepest) signal('scroll', false, ((deepest = depth) * 100) / DEPTHS);
  };
  const stops = [
    listen(document, ['mouseout'], ({ relatedTarget, clientY }: MouseEvent) => {
      if (!relatedTarget && clientY < TOP_EDGE_PX) signal('exit', false);
    }),
    listen(window, ['scroll'], noticeScroll),
    listen(document, ['visibilitychange'], () => (document.visibilityState == 'hidden' ? hide() : show())),
    listen(window, ['pagehide'], hide),
    listen(window, ['pageshow'], (event: PageTransitionEvent) => { if (event.persisted) show(); }),
    listen(window, ['online'], () => signal('online', false)),
    listen(window, ['pointerdown', 'keydown', 'scroll'], () => {
      if (now() - lastActivity < ACTIVITY_GAP_MS) return;
      lastActivity = now();
      signal('activity', false);
    }),
  ];
  return () => { for (const stop of stops) stop(); };
}
