// The headless module in Node: the whole way of an event through host and core, without a browser around it.
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { CreateOptions, Waymark } from '../../bindings/host/api.ts';
import { fixed, median, printTable, ratio } from './table.ts';
import { demoDocument, distFile, root } from './waymarkPages.ts';

const EVENTS = 5000;

export async function benchTrackInNode(rounds: number): Promise<void> {
  const module: { create(options: CreateOptions): Waymark } = await import(pathToFileURL(join(root, 'dist/waymark.mjs')).href);
  const rows = [];
  for (const chunk of [1, 100]) {
    const ours: number[] = [];
    const floor: number[] = [];
    for (let round = 0; round < rounds; round++) {
      ours.push(await waymarkRound(module.create, chunk));
      floor.push(await timed(chunk, queueByHand()));
    }
    rows.push([`${chunk} at a time`, fixed(median(ours)), fixed(median(floor)), ratio(median(ours), median(floor))]);
  }
  printTable(`track() in Node, call and dispatch, ${EVENTS} events; medians of ${rounds}`, ['', 'waymark µs/event', 'JSON queue (floor) µs', 'of floor'], rows);
}

async function waymarkRound(create: (options: CreateOptions) => Waymark, chunk: number): Promise<number> {
  const waymark = create({
    key: 'bench', collector: 'http://collector.test', consent: 'granted', wasm: new Uint8Array(distFile('waymark.full.wasm')),
    document: demoDocument().toString(), fetch: async () => new Response('{}'),
  });
  const { active, error } = await waymark.ready();
  if (!active) throw new Error(`waymark did not start: ${JSON.stringify(error)}`);
  const perEvent = await timed(chunk, (i) => waymark.track('Product Viewed', propertiesOf(i)));
  waymark.destroy();
  return perEvent;
}

const propertiesOf = (i: number) => ({ sku: `A-${i}`, category: 'shoes', price: 59.9, currency: 'EUR', position: i % 20, list: 'home/recommended', inStock: true, tags: ['sale', 'new-in'] });

function queueByHand(): (i: number) => void {
  let list: string[] = [];
  return (i) => {
    list.push(JSON.stringify({ id: crypto.randomUUID(), t: Date.now(), name: 'Product Viewed', data: propertiesOf(i) }));
    if (list.length >= 100) list = [];
  };
}

/** µs an event, with the microtasks it causes. */
async function timed(chunk: number, track: (i: number) => void): Promise<number> {
  const begin = performance.now();
  for (let i = 0; i < EVENTS;) {
    for (let k = 0; k < chunk; k++) track(i++);
    await new Promise((resolve) => setImmediate(resolve));
  }
  return ((performance.now() - begin) * 1000) / EVENTS;
}
