// A host on fakes, started or about to start.
import type { Backend, Changes, Stored, Waymark, WaymarkError } from '../../bindings/host/api.ts';
import * as later from '../../bindings/host/later.ts';
import { createHost, type Host, type HostOptions } from '../../bindings/host/host.ts';
import { createApi } from '../../bindings/host/sdk.ts';
import * as sources from '../../bindings/host/sources.ts';
import { FakeClock, FakeCore, FakeFetch } from './fakes.ts';
import { FakeWindow } from './fakeDom.ts';

/** Keeps what it is given, and the calls. */
export class FakeBackend implements Backend {
  state: string | null = null;
  events = new Map<string, string>();
  writes: Changes[] = [];
  erasures = 0;
  failure: unknown;
  constructor(readonly kind = 'fake') {}
  async read(): Promise<Stored> {
    if (this.failure) throw this.failure;
    return { state: this.state, events: [...this.events].map(([id, body]) => ({ id, body })) };
  }
  async write(changes: Changes): Promise<void> {
    if (this.failure) throw this.failure;
    this.writes.push(changes);
    if (changes.remove == 'all') this.events.clear();
    for (const { id, body } of changes.put) this.events.set(id, body);
    if (changes.remove != 'all') for (const id of changes.remove) this.events.delete(id);
    if (changes.state !== undefined) this.state = changes.state;
  }
  async erase(): Promise<void> { this.erasures++; this.events.clear(); this.state = null; }
}

export interface Stage {
  api: Waymark; host: Host; core: FakeCore; clock: FakeClock; net: FakeFetch; window: FakeWindow; backend: FakeBackend; errors: WaymarkError[];
}

export function stage(change: Partial<HostOptions> & { headless?: boolean; with?: FakeCore } = {}): Stage {
  const core = change.with ?? new FakeCore();
  const clock = new FakeClock();
  const net = new FakeFetch();
  const window = new FakeWindow();
  const backend = new FakeBackend();
  const errors: WaymarkError[] = [];
  let loads = 0;
  const host = createHost({
    key: 'k', collector: 'https://collect.test', consent: 'required', locale: 'en', pages: 'manual',
    core: core.make, document: async () => '{"version":1,"revision":7}', backends: [backend], fetch: net.fetch, clock,
    entropy: () => String(++loads).padStart(32, '0'),
    isWhole: true,
    bring: async (name) => ({ later, sources } as Record<string, any>)[name],
    window: change.headless ? undefined : (window as unknown as HostOptions['window']),
    ...change,
  });
  const api = createApi('k', host);
  api.on('error', (error) => errors.push(error));
  return { api, host, core, clock, net, window, backend, errors };
}

export async function started(change: Parameters<typeof stage>[0] = {}): Promise<Stage> {
  const made = stage(change);
  made.host.start();
  await made.clock.advance(0);
  return made;
}

/** The console of the test run stays clean; returns what was warned. */
export function muteWarnings(): string[] {
  const texts: string[] = [];
  console.warn = (text: string) => { texts.push(text); };
  return texts;
}
