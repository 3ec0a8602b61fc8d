import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createTasks } from '../../bindings/host/tasks.ts';
import { FakeClock, FakeCore, settled } from './fakes.ts';
import { muteWarnings, stage, type Stage } from './stage.ts';

muteWarnings();

function setup(window?: Parameters<typeof createTasks>[1]) {
  const clock = new FakeClock();
  const done: string[] = [];
  const tasks = createTasks(clock, window);
  const mark = (name: string) => () => { done.push(name); };
  return { clock, tasks, done, mark };
}
/** Exactly one timer, which is one task. */
async function step({ clock }: { clock: FakeClock }): Promise<void> {
  const timer = clock.timers.shift();
  timer?.call();
  await settled();
}

test('each work takes a task of its own, and what follows it is in the same', async () => {
  const { clock, tasks, done, mark } = setup();
  tasks.add(mark('a'));
  tasks.follow(mark('after a'));
  tasks.add(mark('b'));
  assert.deepEqual(done, []);
  await step({ clock });
  assert.deepEqual(done, ['a', 'after a']);
  await step({ clock });
  assert.deepEqual(done, ['a', 'after a', 'b']);
  assert.equal(clock.timers.length, 0);
});

test('what follows nothing is done at once', () => {
  const { tasks, done, mark } = setup();
  tasks.follow(mark('now'));
  assert.deepEqual(done, ['now']);
});

test('work that work brings about comes after what waits', async () => {
  const { clock, tasks, done, mark } = setup();
  tasks.add(() => tasks.add(mark('late')));
  tasks.add(mark('b'));
  for (let tick = 0; tick < 3; tick++) await step({ clock });
  assert.deepEqual(done, ['b', 'late']);
});

test('a flush does all of it now, what it brings about too, and leaves nothing for later', async () => {
  const { clock, tasks, done, mark } = setup();
  tasks.add(() => tasks.add(mark('late')));
  tasks.add(mark('b'));
  tasks.flush();
  assert.deepEqual(done, ['b', 'late']);
  tasks.add(mark('next'));
  await clock.advance(0);
  assert.deepEqual(done, ['b', 'late', 'next']);
});

test('what is cleared is never done', async () => {
  const { clock, tasks, done, mark } = setup();
  tasks.add(mark('a'));
  tasks.clear();
  await clock.advance(0);
  assert.deepEqual(done, []);
});

test('where there are messages they are waited for, not timers, which come once a second in a hidden tab', () => {
  const port1: { onmessage?: () => void } = {};
  let posted = 0;
  class MessageChannel { port1 = port1; port2 = { postMessage: () => { posted++; } }; }
  const { clock, tasks, done, mark } = setup({ MessageChannel } as never);
  tasks.add(mark('a'));
  tasks.add(mark('b'));
  assert.deepEqual([clock.timers.length, posted, done], [0, 1, []]);
  port1.onmessage!();
  assert.deepEqual([posted, done], [2, ['a']]);
  port1.onmessage!();
  assert.deepEqual([posted, done], [2, ['a', 'b']]);
});

/** What each task of the host does, as the fakes see it. */
async function taskLog(made: Stage, act: () => void): Promise<string[]> {
  const { core, window, clock } = made;
  const seen = (): [string, number][] => [
    ['open', core.instances], ['load', core.loads.length], ['dispatch', core.batches.length],
    ['node', window.document.body.children.length], ['child', window.document.body.children[0]?.shadowRoot?.children.length ?? 0],
  ];
  const log: string[] = [];
  let before = seen();
  const note = (): void => {
    const now = seen();
    log.push(now.filter(([, count], index) => count != before[index]![1]).map(([name]) => name).join('+'));
    before = now;
  };
  act();
  await settled();
  note();
  while (clock.timers.some(({ at }) => at <= clock.time)) {
    const due = clock.timers.findIndex(({ at }) => at <= clock.time);
    const [timer] = clock.timers.splice(due, 1);
    timer!.call();
    await settled();
    note();
  }
  return log.filter((entry) => entry);
}

const MOUNT = { kind: 'mount', campaign: 'c', widget: 'bar', slot: 'top', lang: 'en', dir: 'ltr' } as const;
const SHOW = [{ kind: 'style', widget: 'bar', css: '' }, MOUNT, { kind: 'patch', campaign: 'c', ops: [[1, 1, 'p', 0, 0]] }, { kind: 'notify', event: 'shown', detail: {} }] as any[];
const showing = (): FakeCore => {
  const core = new FakeCore();
  core.script = (command) => (command.kind == 'track' ? SHOW : []);
  return core;
};

test('a start is many tasks: no two of opening, loading, restoring and dispatching share one', async () => {
  const made = stage({ with: showing() });
  made.api.track('A');
  assert.deepEqual(await taskLog(made, made.host.start), ['open', 'load', 'load', 'dispatch', 'dispatch', 'node', 'child']);
});

test('what is drawn is drawn after the task of the dispatch, and the page is told when it is there', async () => {
  const made = stage({ with: showing() });
  made.host.start();
  await made.clock.advance(0);
  const told: number[] = [];
  made.api.on('shown', () => told.push(made.window.document.body.children[0]!.shadowRoot!.children.length));
  const answers: number[] = [];
  made.core.script = (command) => (command.kind == 'track' ? SHOW : [{ kind: 'answer', tag: command.tag, value: null }]);
  assert.deepEqual(await taskLog(made, () => {
    made.api.track('A');
    void made.api.stats().then(() => answers.push(made.window.document.body.children[0]!.shadowRoot!.children.length));
  }), ['dispatch', 'node', 'child']);
  assert.deepEqual([told, answers], [[1], [1]]);
});

test('a page that ends while the SDK starts has everything done in that task', async () => {
  const made = stage({ with: showing() });
  made.api.track('A');
  made.host.start();
  // Opened and read; the document is there.
  for (let tick = 0; tick < 4; tick++) await step(made);
  assert.equal(made.core.batches.length, 0);
  made.window.hide();
  assert.deepEqual(made.core.commands.map(({ kind }) => kind).slice(0, 3), ['visitor', 'track', 'signal']);
  assert.equal(made.window.document.body.children[0]!.shadowRoot!.children.length, 1);
  await made.clock.advance(0);
  assert.equal(made.core.of('visitor').length, 1);
  assert.deepEqual(await made.api.ready(), { active: true });
});

test('what was still to be drawn when the core trapped is not', async () => {
  const made = stage({ with: showing() });
  made.host.start();
  await made.clock.advance(0);
  made.core.script = (command) => { if (command.name == 'Bad') throw new Error('trap'); return command.name == 'Good' ? SHOW : []; };
  made.api.track('Good');
  await settled();
  made.api.track('Bad');
  await made.clock.advance(0);
  assert.equal(made.window.document.body.children.length, 0);
});
