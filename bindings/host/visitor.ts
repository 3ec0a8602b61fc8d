import type { Clock } from './api.ts';
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

/** What the visitor does to the page. */
export function watchVisitor(window: Window, { now }: Pick<Clock, 'now'>, signal: (name: Signal, depth?: number) => void): () => void {
  const { document, location } = window;
  let lastActivity = -Infinity;
  let from = { y: 0, at: 0 };
  let url = '';
  let deepest = 0;
  const noticeScroll = (): void => {
    const [y, at] = [window.scrollY, now()];
    const [isFar, isLate] = [y < from.y - EXIT_SCROLL_PX, at - from.at > EXIT_SCROLL_MS];
    if (isFar && !isLate && window.navigator.maxTouchPoints > 0) signal('exit');
    if (isFar || isLate || y > from.y) from = { y, at };
    if (url != (url = location.href)) deepest = 0;
    // A pixel more, for the end of the page is no whole number of them.
    const depth = Math.floor(((y + 1) / (document.documentElement.scrollHeight - window.innerHeight)) * DEPTHS);
    if (depth > deepest) signal('scroll', ((deepest = depth) * 100) / DEPTHS);
  };
  // They may have scrolled already.
  if (window.scrollY > 0) noticeScroll();
  const stops = [
    listen(document, ['mouseout'], ({ relatedTarget, clientY }: MouseEvent) => {
      if (!relatedTarget && clientY < TOP_EDGE_PX) signal('exit');
    }),
    listen(window, ['scroll'], noticeScroll),
    listen(window, ['pointerdown', 'keydown', 'scroll'], () => {
      if (now() - lastActivity < ACTIVITY_GAP_MS) return;
      lastActivity = now();
      signal('activity');
    }),
  ];
  return () => { for (const stop of stops) stop(); };
}
