// What watched pages say reaches the open studios, the last word of each, and no disk.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { TestContext } from 'node:test';
import { readInspection } from '../../demo-site/collector/inspection.ts';
import type { Inspection } from '../../demo-site/collector/inspection.ts';
import { createInspections } from '../../demo-site/collector/inspections.ts';
import { limits } from '../../demo-site/collector/limits.ts';
import { startCollector } from './collectorFixture.ts';
import { countIn } from './databases.ts';
import { follow } from './follow.ts';

interface Said { [field: string]: unknown }

const aSegment = (id: string, isIn = false, why: unknown = null): Said => ({ segment: id, name: id.toUpperCase(), in: isIn, why });

function aWord(fields: Said = {}): Said {
  return { writeKey: 'demo', visitor: 'v1', watch: 'w1', at: Date.now(), url: 'http://shop/lips', language: 'en', session: { id: 's1', number: 2 }, stage: 'intent', rfm: null, segments: [aSegment('fans')], ...fields };
}

async function say(origin: string, said: unknown, headers: Record<string, string> = {}) {
  const body = typeof said === 'string' ? said : JSON.stringify(said);
  const response = await fetch(`${origin}/v1/inspect`, { method: 'POST', body, headers: { 'Content-Type': 'text/plain', ...headers } });
  const text = await response.text();
  return { status: response.status, headers: response.headers, code: text === '' ? '' : JSON.parse(text).error.code as string };
}

async function watching(t: TestContext) {
  const running = await startCollector(t);
  const feed = await follow(t, `${running.origin}/v1/live`);
  await feed.next(2);
  return { ...running, said: async () => { const { event, data } = (await feed.next(1))[0]!; return { event, data: data as any }; } };
}

test('a word goes to the open studios, and a flip has its time', async (t) => {
  const { origin, database, said } = await watching(t);
  assert.equal((await say(origin, aWord())).status, 204);
  const first = await said();
  assert.deepEqual([first.event, first.data.visitor, first.data.stage, first.data.session, first.data.isAway], ['visitor', 'v1', 'intent', { id: 's1', number: 2 }, false]);
  assert.deepEqual(first.data.segments, [{ id: 'fans', name: 'FANS', in: false, why: null, since: null }]);
  assert.equal('watch' in first.data, false);

  const at = Date.now();
  await say(origin, aWord({ at, segments: [aSegment('fans', true), aSegment('new ones', true)] }));
  const flipped = (await said()).data.segments;
  assert.deepEqual(flipped.map(({ in: isIn, since }: Said) => [isIn, since]), [[true, new Date(at).toISOString()], [true, null]]);
  await say(origin, aWord({ watch: 'the next page', segments: [aSegment('fans', true)] }));
  assert.equal((await said()).data.segments[0].since, new Date(at).toISOString(), 'kept while it stays');
  assert.equal(await countIn(database, 'events'), 0);
});

test('a studio that opens later is told of everyone, and a page says that it is away or gone', async (t) => {
  const { origin, said } = await watching(t);
  await say(origin, aWord());
  await say(origin, aWord({ visitor: 'v2', watch: 'w2' }));
  await said(), await said();
  await say(origin, { writeKey: 'demo', watch: 'w1', is: 'away' });
  const away = await said();
  assert.deepEqual([away.event, away.data.visitor, away.data.isAway], ['visitor', 'v1', true]);
  assert.equal((await say(origin, { writeKey: 'demo', watch: 'w1', is: 'gone' })).status, 204);
  assert.deepEqual(await said(), { event: 'gone', data: { writeKey: 'demo', visitor: 'v1' } });
  assert.equal((await say(origin, { writeKey: 'demo', watch: 'nobody', is: 'gone' })).status, 204);

  const later = await follow(t, `${origin}/v1/live`);
  const [reset, visitors, ready] = await later.next(3);
  assert.deepEqual([reset!.event, visitors!.event, ready!.event], ['reset', 'visitors', 'ready']);
  assert.deepEqual((visitors!.data as unknown as Said[]).map(({ visitor }) => visitor), ['v2']);
});

test('after a logout the page has another visitor, and the one before is gone', async (t) => {
  const { origin, said } = await watching(t);
  await say(origin, aWord());
  await said();
  await say(origin, aWord({ visitor: 'v2' }));
  assert.deepEqual([(await said()).event, (await said()).data.visitor], ['gone', 'v2']);
});

test('what is wrong is refused, in words of our own', async (t) => {
  const { origin } = await startCollector(t);
  const deep = (levels: number): string => `${'['.repeat(levels)}${']'.repeat(levels)}`;
  const padded = (bytes: number): string => JSON.stringify(aWord()).padEnd(bytes, ' ');
  const cases: [string, unknown, number, string][] = [
    ['no key', aWord({ writeKey: 'other' }), 401, 'unknown_write_key'],
    ['no visitor', aWord({ visitor: undefined }), 400, 'bad_inspection'],
    ['no watch', aWord({ watch: '' }), 400, 'bad_inspection'],
    ['no time', aWord({ at: 'now' }), 400, 'bad_inspection'],
    ['no segments', aWord({ segments: {} }), 400, 'bad_inspection'],
    ['too many', aWord({ segments: Array.from({ length: limits.inspectSegments + 1 }, (_, i) => ({ segment: `${i}` })) }), 400, 'bad_inspection'],
    ['not JSON', '{', 400, 'bad_json'],
    ['too deep', JSON.stringify(aWord()).replace('null', deep(limits.inspectNesting + 1)), 400, 'bad_inspection'],
    ['too large', padded(limits.inspectBytes + 1), 413, 'body_too_large'],
    ['as large as it may be', padded(limits.inspectBytes), 204, ''],
  ];
  for (const [name, said, status, code] of cases) {
    const answer = await say(origin, said);
    assert.deepEqual([answer.status, answer.code], [status, code], name);
  }
  assert.equal((await say(origin, aWord(), { 'Sec-Purpose': 'prefetch;prerender' })).status, 403);
  assert.equal((await say(origin, aWord(), { Origin: 'http://shop' })).headers.get('access-control-allow-origin'), 'http://shop');
});

test('at most so many words a minute come from one address', async (t) => {
  const { origin } = await startCollector(t);
  const statuses = new Set<number>();
  for (let i = 0; i < limits.inspections.most; i += 1) statuses.add((await say(origin, aWord())).status);
  assert.deepEqual([...statuses], [204]);
  const refused = await say(origin, aWord());
  assert.deepEqual([refused.status, refused.code], [429, 'too_many_inspections']);
  assert.ok(Number(refused.headers.get('retry-after')) > 0);
});

test('a bounded number of visitors is kept, and nobody long after their last word', () => {
  let now = Date.now();
  const inspections = createInspections(() => now);
  const put = (visitor: string) => inspections.put(readInspection(aWord({ visitor, watch: visitor }), 'demo', now) as Inspection).gone.map((one) => one.visitor);
  for (let i = 0; i < limits.inspectVisitors; i += 1) assert.deepEqual(put(`v${i}`), []);
  put('v0');
  assert.deepEqual(put('one more'), ['v1'], 'heard of longest ago');
  assert.equal(inspections.all().length, limits.inspectVisitors);
  now += limits.inspectMs;
  assert.deepEqual(inspections.all(), []);
});

test('a tree is cut to what is known of trees, and its moments are by our clock', () => {
  const receivedAt = Date.now();
  const theirs = receivedAt - 3_600_000;
  const why = { kind: 'all', in: false, text: 'No', extra: 1, of: [
    { kind: 'sequence', in: false, text: 'A', at: theirs + 60_000, steps: [{ name: 'A', at: theirs - 1_000 }, 'x'], reached: 1, unless: 'B' },
    { kind: '<script>', in: 1, text: 7, segment: 'other' },
    { kind: 'event', in: true, event: 'E', measures: [{ measure: 'count', in: true, seen: 1, wanted: { $gte: 1 } }], missing: { events: 2, more: 'x' } },
    'nothing',
  ] };
  const { segments } = readInspection(aWord({ at: theirs, segments: [aSegment('a', false, why), { segment: 7 }, aSegment('a')] }), 'demo', receivedAt) as Inspection;
  assert.equal(segments.length, 1);
  assert.deepEqual(JSON.parse(JSON.stringify(segments[0]!.why)), { kind: 'all', in: false, text: 'No', of: [
    { kind: 'sequence', in: false, text: 'A', at: receivedAt + 60_000, steps: [{ name: 'A', at: receivedAt - 1_000 }], reached: 1, unless: 'B' },
    { kind: 'segment', in: false, text: '', segment: 'other' },
    { kind: 'event', in: true, text: '', event: 'E', measures: [{ measure: 'count', in: true, seen: 1, wanted: { $gte: 1 } }], missing: { events: 2 } },
  ] });
});
