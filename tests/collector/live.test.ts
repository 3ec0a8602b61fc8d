import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { test } from 'node:test';
import type { FeedPage } from '../../demo-site/collector/feed.ts';
import { limits } from '../../demo-site/collector/limits.ts';
import { createLive } from '../../demo-site/collector/live.ts';
import { openStore } from '../../demo-site/collector/storage/store.ts';
import { aBatch, anEvent, post, startCollector } from './collectorFixture.ts';
import { newDatabase } from './databases.ts';
import { follow } from './follow.ts';
import type { Message } from './follow.ts';

const kinds = (messages: Message[]) => messages.map(({ event, data }) => String(data['messageId'] ?? event));

test('pushes each event and each dead letter right after its commit', async (t) => {
  const { origin } = await startCollector(t);
  const feed = await follow(t, `${origin}/v1/live`);
  assert.match(feed.response.headers.get('content-type')!, /^text\/event-stream/);
  assert.deepEqual(kinds(await feed.next(2)), ['reset', 'ready']);

  const event = anEvent({ userId: 'u1', event: 'Campaign Closed', properties: { campaign_id: 'welcome-bar' }, context: {
    page: { path: '/lips' }, waymark: { session: { id: 's1', number: 3 }, segments: ['new-visitor'], campaigns: ['welcome-bar'] } } });
  await post(origin, aBatch([event, anEvent({ messageId: 'bad', type: '?' })]));
  const [pushed, rejected] = await feed.next(2);
  const { event: name, userId, session, segments, campaigns, campaignId, path, body } = pushed!.data;
  assert.deepEqual([pushed!.event, name, userId, session, segments, campaigns, campaignId, path],
    ['event', 'Campaign Closed', 'u1', { id: 's1', number: 3 }, ['new-visitor'], ['welcome-bar'], 'welcome-bar', '/lips']);
  assert.deepEqual(body, event);
  assert.deepEqual([rejected!.event, rejected!.data['messageId'], rejected!.data['code']], ['rejected', 'bad', 'unknown_type']);

  await post(origin, aBatch([event, anEvent({ messageId: 'after' })]));
  assert.deepEqual(kinds(await feed.next(1)), ['after'], 'a duplicate is not pushed again');
});

test('tells of what another collector of the same database has stored, too', async (t) => {
  const { origin, database } = await startCollector(t);
  const other = await startCollector(t, { database });
  const feed = await follow(t, `${origin}/v1/live`);
  await feed.next(2);
  await post(other.origin, aBatch([anEvent({ messageId: 'elsewhere' })]));
  await post(origin, aBatch([anEvent({ messageId: 'here' })]));
  await post(other.origin, aBatch([anEvent({ messageId: 'elsewhere again' })]));
  assert.deepEqual(kinds(await feed.next(3)), ['elsewhere', 'here', 'elsewhere again']);
});

test('gives a returning client exactly what it missed', async (t) => {
  const { origin } = await startCollector(t);
  const first = await follow(t, `${origin}/v1/live`);
  await first.next(2);
  await post(origin, aBatch([anEvent({ messageId: 'one' }), anEvent({ messageId: 'bad one', type: '?' }), anEvent({ messageId: 'two' })]));
  const seen = await first.next(3);
  first.stop();
  await post(origin, aBatch([anEvent({ messageId: 'three' }), anEvent({ messageId: 'bad two', type: '?' })]));

  for (const [at, message] of seen.entries()) {
    const back = await follow(t, `${origin}/v1/live`, { 'Last-Event-ID': message.id });
    const missed = [...kinds(seen.slice(at + 1)), 'three', 'bad two'].sort();
    const got = kinds(await back.next(missed.length + 1));
    assert.deepEqual([got.pop(), got.sort()], ['ready', missed]);
    back.stop();
  }
  const byQuery = await follow(t, `${origin}/v1/live?after=${seen[2]!.id}`);
  assert.deepEqual(kinds(await byQuery.next(3)), ['three', 'bad two', 'ready']);
});

test('starts a client afresh with the newest events when its cursor means nothing', async (t) => {
  const { origin } = await startCollector(t);
  const ids = Array.from({ length: limits.liveBacklog + 1 }, (_, i) => `b${i}`);
  await post(origin, aBatch(ids.map((messageId) => anEvent({ messageId }))));
  for (const cursor of ['nonsense', '00000000-1-0', '']) {
    const feed = await follow(t, `${origin}/v1/live`, { 'Last-Event-ID': cursor });
    assert.deepEqual(kinds(await feed.next(ids.length + 1)), ['reset', ...ids.slice(1), 'ready'], cursor);
    feed.stop();
  }
});

test('starts a client afresh when it missed more than it may catch up on', async (t) => {
  const { origin } = await startCollector(t);
  const first = await follow(t, `${origin}/v1/live`);
  await first.next(2);
  await post(origin, aBatch([anEvent()]));
  const [{ id }] = await first.next(1) as [Message];
  await post(origin, aBatch(Array.from({ length: limits.liveResume }, () => anEvent())));
  const atLimit = await follow(t, `${origin}/v1/live`, { 'Last-Event-ID': id });
  assert.equal((await atLimit.next(limits.liveResume + 1)).at(-1)!.event, 'ready');
  await post(origin, aBatch([anEvent()]));
  const beyond = await follow(t, `${origin}/v1/live`, { 'Last-Event-ID': id });
  assert.equal((await beyond.next(1))[0]!.event, 'reset');
});

test('serves a bounded number of live views, and a place is free again when one leaves', async (t) => {
  const { origin } = await startCollector(t);
  const feeds = await Promise.all(Array.from({ length: limits.liveClients }, () => follow(t, `${origin}/v1/live`)));
  assert.ok(feeds.every(({ response }) => response.status === 200));
  const refused = await fetch(`${origin}/v1/live`);
  assert.deepEqual([refused.status, refused.headers.get('retry-after')], [503, '5']);
  await refused.text();
  feeds[0]!.stop();
  let status = 503;
  for (let tries = 0; status !== 200 && tries < 50; tries += 1) status = (await follow(t, `${origin}/v1/live`)).response.status;
  assert.equal(status, 200);
});

test('sends comments while nothing happens', async (t) => {
  const store = await openStore(await newDatabase(t));
  const live = createLive(store, { warn: () => {} }, 20);
  const server = createServer((_request, response) => void live.join(() => response, undefined)).listen(0);
  const feed = await follow(t, `http://127.0.0.1:${(server.address() as AddressInfo).port}`);
  await feed.next(2);
  assert.equal(await feed.nextBlock(), ': heartbeat');
  live.close();
  server.close();
  await store.close();
});

test('pages through the history, newest first', async (t) => {
  const { origin } = await startCollector(t);
  await post(origin, aBatch(['a', 'b', 'c', 'd', 'e'].map((messageId) => anEvent({ messageId }))));
  const page = async (query: string) => await (await fetch(`${origin}/v1/events?${query}`)).json() as FeedPage;
  const first = await page('limit=2');
  const second = await page(`limit=2&before=${first.next}`);
  const third = await page(`limit=2&before=${second.next}`);
  assert.deepEqual([first, second, third].map(({ events }) => events.map(({ messageId }) => messageId)), [['e', 'd'], ['c', 'b'], ['a']]);
  assert.equal(third.next, null);
  for (const query of ['limit=0', 'limit=x', 'before=-1']) assert.equal((await fetch(`${origin}/v1/events?${query}`)).status, 400, query);
});
