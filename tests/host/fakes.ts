// Stand-ins for what the host runs on. Each does only what the host uses, and says what was done to it.
import type { Clock } from '../../bindings/host/api.ts';
import { ABI_VERSION, type Effect } from '../../bindings/host/protocol.ts';
import type { Core } from '../../bindings/host/runtime.ts';

/** Lets everything that is already resolved run. */
export async function settled(): Promise<void> {
  for (let turn = 0; turn < 40; turn++) await Promise.resolve();
}

export class FakeClock implements Clock {
  time = 1_700_000_000_000;
  offset = 180;
  timers: { at: number; call: () => void }[] = [];
  now = (): number => this.time;
  utcOffsetMin = (): number => this.offset;
  later = (delayMs: number, call: () => void): (() => void) => {
    const timer = { at: this.time + delayMs, call };
    this.timers.push(timer);
    return () => { this.timers = this.timers.filter((other) => other != timer); };
  };
  async advance(ms: number): Promise<void> {
    const end = this.time + ms;
    for (;;) {
      await settled();
      const next = this.timers.filter(({ at }) => at <= end).sort((a, b) => a.at - b.at)[0];
      if (!next) break;
      this.timers = this.timers.filter((other) => other != next);
      this.time = Math.max(this.time, next.at);
      next.call();
    }
    this.time = end;
    await settled();
  }
}

export type Script = (command: any) => Effect[];

/** A core that answers by script, over real bytes; `make` gives a fresh instance, as a compiled module does. */
export class FakeCore {
  script: Script = () => [];
  onLoad: (document: string, environment: any) => object = () => ({ segments: 0, campaigns: 0, revision: 0, slots: [], problems: [] });
  batches: any[][] = [];
  loads: { environment: any; document: string }[] = [];
  instances = 0;
  /** Brings the part that draws. */
  extend: () => Promise<unknown> = async () => {};
  abi: number = ABI_VERSION;
  make = async (): Promise<Core> => {
    this.instances++;
    let output = new Uint8Array(0);
    const core: Core = {
      HEAPU8: new Uint8Array(16),
      abiVersion: () => this.abi,
      // As growth does: the old view is dead from here on.
      reserve: (bytes) => { core.HEAPU8 = new Uint8Array(bytes + 64); return 8; },
      load: (bytes) => {
        const text = take(bytes);
        const line = text.indexOf('\n');
        const load = { environment: JSON.parse(text.slice(0, line)), document: text.slice(line + 1) };
        this.loads.push(load);
        return give(JSON.stringify(this.onLoad(load.document, load.environment)));
      },
      dispatch: (bytes) => {
        const commands: any[] = JSON.parse(take(bytes));
        this.batches.push(commands);
        const effects = commands.flatMap((command) => this.script(command)) as Effect[];
        const bodies = effects.flatMap((effect) => (effect.kind == 'store' ? [effect.body] : []));
        return give([JSON.stringify(effects, (_, value) => (value?.kind == 'store' ? { ...value, body: undefined } : value)), ...bodies].join('\n'));
      },
      output: () => { core.HEAPU8 = output; return 0; },
      extend: () => this.extend(),
    };
    const take = (bytes: number): string => new TextDecoder().decode(core.HEAPU8.subarray(8, 8 + bytes));
    const give = (answer: string): number => { output = new TextEncoder().encode(answer); return output.length; };
    return core;
  };
  get commands(): any[] { return this.batches.flat(); }
  of(kind: string): any[] { return this.commands.filter((command) => command.kind == kind); }
}

export interface Request { url: string; body: string; keepalive: boolean; init: any; answer(status: number, body?: string, headers?: Record<string, string>): Promise<void>; fail(error?: unknown): Promise<void>; bodyRead(): boolean }

/** Requests wait until the test answers them. */
export class FakeFetch {
  requests: Request[] = [];
  next: ((request: Request) => void) | undefined;
  fetch = ((url: string, init: any = {}): Promise<unknown> =>
    new Promise((resolve, reject) => {
      let isRead = false;
      const request: Request = {
        url, init, body: init.body ?? '', keepalive: !!init.keepalive,
        bodyRead: () => isRead,
        async answer(status, body = '', headers = {}) {
          resolve({
            status, ok: status >= 200 && status < 300, url,
            headers: { get: (name: string) => headers[name] ?? null },
            text: async () => { isRead = true; return body; },
          });
          await settled();
        },
        async fail(error = new TypeError('Failed to fetch')) {
          reject(error);
          await settled();
        },
      };
      init.signal?.addEventListener('abort', () => reject(new DOMException('aborted', 'AbortError')));
      this.requests.push(request);
      this.next?.(request);
    })) as unknown as typeof fetch;
}

export class FakeLocalStorage {
  items = new Map<string, string>();
  quota = Infinity;
  get length(): number { return this.items.size; }
  key(index: number): string | null { return [...this.items.keys()][index] ?? null; }
  getItem(name: string): string | null { return this.items.get(name) ?? null; }
  setItem(name: string, value: string): void {
    if (value.length > this.quota) throw new DOMException('full', 'QuotaExceededError');
    this.items.set(name, value);
  }
  removeItem(name: string): void { this.items.delete(name); }
}
