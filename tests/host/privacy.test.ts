// What a visitor may ask for.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { FakeCore, type Request } from './fakes.ts';
import { muteWarnings, stage, started } from './stage.ts';

muteWarnings();
const answering = (): FakeCore => {
  const core = new FakeCore();
  core.script = (command): any[] => {
    if (command.kind == 'visitor') return [{ kind: 'storage', state: true, events: true }];
    if (command.kind == 'track') return [{ kind: 'store', id: 'e1', body: '{"event":"A"}' }];
    if (command.kind != 'query') return [];
    return [{ kind: 'answer', tag: command.tag, value: command.ask == 'stats' ? { visitor: 'a1' } : { v: 1 } }];
  };
  return core;
};
const asked = (net: { next?: (request: Request) => void }): Promise<Request> => new Promise((resolve) => { net.next = resolve; });

test('forgetting asks the collector, refuses everything and begins as someone else', async () => {
  for (const [status, expected] of [[200, true], [503, false]] as const) {
    const { api, core, net } = await started({ with: answering() });
    const request = asked(net);
    const isForgotten = api.forget();
    const { url, body, answer } = await request;
    assert.deepEqual([url, JSON.parse(body)], ['https://collect.test/v1/forget', { writeKey: 'k', anonymousId: 'a1' }]);
    assert.deepEqual(core.commands.slice(-2).map(({ kind, purposes }) => [kind, purposes]), [['consent', 'denied'], ['reset', undefined]]);
    await answer(status, '{}');
    assert.equal(await isForgotten, expected);
  }
});

test('what is kept is given as it is', async () => {
  const { api } = await started({ with: answering() });
  api.track('A');
  await api.stats();
  assert.deepEqual(await api.exportData(), { visitor: { v: 1 }, events: [{ event: 'A' }] });
});

test('where the part that does it cannot be had, or there is no core, nothing rejects', async () => {
  const broken = await started({ with: answering(), isWhole: false, bring: (async () => { throw '404'; }) as never });
  assert.deepEqual([await broken.api.forget(), await broken.api.exportData()], [undefined, undefined]);
  assert.deepEqual(broken.errors.map(({ code, path }) => [code, path]), [['privacy', 'forget'], ['privacy', 'exportData']]);
  const off = stage();
  off.api.destroy();
  assert.deepEqual([await off.api.forget(), await off.api.exportData()], [false, { visitor: null, events: [] }]);
});
