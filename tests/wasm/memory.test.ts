// Memory that runs out, in the real core under the real host: a trap that the host sees to, and nothing that was stored is lost.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { pathToFileURL } from 'node:url';
import type { Backend, Changes, CreateOptions, Tracked, Waymark, WaymarkError } from '../../bindings/host/api.ts';
import { ensureBuilt } from '../replay/builds.ts';
import { root } from './boundary.ts';

ensureBuilt(root, 'wasm', console.error);
const { create } = (await import(pathToFileURL(join(root, 'dist/waymark.mjs')).href)) as { create(options: CreateOptions): Waymark };
const wasm = await WebAssembly.compile(readFileSync(join(root, 'dist/waymark.full.wasm')));

const { grow } = WebAssembly.Memory.prototype;
/** Of all memories together: so many growths succeed from here on. */
function allowGrowths(count: number): void {
  WebAssembly.Memory.prototype.grow = function (pages) {
    if (count-- <= 0) throw new RangeError('WebAssembly.Memory.grow(): Maximum memory size exceeded');
    return grow.call(this, pages);
  };
}

class Kept implements Backend {
  readonly kind = 'test';
  state: string | null = null;
  events = new Map<string, string>();
  async read() { return { state: this.state, events: [...this.events].map(([id, body]) => ({ id, body })) }; }
  async write({ put, remove, state }: Changes): Promise<void> {
    for (const { id, body } of put) this.events.set(id, body);
    if (remove == 'all') this.events.clear();
    else for (const id of remove) this.events.delete(id);
    if (state !== undefined) this.state = state;
  }
  async erase(): Promise<void> { this.events.clear(), this.state = null; }
}

interface Run { waymark: Waymark; kept: Kept; errors: WaymarkError[]; arrived: string[]; collector: { isUp: boolean } }

async function started(document: object, kept = new Kept()): Promise<Run> {
  const errors: WaymarkError[] = [];
  const arrived: string[] = [];
  const collector = { isUp: false };
  const waymark = create({
    key: 'k', collector: 'https://collect.test', consent: 'granted', wasm, document, storage: [kept],
    fetch: (async (_: string, { body }: { body: string }) => {
      if (!collector.isUp) throw new TypeError('no network');
      for (const { messageId } of JSON.parse(body).batch) arrived.push(messageId);
      return new Response('{"success":true}');
    }) as never,
  });
  // What took the memory is over, as when another page was closed.
  waymark.on('error', (error) => { if (errors.push(error) && error.code == 'trap') WebAssembly.Memory.prototype.grow = grow; });
  await waymark.ready();
  return { waymark, kept, errors, arrived, collector };
}

const settled = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 30));
const muted = <T>(work: () => Promise<T>): Promise<T> => {
  const { warn } = console;
  console.warn = () => {};
  return work().finally(() => { console.warn = warn; });
};

for (const growths of [0, 1, 2, 3]) {
  test(`memory that may grow ${growths} times and no more: a trap is told, nothing is lost by it, every call has an end`, () => muted(async () => {
    const { waymark, kept, errors, arrived, collector } = await started({ version: 1 });
    const calls: Tracked[] = [];
    const isTold = (): boolean => errors.some(({ code }) => code == 'trap');
    try {
      allowGrowths(growths);
      for (let n = 0; n < 600 && !isTold(); n++) {
        calls.push(waymark.track('Large', { n, text: 'x'.repeat(30_000) }));
        if (n % 10 == 9) await settled();
      }
    } finally {
      WebAssembly.Memory.prototype.grow = grow;
    }
    assert.deepEqual(errors.map(({ code, detail }) => [code, detail.split('; ')[1]]), [['trap', '0 commands lost']]);
    // It goes on, in a new memory.
    const next = waymark.track('Next');
    for (let round = 0; round < 100 && next.state == 'memory'; round++) await settled();
    assert.equal(next.state, 'stored');
    assert.deepEqual(calls.filter(({ state }) => state != 'stored').map(({ reason }) => reason).filter((reason) => reason != 'full'), [], 'what the trap took is done again');
    const stored = [...kept.events.keys()];
    collector.isUp = true;
    for (let round = 0; round < 40 && kept.events.size; round++) await waymark.flush(), await settled();
    assert.deepEqual(arrived.sort(), stored.sort(), 'each stored event arrives once');
    assert.ok(calls.every(({ state }) => state == 'acknowledged' || state == 'dropped'), 'every call has an end');
    waymark.destroy();
  }));
}

test('a document that takes more memory than there is: it is told, and the SDK runs without it', () => muted(async () => {
  allowGrowths(0);
  try {
    const segments = Array.from({ length: 20_000 }, (_, i) => ({ id: `s${i}`, when: { 'page.path': `/${i}` } }));
    const { waymark, errors, kept } = await started({ version: 1, segments });
    assert.ok(errors.some(({ code }) => code == 'trap'), JSON.stringify(errors));
    assert.equal((await waymark.ready()).active, true);
    waymark.track('Small');
    await settled();
    assert.equal(kept.events.size, 1);
    waymark.destroy();
  } finally {
    WebAssembly.Memory.prototype.grow = grow;
  }
}));

test('the largest document that is permitted fits into the memory that is', () => muted(async () => {
  const filler = 'x'.repeat(408);
  const segments = Array.from({ length: 18_000 }, (_, i) => ({ id: `s${i}`, name: filler, when: { 'page.path': `/${i}` } }));
  const document = { version: 1, segments };
  assert.ok(JSON.stringify(document).length > 7.9 * 2 ** 20 && JSON.stringify(document).length < 8 * 2 ** 20, `${JSON.stringify(document).length}`);
  const { waymark, errors } = await started(document);
  assert.deepEqual(errors, []);
  waymark.page('x');
  assert.equal((await waymark.segments()).length, 18_000);
  waymark.destroy();
}));
