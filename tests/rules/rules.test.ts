import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { before, describe, test } from 'node:test';
import { pathToFileURL } from 'node:url';
import type { createRules as create, Rules } from '../../bindings/host/rulesApi.ts';

const dist = join(import.meta.dirname, '../../dist');
const NOW = Date.UTC(2026, 0, 5, 12);
const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;

let createRules: typeof create;
let rules: Rules;
before(async () => {
  ({ createRules } = await import(pathToFileURL(join(dist, 'rules.mjs')).href));
  rules = await createRules();
});

const segments = (all: Record<string, object>): object => ({ version: 1, segments: Object.entries(all).map(([id, when]) => ({ id, when })) });
const refusal = (code: string, path = '') => ({ name: 'RulesError', code, path, message: new RegExp(code) });

describe('the module', () => {
  test('takes the bytes, a compiled module or an address', async () => {
    const bytes = readFileSync(join(dist, 'rules.wasm'));
    for (const wasm of [bytes, await WebAssembly.compile(bytes), pathToFileURL(join(dist, 'rules.wasm'))])
      assert.equal((await createRules({ wasm })).hash('', 'a', 1), 0.22);
  });
  test('rejects when it cannot be had', async () => {
    await assert.rejects(createRules({ wasm: 'http://127.0.0.1:9/rules.wasm' }), refusal('no-module'));
    await assert.rejects(createRules({ wasm: new Uint8Array(4) }), WebAssembly.CompileError);
  });
  test('is exported beside the SDK', () => {
    const { exports, files } = JSON.parse(readFileSync(join(dist, 'package.json'), 'utf8'));
    assert.deepEqual(exports['./rules'], { types: './rules.d.ts', default: './rules.mjs' });
    for (const file of ['rules.mjs', 'rules.wasm', 'rules.d.ts']) assert.ok(files.includes(file) && readFileSync(join(dist, file)).length > 0);
  });
});

describe('a compiled document', () => {
  test('answers by segment', () => {
    const compiled = rules.compile(segments({ german: { 'traits.country': 'DE' }, rich: { 'cart.value': { $gte: 50 } }, both: { $and: [{ $segment: 'german' }, { $segment: 'rich' }] } }));
    assert.deepEqual(compiled.segments, ['german', 'rich', 'both']);
    assert.deepEqual(compiled.problems, []);
    assert.deepEqual(compiled.evaluate({ traits: { country: 'DE' }, cart: { value: 50 } }), { german: true, rich: true, both: true });
    assert.deepEqual(compiled.evaluate({ traits: { country: 'FR' }, cart: { value: 50 } }), { german: false, rich: true, both: false });
    assert.deepEqual([...compiled.verdicts({ traits: { country: 'DE' } })], [1, 0, 0]);
  });
  test('is an object or its JSON', () => {
    assert.deepEqual(rules.compile(JSON.stringify(segments({ all: {} }))).evaluate({}), { all: true });
  });
  test('reads facts of roots that are not ours', () => {
    assert.deepEqual(rules.compile(segments({ cold: { 'weather.temp': { $lt: 5 } }, plain: { country: 'DE' } })).evaluate({ weather: { temp: 3 }, country: 'DE' }), { cold: true, plain: true });
  });
  test('counts facts that run by themselves as they are told', () => {
    const compiled = rules.compile(segments({ long: { 'session.duration': { $gte: 300 } }, idle: { 'cart.idle': { $gt: 60 } } }));
    assert.deepEqual(compiled.evaluate({ session: { duration: 300 }, cart: { idle: 60 } }), { long: true, idle: false });
    assert.deepEqual(compiled.evaluate({ session: { duration: 299 }, cart: { idle: 61 } }), { long: false, idle: true });
  });
  test('tells what is wrong with a rule, and nobody is in its segment', () => {
    const compiled = rules.compile(segments({ fine: {}, wrong: { 'traits.age': { $gte: 18, $lessThan: 30 } } }));
    assert.deepEqual(compiled.problems.map(({ code, path }) => [code, path]), [['unknown-operator', '/segments/1/when/traits.age/$lessThan']]);
    assert.deepEqual(compiled.evaluate({ traits: { age: 20 } }), { fine: true, wrong: false });
  });
  test('stands beside others', () => {
    const all = Array.from({ length: 20 }, (_, i) => rules.compile(segments({ it: { n: i } })));
    all.forEach((compiled, i) => assert.deepEqual([compiled.evaluate({ n: i }), compiled.evaluate({ n: i + 1 })], [{ it: true }, { it: false }]));
  });
  test('is refused as a whole when it is none', () => {
    assert.throws(() => rules.compile('{'), refusal('json-syntax'));
    assert.throws(() => rules.compile({ version: 2 }), refusal('bad-document', '/version'));
    assert.throws(() => rules.compile({ version: 1, segments: {} }), refusal('bad-document', '/segments'));
  });
  test('refuses facts that are none', () => {
    const compiled = rules.compile(segments({}));
    assert.throws(() => compiled.evaluate([]), refusal('bad-facts'));
    assert.throws(() => compiled.evaluate({ big: 1n }), refusal('bad-facts'));
  });
  test('takes texts with half a surrogate pair', () => {
    assert.deepEqual(rules.compile(segments({ it: { a: 'x\ufffd' } })).evaluate({ a: 'x\ud83d' }), { it: true });
  });
});

describe('the past', () => {
  const viewed = (minutesAgo: number, properties: object = {}) => ({ name: 'Product Viewed', time: NOW - minutesAgo * MINUTE, properties });
  const compiled = () => rules.compile(segments({
    fan: { $event: { name: 'Product Viewed', where: { category: 'lips' }, within: '1h', count: { $gte: 2 } } },
    now: { $event: { name: 'Product Viewed', within: 'session', count: { $gte: 2 } } },
    left: { $sequence: { steps: [{ name: 'Product Added' }], unless: { name: 'Order Completed', within: '30m' } } },
  }));

  test('is asked in any order of its events, from any form of time', () => {
    const lips = { category: 'lips' };
    const events = [viewed(5, lips), { ...viewed(59, lips), time: new Date(NOW - 59 * MINUTE) }, { ...viewed(90, lips), time: new Date(NOW - 90 * MINUTE).toISOString() }];
    assert.equal(compiled().evaluate({}, { events, now: NOW }).fan, true);
    assert.equal(compiled().evaluate({}, { events: events.reverse(), now: new Date(NOW) }).fan, true);
    assert.equal(compiled().evaluate({}, { events, now: NOW + MINUTE }).fan, false);
  });
  test('has sessions, which end by themselves', () => {
    assert.equal(compiled().evaluate({}, { events: [viewed(29), viewed(10)], now: NOW }).now, true);
    assert.equal(compiled().evaluate({}, { events: [viewed(41), viewed(10)], now: NOW }).now, false);
    assert.equal(compiled().evaluate({}, { events: [viewed(40), viewed(30)], now: NOW }).now, false);
  });
  test('waits for what did not happen', () => {
    const added = { name: 'Product Added', time: NOW };
    assert.equal(compiled().evaluate({}, { events: [added], now: NOW + 30 * MINUTE - 1 }).left, false);
    assert.equal(compiled().evaluate({}, { events: [added], now: NOW + 30 * MINUTE }).left, true);
  });
  test('is forgotten by the next question', () => {
    const one = compiled();
    assert.equal(one.evaluate({}, { events: [viewed(1), viewed(2)], now: NOW }).now, true);
    assert.equal(one.evaluate({}).now, false);
    assert.equal(one.evaluate({}, { events: [viewed(1)], now: NOW }).now, false);
  });
  test('gives stage and rfm, where the facts do not', () => {
    const document = {
      ...segments({ buyer: { stage: 'purchase' }, best: { 'rfm.cell': 'champions' }, aware: { stage: 'awareness' } }),
      rfm: { recency: ['7d', '30d', '90d', '180d'], frequency: [1, 1.5, 1.6, 1.7], monetary: [1, 2, 3, 4] },
    };
    const events = [{ name: 'Order Completed', time: NOW - DAY, properties: { total: 90 } }];
    const ordered = rules.compile(document);
    assert.deepEqual(ordered.problems, []);
    const { buyer, aware } = ordered.evaluate({}, { events, now: NOW });
    assert.deepEqual([buyer, aware], [true, false]);
    assert.deepEqual(ordered.evaluate({ stage: 'awareness', rfm: { cell: 'champions' } }, { events, now: NOW }), { buyer: false, best: true, aware: true });
    assert.deepEqual(ordered.evaluate({}), { buyer: false, best: false, aware: true });
  });
  test('is refused when it cannot have been', () => {
    const one = compiled();
    assert.throws(() => one.evaluate({}, { events: [viewed(-1)], now: NOW }), refusal('bad-history', '/events/0/time'));
    assert.throws(() => one.evaluate({}, { events: [{ name: '', time: 0 }], now: NOW }), refusal('bad-history', '/events/0/name'));
    assert.throws(() => one.evaluate({}, { events: [{ name: 'A', time: 'yesterday' }], now: NOW }), refusal('bad-history', '/events/0/time'));
  });
});

describe('a condition by itself', () => {
  test('is asked about attributes and groups', () => {
    assert.equal(rules.evaluate({ 'user.id': { $inGroup: 'beta' } }, { user: { id: 7 } }, { groups: { beta: [7] } }), true);
    assert.equal(rules.evaluate({ 'user.id': { $inGroup: 'beta' } }, { user: { id: 7 } }), false);
    assert.equal(rules.evaluate({ path: { $regex: '^/p/\\d+$' } }, { path: '/p/42' }), true);
  });
  test('does not hold where it cannot be understood', () => {
    assert.equal(rules.evaluate({ a: { $near: 1 } }, { a: 1 }), false);
    assert.equal(rules.evaluate({ a: { $regex: '(' } }, { a: '(' }), false);
  });
});

test('a hash is that of GrowthBook', () => {
  assert.deepEqual([rules.hash('', 'a', 1), rules.hash('seed', 'b', 2), rules.hash('', 'a', 3)], [0.22, 0.2696, null]);
});
