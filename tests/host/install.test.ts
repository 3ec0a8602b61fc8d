import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as later from '../../bindings/host/later.ts';
import { install } from '../../bindings/host/install.ts';
import { FakeCore, FakeFetch, type Request, settled } from './fakes.ts';
import { FakeWindow } from './fakeDom.ts';
import { muteWarnings } from './stage.ts';

const warnings = muteWarnings();

function page(dataset: Record<string, string> | null = { key: 'k', collector: 'https://collect.test/' }) {
  warnings.length = 0;
  const window = new FakeWindow();
  const core = new FakeCore();
  const net = new FakeFetch();
  const modules: string[] = [];
  window.fetch = net.fetch;
  net.next = (request) => void request.answer(200, '{"version":1}');
  if (dataset) window.addScript(dataset);
  const load = (other = dataset): void => {
    if (other) window.addScript(other);
    install(window as never, {
      factory: core.make as never,
      module: (url) => { modules.push(url); return {} as WebAssembly.Module; },
      bring: async (name, url) => { modules.push(url); return (name == 'later' ? later : { open: () => () => {} }) as never; },
    });
  };
  return { window, core, net, modules, load };
}
const asked = (net: FakeFetch): Promise<Request> => new Promise((resolve) => { net.next = resolve; });
/** The module is never instantiated by these fakes: the factory is the fake core. */

test('the tag reads its attributes and fetches core and document, neither after the other has come', async () => {
  const { window, core, net, modules, load } = page();
  load();
  const request = await asked(net);
  assert.deepEqual(modules, ['https://shop.test/static/waymark.wasm']);
  assert.deepEqual(net.requests.map(({ url, init }) => [url, init.credentials]), [['https://collect.test/v1/document/k', 'omit']]);
  await request.answer(200, '{"version":1}');
  assert.deepEqual(await window.waymark.ready(), { active: true });
  const { consent, locale } = core.loads[0]!.environment;
  assert.deepEqual([consent, locale, core.of('page').length], ['required', 'en', 1]);
});

test('each attribute overrides its default', async () => {
  const { window, core, net, modules, load } = page({
    key: 'k', collector: 'https://collect.test', consent: 'granted', pages: 'manual', wasm: '/core.wasm', document: '/doc.json', locale: 'ru',
  });
  load();
  await window.waymark.ready();
  const { consent, locale } = core.loads[0]!.environment;
  assert.deepEqual([consent, locale, core.of('page').length], ['granted', 'ru', 0]);
  assert.deepEqual([modules, net.requests[0]!.url], [['https://shop.test/core.wasm'], '/doc.json']);
});

test('the collector is where the script comes from unless it is named', async () => {
  const { net, load } = page({ key: 'k' });
  load();
  assert.equal((await asked(net)).url, 'https://shop.test/v1/document/k');
});

test('an unknown consent word means required', async () => {
  const { window, core, load } = page({ key: 'k', consent: 'yes' });
  load();
  await window.waymark.ready();
  assert.equal(core.loads[0]!.environment.consent, 'required');
});

test('early calls are replayed: consent, then the first view, then the others', async () => {
  const { window, core, load } = page();
  window.waymark = [['track', 'A'], ['consent', 'granted'], ['identify', 'u']];
  load();
  await window.waymark.ready();
  assert.deepEqual(core.commands.map(({ kind }) => kind), ['visitor', 'consent', 'page', 'track', 'identify']);
});

test('a second tag with the same key joins the first and says so once', async () => {
  const { window, core, modules, load } = page();
  load();
  const first = window.waymark;
  load();
  await first.ready();
  assert.equal(window.waymark, first);
  assert.deepEqual([modules.length, core.of('page').length, warnings.length], [1, 1, 1]);
});

test('a second tag with another key runs beside the first', async () => {
  const { window, modules, load } = page();
  load();
  const first = window.waymark;
  load({ key: 'other' });
  assert.equal(window.waymark, first);
  assert.deepEqual(Object.keys(first.instances), ['k', 'other']);
  await first.ready();
  await first.instances.other.ready();
  assert.equal(modules.length, 2);
});

test('after destroy a new tag starts anew', async () => {
  const { window, load } = page();
  load();
  const first = window.waymark;
  first.destroy();
  load();
  assert.notEqual(window.waymark, first);
  assert.deepEqual(await window.waymark.ready(), { active: true });
});

test('an element that answers to currentScript or to our name does not mislead the tag', async () => {
  const clobbered = page(null);
  clobbered.window.document.currentScript = { dataset: { key: 'k' }, src: 'https://evil.test/x' };
  clobbered.load();
  assert.deepEqual([clobbered.modules, clobbered.window.waymark, warnings.length], [[], undefined, 1]);

  const named = page();
  named.window.waymark = { id: 'waymark', instances: { k: {} } };
  named.load();
  await settled();
  assert.deepEqual(await named.window.waymark.ready(), { active: true });
});

test('a tag without a key does nothing but say so', () => {
  const { window, load } = page({});
  load();
  assert.deepEqual([window.waymark, warnings.length], [undefined, 1]);
});

test('while the page is only prerendered nothing is fetched; calls wait', async () => {
  const { window, core, net, modules, load } = page();
  window.document.prerendering = true;
  load();
  window.waymark.track('Early');
  await settled();
  assert.deepEqual([net.requests.length, modules.length, core.instances], [0, 0, 0]);
  window.document.emit('prerenderingchange');
  await window.waymark.ready();
  assert.deepEqual(core.commands.map(({ kind }) => kind), ['visitor', 'track', 'page']);
});

test('where every storage access throws the SDK starts all the same', async () => {
  const { window, load } = page();
  for (const name of ['indexedDB', 'localStorage']) Object.defineProperty(window, name, { get() { throw new DOMException('sandboxed', 'SecurityError'); } });
  load();
  assert.deepEqual(await window.waymark.ready(), { active: true });
});
