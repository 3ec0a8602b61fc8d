import assert from 'node:assert/strict';
import { test } from 'node:test';
import { FakeCore, settled } from './fakes.ts';
import { FakeBackend, muteWarnings, stage, started } from './stage.ts';

muteWarnings();
const snapshotScript = (command: any): any[] => {
  if (command.kind == 'visitor') return [{ kind: 'storage', state: true, events: true }];
  return command.kind == 'query' ? [{ kind: 'answer', tag: command.tag, value: { taken: command.now } }] : [];
};

test('the environment is one line before the untouched document', async () => {
  const { core } = await started({ consent: 'granted', locale: 'ru', document: async () => '{"version":1,\n"x":"ы"}' });
  assert.equal(core.loads[1]!.document, '{"version":1,\n"x":"ы"}');
  const { entropy, consent, locale, display, device } = core.loads[1]!.environment;
  assert.deepEqual([entropy, consent, locale, display, device.width], ['0'.repeat(31) + '2', 'granted', 'ru', true, 800]);
});

test('the stored state and the stored events reach the core with the visitor', async () => {
  const backend = new FakeBackend();
  backend.state = '{"seen":["a"]}';
  backend.events.set('e1', '"é"');
  const { core } = await started({ backends: [backend] });
  const { snapshot, outbox } = core.of('visitor')[0];
  assert.deepEqual([snapshot, outbox], [{ seen: ['a'] }, [{ id: 'e1', bytes: 4 }]]);
});

test('stored state that is not JSON is taken for none', async () => {
  const backend = new FakeBackend();
  backend.state = '{"seen":[';
  const { core } = await started({ backends: [backend] });
  assert.equal(core.of('visitor')[0].snapshot, null);
});

test('a document that cannot be fetched is reported and the SDK runs with an empty one', async () => {
  const { api, core, errors } = await started({ document: async () => { throw '404 https://collect.test/v1/document/k'; } });
  assert.deepEqual(errors.map(({ code, detail }) => [code, detail]), [['document', '404 https://collect.test/v1/document/k']]);
  assert.equal(core.loads[0]!.document, '{"version":1}');
  assert.deepEqual(await api.ready(), { active: true });
});

test('a document that never answers is given up after five seconds', async () => {
  const { core, errors, clock } = await started({ document: () => new Promise(() => {}) });
  await clock.advance(4999);
  assert.equal(core.of('visitor').length, 0);
  await clock.advance(1);
  assert.equal(core.of('visitor').length, 1);
  assert.deepEqual(core.loads.map(({ document }) => document), ['{"version":1}', '{"version":1}']);
  assert.equal(errors[0]!.code, 'document');
});

test('a document that the core refuses is reported and replaced by an empty one', async () => {
  const core = new FakeCore();
  core.onLoad = (text) => (text == 'junk' ? { error: { code: 'bad-json', path: '/document', detail: 'line 1' } } : { slots: [], problems: [] });
  const { api, errors } = await started({ with: core, document: async () => 'junk' });
  assert.deepEqual(errors, [{ code: 'bad-json', path: '/document', detail: 'line 1' }]);
  assert.deepEqual(core.loads.map(({ document }) => document), ['{"version":1}', 'junk', '{"version":1}']);
  assert.deepEqual(await api.ready(), { active: true });
});

test('each problem of a document becomes an error', async () => {
  const core = new FakeCore();
  core.onLoad = (text) => ({ slots: [], problems: text == '{"version":1}' ? [] : [{ code: 'a', path: '/1', detail: 'x' }, { code: 'b', path: '/2', detail: 'y' }] });
  const { errors } = await started({ with: core });
  assert.deepEqual(errors.map(({ code }) => code), ['a', 'b']);
});

test('without a core nothing stored is touched, ready says why, and every call stays harmless', async () => {
  const { api, errors, backend } = await started({ core: async () => { throw new Error('CompileError'); } });
  const { active, error } = await api.ready();
  assert.equal(active, false);
  assert.match(error!.detail, /CompileError/);
  api.track('A');
  assert.equal(await api.explain(), null);
  assert.equal(await api.stats(), null);
  await api.flush();
  api.destroy();
  assert.deepEqual([backend.writes.length, backend.erasures, errors.length], [0, 0, 1]);
});

test('a core of another boundary version is refused', async () => {
  const core = new FakeCore();
  core.abi++;
  const { api } = await started({ with: core });
  assert.equal((await api.ready()).active, false);
  assert.equal(core.loads.length, 0);
});

test('a trap costs one batch: a fresh instance gets the document, the snapshot and the outbox', async () => {
  const core = new FakeCore();
  core.script = (command) => {
    if (command.name == 'Bad') throw new WebAssembly.RuntimeError('unreachable');
    if (command.name == 'Good') return [{ kind: 'store', id: 'e1', body: '{}' }];
    return snapshotScript(command);
  };
  const { api, clock, errors } = await started({ with: core });
  api.track('Good');
  await clock.advance(500);
  api.track('Bad');
  await clock.advance(0);
  api.track('After');
  await settled();
  assert.equal(core.instances, 2);
  assert.notEqual(core.loads[1]!.environment.entropy, core.loads[2]!.environment.entropy);
  assert.equal(core.loads[2]!.document, core.loads[1]!.document);
  const again = core.of('visitor')[1];
  assert.deepEqual(again.outbox, [{ id: 'e1', bytes: 2 }]);
  assert.ok(again.snapshot.taken > 0);
  assert.deepEqual(errors.map(({ code }) => code), ['trap']);
  assert.equal(core.commands.at(-1).name, 'After');
});

test('what was waiting behind the batch that trapped is dispatched to the next instance', async () => {
  const core = new FakeCore();
  core.script = (command) => { if (command.name == 'T0') throw new Error('trap'); return []; };
  const { api, clock } = await started({ with: core });
  for (let index = 0; index < 4; index++) api.track('T' + index, { text: 'x'.repeat(100_000) });
  for (let turn = 0; turn < 4; turn++) await clock.advance(0);
  assert.deepEqual(core.batches.map((batch) => batch.map(({ kind, name }) => name ?? kind)), [['visitor'], ['T0', 'T1'], ['visitor'], ['T0'], ['visitor'], ['T1'], ['T2'], ['T3']]);
});

test('of a batch that trapped each command is done by itself: the one to blame is dropped, the others are not', async () => {
  const core = new FakeCore();
  let made = 0;
  core.script = (command) => {
    if (command.name == 'Bad') throw new Error('trap');
    return command.kind == 'track' ? [{ kind: 'store', id: 'e' + made++, tag: command.tag, body: '{}' }] : snapshotScript(command);
  };
  const { api, clock, errors } = await started({ with: core });
  const calls = ['Before', 'Bad', 'After'].map((name) => api.track(name));
  for (let turn = 0; turn < 6; turn++) await clock.advance(0);
  assert.deepEqual(errors.map(({ code, detail }) => [code, detail]), [['trap', 'Error: trap; 0 commands lost'], ['trap', 'Error: trap; 1 commands lost']]);
  assert.deepEqual(calls.map(({ state, reason }) => reason ?? state), ['stored', 'refused', 'stored']);
});

test('after a trap the last word on consent is said again', async () => {
  const core = new FakeCore();
  core.script = (command) => { if (command.name == 'Bad') throw new Error('trap'); return []; };
  const { api, clock } = await started({ with: core, consent: 'granted' });
  api.consent('denied');
  await settled();
  api.track('Bad');
  await clock.advance(0);
  assert.deepEqual(core.commands.slice(-2).map(({ kind }) => kind), ['visitor', 'consent']);
  assert.equal(core.commands.at(-1).purposes, 'denied');
});

test('the third trap switches the SDK off', async () => {
  const core = new FakeCore();
  core.script = (command) => { if (command.kind == 'track') throw new Error('trap'); return []; };
  const { api, errors, clock } = await started({ with: core });
  api.track('A');
  await clock.advance(0);
  for (const name of ['B', 'C', 'D']) {
    api.track(name);
    await clock.advance(0);
  }
  assert.equal(core.of('track').length, 3);
  assert.deepEqual(errors.map(({ code }) => code), ['trap', 'trap', 'trap', 'core']);
});

test('a snapshot that traps the core is not tried again', async () => {
  const core = new FakeCore();
  core.script = (command) => { if (command.snapshot) throw new Error('trap'); return []; };
  const backend = new FakeBackend();
  backend.state = '{"poison":1}';
  const { api } = await started({ with: core, backends: [backend] });
  assert.deepEqual(core.of('visitor').map(({ snapshot }) => snapshot), [{ poison: 1 }, null]);
  assert.deepEqual(await api.ready(), { active: true });
});

test('an answer to a request of the instance that trapped is not given to the next one', async () => {
  const core = new FakeCore();
  core.script = (command) => {
    if (command.name == 'Bad') throw new Error('trap');
    if (command.name == 'Good') return [{ kind: 'store', id: 'e1', body: '{}' }, { kind: 'send', request: 1, ids: ['e1'], unload: false }];
    return [];
  };
  const { api, net } = await started({ with: core });
  api.track('Good');
  await settled();
  api.track('Bad');
  await settled();
  await net.requests[0]!.answer(200);
  assert.equal(core.of('sent').length, 0);
});

test('a question that was open when the core trapped is answered with null', async () => {
  const core = new FakeCore();
  core.script = (command) => { if (command.kind == 'query') throw new Error('trap'); return []; };
  const { api } = await started({ with: core });
  assert.equal(await api.facts(), null);
});

test('a snapshot is stored when the page has been idle after a change', async () => {
  const core = new FakeCore();
  core.script = snapshotScript;
  const { api, clock, backend } = await started({ with: core });
  api.track('A');
  await clock.advance(199);
  assert.equal(backend.state, null);
  await clock.advance(1);
  assert.deepEqual(JSON.parse(backend.state!), { taken: clock.time });
  await clock.advance(60_000);
  assert.equal(core.of('query').length, 1);
});

test('… at most once a second, but whenever events go: what is in no stored event any more is in the snapshot', async () => {
  const core = new FakeCore();
  core.script = (command) => {
    if (command.name == 'Kept') return [{ kind: 'store', id: 'e1', body: '{}' }, { kind: 'send', request: 1, ids: ['e1'], unload: false }];
    return command.kind == 'sent' ? [{ kind: 'remove', ids: ['e1'] }] : snapshotScript(command);
  };
  const { api, clock, backend, net } = await started({ with: core });
  const taken = (): number => core.of('query').length;
  for (let i = 0; i < 10; i++) {
    api.track('A');
    await clock.advance(100);
  }
  assert.equal(taken(), 1);
  await clock.advance(400);
  assert.equal(taken(), 2);
  api.track('Kept');
  await settled();
  await net.requests[0]!.answer(200, '{}');
  await clock.advance(1);
  assert.equal(taken(), 3);
  assert.deepEqual([JSON.parse(backend.state!), backend.events.size], [{ taken: clock.time - 1 }, 0]);
});

test('a snapshot is not even asked for while nothing may be stored', async () => {
  const core = new FakeCore();
  core.script = (command) => (command.kind == 'visitor' ? [{ kind: 'storage', state: false, events: false }] : snapshotScript(command));
  const { api, clock, backend } = await started({ with: core });
  api.track('A');
  await clock.advance(1000);
  assert.equal(core.of('query').length, 0);
  assert.deepEqual(backend.writes, []);
});

test('a snapshot that the core withholds is not stored', async () => {
  const core = new FakeCore();
  core.script = (command) => (command.kind == 'query' ? [{ kind: 'answer', tag: command.tag, value: null }] : snapshotScript(command));
  const { api, clock, backend } = await started({ with: core });
  api.track('A');
  await clock.advance(1000);
  assert.equal(core.of('query').length, 1);
  assert.equal(backend.state, null);
});

test('256 commands bring a snapshot without waiting for idleness', async () => {
  const core = new FakeCore();
  core.script = snapshotScript;
  const { api, clock } = await started({ with: core });
  for (let count = 0; count < 256; count++) api.track('X');
  await clock.advance(0);
  assert.equal(core.of('query').length, 1);
});

test('a page hidden before its document has come starts without one, and takes it in when it comes', async () => {
  const core = new FakeCore();
  core.script = snapshotScript;
  let come!: (text: string) => void;
  const { api, window, clock } = await started({ with: core, document: () => new Promise((resolve) => { come = resolve; }) });
  api.track('A');
  await settled();
  assert.equal(core.batches.length, 0);
  window.hide();
  assert.deepEqual(core.commands.map(({ kind }) => kind), ['visitor', 'track', 'signal', 'query']);
  come('{"version":1,"revision":9}');
  await clock.advance(0);
  assert.deepEqual(core.loads.map(({ document }) => document).slice(-2), ['{"version":1}', '{"version":1,"revision":9}']);
  assert.equal(core.of('visitor').length, 1);
  assert.deepEqual(await api.ready(), { active: true });
});

test('when the page is hidden the core hears it and the snapshot is stored in the same task', async () => {
  const core = new FakeCore();
  core.script = snapshotScript;
  const { api, window, backend } = await started({ with: core });
  api.track('A');
  window.hide();
  assert.deepEqual(core.commands.slice(-3).map(({ kind }) => kind), ['track', 'signal', 'query']);
  assert.notEqual(backend.state, null);
});

test('in Node nothing is drawn or watched and calls still reach the core', async () => {
  const { api, core } = await started({ headless: true });
  api.page('Job');
  await settled();
  assert.equal(core.loads[0]!.environment.display, false);
  assert.equal(core.loads[0]!.environment.device, undefined);
  assert.deepEqual(core.of('page')[0].page, { url: '', title: '', referrer: '' });
});

test('destroy takes listeners, timers and widgets away and stores the last state', async () => {
  const core = new FakeCore();
  core.script = (command) => (command.kind == 'track'
    ? [{ kind: 'timer', at: command.now + 5000 }, { kind: 'mount', campaign: 'c', widget: 'bar', slot: 'top', lang: 'en', dir: 'ltr' }]
    : snapshotScript(command));
  const { api, window, clock, backend } = await started({ with: core, pages: 'auto' });
  api.track('A');
  await settled();
  assert.equal(window.document.body.children.length, 1);
  api.destroy();
  assert.equal(window.document.body.children.length, 0);
  assert.equal(window.hears() + window.document.hears(), 0);
  assert.notEqual(backend.state, null);
  const before = core.commands.length;
  await clock.advance(60_000);
  window.hide();
  window.history.pushState(null, '', '/next');
  api.track('B');
  await settled();
  assert.equal(core.commands.length, before);
});

test('destroyed while it starts, the SDK never wakes up', async () => {
  const { api, host, core } = stage();
  host.start();
  api.destroy();
  await settled();
  assert.deepEqual(core.commands, []);
  assert.deepEqual(await api.ready(), { active: false, error: undefined });
});
