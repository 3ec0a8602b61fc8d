// What widgets ask of the world: a prize from the server, a text for the clipboard.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { settled } from './fakes.ts';
import { muteWarnings, started } from './stage.ts';

muteWarnings();

const asking = async (effect: object) => {
  const made = await started();
  made.core.script = (command) => (command.kind == 'track' ? [effect as never] : []);
  return made;
};

test('a draw is posted with the write key, and its answer told to the core', async () => {
  const { api, core, net } = await asking({ kind: 'draw', campaign: 'c', request: { draw: 'd1', campaign: 'c', email: 'a@b.c' } });
  api.track('spin');
  await settled();
  const { url, body, init } = net.requests[0]!;
  assert.equal(url, 'https://collect.test/v1/draws');
  assert.deepEqual(JSON.parse(body), { writeKey: 'k', draw: 'd1', campaign: 'c', email: 'a@b.c' });
  assert.deepEqual([init.credentials, init.headers], ['omit', { 'Content-Type': 'text/plain' }]);
  await net.requests[0]!.answer(200, '{"slice":"ten"}');
  await settled();
  const { campaign, draw, status, body: answer } = core.of('drawn')[0];
  assert.deepEqual([campaign, draw, status, answer], ['c', 'd1', 200, '{"slice":"ten"}']);
});

test('a draw that finds no server is told as status 0', async () => {
  const { api, core, net } = await asking({ kind: 'draw', campaign: 'c', request: { draw: 'd1' } });
  api.track('spin');
  await settled();
  await net.requests[0]!.fail();
  await settled();
  assert.equal(core.of('drawn')[0].status, 0);
});

test('a text goes to the clipboard, and the core hears whether it did', async () => {
  const { api, core, window } = await asking({ kind: 'copy', campaign: 'c', text: 'AUR-1' });
  const texts: string[] = [];
  (window.navigator as any).clipboard = { writeText: async (text: string) => { texts.push(text); } };
  api.track('copy');
  await settled();
  assert.deepEqual(texts, ['AUR-1']);
  assert.deepEqual(core.of('ui').map(({ campaign, action }) => [campaign, action]), [['c', 'copied']]);
});

test('without a clipboard, and when selecting fails too, the core hears that it did not', async () => {
  const { api, core } = await asking({ kind: 'copy', campaign: 'c', text: 'AUR-1' });
  api.track('copy');
  await settled();
  assert.deepEqual(core.of('ui').map(({ action }) => action), ['uncopied']);
});
