// Several tabs of one visitor over one storage and one collector, all of them fakes but the host and the core, and what may befall them.
import type { Backend, Changes, Stored, Waymark, WaymarkError } from '../../bindings/host/api.ts';
import { createHost, type Host, type HostOptions } from '../../bindings/host/host.ts';
import * as later from '../../bindings/host/later.ts';
import type { Core } from '../../bindings/host/runtime.ts';
import { createApi } from '../../bindings/host/sdk.ts';
import { FakeWindow } from '../host/fakeDom.ts';
import { FakeClock } from '../host/fakes.ts';
import { FakeTabs } from '../host/fakeTabs.ts';

/** What the origin keeps. A killed tab writes no more. */
class Storage {
  state: string | null = null;
  events = new Map<string, string>();
  backend(isAlive: () => boolean): Backend {
    return {
      kind: 'model',
      read: async (): Promise<Stored> => ({ state: this.state, events: [...this.events].map(([id, body]) => ({ id, body })) }),
      write: async (changes: Changes) => {
        if (!isAlive()) return;
        if (changes.remove == 'all') this.events.clear();
        for (const { id, body } of changes.put) this.events.set(id, body);
        if (changes.remove != 'all') for (const id of changes.remove) this.events.delete(id);
        if (changes.state !== undefined) this.state = changes.state;
      },
      erase: async () => {
        if (!isAlive()) return;
        this.events.clear();
        this.state = null;
      },
    };
  }
}

/** How the way to the collector is: well, down, its answers lost, busy, or refusing a batch with a bad event. */
export type Weather = 'well' | 'down' | 'deaf' | 'busy' | 'slow';

export interface Tab { api: Waymark; host: Host; window: FakeWindow; isAlive: boolean; hasCore: boolean }

/** A random source that can be repeated (mulberry32, Tommy Ettinger 2017, public domain). */
export function dice(seed: number): (sides: number) => number {
  let state = seed;
  return (sides) => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) % sides;
  };
}

export class World {
  clock = new FakeClock();
  tabs: Tab[] = [];
  weather: Weather = 'well';
  /** By number of the event: the ids under which the collector has it. */
  arrived = new Map<number, Set<string>>();
  /** Messages that reached it, ids that came again included. */
  received = 0;
  errors: WaymarkError[] = [];
  private storage = new Storage();
  private between = new FakeTabs();
  private entropies = 0;
  private held: (() => void)[] = [];
  constructor(private readonly makeCore: () => Promise<Core>, private readonly roll: (sides: number) => number, private readonly hasLocks: boolean) {}

  get stored(): number { return this.storage.events.size; }

  /** `coreLate`: it never comes on this page. */
  open(coreLate: boolean): Tab {
    const window = new FakeWindow();
    this.between.attach(window, this.hasLocks);
    const tab = { window, isAlive: true, hasCore: !coreLate } as Tab;
    const { clock } = this;
    // The timers of a tab that is gone do not fire.
    const alive = { ...clock, now: clock.now, utcOffsetMin: clock.utcOffsetMin, later: (ms: number, call: () => void) => clock.later(ms, () => { if (tab.isAlive) call(); }) };
    tab.host = createHost({
      key: 'k', collector: 'https://collect.test', consent: 'granted', locale: 'en', pages: 'manual', isWhole: true, clock: alive,
      core: () => (coreLate ? new Promise<Core>(() => {}) : this.makeCore()),
      document: async () => '{"version":1,"segments":[{"id":"many","when":{"$event":{"name":"E","count":{"$gte":3}}}}],"site":{"track":["segments"]}}',
      backends: [this.storage.backend(() => tab.isAlive)], fetch: ((_: string, init: { body: string }) => this.answer(tab, init.body)) as never,
      entropy: () => (++this.entropies * 0x9e3779b1 + this.roll(2 ** 31)).toString(16).padStart(32, '0'),
      bring: async (name) => ({ later } as Record<string, any>)[name],
      window: window as unknown as HostOptions['window'],
    });
    tab.api = createApi('k', tab.host);
    tab.api.on('error', (error) => this.errors.push(error));
    tab.host.start();
    this.tabs.push(tab);
    return tab;
  }
  /** As the user closes it. */
  close(tab: Tab): void {
    tab.window.hide();
    tab.window.emit('pagehide', { persisted: false });
    this.kill(tab);
  }
  /** Without a word. */
  kill(tab: Tab): void {
    tab.isAlive = false;
    this.between.kill(tab.window);
    this.tabs = this.tabs.filter((other) => other != tab);
  }
  /** Requests that were held back are answered. */
  thaw(): void {
    for (const go of this.held.splice(0)) go();
  }

  private answer(tab: Tab, body: string): Promise<unknown> {
    const { weather } = this;
    const give = (status: number, text: string, headers: Record<string, string> = {}) => ({ status, ok: status == 200, headers: { get: (name: string) => headers[name] ?? null }, text: async () => text });
    const take = (): void => {
      for (const event of JSON.parse(body).batch) {
        this.received++;
        const n = event.properties?.n;
        if (event.event == 'E') this.arrived.set(n, (this.arrived.get(n) ?? new Set()).add(event.messageId));
      }
    };
    const settle = (done: () => unknown): Promise<unknown> =>
      new Promise((resolve, reject) => {
        // To a tab that is gone nobody answers.
        const act = (): void => { if (tab.isAlive) try { resolve(done()); } catch (error) { reject(error); } };
        if (weather == 'slow') this.held.push(act);
        else queueMicrotask(act);
      });
    if (weather == 'well' || weather == 'deaf' || weather == 'slow') take();
    return settle(() => {
      if (weather == 'down' || weather == 'deaf') throw new TypeError('Failed to fetch');
      return weather == 'busy' ? give(503, '', { 'Retry-After': '3' }) : give(200, '{"success":true}');
    });
  }
}
