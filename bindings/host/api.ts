// The public API. The file holds types only and imports nothing: the build ships it as dist/waymark.d.ts.

export type JsonValue = null | boolean | number | string | JsonValue[] | { [key: string]: JsonValue };
/** Copied when the call is made. Functions, symbols, BigInt and circular parts are left out and reported as `error`. */
export type Properties = Record<string, unknown>;

export interface Fields {
  /** Set it only to repeat a call on purpose; the collector keeps one event per id. */
  messageId?: string;
  /** Merged over the context that the SDK writes. */
  context?: Properties;
}

export interface ConsentPurposes { functional?: boolean; analytics?: boolean; personalization?: boolean; marketing?: boolean }

/**
 * Of a call that makes an event: where it is. It is in memory first; `stored` on the device, where the visitor has agreed to it; at last
 * `acknowledged` by the collector or `dropped`: each of them once, in this page's life or a later one.
 */
export interface Tracked {
  readonly state: 'memory' | 'stored' | 'acknowledged' | 'dropped';
  /** Why it was dropped: as counted in `stats()`, or `argument`, `queue`, `off`, `refused` (`on('error', …)` says more). */
  readonly reason?: string;
  /** Called at each change. */
  onchange?: (tracked: Tracked) => void;
}

export interface WaymarkError { code: string; path: string; detail: string }
export interface Readiness { active: boolean; error?: WaymarkError }

/** No method ever throws, and no promise it returns ever rejects: what goes wrong is told to `on('error', …)`. */
export interface Waymark {
  /** The write key of this instance. */
  readonly key: string;
  track(name: string, properties?: Properties, fields?: Fields): Tracked;
  page(name?: string, properties?: Properties, fields?: Fields): Tracked;
  identify(userId?: string | number | null, traits?: Properties, fields?: Fields): Tracked;
  alias(userId: string | number, previousId?: string | number, fields?: Fields): Tracked;
  group(groupId: string | number, traits?: Properties, fields?: Fields): Tracked;
  /** Logout: from here on a new anonymous visitor. What is queued is still delivered. */
  reset(): void;
  consent(purposes: ConsentPurposes | 'granted' | 'denied'): void;
  /** What the page knows and rules may ask about as `context.*`: the weather, the store, the stock. Merged at the top level; null
   *  takes a member away. Kept until the page says otherwise. */
  context(values: Properties): void;
  /** Returns the function that takes the handler off again. `ready` and the last errors are told to late handlers too. */
  on(event: 'error', handler: (error: WaymarkError) => void): () => void;
  on(event: 'ready', handler: (readiness: Readiness) => void): () => void;
  on(event: string, handler: (detail: any) => void): () => void;
  ready(): Promise<Readiness>;
  /** Asks for a campaign whose trigger is the API. */
  show(campaign: string): void;
  /**
   * Why a campaign (or, without id, each of them) is shown or not; why the visitor is in a segment or not (`{}`: in each of them); why a
   * condition holds or not. Null when the SDK is off.
   */
  explain(about?: string | { segment?: string } | { when: object }): Promise<any>;
  segments(): Promise<any>;
  facts(): Promise<any>;
  stats(): Promise<any>;
  /** What is kept about the visitor on this device: `{ visitor, events }`, the state and the events that are not delivered yet. */
  exportData(): Promise<any>;
  /** Erases the visitor on this device, in every tab, and at the collector; consent is withdrawn. Not true when the collector has not answered that it did. */
  forget(): Promise<boolean>;
  /** Settles when what was queued has been answered by the collector or has failed for now. */
  flush(): Promise<void>;
  /** Takes every widget, listener and timer away. Later calls do nothing. */
  destroy(): void;
  /** The form that the snippet's array takes before the tag has run: `waymark.push(['track', 'Name', {…}])`. */
  push(...calls: [method: string, ...args: any[]][]): void;
}

/** What is kept beyond the page. `read` must not create anything; both may reject, then the next backend takes over. */
export interface Backend {
  readonly kind: string;
  read(): Promise<Stored>;
  /** In this order: put, remove, state. */
  write(changes: Changes): Promise<void>;
  /** Everything under this key, as if the SDK had never been here. */
  erase(): Promise<void>;
}
export interface StoredEvent { id: string; body: string }
/** `state` is JSON text. */
export interface Stored { state: string | null; events: StoredEvent[] }
export interface Changes { put: StoredEvent[]; remove: string[] | 'all'; /** null erases it, undefined leaves it. */ state?: string | null }

export interface Clock {
  /** Milliseconds since the epoch. */
  now(): number;
  /** Minutes east of UTC. */
  utcOffsetMin(): number;
  /** Calls back once; returns the function that cancels it. */
  later(delayMs: number, call: () => void): () => void;
}

export interface CreateOptions {
  key: string;
  /** Base URL of the collector; events go to `${collector}/v1/batch`. */
  collector: string;
  /** The campaign document, its JSON text or its URL. Default: `${collector}/v1/document/${key}`. */
  document?: object | string | URL;
  /** Default: `waymark.full.wasm` beside this module. Outside a browser give its bytes or the module. Of `waymark.wasm` give the URL: `waymark.draw.wasm` must lie beside it. */
  wasm?: string | URL | BufferSource | WebAssembly.Module;
  /** Before the visitor has been asked. Default `required`: nothing is stored or sent. */
  consent?: 'required' | 'granted';
  /** `keep`: addresses of mail, phone and card numbers, tokens and the like go out as they are; without it asterisks stand for them. */
  personalData?: 'keep';
  /** Of the text that the visitor is asked with. What was agreed to under another version counts no longer: ask again. */
  consentVersion?: string;
  /** `show`: widgets also where the page is in a frame of another. */
  frame?: 'show';
  /** Name of a cookie for the visitor's id, by which the site's subdomains know them; `name collector`: the collector sets it. None without. */
  cookie?: string;
  /** Page views of single-page routes, and of the first page, by themselves. Default `auto` in a browser. */
  pages?: 'auto' | 'manual';
  locale?: string;
  /** Tried in this order; default IndexedDB, localStorage, memory. */
  storage?: Backend[];
  fetch?: typeof fetch;
  clock?: Clock;
  /** 128 bits as 32 hex digits, fresh at every call. */
  entropy?: () => string;
}

export declare function create(options: CreateOptions): Waymark;

declare global {
  interface Window { waymark: Waymark }
}
