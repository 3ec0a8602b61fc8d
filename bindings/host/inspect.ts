// Entry of dist/waymark.inspect.js, a script of its own beside the tag: tells those who watch in the studio which segments the visitor
// of this page is in, and why. It uses the public API alone, sends nothing without consent to analytics, and is silent when it fails.
import type { Waymark } from './api.ts';

const LOOK_MS = 500;
/** Between two words that differ in clocks alone: "in 12 s". */
const CLOCKS_MS = 3_000;
/** A word in time tells that the page is still there. */
const STILL_MS = 20_000;
const LONGEST_PAUSE_MS = 60_000;
/** The collector takes 64 KiB; letters beyond ASCII are two bytes or three. */
const MOST_BYTES = 64_000;
/** `?waymark-inspect` in an address: this tab is watched, until `?waymark-inspect=off`. */
const ASKED = 'waymark-inspect';
const KEPT = 'wm.inspect';

const CLOCK = /^(session\.(duration|activeTime)|page\.dwell|cart\.idle)$/;

/** What is left when clocks have stood still: sentences, and what is seen of a clock, change by themselves. */
function withoutClocks(said: unknown): string {
  return JSON.stringify(said, (name, value) => {
    if (name == 'text') return undefined;
    const isClock = value && (CLOCK.test(value.fact) || /^since/.test(value.measure));
    return isClock ? value.in : value;
  });
}

function isAsked({ location, sessionStorage }: Window): boolean {
  const asked = new URLSearchParams(location.search).get(ASKED);
  if (asked == 'off') sessionStorage.removeItem(KEPT);
  else if (asked != null) sessionStorage.setItem(KEPT, '1');
  return sessionStorage.getItem(KEPT) != null;
}

function watch(window: Window & typeof globalThis, waymark: Waymark, collector: string): void {
  const { document } = window;
  const id = window.crypto.getRandomValues(new Uint32Array(4)).join('-');
  const encoder = new TextEncoder();
  let last = '';
  let lastCalm = '';
  let saidAt = 0;
  let pause = LOOK_MS;
  // The studio has been told of this page, and not yet that it is over.
  let isKnown = false;

  const post = (said: object): Promise<boolean> =>
    window.fetch(collector + '/v1/inspect', {
      method: 'POST', credentials: 'omit', keepalive: 'is' in said,
      headers: { 'Content-Type': 'text/plain' }, body: JSON.stringify({ writeKey: waymark.key, watch: id, ...said }),
    }).then(({ ok }) => ok, () => false);

  function leave(is: 'away' | 'gone'): void {
    if (isKnown) post({ is });
    isKnown = false;
    last = '';
  }

  /** Whole, without the trees or without sentences, whatever fits. */
  function fitting(said: any): object {
    const cut = (why: (tree: any) => unknown) => ({ ...said, segments: said.segments.map((one: any) => ({ ...one, why: one.why && why(one.why) })) });
    const fits = (form: object): boolean => encoder.encode(JSON.stringify(form)).length < MOST_BYTES;
    return [said, cut((tree) => ({ ...tree, of: undefined })), cut(() => undefined)].find(fits) ?? { ...said, segments: [] };
  }

  async function look(): Promise<void> {
    const stats = await waymark.stats();
    if (!stats?.consent?.analytics) return leave('gone');
    const [facts, segments] = await Promise.all([waymark.facts(), waymark.explain({})]);
    if (!facts || !segments || document.hidden) return;
    const { visitor, page, session, stage, rfm } = facts;
    const said = {
      visitor: visitor.anonymousId, user: visitor.userId, url: page && window.location.origin + page.path, language: document.documentElement.lang,
      session: { id: session?.id, number: session?.number }, stage, rfm, segments,
    };
    const calm = withoutClocks(said);
    const text = JSON.stringify(said);
    const since = Date.now() - saidAt;
    if (calm == lastCalm && last && since < (text == last ? STILL_MS : CLOCKS_MS)) return;
    saidAt = Date.now();
    isKnown = true;
    const isHeard = await post(fitting({ at: saidAt, ...said }));
    // What was not heard is said again, later and later.
    [last, lastCalm] = isHeard ? [text, calm] : ['', ''];
    pause = isHeard ? LOOK_MS : Math.min(pause * 2, LONGEST_PAUSE_MS);
  }

  async function run(): Promise<void> {
    if (!document.hidden) await look().catch(() => {});
    setTimeout(run, pause);
  }
  document.addEventListener('visibilitychange', () => { if (document.hidden) leave('away'); });
  run();
}

function start(window: Window & typeof globalThis): void {
  const script = window.document.currentScript;
  if (!(script instanceof window.HTMLScriptElement)) return;
  const { watch: when, collector = new URL(script.src).origin } = script.dataset;
  if (when != 'always' && !isAsked(window)) return;
  const calls: any = (window.waymark ??= [] as any);
  calls.push(['on', 'ready', ({ active }: { active: boolean }) => { if (active) watch(window, window.waymark, collector.replace(/\/$/, '')); }]);
}

try {
  start(window);
} catch { /* storage is forbidden, or the page is none: nobody watches */ }
