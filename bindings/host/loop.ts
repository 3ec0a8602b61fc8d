// Commands in, effects out: one dispatch for all commands of a microtask.
import type { Clock } from './api.ts';
import { encode } from './encode.ts';
import { readEffects, type Command, type Effect, type Json, type Question } from './protocol.ts';
import type { Runtime } from './runtime.ts';

const MAX_PENDING = 5000;
/** Well under the 1 MiB of one dispatch, at three bytes a unit. */
const BATCH_CHARS = 250_000;

/** What waits for a core over pages. */
const CALL = /^{"kind":"(page|track|identify|alias|group|reset|con)/;

type WithoutTime<C> = C extends unknown ? Omit<C, 'now' | 'utcOffsetMin'> : never;
/** A command as the host makes it; the loop adds the time. Arguments of the page are of any type until they are encoded. */
export type Posted = { [K in keyof WithoutTime<Command>]: WithoutTime<Command>[K] } & { [name: string]: unknown };

export interface LoopPorts {
  runtime: Runtime;
  clock: Clock;
  report(code: string, path: string, cause: unknown): void;
  perform(effects: Effect[]): void;
  /** The instance is gone and `lost` commands with it; `open` again with a fresh one. */
  trapped(cause: unknown, lost: number): void;
  /** A command that goes before those of a run, or nothing. */
  ahead(): Posted | undefined;
  /** Commands go to the core now; tells afterwards whether it has taken them. */
  taking(): (isTaken: boolean) => void;
  /** After each run that left nothing to do in this task, and after each call that no core will take. */
  ran(): void;
}

export interface Loop {
  /** How many commands that may change the state have been posted so far. */
  posted(): number;
  isIdle(): boolean;
  /** Taken as it is now, dispatched in a microtask. A function is asked for its command only then, at the time of the call. Gives why it
   *  was not taken. */
  post(command: Posted | (() => Posted)): string | undefined;
  ask(question: Question, id: string | undefined, answered: (value: Json) => void): void;
  answer(tag: number, value: Json): void;
  run(): void;
  /** Calls that no core has taken yet, as JSON texts with an id each; they wait on. */
  left(newId: () => string): string[];
  /** They go before all that waits. */
  first(calls: string[]): void;
  /** The event of another tab, or a stored one that the core has asked for: JSON text. */
  told(body: string, bytes: number, isRecalled?: boolean): void;
  /** Begins with the `visitor` command, then what that asked for; `run` then takes what has been waiting. False when it trapped.
   *  `returns`: with the same instance. */
  open(visitor: string, returns?: boolean): boolean;
  /** `keeps`: calls are still taken, for the next page. */
  close(keeps: boolean): void;
}

export function createLoop({ runtime, clock, report, perform, trapped, ahead, taking, ran }: LoopPorts): Loop {
  type Pending = string | (() => string | undefined);
  let pending: Pending[] = [];
  let answers = new Map<number, (value: Json) => void>();
  let posted = 0;
  let tags = 0;
  let isOpen = false;
  let isOff = false;
  let keepsCalls = false;
  let isBusy = false;
  let isScheduled = false;
  let isFull = false;
  let hasOpened = false;
  let alone = 0;
  let consent: string | undefined;
  let recalled: string[] = [];

  const text = (command: Posted, now: number): string | undefined => {
    const root = '/' + command.kind;
    const encoded = encode({ ...command, now, utcOffsetMin: clock.utcOffsetMin() }, root, (path, why) => report('argument', path, why));
    if (!encoded || encoded.length <= BATCH_CHARS) return encoded;
    report('argument', root, 'too large');
  };

  const schedule = (): void => {
    if (isScheduled || !isOpen) return;
    isScheduled = true;
    // What effects give rise to waits for the next task, so that a page that answers events with calls cannot block itself.
    if (isBusy) clock.later(0, run);
    else Promise.resolve().then(run);
  };

  const dispatch = (commands: string[]): void => {
    let effects: Effect[];
    try {
      effects = readEffects(runtime.call('dispatch', '[' + commands.join() + ']'));
    } catch (error) {
      isOpen = false;
      const waiting = answers;
      answers = new Map();
      for (const answered of waiting.values()) answered(null);
      return trapped(error, commands.length > 1 ? 0 : 1);
    }
    perform(effects);
  };

  const dispatchAll = (commands: string[]): void => {
    while (commands.length && isOpen) {
      let chars = 0;
      const fitting = alone-- > 0 ? 1 : commands.findIndex((command) => (chars += command.length) > BATCH_CHARS);
      const batch = commands.splice(0, fitting < 0 ? commands.length : fitting);
      dispatch(batch);
      if (isOpen || batch.length < 2) continue;
      // Nothing came of any of them. One is to blame: the next instance gets each by itself, behind what it is told first.
      commands.unshift(...batch);
      alone = batch.length + 2;
    }
  };

  function run(): void {
    isScheduled = false;
    if (!isOpen || isBusy) return;
    isBusy = true;
    const commands = pending.map((entry) => (typeof entry == 'string' ? entry : entry())).filter(Boolean) as string[];
    pending = [];
    isFull = false;
    const taken = taking();
    const first = commands.length ? ahead() : undefined;
    if (first) commands.unshift(text(first, clock.now())!);
    dispatchAll(commands);
    taken(isOpen);
    pending = [...commands, ...pending];
    isBusy = false;
    if (pending.length) schedule();
    ran();
  }

  const loop: Loop = {
    posted: () => posted,
    isIdle: () => !pending.length,
    post(command) {
      if (isOff && !keepsCalls) return 'off';
      if (pending.length >= MAX_PENDING) {
        if (!isFull) report('queue', '', 'full, calls are dropped');
        isFull = true;
        return 'queue';
      }
      const now = clock.now();
      const entry = typeof command == 'function' ? () => text(command(), now) : text(command, now);
      if (entry === undefined) return 'argument';
      if (typeof command == 'function' || !/^(query|lead|peer)$/.test(command.kind)) posted++;
      if (typeof entry == 'string' && (command as Posted).kind == 'consent') consent = entry;
      pending.push(entry);
      if (keepsCalls) ran();
      schedule();
      return undefined;
    },
    ask(ask, id, answered) {
      if (isOff) return answered(null);
      answers.set(++tags, answered);
      loop.post({ kind: 'query', tag: tags, ask, id });
    },
    answer(tag, value) {
      const answered = answers.get(tag);
      answers.delete(tag);
      answered?.(value);
    },
    run,
    left(newId) {
      if (isOpen) return [];
      const texts = pending.map((call) => (typeof call == 'string' ? call : call())).filter(Boolean) as string[];
      pending = texts.map((call) => (call.includes('"messageId"') ? call : `${call.slice(0, -1)},"messageId":"${newId()}"}`));
      return (pending as string[]).filter((call) => CALL.test(call));
    },
    first: (calls) => { pending.unshift(...calls); },
    told(body, bytes, isRecalled = false) {
      if (isOff) return;
      const command = `{"kind":"peer","now":${clock.now()},"bytes":${bytes},"stored":${isRecalled},"event":${body}}`;
      if (isRecalled) recalled.push(command);
      else if (pending.push(command)) schedule();
    },
    open(visitor, returns) {
      isOpen = true;
      isBusy = true;
      dispatch([visitor]);
      dispatchAll(recalled);
      recalled = [];
      isBusy = false;
      // A fresh instance has forgotten what the visitor answered since the snapshot; consent must hold all the same.
      if (hasOpened && consent && !returns) pending.unshift(consent);
      hasOpened = true;
      return isOpen;
    },
    close(keeps) {
      isOff = true;
      isOpen = false;
      keepsCalls = keeps;
      if (!keeps) pending = [];
      for (const answered of answers.values()) answered(null);
    },
  };
  return loop;
}
