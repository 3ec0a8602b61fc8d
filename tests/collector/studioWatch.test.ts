// What the visitor view makes of an explanation, and how the room keeps who is being watched.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Why } from '../../demo-site/collector/inspection.ts';
import type { FeedVisitor } from '../../demo-site/collector/inspections.ts';
import { emptyModel, update } from '../../demo-site/studio/feed/model.ts';
import { flipsAt, progress } from '../../demo-site/studio/rooms/live/visitor/outlook.ts';
import { conditionText, countdown, factReading, measureReading, missingText, span, valueText, whereTexts, windowText } from '../../demo-site/studio/rooms/live/visitor/wording.ts';
import { watchEn } from '../../demo-site/studio/text/watch.en.ts';
import { watchRu } from '../../demo-site/studio/text/watch.ru.ts';

const en = { text: watchEn, language: 'en' };
const ru = { text: watchRu, language: 'ru' };
const aNode = (fields: Partial<Why>): Why => ({ kind: 'fact', in: false, text: '', ...fields });
const aVisitor = (visitor: string, fields: Partial<FeedVisitor> = {}): FeedVisitor =>
  ({ writeKey: 'demo', visitor, user: null, at: '', receivedAt: '', url: null, language: null, session: null, stage: null, rfm: null, segments: [], isAway: false, ...fields });

test('time alone brings all of them only when time is all that each lacks', () => {
  const soon = aNode({ at: 100 });
  const later = aNode({ at: 200 });
  const never = aNode({ missing: { more: 1 } });
  const held = aNode({ in: true });
  assert.equal(flipsAt(aNode({ kind: 'all', of: [soon, later, held] })), 200);
  assert.equal(flipsAt(aNode({ kind: 'all', of: [soon, never] })), undefined);
  assert.equal(flipsAt(aNode({ kind: 'any', of: [later, soon, never] })), 100);
  assert.equal(flipsAt(aNode({ kind: 'not', of: [held] })), undefined);
  assert.equal(flipsAt(aNode({ in: true, at: 100 })), undefined);
});

test('the ring shows how far it is, and is whole only when it holds', () => {
  const half = aNode({ operator: '$gte', seen: 1, wanted: 2 });
  assert.equal(progress(half), 0.5);
  assert.equal(progress(aNode({ kind: 'all', of: [half, aNode({ in: true })] })), 0.75);
  assert.equal(progress(aNode({ kind: 'event', measures: [{ measure: 'count', in: false, seen: 2, wanted: { $gte: 4 } }] })), 0.5);
  assert.equal(progress(aNode({ kind: 'sequence', steps: [{ name: 'A' }], reached: 1 })), 0.5);
  assert.ok(progress(aNode({ operator: '$gt', seen: 9, wanted: 9 })) < 1);
  for (const strange of [{ seen: 'x', wanted: 3 }, { operator: '$gte', seen: 1, wanted: 0 }, { operator: '$lt', seen: 9, wanted: 3 }, { kind: 'all' as const }]) assert.equal(progress(aNode(strange)), 0);
});

test('spans of time are read at a glance', () => {
  assert.deepEqual([0, 45_000, 60_000, 95_000, 7_500_000, 90_000_000].map((ms) => span(ms, en)), ['0 s', '45 s', '1 min', '1 min 35 s', '2 h 5 min', '1 d 1 h']);
  assert.deepEqual([-1, 400, 45_000, 725_000, 3_600_001].map((ms) => countdown(ms, en)), ['0:00', '0:01', '0:45', '12:05', '1 h 1 min']);
  assert.deepEqual([windowText('7d', en), windowText('session', ru), windowText(undefined, en), windowText('2h', ru)], ['within 7 days', 'за эту сессию', '', 'за 2 часа']);
  assert.match(windowText({ from: '2026-11-01', to: '2026-12-01' }, en), /^from .+ to /);
});

test('conditions are read as they are written, whatever their form', () => {
  const show = (value: unknown) => valueText(value, en);
  assert.equal(conditionText({ $gte: 3, $lt: 5 }, show, en), '≥ 3, < 5');
  assert.equal(conditionText(null, show, en), '= none');
  assert.deepEqual(whereTexts({ category: 'lips', price: { $lt: 20 }, $or: [{ a: 1 }] }, en), ['category = lips', 'price < 20', '{"$or":[{"a":1}]}']);
  assert.deepEqual(whereTexts('nonsense', en), []);
  assert.deepEqual(factReading(aNode({ fact: 'session.duration', operator: '$gte', seen: 42, wanted: 60 }), en), { seen: '42 s', wanted: '≥ 1 min' });
  assert.deepEqual(factReading(aNode({ fact: 'rfm.cell', operator: '$in', seen: null, wanted: ['champions', 'own'] }), ru), { seen: 'нет', wanted: 'одно из Чемпионы, own' });
  assert.deepEqual(factReading(aNode({ fact: 'traits.a', operator: '$exists', seen: 1, wanted: false }), en), { seen: '1', wanted: 'absent' });
  assert.deepEqual(measureReading({ measure: 'sinceLast', in: false, seen: 1_080_000, wanted: { $gte: '30m' } }, en), { seen: '18 min', wanted: '≥ 30 minutes' });
  assert.deepEqual(measureReading({ measure: 'count', in: false, seen: 2, wanted: { $gte: 5 } }, ru), { seen: '2 раза', wanted: '≥ 5' });
  assert.equal(missingText(aNode({ missing: { events: 2 } }), ru), 'ещё 2 события');
});

test('a visitor who says more stays in their place, and one who is gone goes', () => {
  const say = (visitor: FeedVisitor) => ({ kind: 'visitor' as const, visitor });
  const model = update(emptyModel, [{ kind: 'ready', aheadMs: 0, visitors: [aVisitor('a')] }, say(aVisitor('b')), say(aVisitor('a', { stage: 'intent' }))]);
  assert.deepEqual(model.visitors.map(({ visitor, stage }) => [visitor, stage]), [['a', 'intent'], ['b', null]]);
  const left = update(model, [{ kind: 'gone', gone: { writeKey: 'other', visitor: 'a' } }, { kind: 'gone', gone: { writeKey: 'demo', visitor: 'a' } }]);
  assert.deepEqual(left.visitors.map(({ visitor }) => visitor), ['b']);
  assert.deepEqual(update(left, [{ kind: 'ready', aheadMs: 0, visitors: [] }]).visitors, [], 'a new connection knows them all');
});
