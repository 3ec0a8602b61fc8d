import assert from 'node:assert/strict';
import { test } from 'node:test';
import { alarm } from '../../bindings/host/clock.ts';
import { FakeClock } from './fakes.ts';

function setup() {
  const clock = new FakeClock();
  const rings: number[] = [];
  const begin = clock.time;
  const set = alarm(clock, () => rings.push(clock.time - begin));
  return { clock, rings, set: (after: number | null) => set(after === null ? null : begin + after) };
}

test('the alarm rings once, at its time', async () => {
  const { clock, rings, set } = setup();
  set(500);
  await clock.advance(2000);
  assert.deepEqual(rings, [500]);
});

test('a new time replaces the one before and null cancels', async () => {
  const { clock, rings, set } = setup();
  set(500);
  set(800);
  await clock.advance(1000);
  set(1500);
  set(null);
  await clock.advance(1000);
  assert.deepEqual([rings, clock.timers], [[800], []]);
});

test('a time that has passed rings at once', async () => {
  const { clock, rings, set } = setup();
  set(-1000);
  await clock.advance(0);
  assert.deepEqual(rings, [0]);
});

test('a delay longer than a browser can count is reached in steps', async () => {
  const { clock, rings, set } = setup();
  const month = 31 * 86_400_000;
  set(month);
  assert.ok(clock.timers[0]!.at - clock.time < 2 ** 31);
  await clock.advance(month - 1);
  assert.deepEqual(rings, []);
  await clock.advance(1);
  assert.deepEqual(rings, [month]);
});
