import { listen } from './listen.ts';
import type { Signal } from './protocol.ts';

export interface SignalPorts {
  /** Carried to the core at once when `isUrgent`: the page may end with this task. */
  signal(name: Signal, isUrgent: boolean): void;
  /** How many commands there have been so far. */
  posted(): number;
}

/** What the browser does to the page. Never `unload` or `beforeunload`: they cost the back/forward cache. */
export function watchSignals(window: Window, { signal, posted }: SignalPorts): () => void {
  const { document } = window;
  let isHidden = false;
  let seen = 0;

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
  const stops = [
    listen(document, ['visibilitychange'], () => (document.visibilityState == 'hidden' ? hide() : show())),
    listen(window, ['pagehide'], hide),
    listen(window, ['pageshow'], (event: PageTransitionEvent) => { if (event.persisted) show(); }),
    listen(window, ['online'], () => signal('online', false)),
  ];
  return () => { for (const stop of stops) stop(); };
}
