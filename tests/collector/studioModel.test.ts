import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { FeedEvent, FeedItem, FeedRejection } from '../../demo-site/collector/feed.ts';
import { countRecent, windowMs } from '../../demo-site/studio/feed/counters.ts';
import { applyFilters, noFilters, visitorsIn } from '../../demo-site/studio/feed/filters.ts';
import { emptyModel, update } from '../../demo-site/studio/feed/model.ts';
import type { Message } from '../../demo-site/studio/feed/model.ts';

const now = Date.parse('2026-11-22T12:00:00Z');

function anItem(id: number, fields: Partial<FeedEvent> = {}): FeedEvent {
  const at = new Date(now - 1_000).toISOString();
  return { kind: 'event', id, writeKey: 'demo', messageId: `m${id}`, type: 'track', event: 'Product Viewed', timestamp: at, sentAt: at, receivedAt: at, corrected: at,
    anonymousId: 'a1', userId: null, session: { id: 's1', number: 1 }, segments: [], campaigns: [], campaignId: null, path: '/', body: {}, ...fields };
}
const aRejection: FeedRejection = { kind: 'rejected', id: 1, writeKey: 'demo', messageId: null, code: 'too_large', detail: '', receivedAt: new Date(now).toISOString(), body: '' };
const items = (...list: FeedItem[]): Message => ({ kind: 'items', items: list });
const ids = (rows: FeedItem[]) => rows.map(({ id }) => id);

test('the newest event is first, across batches of messages', () => {
  const model = update(update(emptyModel, [items(anItem(1)), items(anItem(2))]), [items(anItem(3))]);
  assert.deepEqual(ids(model.rows), [3, 2, 1]);
});

test('a pause holds events back and loses none', () => {
  const paused = update(emptyModel, [items(anItem(1)), { kind: 'paused' }, items(anItem(2)), items(anItem(3))]);
  assert.deepEqual([ids(paused.rows), ids(paused.held)], [[1], [3, 2]]);
  const resumed = update(paused, [{ kind: 'resumed' }]);
  assert.deepEqual([ids(resumed.rows), resumed.held], [[3, 2, 1], []]);
});

test('a reset forgets what is shown, history joins at the end and repeats nothing', () => {
  const model = update(emptyModel, [items(anItem(1)), { kind: 'reset' }, items(anItem(5)), { kind: 'historyCame', page: { events: [anItem(5), anItem(4)], next: 4 } }]);
  assert.deepEqual([ids(model.rows), model.history], [[5, 4], 'idle']);
  assert.equal(update(model, [{ kind: 'historyCame', page: { events: [], next: null } }]).history, 'complete');
});

test('filters ask for every word, the visitor and the type', () => {
  const shown = anItem(1, { event: 'Campaign Shown', campaignId: 'welcome-bar' });
  const lips = anItem(2, { anonymousId: 'a2', userId: 'mila', body: { properties: { name: 'Velvet Rouge' } } });
  const rows = [shown, lips, aRejection];
  assert.deepEqual(applyFilters(rows, { ...noFilters, text: ' rouge VELVET ' }), [lips]);
  assert.deepEqual(applyFilters(rows, { ...noFilters, visitor: 'a1' }), [shown]);
  assert.deepEqual(applyFilters(rows, { ...noFilters, group: 'campaign' }), [shown]);
  assert.deepEqual(applyFilters(rows, { ...noFilters, group: 'rejected' }), [aRejection]);
  assert.deepEqual(visitorsIn(rows), [{ id: 'a1', userId: null }, { id: 'a2', userId: 'mila' }]);
});

test('counters look back five minutes, and rejected events do not count', () => {
  const old = new Date(now - windowMs).toISOString();
  const rows = [anItem(1, { event: 'Campaign Shown' }), anItem(2, { session: { id: 's2', number: 2 } }), anItem(3, { anonymousId: 'a2', session: null }), aRejection, anItem(4, { receivedAt: old })];
  const { rate, ...counts } = countRecent(rows, now);
  assert.deepEqual(counts, { events: 3, visitors: 2, sessions: 2, campaigns: 1 });
  assert.deepEqual([rate.length, rate.at(-1)], [30, 3]);
});
