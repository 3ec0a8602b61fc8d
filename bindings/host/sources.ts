// Entry of dist/waymark.sources.js, loaded when the core first asks what the page says of itself: its GA4 data layer, JSON-LD and
// meta tags. What it means is the core's business (sdk/src/sources); nothing here ever throws at the page.
import type { Clock } from './api.ts';
import { encode } from './encode.ts';
import { listen } from './listen.ts';
import type { Loop } from './loop.ts';
import type { Effect, Source } from './protocol.ts';

export type Told = Extract<Effect, { kind: 'read' | 'push' }>;
export interface Ports { window: Window & typeof globalThis; post: Loop['post']; later: Clock['later'] }

/** After a page view the page may still be building itself; a router leaves the markup of the page before for a while. */
const LOOKS_MS = [100, 500, 2000];
const MAX_ENTRY_NODES = 2000;
const MAX_JSON_LD_CHARS = 50_000;

/** Returns what carries out the core's effects; without one it stops. */
export function open({ window, post, later }: Ports): (effect?: Told) => void {
  const { document } = window;
  const markup = createMarkup(document, post);
  const layer = createLayer(window, post);
  let asked: Source[] = [];
  let timers: (() => void)[] = [];
  let isFirst = true;

  const look = (isSure: boolean): void => {
    if (asked.includes('dataLayer')) layer.watch();
    if (asked.some((source) => source != 'dataLayer')) markup.look(isSure);
  };
  const stops = [
    listen(window, ['DOMContentLoaded', 'load'], () => look(true)),
    // An array that the page has put in place of the one before is noticed here at the latest.
    listen(document, ['click'], () => timers.push(later(0, () => look(false)))),
  ];
  return (effect) => {
    for (const cancel of timers) cancel();
    timers = [];
    if (!effect) {
      for (const stop of [...stops, layer.stop]) stop();
    } else if (effect.kind == 'push') {
      layer.push(effect.entry);
    } else {
      asked = effect.sources;
      markup.begin();
      look(isFirst);
      isFirst = false;
      timers = LOOKS_MS.map((ms) => later(ms, () => look(ms == LOOKS_MS.at(-1))));
    }
  };
}

interface Markup { begin(): void; look(isSure: boolean): void }

/** Told when it changes. Just after a page view it may be that of the page before: then it waits until it is sure. */
function createMarkup(document: Document, post: Ports['post']): Markup {
  let told = '';
  let former = '';
  return {
    begin() {
      former = told;
      told = '';
    },
    look(isSure) {
      const scripts = document.querySelectorAll('script[type="application/ld+json" i]');
      const jsonLd = Array.from(scripts, ({ textContent }) => textContent ?? '').filter((text) => text.includes('Product') && text.length <= MAX_JSON_LD_CHARS);
      const meta: { [name: string]: string } = Object.create(null);
      for (const tag of document.querySelectorAll('meta')) {
        const name = tag.getAttribute('property') ?? tag.getAttribute('name') ?? '';
        if (/^(og|product|waymark):/.test(name)) meta[name] ??= tag.getAttribute('content') ?? '';
      }
      const text = [...jsonLd, ...Object.entries(meta).flat()].join('\n');
      if (text == told || (text == former && !isSure)) return;
      told = text;
      post({ kind: 'markup', jsonLd, meta });
    },
  };
}

interface Layer { watch(): void; push(entry: object): void; stop(): void }

function createLayer(window: Window, post: Ports['post']): Layer {
  const page = window as { dataLayer?: unknown };
  const seen = new WeakSet<object>();
  let watched: unknown;
  let restore = () => {};
  let isStopped = false;

  const take = (entry: any): void => {
    if (isStopped || !entry || typeof entry != 'object' || seen.has(entry)) return;
    seen.add(entry);
    const text = entryText(entry);
    if (text) post({ kind: 'pushed', entry: text });
  };
  const guarded = (step: () => void): void => {
    try {
      step();
    } catch { /* the page's own pushes go on */ }
  };
  return {
    /** What is in it and was not seen yet, and from now on what is pushed. */
    watch: () => guarded(() => {
      const layer = page.dataLayer;
      if (!Array.isArray(layer)) return;
      if (layer != watched) {
        const { push } = layer;
        const wrapped = function (this: unknown, ...entries: unknown[]): number {
          const length = Reflect.apply(push, this, entries);
          for (const entry of entries) guarded(() => take(entry));
          return length;
        };
        restore();
        watched = layer;
        layer.push = wrapped;
        restore = () => { if (layer.push == wrapped) layer.push = push; };
      }
      for (const entry of layer.slice()) guarded(() => take(entry));
    }),
    push(entry) {
      const layer = (page.dataLayer ??= []) as unknown[];
      layer.push({ ecommerce: null });
      layer.push(entry);
    },
    stop() {
      isStopped = true;
      restore();
    },
  };
}

/** JSON text of an entry that may be an event: without Tag Manager's own members, functions and elements. */
function entryText(entry: { [key: string]: unknown }): string | undefined {
  const { event } = entry;
  if (!('ecommerce' in entry) && typeof event != 'string') return;
  if (/^gtm\./.test(event as string)) return;
  const isPlain = (value: unknown): boolean => !value || typeof value != 'object' || /^\[object (Object|Array)\]$/.test({}.toString.call(value));
  const members = Object.keys(entry).filter((key) => !key.startsWith('gtm')).map((key) => [key, entry[key]]);
  return encode(Object.fromEntries(members.filter(([, value]) => typeof value != 'function' && isPlain(value))), '', () => {}, MAX_ENTRY_NODES);
}
