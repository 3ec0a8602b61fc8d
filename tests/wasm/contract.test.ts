import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { ABI_VERSION, readEffects, type Command, type Effect, type Question } from '../../bindings/host/protocol.ts';
import { ensureBuilt } from '../replay/builds.ts';
import { instantiateCore } from '../replay/wasmCore.ts';
import { ENVIRONMENT, open, RICH_DOCUMENT, root, Session } from './boundary.ts';
import { Visit } from './commandLog.ts';

type Body<K extends Command['kind']> = Omit<Extract<Command, { kind: K }>, 'now' | 'kind'>;
const page = { url: 'https://shop.test/', title: '', referrer: '', type: 'home' };

/** One of each kind; the type asks for a new line whenever protocol.ts gains a kind. */
const COMMANDS: { [K in Command['kind']]: Body<K> } = {
  visitor: { snapshot: null }, page: { page }, track: { name: 'x' }, identify: { userId: 'u' }, alias: { userId: 'u' }, group: { groupId: 'g' },
  reset: {}, consent: { purposes: {} }, signal: { name: 'activity' }, show: { campaign: 'welcome' }, ui: { campaign: 'welcome', action: 'click' },
  elapsed: {}, sent: { request: 1, status: 200, body: '' }, flush: {}, query: { tag: 1, ask: 'stats' }, slots: { present: [] },
  drawn: { campaign: 'welcome', draw: 'd', status: 200, body: '{}' }, part: {}, device: { device: ENVIRONMENT.device! }, context: { context: { a: 1 } },
  lead: { is: true }, peer: { gone: ['x'] }, markup: { jsonLd: [], meta: {} }, pushed: { entry: '{}' },
};
const QUESTIONS: Record<Question, true> = { explain: true, segments: true, facts: true, stats: true, snapshot: true };

const source = (folder: string): string => readdirSync(join(root, folder)).filter((name) => name.endsWith('.cpp')).map((name) => readFileSync(join(root, folder, name), 'utf8')).join('\n');
const matches = (text: string, pattern: RegExp): string[] => [...new Set([...text.matchAll(pattern)].map((match) => match[1]!))].sort();
const protocol = readFileSync(join(root, 'bindings/host/protocol.ts'), 'utf8');
const errorsOf = (effects: Effect[]) => effects.flatMap((effect) => (effect.kind == 'notify' && effect.event == 'error' ? [effect.detail] : []));

test('the module exports the boundary and nothing else of the core', async () => {
  ensureBuilt(root, 'wasm', console.error);
  const core = await instantiateCore(root);
  assert.equal(core.abiVersion(), ABI_VERSION);
  for (const name of ['reserve', 'load', 'dispatch', 'output'] as const) assert.equal(typeof core[name], 'function', name);
  assert.ok(core.HEAPU8 instanceof Uint8Array);
  const bound = matches(readFileSync(join(root, 'bindings/embind/bindings.cpp'), 'utf8'), /function\("(\w+)"/g);
  assert.deepEqual(bound, ['abiVersion', 'dispatch', 'load', 'output', 'reserve']);
});

test('memory that grew is still read and written right', async () => {
  const core = await open('wasm');
  const segments = Array.from({ length: 5_000 }, (_, i) => ({ id: `s${i}`, when: { 'page.path': `/${i}` } }));
  const report = JSON.parse(await core.load(`${JSON.stringify(ENVIRONMENT)}\n${JSON.stringify({ version: 1, segments })}`));
  assert.deepEqual(report, { segments: 5_000, campaigns: 0, revision: 0, slots: [], problems: [] });
});

for (const build of ['native', 'wasm'] as const) {
  test(`${build}: load answers with a report, or with an error that has a path`, async () => {
    const core = await open(build);
    try {
      const load = async (environment: string, document: string) => JSON.parse(await core.load(`${environment}\n${document}`));
      const report = await load(JSON.stringify(ENVIRONMENT), JSON.stringify(RICH_DOCUMENT));
      assert.deepEqual([report.segments, report.campaigns, report.revision], [RICH_DOCUMENT.segments.length, 4, 0]);
      assert.deepEqual(report.problems.map(({ code, path }: { code: string; path: string }) => [code, path]),
        [['unknown-operator', '/segments/17/when/$nope'], ['unknown-widget', '/campaigns/3/widget']]);
      const failures = [await load('[]', '{"version":1}'), await load(JSON.stringify(ENVIRONMENT), '{"version":2}'), await load(JSON.stringify(ENVIRONMENT), '{')];
      assert.deepEqual(failures.map(({ error }) => [error.code, error.path]), [['bad-environment', '/environment'], ['bad-document', '/version'], ['json-syntax', '']]);
    } finally {
      core.close();
    }
  });
}

test('every command of protocol.ts is known to the core', async () => {
  const session = await Session.begin(RICH_DOCUMENT, { consent: 'granted' });
  for (const [kind, body] of Object.entries(COMMANDS)) {
    // On show, so that `ui` has something to be about.
    await session.tell({ now: 1000, kind: 'visitor', snapshot: null }, { now: 1000, kind: 'page', page });
    assert.deepEqual(errorsOf(await session.tell({ now: 2000, kind, ...body })), [], kind);
  }
});

test('every command the core knows is in protocol.ts', () => {
  const events = /kEventTypes = \{(.*)\}/.exec(readFileSync(join(root, 'sdk/src/model/event.h'), 'utf8'))![1]!;
  const known = [...matches(source('sdk/src/engine'), /\bkind\.is\("(\w+)"\)/g), ...matches(events, /"(\w+)"/g)].sort();
  assert.deepEqual(known, Object.keys(COMMANDS).sort());
});

test('what is no command is reported with its path, and the others are carried out', async () => {
  const session = await Session.begin(RICH_DOCUMENT, { consent: 'granted' });
  const effects = await session.tell({ now: 1, kind: 'visitor', snapshot: null }, { now: 2, kind: 'dance' }, { kind: 'flush' }, { now: 3, kind: 'track' },
    { now: 3, kind: 'query', tag: 7, ask: 'why' }, { now: 4, kind: 'track', name: 'x' });
  assert.deepEqual(errorsOf(effects).map(({ code, path }) => [code, path]),
    [['bad-command', '/commands/1/kind'], ['bad-command', '/commands/2/now'], ['bad-command', '/commands/3/name'], ['bad-command', '/commands/4/ask']]);
  assert.equal(effects.filter(({ kind }) => kind == 'store').length, 1);
  assert.deepEqual(errorsOf(await session.tell()), []);
});

test('a dispatch that is no JSON, too deep or over 1 MiB is refused as one, with a path', async () => {
  const session = await Session.begin(RICH_DOCUMENT);
  const errorOf = async (text: string) => errorsOf(readEffects(await session.core.dispatch(text))).map(({ code, path }) => [code, path]);
  assert.deepEqual(await errorOf('[{'), [['json-syntax', '/commands']]);
  assert.deepEqual(await errorOf('['.repeat(65) + ']'.repeat(65)), [['json-depth', '/commands']]);
  assert.deepEqual(await errorOf('[]'.padEnd((1 << 20) + 1)), [['too-large', '/commands']]);
  assert.deepEqual(await errorOf('[]'.padEnd(1 << 20)), []);
});

test('each question is answered once, with its tag', async () => {
  const session = await Session.begin(RICH_DOCUMENT, { consent: 'granted' });
  const effects = await session.tell({ now: 1, kind: 'visitor', snapshot: null }, ...Object.keys(QUESTIONS).map((ask, tag) => ({ now: 2, kind: 'query', tag, ask })));
  const answers = effects.flatMap((effect) => (effect.kind == 'answer' ? [effect] : []));
  assert.deepEqual(answers.map(({ tag }) => tag), [0, 1, 2, 3, 4]);
  for (const { tag, value } of answers) assert.ok(value !== null && typeof value == 'object', Object.keys(QUESTIONS)[tag]);
});

const effectKinds = matches(protocol.slice(protocol.indexOf('export type Effect')), /kind: '(\w+)'/g);

// `need` comes of a core in two parts: parts.test.ts.
test('a visit meets every other effect of protocol.ts, and no more', async () => {
  const session = await Session.begin(RICH_DOCUMENT, { consent: 'granted' });
  const visit = new Visit(1);
  const met = new Set<string>();
  for (let i = 0; i < 500; i++) {
    const effects: Effect[] = readEffects(await session.core.dispatch(visit.next()));
    for (const { kind } of effects) met.add(kind);
    visit.take(effects);
  }
  // Other tabs: another one sends and does not; a snapshot that does not know what is stored.
  const now = Date.UTC(2100, 0);
  const tab = await Session.begin(RICH_DOCUMENT, { consent: 'granted' });
  const alone = await tab.tell({ now, kind: 'consent', purposes: 'granted' }, { now, kind: 'lead', is: false }, { now, kind: 'track', name: 'x' }, { now: now + 60_000, kind: 'elapsed' });
  const woken = await tab.tell({ now: now + 60_000, kind: 'visitor', snapshot: { v: 1, consent: { analytics: true }, events: [] }, outbox: [{ id: 'x', bytes: 1 }] });
  for (const { kind } of [...alone, ...woken]) met.add(kind);
  assert.deepEqual([...met].sort(), effectKinds.filter((kind) => kind != 'need'));
});

test('every effect the core can write is in protocol.ts', () => {
  assert.deepEqual(matches(source('sdk/src/engine') + readFileSync(join(root, 'sdk/src/engine/effects.h'), 'utf8'), /\bbegin\("(\w+)"\)/g), effectKinds);
});
