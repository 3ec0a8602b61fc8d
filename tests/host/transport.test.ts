import assert from 'node:assert/strict';
import { test } from 'node:test';
import { gunzipSync } from 'node:zlib';
import { createTransport, type Outcome } from '../../bindings/host/transport.ts';
import { FakeClock, FakeFetch, settled } from './fakes.ts';

function setup() {
  const clock = new FakeClock();
  const net = new FakeFetch();
  const transport = createTransport('https://collect.test', 'ke"y', net.fetch, clock);
  const outcomes: Outcome[] = [];
  const send = (bodies: string[], unload = false): void => { transport.send(bodies, unload).then((outcome) => outcomes.push(outcome)); };
  return { clock, net, outcomes, send, transport };
}
/** Packing takes a thread of its own, and a busy machine its time. */
async function requested(net: FakeFetch, count: number): Promise<void> {
  for (let look = 0; net.requests.length < count && look < 3000; look++) await new Promise((resolve) => setTimeout(resolve, 5));
  assert.equal(net.requests.length, count);
}
const event = (kilobytes: number): string => '"' + 'x'.repeat(kilobytes * 1024 - 2) + '"';

test('stored bodies go out as they are, in order, as a simple request without credentials', async () => {
  const { net, send, clock } = setup();
  send(['{"a": 1}', '{"b":2}']);
  const { url, body, init } = net.requests[0]!;
  assert.equal(url, 'https://collect.test/v1/batch');
  assert.equal(body, `{"writeKey":"ke\\"y","sentAt":"${new Date(clock.time).toISOString()}","batch":[{"a": 1},{"b":2}]}`);
  assert.deepEqual([init.method, init.credentials, init.keepalive, init.headers], ['POST', 'omit', false, { 'Content-Type': 'text/plain' }]);
});

test('to a collector of ours they go out as gzip, but for those of a page that ends', async () => {
  const { net, send, transport, outcomes } = setup();
  transport.packs = true;
  send(['{"a": 1}', '{"b":2}']);
  await requested(net, 1);
  assert.match(gunzipSync(net.requests[0]!.body as never).toString(), /"batch":\[{"a": 1},{"b":2}\]}$/);
  assert.deepEqual(net.requests[0]!.init.headers, { 'Content-Type': 'text/plain' });
  await net.requests[0]!.answer(200, '{}');
  send(['{"c":3}'], true);
  await requested(net, 2);
  assert.match(net.requests[1]!.body, /{"c":3}/);
  await net.requests[1]!.answer(200, '{}');
  assert.deepEqual(outcomes.map(({ status }) => status), [200, 200]);
});

test('a collector that cannot read gzip gets the same as text at once, and from then on', async () => {
  const { net, send, transport, outcomes } = setup();
  transport.packs = true;
  send(['{"a":1}']);
  await requested(net, 1);
  await net.requests[0]!.answer(400, 'bad json');
  await requested(net, 2);
  assert.match(net.requests[1]!.body, /{"a":1}/);
  await net.requests[1]!.answer(200, '{}');
  assert.deepEqual(outcomes.map(({ status }) => status), [200]);
  send(['{"b":2}']);
  await requested(net, 3);
  assert.match(net.requests[2]!.body, /{"b":2}/);
});

test('a failure of the network or of the collector is no reason to send text', async () => {
  const { net, send, transport, outcomes } = setup();
  transport.packs = true;
  send(['1']);
  await requested(net, 1);
  await net.requests[0]!.fail();
  send(['2']);
  await requested(net, 2);
  await net.requests[1]!.answer(503);
  send(['3']);
  await requested(net, 3);
  assert.ok(gunzipSync(net.requests[2]!.body as never).length > 0);
  assert.deepEqual(outcomes.map(({ status }) => status), [0, 503]);
});

test('where packing fails or never ends, text is sent', async (t) => {
  const { net, send, transport, outcomes, clock } = setup();
  const { CompressionStream } = globalThis;
  t.after(() => { globalThis.CompressionStream = CompressionStream; });
  globalThis.CompressionStream = undefined as never;
  transport.packs = true;
  send(['1']);
  await requested(net, 1);
  assert.match(net.requests[0]!.body, /"batch":\[1\]/);
  await net.requests[0]!.answer(200, '{}');
  globalThis.CompressionStream = class { readable = new ReadableStream(); writable = new WritableStream(); } as never;
  transport.packs = true;
  send(['2']);
  await settled();
  await clock.advance(10_000);
  await requested(net, 2);
  assert.match(net.requests[1]!.body, /"batch":\[2\]/);
  await net.requests[1]!.answer(200, '{}');
  assert.deepEqual(outcomes.map(({ status }) => status), [200, 200]);
});

test('the outcome is the status, the text and Retry-After', async () => {
  const { net, send, outcomes } = setup();
  send(['1']);
  await net.requests[0]!.answer(503, 'busy', { 'Retry-After': '120' });
  assert.deepEqual(outcomes, [{ status: 503, body: 'busy', retryAfter: '120' }]);
});

test('an HTML answer is passed on as it is, and its text cut at 64 KiB', async () => {
  const { net, send, outcomes } = setup();
  send(['1']);
  await net.requests[0]!.answer(200, '<html>' + 'x'.repeat(100_000));
  assert.equal(outcomes[0]!.status, 200);
  assert.equal(outcomes[0]!.body.length, 65_536);
  assert.ok(outcomes[0]!.body.startsWith('<html>'));
});

test('a network error is status 0 and is not repeated', async () => {
  const { net, send, outcomes } = setup();
  send(['1']);
  await net.requests[0]!.fail();
  assert.deepEqual([outcomes, net.requests.length], [[{ status: 0, body: '' }], 1]);
});

test('a fetch that throws at once is status 0', async () => {
  const clock = new FakeClock();
  const transport = createTransport('https://collect.test', 'k', (() => { throw new Error('patched'); }) as never, clock);
  assert.deepEqual(await transport.send(['1'], false), { status: 0, body: '' });
  assert.equal(clock.timers.length, 0);
});

test('no answer in ten seconds is status 0 and the request is aborted', async () => {
  const { net, send, outcomes, clock } = setup();
  send(['1']);
  await clock.advance(9999);
  assert.deepEqual(outcomes, []);
  await clock.advance(1);
  assert.deepEqual([outcomes, net.requests[0]!.init.signal.aborted], [[{ status: 0, body: '' }], true]);
});

test('a body that never ends is given up too', async () => {
  const clock = new FakeClock();
  const fetch = (async () => ({ status: 200, headers: { get: () => null }, text: () => new Promise(() => {}) })) as never;
  let outcome: Outcome | undefined;
  createTransport('https://collect.test', 'k', fetch, clock).send(['1'], false).then((end) => { outcome = end; });
  await clock.advance(10_000);
  assert.deepEqual(outcome, { status: 0, body: '' });
});

test('the body of an unload answer is read to its end, which frees the quota', async () => {
  const { net, send } = setup();
  send([event(40)], true);
  send([event(40)], true);
  assert.deepEqual(net.requests.map(({ keepalive }) => keepalive), [true, false]);
  await net.requests[0]!.answer(200);
  assert.equal(net.requests[0]!.bodyRead(), true);
  send([event(40)], true);
  assert.equal(net.requests[2]!.keepalive, true);
});

test('what does not fit the keepalive quota goes out as a second, ordinary request', async () => {
  const { net, send, outcomes } = setup();
  send([event(25), event(25), event(25)], true);
  assert.deepEqual(net.requests.map(({ keepalive, body }) => [keepalive, Math.round(body.length / 1024)]), [[true, 50], [false, 25]]);
  await net.requests[0]!.answer(200, '{"success":true}');
  assert.equal(outcomes.length, 0);
  await net.requests[1]!.answer(500);
  assert.equal(outcomes[0]!.status, 500);
});

test('bytes count in UTF-8', async () => {
  const { net, send } = setup();
  send(['"' + 'ы'.repeat(31 * 1024) + '"'], true);
  assert.equal(net.requests[0]!.keepalive, false);
});

test('a refused keepalive request is tried once more without it', async () => {
  const { net, send, outcomes } = setup();
  send(['1'], true);
  await net.requests[0]!.fail();
  assert.deepEqual(net.requests.map(({ keepalive }) => keepalive), [true, false]);
  await net.requests[1]!.fail();
  assert.deepEqual([outcomes, net.requests.length], [[{ status: 0, body: '' }], 2]);
});

test('an outcome carries no stale timer', async () => {
  const { net, send, clock } = setup();
  send(['1']);
  await net.requests[0]!.answer(202);
  await settled();
  assert.equal(clock.timers.length, 0);
});
