import assert from 'node:assert/strict';
import { test } from 'node:test';
import { FakeElement } from './fakeDom.ts';
import { muteWarnings, started, stage } from './stage.ts';
import { settled } from './fakes.ts';

muteWarnings();
const report = { segments: 0, campaigns: 1, revision: 0, slots: ['#stories', '#side'], problems: [] };
const place = (): FakeElement => new FakeElement('DIV');

test('the core is told which inline slots are on the page, before anything else is, and again when that changes', async () => {
  const { api, core, host, window, clock } = stage();
  core.onLoad = () => report;
  window.document.places['#stories'] = place();
  host.start();
  await clock.advance(0);
  api.track('a');
  await settled();
  assert.deepEqual(core.batches.at(-1)!.map(({ kind, present }) => [kind, present]), [['slots', ['#stories']], ['track', undefined]]);
  api.track('b');
  await settled();
  assert.deepEqual(core.batches.at(-1)!.map(({ kind }) => kind), ['track']);
  window.document.places['#side'] = place();
  api.track('c');
  await settled();
  assert.deepEqual(core.of('slots').at(-1).present, ['#stories', '#side']);
});

test('a slot that comes with the rest of the page is noticed then', async () => {
  const { api, core, host, window, clock } = stage();
  core.onLoad = () => report;
  host.start();
  await clock.advance(0);
  api.track('a');
  await settled();
  window.document.places['#side'] = place();
  window.document.emit('DOMContentLoaded');
  await settled();
  assert.deepEqual(core.of('slots').map(({ present }) => present), [[], ['#side']]);
});

test('a selector that is none is reported once and counts as absent', async () => {
  const { api, core, host, errors, clock } = stage();
  core.onLoad = () => ({ ...report, slots: ['!', '#side'] });
  host.start();
  await clock.advance(0);
  for (const name of ['a', 'b']) {
    api.track(name);
    await settled();
  }
  assert.deepEqual(errors.map(({ code, path }) => [code, path]), [['slot', '!']]);
  assert.deepEqual(core.of('slots').map(({ present }) => present), [[]]);
});

test('without inline slots the core is told nothing of them', async () => {
  const { api, core } = await started();
  api.track('a');
  await settled();
  assert.deepEqual(core.of('slots'), []);
});
