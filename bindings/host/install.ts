import type { Waymark } from './api.ts';
import { systemClock } from './clock.ts';
import { createHost } from './host.ts';
import { indexedDbBackend } from './indexedDb.ts';
import { localStorageBackend } from './localStorage.ts';
import { partOf } from './compile.ts';
import { entropy } from './page.ts';
import type { Bring, Parts } from './parts.ts';
import { instantiator, type CoreFactory } from './runtime.ts';
import { createApi } from './sdk.ts';

type Page = Window & typeof globalThis;
type Registry = { [key: string]: Waymark };
type Installed = Waymark & { instances?: Registry };

/** How a build comes by its parts; the addresses are those beside the script. */
export interface Build {
  factory: CoreFactory;
  module(wasmUrl: string): WebAssembly.Module | Promise<WebAssembly.Module>;
  isWhole?: boolean;
  bring<Name extends keyof Parts>(name: Name, url: string): Promise<Parts[Name]>;
}

/** Whatever the page's markup has put under our name (an array of early calls, an element with that id) is looked at with care. */
export function install(window: Page, build: Build): void {
  try {
    start(window, build);
  } catch (error) {
    console.warn('waymark: ' + error);
  }
}

function start(window: Page, { factory, module, isWhole, bring }: Build): void {
  const { document, navigator } = window;
  // An <img name="currentScript"> answers to that name too.
  const script = document.currentScript;
  if (!(script instanceof window.HTMLScriptElement)) throw 'not run by a script tag';
  const { key, consent, pages, wasm, locale, personalData, consentVersion, cookie, frame, collector = new URL(script.src).origin, document: documentUrl } = script.dataset;
  if (!key) throw 'data-key is missing';

  const present = window.waymark as Installed | unknown[][] | undefined;
  const known = Array.isArray(present) ? undefined : present?.instances;
  if (typeof known?.[key]?.track == 'function') throw `two tags with the key ${key}, the first one counts`;
  const early = Array.isArray(present) ? present : [];
  const instances: Registry = typeof known == 'object' && Object.getPrototypeOf(known) === null ? known : Object.create(null);

  const base = collector.replace(/\/$/, '');
  const { fetch } = window;
  const clock = systemClock();
  const wasmUrl = wasm ? new URL(wasm, document.baseURI) : new URL('waymark.wasm', script.src);
  const part: Bring = (name) => bring(name, new URL(`waymark.${name}.js`, script.src).href);
  const host = createHost({
    key, collector: base, clock, entropy, window, cookie, consentVersion, frame,
    fetch: fetch.bind(window),
    consent: consent == 'granted' ? consent : 'required',
    pages: pages == 'manual' ? pages : 'auto',
    personalData: personalData == 'keep' ? personalData : undefined,
    locale: locale || document.documentElement.lang || navigator.language,
    core: instantiator(factory, () => module(wasmUrl.href), () => module(partOf(wasmUrl)), () => part('fallback')),
    document: async () => {
      const response = await fetch(documentUrl || `${base}/v1/document/${encodeURIComponent(key)}`, { credentials: 'omit' });
      if (!response.ok) throw `${response.status} ${response.url}`;
      return response.text();
    },
    isOurCollector: !documentUrl,
    backends: [indexedDbBackend(key, () => window.indexedDB, clock), localStorageBackend(key, () => window.localStorage)],
    isWhole, bring: part,
    destroyed: () => { delete instances[key]; },
  });
  const api: Installed = createApi(key, host);
  const isFirst = !Object.keys(instances).length;
  api.instances = instances;
  instances[key] = api;
  if (isFirst) window.waymark = api;

  // What the page says of consent comes before its first view; everything else after it.
  const isConsent = ([method]: unknown[]): boolean => method == 'consent';
  const begin = (): void => {
    api.push(...(early.filter(isConsent) as []));
    host.start();
    api.push(...(early.filter((call) => !isConsent(call)) as []));
  };
  // A page that is only prerendered may never be seen.
  // An element of that name is not `true`.
  if ((document as { prerendering?: unknown }).prerendering === true) document.addEventListener('prerenderingchange', begin, { once: true });
  else begin();
}
