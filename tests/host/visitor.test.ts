// When a visitor seems about to leave.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { watchVisitor } from '../../bindings/host/visitor.ts';
import { FakeWindow } from './fakeDom.ts';

interface Watched { window: FakeWindow; exits: () => number; scroll(y: number, afterMs: number): void; stop: () => void }

function watched({ touch = false } = {}): Watched {
  const window = new FakeWindow();
  window.navigator.maxTouchPoints = touch ? 5 : 0;
  let [now, exits] = [1_000_000, 0];
  const stop = watchVisitor(window as never, { now: () => now }, (name) => { if (name == 'exit') exits++; });
  return {
    window, stop, exits: () => exits,
    scroll(y, afterMs) {
      now += afterMs;
      Object.assign(window, { scrollY: y });
      window.emit('scroll');
    },
  };
}

test('a mouse that leaves the page through its top is about to leave', () => {
  const { window, exits } = watched();
  window.document.emit('mouseout', { relatedTarget: null, clientY: -3 });
  assert.equal(exits(), 1);
  window.document.emit('mouseout', { relatedTarget: null, clientY: 11 });
  assert.equal(exits(), 2);
});

test('a mouse that goes from element to element, or leaves elsewhere, is not', () => {
  const { window, exits } = watched();
  window.document.emit('mouseout', { relatedTarget: {}, clientY: 3 });
  for (const clientY of [12, 300, 900]) window.document.emit('mouseout', { relatedTarget: null, clientY });
  assert.equal(exits(), 0);
});

test('a fast scroll up on a touch screen brings the address bar back', () => {
  const { exits, scroll } = watched({ touch: true });
  scroll(2000, 0);
  for (let frame = 1; frame <= 20; frame++) scroll(2000 - 30 * frame, 16);
  assert.equal(exits(), 1);
});

test('a fast scroll up tells once for each stretch of its length', () => {
  const { exits, scroll } = watched({ touch: true });
  scroll(2000, 0);
  for (let frame = 1; frame <= 30; frame++) scroll(2000 - 30 * frame, 16);
  assert.equal(exits(), 2);
});

test('a slow scroll up is reading', () => {
  const { exits, scroll } = watched({ touch: true });
  scroll(5000, 0);
  for (let frame = 1; frame <= 300; frame++) scroll(5000 - 15 * frame, 16);
  assert.equal(exits(), 0);
});

test('a scroll of exactly the length is no exit, one pixel more is, within the time', () => {
  for (const [length, time, wanted] of [[400, 100, 0], [401, 100, 1], [401, 400, 1], [401, 401, 0]] as const) {
    const { exits, scroll } = watched({ touch: true });
    scroll(2000, 0);
    scroll(2000 - length, time);
    assert.equal(exits(), wanted, `${length} px in ${time} ms`);
  }
});

test('a jump to the top after a pause is a link or a script', () => {
  const { exits, scroll } = watched({ touch: true });
  scroll(2000, 0);
  scroll(0, 60_000);
  assert.equal(exits(), 0);
});

test('what goes up after going down counts from where it turned', () => {
  const { exits, scroll } = watched({ touch: true });
  scroll(1000, 0);
  scroll(800, 50);
  scroll(1100, 50);
  scroll(750, 50);
  assert.equal(exits(), 0);
  scroll(690, 50);
  assert.equal(exits(), 1);
});

test('a fast scroll up with a mouse is no exit', () => {
  const { exits, scroll } = watched();
  scroll(2000, 0);
  scroll(0, 100);
  assert.equal(exits(), 0);
});

test('after the stop nothing is an exit', () => {
  const { window, exits, scroll, stop } = watched({ touch: true });
  stop();
  window.document.emit('mouseout', { relatedTarget: null, clientY: 0 });
  scroll(2000, 0);
  scroll(0, 100);
  assert.equal(exits(), 0);
});

test('the depth of scrolling is told in steps of five percent, each once a page', () => {
  const window = new FakeWindow();
  Object.assign(window.document.documentElement, { scrollHeight: 2600 });
  const depths: unknown[] = [];
  watchVisitor(window as never, { now: () => 0 }, (name, depth) => { if (name == 'scroll') depths.push(depth); });
  const scroll = (...ys: number[]): void => {
    for (const scrollY of ys) {
      Object.assign(window, { scrollY });
      window.emit('scroll');
    }
  };
  scroll(0, 98, 99, 150, 10, 199, 1999.5, 1000, 2000);
  assert.deepEqual(depths, [5, 10, 100]);
  window.location.href = 'https://shop.test/next';
  scroll(0, 1000);
  assert.deepEqual(depths, [5, 10, 100, 50]);
});
