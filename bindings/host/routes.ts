import { listen } from './listen.ts';

/**
 * One view for the page itself and one for each distinct URL it moves to without loading, with the URL before as referrer.
 * A return from the back/forward cache is a view too.
 */
export function watchRoutes(window: Window, viewed: (referrer: string) => void): () => void {
  const { document, history, location } = window;
  let last = '';
  let isStopped = false;
  let restore = () => {};

  const view = (referrer: string): void => {
    last = location.href;
    viewed(referrer);
  };
  const check = (): void => {
    const url = location.href;
    if (isStopped || url == last) return;
    const [base, hash] = parts(url);
    const [lastBase, lastHash] = parts(last);
    // No hash after that of a route is the router's first page.
    if (base == lastBase && isAnchor(document, hash) && (hash || isAnchor(document, lastHash))) return;
    view(last);
  };
  const guarded = (): void => {
    try {
      check();
    } catch { /* the page's navigation goes on */ }
  };

  const { navigation } = window as { navigation?: EventTarget };
  const stops = [listen(window, ['pageshow'], (event: PageTransitionEvent) => { if (event.persisted) view(document.referrer); })];
  if (navigation?.addEventListener) stops.push(listen(navigation, ['currententrychange'], guarded));
  else {
    stops.push(listen(window, ['popstate', 'hashchange'], guarded));
    restore = wrap(history, guarded);
  }
  view(document.referrer);
  return () => {
    isStopped = true;
    for (const stop of stops) stop();
    restore();
  };
}

function parts(url: string): [base: string, hash: string] {
  const at = url.indexOf('#');
  return at < 0 ? [url, ''] : [url.slice(0, at), url.slice(at + 1)];
}

/** `#`, `#top` and the names of elements only scroll; any other hash is a route of the page's own router. */
function isAnchor(document: Document, hash: string): boolean {
  if (!hash || hash == 'top') return true;
  try {
    const name = decodeURIComponent(hash);
    return !!document.getElementById(name) || document.getElementsByName(name).length > 0;
  } catch {
    return false;
  }
}

/** The originals come back only where nobody has wrapped ours since. */
function wrap(history: History, after: () => void): () => void {
  const undo = (['pushState', 'replaceState'] as const).map((name) => {
    const original = history[name];
    const wrapped: typeof original = function (this: History, ...args) {
      Reflect.apply(original, this, args);
      after();
    };
    history[name] = wrapped;
    return () => { if (history[name] == wrapped) history[name] = original; };
  });
  return () => { for (const step of undo) step(); };
}
