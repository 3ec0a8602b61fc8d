// Which of several tabs sends, on a fake channel and fake locks.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createTabs, type Tabs } from '../../bindings/host/tabs.ts';
import { FakeClock } from './fakes.ts';
import { FakeWindow } from './fakeDom.ts';
import { FakeTabs } from './fakeTabs.ts';

interface Tab { tabs: Tabs; window: FakeWindow; isLeading: boolean; changes: number; heard: unknown[] }

/** A mute tab neither hears nor answers. */
function browser({ hasLocks = true } = {}) {
  const clock = new FakeClock();
  const between = new FakeTabs();
  function open(): Tab {
    const window = new FakeWindow();
    const tab: Tab = { window, isLeading: true, changes: 0, heard: [], tabs: undefined as never };
    between.attach(window, hasLocks);
    const loop = { post: (command: unknown) => tab.heard.push(command), told: (body: string) => tab.heard.push(body) };
    const store = { keepsEvents: true, hold() {}, release() {} };
    tab.tabs = createTabs({
      window: window as never, clock, name: 'wm.k', store: store as never, loop: loop as never, freed() {}, woke: () => tab.heard.push('woke'),
      leads: (is) => { tab.isLeading = is; tab.changes++; },
    });
    return tab;
  }
  return { clock, open, hang: ({ window }: Tab) => between.hang(window) };
}
const leaders = (tabs: Tab[]): boolean[] => tabs.map(({ isLeading }) => isLeading);

for (const hasLocks of [true, false]) {
  const way = hasLocks ? 'by a lock' : 'without locks';

  test(`${way} the first tab leads and stays it, and is told nothing about it`, async () => {
    const { open, clock } = browser({ hasLocks });
    const tabs = [open()];
    await clock.advance(1);
    tabs.push(open(), open());
    await clock.advance(2_000);
    assert.deepEqual(leaders(tabs), [true, false, false]);
    assert.equal(tabs[0]!.changes, 0);
  });

  test(`${way} another tab leads once the one that did goes to sleep, and the sleeper follows when it wakes`, async () => {
    const { open, clock } = browser({ hasLocks });
    const tabs = [open()];
    await clock.advance(1);
    tabs.push(open());
    await clock.advance(10);
    tabs[0]!.window.emit('pagehide');
    await clock.advance(2_000);
    assert.equal(tabs[1]!.isLeading, true);
    tabs[0]!.window.emit('pageshow', { persisted: true });
    await clock.advance(2_000);
    assert.deepEqual(leaders(tabs).filter(Boolean).length, 1);
    assert.ok(tabs[0]!.heard.includes('woke'));
  });

  test(`${way} a tab that answers keeps the lead, one that hangs loses it`, async () => {
    const { open, clock, hang } = browser({ hasLocks });
    const tabs = [open()];
    await clock.advance(1);
    tabs.push(open());
    await clock.advance(10);
    tabs[1]!.tabs.claim();
    await clock.advance(4_000);
    assert.deepEqual(leaders(tabs), [true, false]);
    hang(tabs[0]!);
    tabs[1]!.tabs.claim();
    await clock.advance(4_000);
    assert.equal(tabs[1]!.isLeading, true);
    if (hasLocks) assert.equal(tabs[0]!.isLeading, false);
  });
}

test('words reach the others, and events are told to the core only where they may be kept', async () => {
  const { open, clock } = browser();
  const [first, second] = [open(), open()];
  first!.tabs.tell({ put: ['id', '{"a":1}'] });
  first!.tabs.tell({ gone: ['id'] });
  first!.tabs.tell({ consent: { analytics: false } });
  first!.tabs.tell({ peer: { reset: 'x' } });
  first!.tabs.tell({ flush: true });
  await clock.advance(1);
  assert.deepEqual(second!.heard, ['{"a":1}', { kind: 'peer', gone: ['id'] }, { kind: 'consent', purposes: { analytics: false } }, { reset: 'x', kind: 'peer' }, { kind: 'flush' }]);
  assert.deepEqual(first!.heard, []);
});

test('a tab that is stopped hears no more and lets the lock go', async () => {
  const { open, clock } = browser();
  const [first, second] = [open(), open()];
  await clock.advance(1);
  first!.tabs.stop();
  await clock.advance(1);
  assert.equal(second!.isLeading, true);
  second!.tabs.tell({ flush: true });
  await clock.advance(1);
  assert.deepEqual(first!.heard, []);
  assert.equal(first!.window.hears(), 0);
});
