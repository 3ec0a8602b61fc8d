// The core in two modules, as a page loads it: script/split-core.mjs.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { before, test } from 'node:test';
import { pathToFileURL } from 'node:url';
import { readEffects, type Effect } from '../../bindings/host/protocol.ts';
import { instantiator } from '../../bindings/host/runtime.ts';
import { splitCore, stripped } from '../../script/split-core.mjs';
import { ensureBuilt } from '../replay/builds.ts';
import { coreText } from '../replay/wasmCore.ts';
import { ENVIRONMENT, open, RICH_DOCUMENT, root } from './boundary.ts';
import { Visit } from './commandLog.ts';

const LOAD = `${JSON.stringify({ ...ENVIRONMENT, consent: 'granted' })}\n${JSON.stringify(RICH_DOCUMENT)}`;
const OPENING = '[{"kind":"visitor","now":1000,"snapshot":null},{"kind":"page","now":1000,"page":{"url":"https://shop.test/","title":"","referrer":"","type":"home"}}]';
const core = join(root, 'build/wasm/core.wasm');
let start: WebAssembly.Module;
let draw: WebAssembly.Module;
let moved: string[];

before(() => {
  ensureBuilt(root, 'wasm', console.error);
  const parts = splitCore(core, 1);
  [start, draw] = [parts.start, parts.draw].map((bytes) => new WebAssembly.Module(new Uint8Array(bytes))) as [WebAssembly.Module, WebAssembly.Module];
  moved = parts.moved;
});

async function openParts(part = () => draw) {
  const { default: factory } = await import(pathToFileURL(core.replace(/wasm$/, 'mjs')).href);
  const made = await instantiator(factory, () => start, part, () => Promise.reject('it is not asked for'))(() => {});
  const text = coreText(made);
  await text.load(LOAD);
  return { ...text, extend: made.extend, tell: async (commands: string): Promise<Effect[]> => readEffects(await text.dispatch(commands)) };
}

const kinds = (effects: Effect[]): string[] => effects.map(({ kind }) => kind);

test('widgets, views, explanations and what looks at contents are in the second part, rules and delivery are not', () => {
  for (const pattern of [/^waymark::widgets::wheel::.*Wheel::view/, /^waymark::view::write_diff/, /^waymark::Engine::Core::show\(/, /^waymark::rules::explain\(/, /^waymark::Engine::Core::run_markup\(/, /^waymark::text::money/, /^waymark::widgets::wheel::.*::check\(/, /^waymark::find_nearest\(/])
    assert.ok(moved.some((name) => pattern.test(name)), `${pattern}`);
  for (const pattern of [/^waymark::rules::Evaluation::settle/, /^waymark::outbox::/, /^waymark::codec::JsonWriter/, /^waymark::campaigns::decide\(/])
    assert.deepEqual(moved.filter((name) => pattern.test(name)), []);
});

test('a visit without the second part never calls into it', async () => {
  const text = await openParts();
  const visit = new Visit(1);
  const met = new Set<string>();
  for (let i = 0; i < 600; i++) {
    const effects = await text.tell(visit.next());
    visit.take(effects);
    for (const kind of kinds(effects)) met.add(kind);
  }
  assert.deepEqual([...met].sort(), ['answer', 'need', 'notify', 'read', 'remove', 'send', 'storage', 'store', 'tell', 'timer']);
});

test('with the second part the answers are those of the core in one piece', async () => {
  const whole = await open('wasm');
  await whole.load(LOAD);
  const parts = await openParts();
  await parts.extend();
  // As the host says once it can draw.
  await parts.tell('[{"kind":"part","now":0}]');
  const visit = new Visit(2);
  for (let i = 0; i < 600; i++) {
    const commands = visit.next();
    const output = await parts.dispatch(commands);
    assert.equal(output, await whole.dispatch(commands), commands);
    visit.take(readEffects(output));
  }
});

test('a campaign waits for the second part, which is brought once, and again after a failure', async () => {
  let fetches = 0;
  const text = await openParts(() => {
    if (++fetches == 1) throw new Error('404');
    return draw;
  });
  assert.ok(kinds(await text.tell(OPENING)).includes('need'));
  await assert.rejects(text.extend(), /404/);
  await Promise.all([text.extend(), text.extend()]);
  assert.equal(fetches, 2);
  const effects = await text.tell('[{"kind":"part","now":1000}]');
  const style = effects.find((effect) => effect.kind == 'style');
  assert.match(style!.css, /^ ?:host\{.*\.bar\{/s);
  assert.ok(kinds(effects).includes('mount'));
});

test('parts of two builds do not come together', async () => {
  const parts = splitCore(core, 1);
  const name = WebAssembly.Module.exports(start).find(({ kind }) => kind == 'global')!.name;
  const foreign = new WebAssembly.Module(new Uint8Array(Buffer.from(parts.draw.toString('latin1').replace(name, '%00000000'), 'latin1')));
  const text = await openParts(() => foreign);
  await assert.rejects(text.extend(), WebAssembly.LinkError);
});

test('the module in one piece is the core without the names of its functions', () => {
  const whole = new WebAssembly.Module(new Uint8Array(stripped(core)));
  assert.deepEqual(WebAssembly.Module.customSections(whole, 'name'), []);
  assert.equal(WebAssembly.Module.customSections(new WebAssembly.Module(new Uint8Array(readFileSync(core))), 'name').length, 1);
});
