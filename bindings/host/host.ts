// Puts the parts together and starts them in their order.
import type { Backend, Clock, Readiness, Tracked, WaymarkError } from './api.ts';
import { alarm, whenIdle } from './clock.ts';
import type { Cookie, Ports as CookiePorts } from './cookie.ts';
import type { Drawing } from './drawing.ts';
import { perform, type Performers } from './effects.ts';
import { encode, quote } from './encode.ts';
import { createEvents, type Events } from './events.ts';
import { listen } from './listen.ts';
import { createHandles } from './handles.ts';
import { createLoop, type Loop, type Posted } from './loop.ts';
import { device, pageInfo } from './page.ts';
import type { Environment, Json, JsonObject, LoadReport, PageInfo, Problem, Purposes, Question, Signal } from './protocol.ts';
import { watchRoutes } from './routes.ts';
import type { Bring, Parts } from './parts.ts';
import { createRuntime, type MakeCore } from './runtime.ts';
import { watchSignals } from './signals.ts';
import { createSnapshots } from './snapshots.ts';
import type { Told } from './sources.ts';
import { createStore } from './storage.ts';
import type { Tabs } from './tabs.ts';
import { createTasks } from './tasks.ts';
import { createTransport, type Outcome } from './transport.ts';

const DOCUMENT_LIMIT_MS = 5000;
const EMPTY_DOCUMENT = '{"version":1}';
const MAX_TRAPS = 3;
/** Where consent is the default, this alone says that the visitor has refused it: a state of the core in which nothing is granted. */
const REFUSAL = '{"v":1,"consent":{}}';
const RESIZE_DELAY_MS = 300;
/** How long a flush waits for the tab that sends. */
const FLUSH_LIMIT_MS = 10_000;
/** What the core's bisection drops: nothing of the batch is left to send. */
const NOTHING_TO_SEND: Outcome = { status: 400, body: '' };

export interface HostOptions {
  key: string;
  collector: string;
  consent: 'required' | 'granted';
  consentVersion?: string;
  /** `show`: widgets in a frame, too. */
  frame?: string;
  personalData?: 'keep';
  /** Name of the cookie that the site's subdomains share (cookie.ts); none without. */
  cookie?: string;
  locale: string;
  pages: 'auto' | 'manual';
  /** A fresh instance at each call. */
  core: MakeCore;
  /** The core has what draws: it does not ask for it. */
  isWhole?: boolean;
  document(): Promise<string>;
  /** It comes from the collector, which is one of ours then. */
  isOurCollector?: boolean;
  backends: Backend[];
  fetch: typeof fetch;
  clock: Clock;
  entropy(): string;
  /** Absent in Node: then nothing is drawn or watched. */
  window?: Window & typeof globalThis;
  bring: Bring;
  destroyed?(): void;
}

export interface Host {
  events: Events;
  loop: Loop;
  ready: Promise<Readiness>;
  start(): void;
  page(): PageInfo;
  /** Of a call that makes an event. */
  call(command: Posted): Tracked;
  consent(purposes: Purposes): void;
  /** Undefined without a page, or when what does it could not be had. */
  privacy(wish: 'exportData' | 'forget'): Promise<unknown>;
  ask(question: Question, id?: string): Promise<Json>;
  /** How things stand, as the core says, with what only the host knows. */
  stats(): Promise<Json>;
  flush(): Promise<void>;
  destroy(): void;
}

export function createHost(options: HostOptions): Host {
  const { clock, window } = options;
  const events = createEvents((text) => console.warn(text));
  const { report } = events;
  const tasks = createTasks(clock, window);
  const handles = createHandles(events);
  const store = createStore(options.backends, report, options.consent == 'granted' ? REFUSAL : '', (id) => handles.change(id, 'stored'));
  let { isWhole } = options;
  const runtime = createRuntime(() => options.core((cause) => {
    report('fallback', 'waymark.wasm', cause);
    isWhole = true;
  }));
  const transport = createTransport(options.collector, options.key, options.fetch, clock);
  let later: Parts['later'] | undefined;
  let drawing: Drawing | undefined;
  let tabs: Tabs | undefined;
  let cookie: Cookie | undefined;
  const bringLater = async (): Promise<Parts['later']> => {
    const part = await options.bring('later');
    if (!later && !isOver) stops.push(part.watchVisitor(window!, clock, (name, depth) => loop.post({ kind: 'signal', name, depth })));
    return (later = part);
  };
  const openDrawing = async (): Promise<void> => {
    if (!window) return;
    const { createDrawing } = await bringLater();
    drawing ??= Object.assign(performers, createDrawing(window, loop, transport, report));
  };
  const idle = whenIdle(clock, window);
  let sources: Promise<ReturnType<Parts['sources']['open']>> | undefined;
  const tellSources = window && ((effect: Told): void => {
    sources ??= options.bring('sources').then(({ open }) => open({ window, post: loop.post, later: clock.later }));
    sources.then((tell) => tell(effect)).catch((error) => report('sources', '', error));
  });
  let isLeading = true;
  let areTabsAsked = false;
  const openTabs = async (): Promise<void> => {
    const { createTabs } = await bringLater();
    if (isOver) return;
    tabs = createTabs({
      window: window!, clock, store, loop, name: 'wm.' + options.key, woke: catchUp,
      freed(ids, reason) {
        settled(ids, reason);
        noticeFlush();
      },
      async leads(is) {
        isLeading = is;
        loop.post({ kind: 'lead', is });
        await catchUp();
        // What they could not hear of.
        if (!is) store.each((id, body) => tabs!.tell({ put: [id, body] }));
      },
    });
  };
  const setAlarm = alarm(clock, () => loop.post({ kind: 'elapsed' }));
  const stops: (() => void)[] = [];
  let campaigns = EMPTY_DOCUMENT;
  let isLoaded = false;
  // Only the document is missing.
  let isWaiting = false;
  let isOver = false;
  let traps = 0;
  let visits = 0;
  // To events, as far as the storage says; not before it has been read.
  let agreed = false;
  // Calls that lie in the storage until a core has taken them.
  let left: string[] = [];
  let isRefused = false;
  let lost = 0;
  let inFlight = 0;
  let flushed: (() => void)[] = [];
  // Selectors of inline slots.
  let slots: string[] = [];
  let settle!: (readiness: Readiness) => void;
  let announce = (): void => {};
  const ready = new Promise<Readiness>((resolve) => { settle = resolve; });

  const settled = (ids: string[], reason?: string): void => { for (const id of ids) handles.change(id, reason ? 'dropped' : 'acknowledged', reason); };
  const tell = ({ code, path, detail }: Problem): void => { report(code, path, detail); };

  const performers: Performers = {
    store({ id, body, tag }) {
      handles.link(tag, id);
      store.putEvent(id, body);
      if (store.keepsEvents) tabs?.tell({ put: [id, body] });
    },
    remove({ ids, reason }) {
      store.removeEvents(ids);
      // What is in no stored event any more must be in the snapshot. After this run: within it, it would wait for a timer.
      Promise.resolve().then(snapshots.take);
      settled(ids, reason);
      if (store.keepsEvents) tabs?.tell({ gone: ids, reason });
    },
    storage({ state, events, id }) {
      if (id !== undefined) cookie?.keep(id);
      for (const { id, body } of store.allow(state, events)) tabs?.tell({ put: [id, body] });
      if (!state) snapshots.restore(null);
      // A tab that is opened next must know what was agreed to.
      else if (snapshots.last() == 'null') snapshots.take();
      if (!events || !window || areTabsAsked) return;
      areTabsAsked = true;
      // Without it this page is on its own.
      idle(() => { openTabs().catch(() => {}); });
    },
    tell({ peer }) {
      if (store.keepsEvents) tabs?.tell({ peer });
    },
    recall({ ids }) {
      for (const id of ids) if (store.body(id)) loop.told(store.body(id)!, 0, true);
    },
    claim: () => tabs?.claim(),
    send({ request, ids, unload }) {
      // Requests are numbered anew with each visitor: the answer to one from before must not acknowledge another's.
      const sender = visits;
      const bodies = ids.map(store.body).filter((body) => body !== undefined);
      inFlight++;
      (bodies.length ? transport.send(bodies, unload) : Promise.resolve(NOTHING_TO_SEND)).catch(() => ({ status: 0, body: '' })).then((outcome) => {
        inFlight--;
        if (sender == visits) loop.post({ kind: 'sent', request, ...outcome });
        // There may be another batch.
        if (flushed.length) loop.post({ kind: 'flush' });
        noticeFlush();
      });
    },
    timer: ({ at }) => setAlarm(at),
    need({ idle: isIdle }) {
      const bring = (): void => {
        if (!isOver) Promise.all([runtime.extend(), openDrawing()]).then(() => loop.post({ kind: 'part' }), (error) => loop.post({ kind: 'part', error: '' + error }));
      };
      if (isIdle) idle(bring);
      else bring();
    },
    read: tellSources,
    push: tellSources,
    notify({ event, detail }) {
      if (event == 'error') tell(detail as never);
      else events.emit(event, detail);
    },
    answer: ({ tag, value }) => loop.answer(tag, value),
  };

  const loop = createLoop({
    runtime, clock, report,
    perform(effects) {
      // The commands could not be read at all.
      isRefused = effects.some((effect) => effect.kind == 'notify' && effect.detail?.path == '/commands');
      perform(effects, performers, tasks, report);
      store.commit();
    },
    trapped: recover,
    ahead: () => drawing?.ahead(slots),
    taking: handles.take,
    ran() {
      keepCalls();
      snapshots.noted();
      noticeFlush();
    },
  });
  const snapshots = createSnapshots(loop, store, clock, idle);

  function noticeFlush(): void {
    if (!isOver && (inFlight || !loop.isIdle() || (!isLeading && store.size))) return;
    const waiting = flushed;
    flushed = [];
    for (const resolve of waiting) resolve();
  }

  function wipe(): void {
    tasks.clear();
    drawing?.clear();
    setAlarm(null);
  }

  function recover(cause: unknown, lost: number): void {
    report('trap', '', `${cause}; ${lost} commands lost`);
    wipe();
    if (!isLoaded) campaigns = EMPTY_DOCUMENT;
    if (++traps == MAX_TRAPS) return shutDown(report('core', '', 'off after three traps'));
    runtime.open().then(begin).catch(fail);
  }

  /** The page ends before a core has come: calls are kept for the next one where the visitor has agreed to it, here or on a page before. */
  function keepCalls(): void {
    const calls = loop.left(options.entropy);
    // What was called before a refusal is refused, what was called before an agreement may have been. A refusal itself would undo, on the next
    // page, what other pages have left.
    let from = agreed ? 0 : Infinity;
    calls.forEach((call, index) => {
      if (/^{"kind":"cons/.test(call)) from = /"granted"|"analytics":true/.test(call) ? Math.min(from, index) : Infinity;
    });
    const kept = calls.slice(from);
    if (kept[0] || left[0]) store.putCalls(left = kept);
  }

  /** One step a task; a trap takes away those to come. */
  function begin(): void {
    if (isOver) return;
    isWaiting = false;
    tasks.add(() => load());
    tasks.add(() => restore());
    tasks.add(() => {
      loop.run();
      if (left[0]) store.putCalls(left = []);
      // What the page does then is dispatched in a task of its own too.
      tasks.add(() => announce());
    });
  }

  /** `returns`: the page has slept, and what is on show stays. */
  function restore(returns = false): void {
    visits++;
    const outbox = encode(store.outbox(), '', () => {}, Infinity);
    let snapshot = snapshots.last();
    // Should this very snapshot trap the core, the next attempt goes without it.
    snapshots.restore(null);
    const open = (from: string): boolean =>
      loop.open(`{"kind":"visitor","now":${(left[0] && +JSON.parse(left[0]).now) || clock.now()},"utcOffsetMin":${clock.utcOffsetMin()},"id":${quote(cookie?.read() ?? '')},"snapshot":${from},"outbox":${outbox},"returns":${returns}}`, returns);
    let isTaken = open(snapshot);
    // Junk in the storage must not keep the SDK from its work.
    if (isRefused) isTaken = open((snapshot = 'null'));
    if (!isLeading) loop.post({ kind: 'lead', is: false });
    if (isTaken && store.keepsState) snapshots.restore(snapshot);
  }

  /** Other tabs may have gone on meanwhile. Where they have erased what was kept, a new visitor begins, who has agreed to nothing. */
  async function catchUp(): Promise<void> {
    if (store.kind == 'memory' || snapshots.last() == 'null') return;
    const { state } = await store.again();
    if (isOver || !isLoaded || !store.keepsState) return;
    snapshots.restore(state);
    restore(state != null);
    loop.run();
  }

  function load(text = campaigns): void {
    isLoaded = false;
    const environment: Environment = {
      entropy: options.entropy(), consent: options.consent, consentVersion: options.consentVersion, personalData: options.personalData, locale: options.locale, display: !!window && (window == window.top || options.frame == 'show'), device: window && device(window),
      privacyControl: (window?.navigator as { globalPrivacyControl?: boolean } | undefined)?.globalPrivacyControl,
    };
    const head = encode(environment, '', () => {}) + '\n';
    try {
      let loaded: LoadReport | { error: Problem } = JSON.parse(runtime.call('load', head + text));
      if ('error' in loaded) {
        tell(loaded.error);
        loaded = JSON.parse(runtime.call('load', head + (campaigns = EMPTY_DOCUMENT)));
      }
      const loadReport = loaded as LoadReport;
      loadReport.problems.forEach(tell);
      slots = loadReport.slots;
      isLoaded = true;
    } catch (error) {
      recover(error, 0);
    }
  }

  const inTurn = <T>(work: () => Promise<T>): Promise<T> => new Promise((resolve) => tasks.add(() => resolve(work())));

  async function boot(): Promise<void> {
    const core = inTurn(async () => {
      await runtime.open();
      if (isWhole) await openDrawing().catch((error) => report('part', '', error));
    });
    const text = inTurn(() => new Promise<string>((resolve, reject) => {
      const cancel = clock.later(DOCUMENT_LIMIT_MS, () => reject('no answer'));
      stops.push(cancel);
      options.document().finally(cancel).then(resolve, reject);
    })).then((found) => {
      transport.packs = !!options.isOurCollector;
      return found;
    }).catch((error) => {
      report('document', '', error);
      return EMPTY_DOCUMENT;
    });
    const kept = inTurn(store.open).then((found) => {
      const { state } = found;
      const { consent, consentVersion } = JSON.parse(state || '{}');
      agreed = state ? (consentVersion || '') == (options.consentVersion || '') && consent?.analytics : options.consent == 'granted';
      loop.first(left = found.calls);
      return found;
    });
    const told = window && options.cookie && options.bring('cookie').then(({ open }) => {
      cookie = open(options as CookiePorts);
    }).catch((error) => report('cookie', '', error));
    if (window && options.pages == 'auto') {
      stops.push(watchRoutes(window, (referrer) => {
        const page = pageInfo(window, referrer);
        // A router sets the title just after the URL.
        loop.post(() => ({ kind: 'page', page: { ...page, title: window.document.title } }));
      }));
    }
    if (window) {
      stops.push(watchSignals(window, { posted: loop.posted, signal }));
      const setResized = alarm(clock, () => loop.post({ kind: 'device', device: device(window) }));
      stops.push(listen(window, ['resize'], () => setResized(clock.now() + RESIZE_DELAY_MS)), () => setResized(null), () => sources?.then((tell) => tell()));
      // Elements for inline slots may have come with the rest of the page.
      stops.push(listen(window.document, ['DOMContentLoaded'], () => loop.post({ kind: 'elapsed' })));
    }
    const prepared = Promise.all([core, kept, told]).then(([, { state }]) => {
      snapshots.restore(state);
      isWaiting = true;
      // Code of the core is compiled when it is first called: by half in a task before.
      tasks.add(() => load(EMPTY_DOCUMENT));
    });
    [campaigns] = await Promise.all([text, prepared]);
    if (isOver) return;
    announce = () => {
      announce = () => {};
      if (isOver) return;
      settle({ active: true });
      events.emit('ready', { active: true });
    };
    if (isWaiting) return begin();
    if (!traps) load();
    announce();
  }

  function signal(name: Signal, isUrgent: boolean): void {
    loop.post({ kind: 'signal', name });
    if (!isUrgent) return;
    // The page may end before the document has come: what was tracked must not end with it.
    if (isWaiting) begin();
    keepCalls();
    finish();
  }

  /** All that is still to be done, in this task, and a snapshot of how it ends. */
  function finish(): void {
    tasks.flush();
    snapshots.take();
    loop.run();
    tasks.flush();
  }

  function shutDown(error?: WaymarkError): void {
    if (isOver) return;
    isOver = true;
    keepCalls();
    loop.close(!!error);
    for (const stop of stops) stop();
    tabs?.stop();
    wipe();
    settle({ active: false, error });
    events.emit('ready', { active: false, error });
    noticeFlush();
  }

  const fail = (error: unknown): void => shutDown(report('core', 'waymark.wasm', error));

  const host: Host = {
    events, loop, ready,
    start: () => { if (!isOver) boot().catch(fail); },
    page: () => (window ? pageInfo(window) : { url: '', title: '', referrer: '' }),
    call(command) {
      const { tag, handle } = handles.open();
      const reason = loop.post({ ...command, tag });
      if (reason) handles.change(tag, 'dropped', reason);
      if (reason == 'queue') lost++;
      return handle;
    },
    consent(purposes) {
      loop.post({ kind: 'consent', purposes });
      // As the core reads it: what cannot be told refuses all.
      tabs?.tell({ consent: JSON.parse(encode(purposes, '', () => {}) ?? '{}') });
    },
    privacy: (wish) => bringLater().then((part) => part[wish](host, store, transport)).catch((error) => void report('privacy', wish, error)),
    ask: (question, id) => new Promise((resolve) => loop.ask(question, id, resolve)),
    stats: async () => {
      const stats = (await host.ask('stats')) as JsonObject | null;
      return stats && { ...stats, ...(lost && { dropped: { ...(stats.dropped as JsonObject), queue: lost } }), storage: store.kind, sends: isLeading };
    },
    flush: () => new Promise((resolve) => {
      flushed.push(resolve);
      loop.post({ kind: 'flush' });
      if (!isLeading) {
        tabs!.tell({ flush: true });
        clock.later(FLUSH_LIMIT_MS, resolve);
      }
      if (isOver) noticeFlush();
    }),
    destroy() {
      if (isOver) return;
      finish();
      shutDown();
      options.destroyed?.();
    },
  };
  return host;
}
