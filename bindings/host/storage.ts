import type { Backend, Changes, Stored, StoredEvent } from './api.ts';

/** Bodies are always in memory; what the core has allowed is also in the first backend that works. Nothing here throws or rejects. */
export interface Store {
  readonly kind: string;
  readonly keepsState: boolean;
  readonly keepsEvents: boolean;
  each(call: (id: string, body: string) => void): void;
  /** Events not yet delivered. */
  readonly size: number;
  /** Reads without writing, at most as long as the backends take to give up. */
  open(): Promise<Found>;
  /** The same after the page has slept: what is no longer stored is forgotten. */
  again(): Promise<Stored>;
  body(id: string): string | undefined;
  /** What the core calls the outbox: stored or in memory, and not acknowledged. */
  outbox(): { id: string; bytes: number }[];
  putEvent(id: string, body: string): void;
  /** JSON texts of the calls that no core has taken; none, once it has. */
  putCalls(calls: string[]): void;
  removeEvents(ids: string[]): void;
  /** Of another tab, which stores and removes it. */
  hold(id: string, body: string): void;
  release(ids: string[]): void;
  /** What is not allowed is erased at once; events stay in memory. Gives those that are stored only now. */
  allow(state: boolean, events: boolean): StoredEvent[];
  putState(text: string): void;
  /** Hands the changes since the last commit to the backend, in the same task. */
  commit(): void;
}

/** `calls`: what earlier pages have left because no core came. */
export interface Found extends Stored { calls: string[] }

/** Ids of records among the events begin so: calls, a line each. */
const CALLS = 'calls.';
const nothing = (): Changes => ({ put: [], remove: [] });

/** `refusal`: the state that remains where nothing may be kept; empty: none does. `stored` is told of each event that a backend has. */
export function createStore(all: Backend[], report: (code: string, path: string, cause: unknown) => void, refusal = '', stored?: (id: string) => void): Store {
  const bodies = new Map<string, string>();
  /** Ids of those that a backend had. */
  const atRest = new Set<string>();
  let callIds: string[] = [];
  let backends = all;
  /** What could not be read, told once something is to be kept: a visitor who keeps nothing misses nothing. */
  const unread: [kind: string, error: unknown][] = [];
  let changes = nothing();
  let keepsState = false;
  let keepsEvents = false;
  let state: string | undefined;

  const everything = (): Changes => ({ put: keepsEvents ? Array.from(bodies, ([id, body]) => ({ id, body })) : [], remove: [], state });
  const give = (backend: Backend, part: Changes): void => {
    backend.write(part).then(() => part.put.forEach(({ id }) => stored?.(id)), (error) => {
      if (!backends.includes(backend)) return;
      report('storage', backend.kind, error);
      const wasCurrent = backend == backends[0];
      backends = backends.filter((other) => other != backend);
      if (wasCurrent && backends[0] && (keepsState || keepsEvents)) give(backends[0], everything());
    });
  };
  const read = (backend: Backend): Promise<Stored | undefined> =>
    backend.read().catch((error) => {
      unread.push([backend.kind, error]);
      backends = backends.filter((other) => other != backend);
      return undefined;
    });

  const store: Store = {
    get kind() { return backends[0]?.kind ?? 'memory'; },
    get keepsState() { return keepsState; },
    get keepsEvents() { return keepsEvents; },
    each: (call) => bodies.forEach((body, id) => call(id, body)),
    get size() { return bodies.size; },
    async open() {
      const found: Found = { state: null, events: [], calls: [] };
      for (const stored of await Promise.all(backends.map(read))) {
        if (!stored) continue;
        found.state ??= jsonOrNull(stored.state);
        for (const event of stored.events) {
          const { id, body } = event;
          // The page and its extensions can write there, too.
          if (typeof id != 'string') continue;
          if (id.startsWith(CALLS)) {
            callIds.push(id);
            found.calls.push(...('' + body).split('\n').filter(jsonOrNull));
            continue;
          }
          found.events.push(event);
          if (!bodies.has(id)) bodies.set(id, body);
          atRest.add(id);
        }
      }
      return found;
    },
    async again() {
      const before = [...bodies.keys()];
      const all = backends;
      const own = [...callIds];
      const found = await store.open();
      // Calls of another page that has no core are that page's.
      callIds = own;
      const ids = new Set(found.events.map(({ id }) => id));
      if (all == backends) store.release(before.filter((id) => !ids.has(id)));
      return found;
    },
    body: (id) => bodies.get(id),
    outbox: () => Array.from(bodies, ([id, body]) => ({ id, bytes: utf8Bytes(body) })),
    putEvent(id, body) {
      bodies.set(id, body);
      if (keepsEvents) changes.put.push({ id, body });
    },
    putCalls(calls) {
      const id = CALLS + Math.random();
      if (backends[0]) give(backends[0], { put: calls.length ? [{ id, body: calls.join('\n') }] : [], remove: callIds });
      callIds = [id];
    },
    removeEvents(ids) {
      store.release(ids);
      if (keepsEvents && changes.remove != 'all') changes.remove.push(...ids);
    },
    hold(id, body) {
      bodies.set(id, body);
      atRest.add(id);
    },
    release(ids) {
      for (const id of ids) bodies.delete(id), atRest.delete(id);
    },
    allow(forState, forEvents) {
      if (forState || forEvents) for (const [kind, error] of unread.splice(0)) report('storage', kind, error);
      const isNew = forEvents && !keepsEvents;
      keepsState = forState;
      keepsEvents = forEvents;
      if (!forState) state = undefined;
      const fresh = isNew ? everything().put.filter(({ id }) => !atRest.has(id)) : [];
      changes.put.push(...fresh);
      if (!forEvents) changes = { put: [], remove: 'all', state: changes.state };
      if (!forState) changes.state = null;
      if (forState || forEvents) return fresh;
      changes = nothing();
      for (const backend of all) backend.erase().catch(() => {});
      if (refusal && backends[0]) give(backends[0], { put: [], remove: [], state: refusal });
      return [];
    },
    putState(text) {
      if (!keepsState) return;
      changes.state = state = text;
      store.commit();
    },
    commit() {
      const { put, remove } = changes;
      if (!put.length && !remove.length && changes.state === undefined) return;
      // An earlier page may have left events in another backend: removals go to each.
      backends.forEach((backend, index) => { if (!index) give(backend, changes); else if (remove.length) give(backend, { put: [], remove }); });
      changes = nothing();
    },
  };
  return store;
}

function jsonOrNull(text: string | null): string | null {
  try {
    const value = JSON.parse(text!);
    return value && typeof value == 'object' ? text : null;
  } catch {
    return null;
  }
}

export const utf8Bytes = (text: string): number => new TextEncoder().encode(text).length;
