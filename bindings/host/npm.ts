// Entry of dist/waymark.mjs. Importing it does nothing; `create` works in a page and, without drawing, in Node.
import factory from 'waymark-core';
import type { CreateOptions, Waymark } from './api.ts';
import { systemClock } from './clock.ts';
import { compileSoon, partOf } from './compile.ts';
import * as cookie from './cookie.ts';
import * as later from './later.ts';
import { createHost } from './host.ts';
import { indexedDbBackend } from './indexedDb.ts';
import { localStorageBackend } from './localStorage.ts';
import { entropy } from './page.ts';
import type { Bring, Parts } from './parts.ts';
import { instantiator } from './runtime.ts';
import { createApi } from './sdk.ts';
import * as sources from './sources.ts';

export function create(options: CreateOptions): Waymark {
  const { key, clock = systemClock() } = options;
  const wasm = options.wasm ?? new URL('waymark.full.wasm', import.meta.url);
  const page = typeof document == 'object' ? window : undefined;
  const collector = options.collector.replace(/\/$/, '');
  const send = options.fetch ?? fetch.bind(globalThis);
  const host = createHost({
    key, collector, clock,
    window: page,
    fetch: send,
    entropy: options.entropy ?? entropy,
    consent: options.consent ?? 'required',
    pages: options.pages ?? 'auto',
    personalData: options.personalData,
    cookie: options.cookie,
    frame: options.frame,
    consentVersion: options.consentVersion,
    locale: options.locale ?? (page ? page.document.documentElement.lang || page.navigator.language : 'en'),
    core: instantiator(factory, () => compile(wasm), () => compilePart(wasm), () => bring('fallback')),
    // `waymark.wasm` asks for what draws; here it is at hand in any case.
    isWhole: !!page,
    bring,
    document: async () => documentText(options.document ?? `${collector}/v1/document/${encodeURIComponent(key)}`, send),
    isOurCollector: !options.document,
    backends: options.storage ?? (page ? [indexedDbBackend(key, () => page.indexedDB, clock), localStorageBackend(key, () => page.localStorage)] : []),
  });
  const api = createApi(key, host);
  if ((page?.document as { prerendering?: unknown } | undefined)?.prerendering === true) page!.document.addEventListener('prerenderingchange', host.start, { once: true });
  else host.start();
  return api;
}

const parts: Partial<Parts> = { cookie, later, sources };
/** The address is not for a bundler to follow: it is asked for where WebAssembly fails, and lies beside this module or nowhere. */
const bring: Bring = async (name) => (parts[name] ?? (await import(/* @vite-ignore */ /* webpackIgnore: true */ new URL(`waymark.${name}.js`, import.meta.url).href))) as never;

function compile(wasm: NonNullable<CreateOptions['wasm']>): WebAssembly.Module | Promise<WebAssembly.Module> {
  if (wasm instanceof WebAssembly.Module) return wasm;
  return typeof wasm == 'string' || wasm instanceof URL ? compileSoon('' + wasm) : WebAssembly.compile(wasm);
}

/** A core in one piece never asks for it. */
function compilePart(wasm: NonNullable<CreateOptions['wasm']>): Promise<WebAssembly.Module> {
  if (typeof wasm == 'string') return compileSoon(partOf(new URL(wasm, document.baseURI)));
  return wasm instanceof URL ? compileSoon(partOf(wasm)) : Promise.reject('waymark.full.wasm has it');
}

async function documentText(source: NonNullable<CreateOptions['document']>, send: typeof fetch): Promise<string> {
  if (typeof source == 'object' && !(source instanceof URL)) return JSON.stringify(source);
  const text = '' + source;
  if (/^\s*\{/.test(text)) return text;
  const response = await send(text, { credentials: 'omit' });
  if (!response.ok) throw `${response.status} ${text}`;
  return response.text();
}
