// Accepted events go on to an endpoint with Segment's HTTP API, which these tests start, and which fails as they say. That a collector which is
// killed meanwhile passes nothing over: tests/soak/collectorKills.ts.
import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { test } from 'node:test';
import type { TestContext } from 'node:test';
import { aBatch, anEvent, post, startCollector } from './collectorFixture.ts';
import { newDatabase, rowsIn } from './databases.ts';

interface Taken { authorization: string; batch: Record<string, any>[]; sentAt: string }
/** What a request gets: a status, with headers; 'cut': it is taken, and the connection ends without an answer. */
type Reply = number | [status: number, headers: Record<string, string>] | 'cut';

async function startEndpoint(t: TestContext, reply: (taken: Taken, number: number) => Reply = () => 200, port = 0) {
  const requests: Taken[] = [];
  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    let text = '';
    for await (const chunk of request.setEncoding('utf8')) text += chunk;
    const taken = { authorization: request.headers.authorization!, ...JSON.parse(text) } as Taken;
    const given = reply(taken, requests.push(taken));
    if (given === 'cut') return void request.socket.destroy();
    const [status, headers] = Array.isArray(given) ? given : [given, {}];
    response.writeHead(status, headers).end('{}');
  }
  const server = createServer((request, response) => void answer(request, response).catch(() => response.destroy()));
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  const close = () => new Promise<void>((resolve) => { server.close(() => resolve()); server.closeAllConnections(); });
  t.after(close);
  const at = (server.address() as AddressInfo).port;
  const ids = (): string[] => requests.flatMap(({ batch }) => batch.map(({ messageId }) => messageId as string));
  return { url: `http://127.0.0.1:${at}/v1/batch`, port: at, requests, ids, close };
}

const to = (url: string, more = {}) => ({ destinations: [{ name: 'warehouse', url, writeKey: 'their-key', ...more }] });
const idsOf = (events: Record<string, unknown>[]): string[] => events.map(({ messageId }) => messageId as string);
const some = (count: number): Record<string, unknown>[] => Array.from({ length: count }, () => anEvent());

async function until(what: string, holds: () => boolean | Promise<boolean>, timeoutMs = 20_000): Promise<void> {
  for (const end = Date.now() + timeoutMs; !await holds(); await new Promise((resolve) => setTimeout(resolve, 20))) assert.ok(Date.now() < end, `not in time: ${what}`);
}

test('what is accepted goes on, in its order, once, as it came, with the destination\'s key', async (t) => {
  const endpoint = await startEndpoint(t);
  const { origin } = await startCollector(t, to(endpoint.url));
  const [first, second] = [anEvent({ properties: { deep: { price: 4.35, text: 'Ёлка 🎄' } } }), anEvent({ context: { page: { url: 'https://shop.test/' } } })];
  await post(origin, aBatch([first, { type: 'nonsense' }]));
  await post(origin, aBatch([second, first]));
  await until('both arrive', () => endpoint.ids().length >= 2);
  await new Promise((resolve) => setTimeout(resolve, 300));
  assert.deepEqual(endpoint.ids(), idsOf([first!, second!]));
  assert.equal(endpoint.requests[0]!.authorization, `Basic ${Buffer.from('their-key:').toString('base64')}`);
  const [arrived] = endpoint.requests.flatMap(({ batch }) => batch);
  assert.deepEqual(arrived, { ...first, originalTimestamp: arrived!.originalTimestamp });
  assert.ok(Math.abs(Date.parse(endpoint.requests[0]!.sentAt) - Date.now()) < 10_000);
});

test('a clock that was wrong is put right before the event goes on', async (t) => {
  const endpoint = await startEndpoint(t);
  const { origin } = await startCollector(t, to(endpoint.url));
  const ahead = (ms: number): string => new Date(Date.now() + 3 * 3_600_000 + ms).toISOString();
  await post(origin, aBatch([anEvent({ timestamp: ahead(-60_000) })], { sentAt: ahead(0) }));
  await until('it arrives', () => endpoint.ids().length == 1);
  const [arrived] = endpoint.requests[0]!.batch;
  assert.ok(Math.abs(Date.parse(arrived!.timestamp) - (Date.now() - 60_000)) < 5_000, arrived!.timestamp);
  assert.ok(Date.parse(arrived!.originalTimestamp) > Date.now() + 3_600_000);
});

test('a destination that is down gets everything when it is up again, in order', async (t) => {
  const gone = await startEndpoint(t);
  await gone.close();
  const { origin } = await startCollector(t, to(gone.url));
  const events = some(30);
  for (let i = 0; i < events.length; i += 10) assert.equal((await post(origin, aBatch(events.slice(i, i + 10)))).status, 200);
  await new Promise((resolve) => setTimeout(resolve, 700));
  const back = await startEndpoint(t, () => 200, gone.port);
  await until('all arrive', () => back.ids().length >= events.length);
  assert.deepEqual(back.ids(), idsOf(events));
});

test('server errors, a wait that is asked for, a wrong key and a redirect keep the events', async (t) => {
  const replies: Reply[] = [503, [429, { 'Retry-After': '1' }], 401, [302, { Location: 'http://127.0.0.1:1/' }]];
  const endpoint = await startEndpoint(t, (_taken, number) => replies[number - 1] ?? 200);
  const { origin } = await startCollector(t, to(endpoint.url));
  const events = some(3);
  await post(origin, aBatch(events));
  await until('it is tried five times', () => endpoint.requests.length == 5, 30_000);
  for (const { batch } of endpoint.requests) assert.deepEqual(idsOf(batch), idsOf(events));
});

test('an answer that got lost brings the same events again, and none is passed over', async (t) => {
  const endpoint = await startEndpoint(t, (_taken, number) => (number % 2 == 1 ? 'cut' : 200));
  const { origin } = await startCollector(t, to(endpoint.url));
  const events = some(5);
  await post(origin, aBatch(events));
  await until('they come twice', () => endpoint.requests.length == 2);
  assert.deepEqual(idsOf(endpoint.requests[1]!.batch), idsOf(endpoint.requests[0]!.batch));
  assert.deepEqual([...new Set(endpoint.ids())], idsOf(events));
});

test('one event that the destination refuses is found and passed over, counted, and costs no other', async (t) => {
  const events = some(40);
  const poison = events[17]!.messageId;
  const endpoint = await startEndpoint(t, ({ batch }) => (batch.some(({ messageId }) => messageId == poison) ? 400 : 200));
  const { origin, database } = await startCollector(t, to(endpoint.url));
  await post(origin, aBatch(events));
  const good = (): string[] => endpoint.requests.filter(({ batch }) => !batch.some(({ messageId }) => messageId == poison)).flatMap(({ batch }) => idsOf(batch));
  await until('the others arrive', () => good().length >= 39);
  assert.deepEqual(good(), idsOf(events).filter((id) => id != poison));
  await until('it is counted', async () => (await rowsIn(database, 'SELECT refused FROM forwarding'))[0]!['refused'] == 1);
});

test('after a restart a destination is told of the rest; a new one of what comes from then on', async (t) => {
  const database = await newDatabase(t);
  const down = await startEndpoint(t, () => 503);
  const before = some(4);
  const first = await startCollector(t, { database, ...to(down.url) });
  await post(first.origin, aBatch(before));
  await until('it is tried', () => down.requests.length > 0);
  await first.close();

  const up = await startEndpoint(t);
  const second = await startCollector(t, { database, destinations: [...to(up.url).destinations, { name: 'other', url: `${up.url}?other`, writeKey: 'other-key' }] });
  const after = some(2);
  await post(second.origin, aBatch(after));
  const of = (key: string): string[] => up.requests.filter(({ authorization }) => atob(authorization.slice(6)) == `${key}:`).flatMap(({ batch }) => idsOf(batch));
  await until('both have all', () => of('their-key').length == 6 && of('other-key').length == 2);
  assert.deepEqual(of('their-key'), idsOf([...before, ...after]));
  assert.deepEqual(of('other-key'), idsOf(after));
});

test('a destination of one write key gets no other', async (t) => {
  const endpoint = await startEndpoint(t);
  const { origin } = await startCollector(t, { writeKeys: [{ key: 'demo' }, { key: 'outlet' }], ...to(endpoint.url, { of: 'outlet' }) });
  const [ours, theirs] = [anEvent(), anEvent()];
  await post(origin, aBatch([ours]));
  await post(origin, aBatch([theirs], { writeKey: 'outlet' }));
  await until('it arrives', () => endpoint.ids().length > 0);
  assert.deepEqual(endpoint.ids(), [theirs!.messageId]);
});

test('what a browser with Global Privacy Control sends goes to no destination of others, whatever consent it comes with', async (t) => {
  const [others, ours] = [await startEndpoint(t), await startEndpoint(t)];
  const { origin, database } = await startCollector(t, { destinations: [{ name: 'others', url: others.url, writeKey: 'k' }, { name: 'ours', url: ours.url, writeKey: 'k', isOurs: true }] });
  const granted = { context: { gpc: false, consent: { categoryPreferences: { functional: true, analytics: true, personalization: true, marketing: true } } } };
  const [withSignal, told, without] = [anEvent(granted), anEvent({ context: { gpc: true } }), anEvent(granted)];
  await post(origin, aBatch([withSignal], { context: { gpc: false } }), { 'Sec-GPC': '1' });
  await post(origin, aBatch([told]));
  await post(origin, aBatch([without]), { 'Sec-GPC': '0' });
  await until('all have theirs', () => ours.ids().length == 3 && others.ids().length == 1);
  assert.deepEqual([others.ids(), ours.ids()], [idsOf([without]), idsOf([withSignal, told, without])]);
  await until('none is waiting', async () => (await rowsIn(database, 'SELECT event FROM forwarding')).every(({ event }) => event == 3));
});

test('two collectors of one database tell a destination in turns', async (t) => {
  const database = await newDatabase(t);
  const endpoint = await startEndpoint(t);
  const [one, other] = [await startCollector(t, { database, ...to(endpoint.url) }), await startCollector(t, { database, ...to(endpoint.url) })];
  const events = some(60);
  for (let i = 0; i < 60; i += 10) await post((i % 20 ? one : other).origin, aBatch(events.slice(i, i + 10)));
  await until('all arrive', () => endpoint.ids().length >= 60);
  assert.deepEqual(endpoint.ids().sort(), idsOf(events).sort());
  // The owner goes: the other one takes over.
  await one.close();
  const last = anEvent();
  await post(other.origin, aBatch([last]));
  await until('the last arrives', () => endpoint.ids().includes(last.messageId as string));
});
