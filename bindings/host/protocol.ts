// The boundary between host and core: what crosses it, in both directions, as JSON.
// The core's side is sdk/src/engine/commands.cpp and effects.cpp; tests/wasm/contract.test.ts keeps the two equal.
//
// One `load` per document: the text is the environment as one line, a line feed, then the campaign document untouched.
// One `dispatch` per batch: an array of commands in, an array of effects out, followed by a line for the body of each `store` (readEffects).
// Times are milliseconds since the epoch.

export type Json = null | boolean | number | string | Json[] | { [key: string]: Json };
export type JsonObject = { [key: string]: Json };

/** What the core must know of the place it runs in; it can ask for none of it. */
export interface Environment {
  /** 128 random bits as 32 hex digits, fresh for every page load: ids are made from it. */
  entropy: string;
  /** Consent before the visitor has been asked: `required` keeps everything in memory. */
  consent: 'required' | 'granted';
  /** Of the text that visitors are asked with: what was agreed to under another one is void. */
  consentVersion?: string;
  /** The visitor has switched on Global Privacy Control: marketing is refused, whatever the page says. */
  privacyControl?: boolean;
  /** `keep`: events are not scrubbed of personal data. */
  personalData?: 'keep';
  /** Language of the page (BCP 47); chooses the texts of widgets. */
  locale: string;
  /** Whether there is a document to draw into. Without one no campaign is decided. */
  display: boolean;
  /** Raw readings; the core derives type, system and browser. Width and height are CSS pixels of the viewport. */
  device?: Device;
}
export interface Device {
  userAgent: string; mobile?: boolean; touch: boolean; language: string; width: number; height: number; reducedMotion?: boolean;
}

/** What `load` answers: problems disable the campaign or segment they name, never the SDK. */
export interface LoadReport {
  segments: number;
  campaigns: number;
  revision: number;
  /** Selectors of the inline slots that campaigns want; the command `slots` says which of them are on the page. */
  slots: string[];
  problems: Problem[];
}
export interface Problem { code: string; path: string; detail: string }

/** What the page is; sent with every page view. */
export interface PageInfo {
  url: string; title: string; referrer: string; type?: string;
  /** The contents of `<meta name="apple-itunes-app">` and `<meta name="google-play-app">`. */
  apps?: { apple?: string; google?: string };
}

/** Fields a caller may put beside the arguments of a track/page/identify/group/alias call. */
export interface EventFields {
  /** Set by the caller only to repeat a call on purpose; the core makes one otherwise. */
  messageId?: string;
  /** Merged over the context the core writes. */
  context?: JsonObject;
  /** Comes back with the event. */
  tag?: number;
}

/** By name, or all of them. */
export type Purposes = 'granted' | 'denied' | { functional?: boolean; analytics?: boolean; personalization?: boolean; marketing?: boolean };

interface At { now: number; /** Minutes east of UTC at the visitor; kept until another comes. */ utcOffsetMin?: number }
export type Command = At & (
  /** Swaps the visitor: null is a new one. `id`: what a cookie says that the site's subdomains share; empty: nothing. `outbox` lists the events that are stored and not acknowledged. `returns`: the page has slept,
   *  and what is on show stays if the visitor is the same. */
  | { kind: 'visitor'; snapshot: JsonObject | null; id?: string; outbox?: { id: string; bytes: number }[]; returns?: boolean }
  /** Whether this tab sends for all of the visitor's tabs; it does until it is told. */
  | { kind: 'lead'; is: boolean }
  /** From another tab: an event it has made, as it is sent; ids that are delivered or dropped there; what a `tell` carried. `stored`: the
   *  event is in the outbox, and a `recall` has asked for it. */
  | { kind: 'peer'; event?: JsonObject; bytes?: number; stored?: boolean; gone?: string[]; reset?: string; campaign?: string; kept?: Json }
  | ({ kind: 'page'; page: PageInfo; name?: string; category?: string; properties?: JsonObject } & EventFields)
  | ({ kind: 'track'; name: string; properties?: JsonObject } & EventFields)
  | ({ kind: 'identify'; userId?: string; traits?: JsonObject } & EventFields)
  | ({ kind: 'alias'; userId: string; previousId?: string } & EventFields)
  | ({ kind: 'group'; groupId: string; traits?: JsonObject } & EventFields)
  /** Logout: a new anonymous visitor; what is queued is still delivered. */
  | { kind: 'reset' }
  | { kind: 'consent'; purposes: Purposes }
  /** hidden: send now, the page may end. visible: back again. online: try at once. activity: the visitor did something.
   *  exit: the visitor seems about to leave. scroll: activity too, `depth` percent of the way down the page. */
  | { kind: 'signal'; name: Signal; depth?: number }
  /** The readings have changed, as when a window is made smaller. */
  | { kind: 'device'; device: Device }
  /** Merged over `context.*`; null takes a member away. */
  | { kind: 'context'; context: JsonObject }
  /** Answers `read`, and again when the page has changed: the texts of its JSON-LD about products, and the contents of its
   *  meta tags `og:…`, `product:…` and `waymark:…` by property or name. */
  | { kind: 'markup'; jsonLd: string[]; meta: { [name: string]: string } }
  /** An entry of the page's `dataLayer`, as JSON text, in its order and once. */
  | { kind: 'pushed'; entry: string }
  /** Which of the inline slots of the load report are on the page, whenever that changes. */
  | { kind: 'slots'; present: string[] }
  /** The visitor used a widget; `action` is what a `listen` operation carried. `value` is the text of a field, or all fields of a form by
   *  name. Actions of the host itself: `copied` and `uncopied`, the end of a `copy`; `gone`, the page has taken the widget away for good. */
  | { kind: 'ui'; campaign: string; action: string; value?: string | { [field: string]: string } }
  /** The end of a `draw`: status 0 is a network failure. */
  | { kind: 'drawn'; campaign: string; draw: string; status: number; body: string }
  | { kind: 'show'; campaign: string }
  /** The end of a `need`; `error` says why it came to nothing. */
  | { kind: 'part'; error?: string }
  /** The timer that the core asked for. */
  | { kind: 'elapsed' }
  /** The end of a `send`: status 0 is a network failure; `body` the first 64 KiB of the answer. */
  | { kind: 'sent'; request: number; status: number; body: string; retryAfter?: string }
  | { kind: 'flush' }
  | { kind: 'query'; tag: number; ask: Question; id?: string | { segment?: string } | { when: JsonObject } }
);
export type Signal = 'hidden' | 'visible' | 'online' | 'activity' | 'exit' | 'scroll';
export type Source = 'dataLayer' | 'jsonLd' | 'openGraph' | 'meta';
export type Question = 'explain' | 'segments' | 'facts' | 'stats' | 'snapshot';

/** `[1, node, tag, parent, before]` create · `[2, node, text]` · `[3, node, name, value]` attribute · `[4, node, name]` attribute gone ·
 *  `[5, node]` remove · `[6, node, parent, before]` move · `[7, node, event, action]` listen (empty action: stop; `keydown:Escape` is
 *  that key alone) · `[8, node]` focus · `[9, node, property, from, to, easing, ms]` animate, and stay at `to` · `[10, node, paused]` ·
 *  `[11, node]` end the motion.
 *  A `dialog` is shown modally once the patch is done.
 *  Nodes are integers the core chooses; parent 0 is the root of the campaign's shadow tree, before 0 is the end. */
export type Operation =
  | [1, number, string, number, number] | [2, number, string] | [3, number, string, string] | [4, number, string]
  | [5, number] | [6, number, number, number] | [7, number, string, string]
  | [8, number] | [9, number, string, string, string, string, number] | [10, number, boolean] | [11, number];

export type Effect =
  /** Keep the event until `remove` names it; `tag` is that of the call that made it. The body is its final text, which the host never looks into; it comes on a line of its own. */
  | { kind: 'store'; id: string; body: string; tag?: number }
  /** `reason` is absent for acknowledged events, else why they were dropped (counted in stats). */
  | { kind: 'remove'; ids: string[]; reason?: string }
  /** What may be kept beyond this page. A `false` means: erase it now, everywhere but in memory for events. `id`: the visitor's, for the cookie;
   *  null takes it away, and where it is missing nothing has been decided yet. */
  | { kind: 'storage'; state: boolean; events: boolean; id?: string | null }
  /** POST these stored bodies, in this order, and answer with `sent`. `unload`: the page may end, use keepalive. */
  | { kind: 'send'; request: number; ids: string[]; unload: boolean }
  /** For the command `peer` of the visitor's other tabs. */
  | { kind: 'tell'; peer: JsonObject }
  /** The snapshot knows nothing of these events: give each by `peer`, before anything else. */
  | { kind: 'recall'; ids: string[] }
  /** Events wait for the tab that sends: is it still there? Otherwise this one becomes it: `lead`. */
  | { kind: 'claim' }
  /** The one timer of the core; null cancels it. Answer with `elapsed` at or after that time. */
  | { kind: 'timer'; at: number | null }
  /** A widget's style sheet, once, before its first patch. */
  | { kind: 'style'; widget: string; css: string }
  | { kind: 'mount'; campaign: string; widget: string; slot: string; lang: string; dir: 'ltr' | 'rtl' }
  | { kind: 'patch'; campaign: string; ops: Operation[] }
  | { kind: 'unmount'; campaign: string }
  /** To the clipboard; answer with `ui`. */
  | { kind: 'copy'; campaign: string; text: string }
  /** POST the request to the collector's `/v1/draws`, and answer with `drawn`. */
  | { kind: 'draw'; campaign: string; request: JsonObject }
  /** Bring the module that draws and explains, and answer with `part`. `idle`: when the page has nothing better to do. */
  | { kind: 'need'; idle: boolean }
  /** Tell what these sources say of this page, and what they come to say: `markup`, `pushed`. */
  | { kind: 'read'; sources: Source[] }
  /** Push the entry to the page's `dataLayer`, after `{ ecommerce: null }`. */
  | { kind: 'push'; entry: JsonObject }
  /** For `waymark.on(event, …)`. */
  | { kind: 'notify'; event: string; detail: JsonObject }
  | { kind: 'answer'; tag: number; value: Json };

/** Number of this boundary; the host refuses a core that answers another. */
export const ABI_VERSION = 3;

/** What a dispatch answers, as it crosses. */
export function readEffects(text: string): Effect[] {
  const [list, ...bodies] = text.split('\n');
  const effects = JSON.parse(list!) as Effect[];
  for (const effect of bodies.length ? effects : []) if (effect.kind == 'store') effect.body = bodies.shift()!;
  return effects;
}
