// The visitor's other tabs: what they tell each other, and which of them sends for all.
import type { Clock } from './api.ts';
import { listen } from './listen.ts';
import type { Loop } from './loop.ts';
import type { JsonObject, Purposes } from './protocol.ts';
import { utf8Bytes, type Store } from './storage.ts';

export interface Word {
  /** An event that was made and is stored. */
  put?: [id: string, body: string];
  /** Events that were delivered or, with a reason, dropped. */
  gone?: string[];
  reason?: string;
  consent?: Purposes;
  peer?: JsonObject;
  flush?: boolean;
}

export interface Tabs {
  tell(word: Word): void;
  /** Becomes the one that sends, unless another tab answers that it does. */
  claim(): void;
  stop(): void;
}

export interface TabPorts {
  window: Window & typeof globalThis;
  clock: Clock;
  name: string;
  store: Store;
  loop: Loop;
  /** Told when it changes; at first this tab leads. */
  leads(is: boolean): void;
  /** Another tab has delivered events, or dropped them. */
  freed(ids: string[], reason?: string): void;
  /** The page has slept, and heard nothing. */
  woke(): void;
}

const ANSWER_MS = 1000;
/** A lock goes on by itself when its tab dies: what is taken from a tab is taken from one that hangs. */
const HANGS_MS = 3000;
const YIELD_MS = 1000;
type Sent = Word & { asks?: boolean; leads?: string };

/**
 * The tab that holds a lock sends. The browser passes the lock on when its tab dies; from one that does not answer it is stolen. Where there
 * are no locks, whoever asks and gets no answer leads; of two that lead, the one with the smaller id. Should two send all the same, the
 * collector keeps one event per id, and answers remove events by their ids alone.
 */
export function createTabs({ window, clock, name, store, loop, leads, freed, woke }: TabPorts): Tabs {
  // The oldest is the smallest.
  const id = clock.now() + '.' + crypto.getRandomValues(new Uint32Array(1));
  let locks: LockManager | undefined;
  let channel: BroadcastChannel | undefined;
  let isOpen = false;
  let isLeading = true;
  let letGo = (): void => {};
  let last: AbortController | undefined;
  let calm = (): void => {};

  const lead = (is: boolean): void => { if (is != isLeading) leads((isLeading = is)); };
  let words: Sent[] = [];
  /** What is said in one task goes together. */
  const say = (): void => {
    if (words.length) channel?.postMessage(words);
    words = [];
  };
  const send = (word: Sent): void => {
    if (words.push(word) == 1) Promise.resolve().then(say);
  };

  /** Without `how` it waits its turn. */
  const hold = (how?: LockOptions): void => {
    const waiting = (last = new AbortController());
    letGo = () => waiting.abort();
    locks!.request(name, how ?? { signal: waiting.signal }, (lock) => {
      if (lock && isOpen) {
        lead(true);
        return new Promise<void>((resolve) => { letGo = resolve; });
      }
      lead(false);
      if (isOpen) hold();
    }).catch((error) => {
      if (!isOpen || last != waiting) return;
      // A page without an origin may not use them.
      if (error?.name != 'AbortError') return lead(true);
      if (isLeading) {
        lead(false);
        hold();
      }
    });
  };
  const take = (): void => {
    if (!isOpen || isLeading) return;
    if (locks) {
      letGo();
      return hold({ steal: true });
    }
    lead(true);
    send({ leads: id });
  };
  const claim = (): void => {
    calm();
    calm = clock.later(locks ? HANGS_MS : ANSWER_MS, take);
    send({ asks: true });
  };
  const takeIn = ({ put, gone, reason, consent, peer, flush }: Word): void => {
    if (consent) loop.post({ kind: 'consent', purposes: consent });
    if (flush) loop.post({ kind: 'flush' });
    if (!store.keepsEvents) return;
    if (put) {
      store.hold(...put);
      loop.told(put[1], utf8Bytes(put[1]));
    }
    if (gone) {
      store.release(gone);
      loop.post({ kind: 'peer', gone });
      freed(gone, reason);
    }
    if (peer) loop.post({ ...peer, kind: 'peer' });
  };
  const hear = (data: Sent): void => {
    if (data.asks && isLeading) send({ leads: id });
    if (data.leads) {
      calm();
      if (!locks && isLeading && data.leads != id) data.leads < id ? lead(false) : send({ leads: id });
    }
    // The one that led has left.
    if (data.leads == '' && !locks) claim();
    takeIn(data);
  };

  const open = (): void => {
    if (isOpen) return;
    isOpen = true;
    if (window.BroadcastChannel) {
      channel = new window.BroadcastChannel(name);
      channel.onmessage = ({ data }: MessageEvent<Sent[]>) => data.forEach(hear);
    }
    locks = window.navigator.locks;
    if (locks) hold({ ifAvailable: true });
    else send({ asks: true });
  };
  /** The page may sleep now: the browser does not keep one that holds a lock or hears others. */
  const close = (): void => {
    if (!isOpen) return;
    isOpen = false;
    calm();
    letGo();
    if (!locks && isLeading) send({ leads: '' });
    say();
    channel?.close();
    channel = undefined;
  };
  const wake = (): void => {
    if (isOpen) return;
    open();
    woke();
  };
  /** A visible tab sends sooner, for its timers are not slowed down. */
  const yieldLead = (): void => {
    if (!locks || !isLeading || !isOpen || document.visibilityState != 'hidden') return;
    letGo();
    hold({ ifAvailable: true });
  };
  const { document } = window;
  const stops = [
    listen(window, ['pagehide'], close),
    listen(document, ['freeze'], close),
    listen(document, ['resume'], wake),
    listen(window, ['pageshow'], wake),
    listen(document, ['visibilitychange'], () => clock.later(YIELD_MS, yieldLead)),
  ];
  open();
  return {
    tell: send,
    claim,
    stop() {
      for (const stop of stops) stop();
      close();
    },
  };
}
