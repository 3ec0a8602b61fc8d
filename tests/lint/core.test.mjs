// What the sources of the core must keep to: the direction of dependencies (ARCHITECTURE.md), dear headers, characters.
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../..', import.meta.url));

/** Every folder of sdk/src, and what it may include beside itself. */
const MAY_INCLUDE = {
  base: [],
  codec: ['base'],
  model: ['base'],
  visitor: ['base', 'codec', 'model'],
  history: ['base', 'codec', 'model'],
  sources: ['base', 'codec', 'model'],
  // Rules look at facts and history, never at the engine.
  rules: ['base', 'codec', 'model', 'history'],
  outbox: ['base', 'codec', 'model'],
  experiments: ['base'],
  text: ['base', 'codec', 'model', 'rules'],
  // Drawing knows nothing of campaigns.
  view: ['base', 'codec'],
  widgets: ['base', 'codec', 'model', 'text', 'view'],
  campaigns: ['base', 'codec', 'model', 'visitor', 'history', 'rules', 'widgets'],
};
const DEAR_HEADERS = ['iostream', 'istream', 'ostream', 'sstream', 'fstream', 'regex', 'locale', 'filesystem', 'format'];

const files = (folder, pattern) =>
  readdirSync(join(root, folder), { recursive: true }).filter((name) => pattern.test(name)).map((name) => join(folder, name));
const lines = (file) => readFileSync(join(root, file), 'utf8').split('\n');
const includes = (file) =>
  lines(file).flatMap((line, index) => {
    const match = /^\s*#\s*include\s*([<"])([^>"]+)[>"]/.exec(line);
    return match ? [{ at: `${file}:${index + 1}`, name: match[2] }] : [];
  });
const isHeaderOf = (name, folder) => name.startsWith(folder + '/');

const core = files('sdk', /\.(h|cpp)$/);
const parts = Object.keys(MAY_INCLUDE);

test('there is something to look at', () => {
  assert.ok(core.length > 50, `${core.length} files`);
});

test('every folder of the core has its place in the order', () => {
  const folders = readdirSync(join(root, 'sdk/src'), { withFileTypes: true }).filter((entry) => entry.isDirectory()).map((entry) => entry.name);
  assert.deepEqual(folders.filter((name) => name != 'engine' && !parts.includes(name)), []);
});

for (const part of parts) {
  test(`${part} includes only what is below it`, () => {
    const allowed = [part, 'waymark', ...MAY_INCLUDE[part]];
    const found = core.filter((file) => isHeaderOf(relative('sdk/src', file), part)).flatMap(includes)
      .filter(({ name }) => [...parts, 'engine'].some((folder) => isHeaderOf(name, folder)) && !allowed.some((folder) => isHeaderOf(name, folder)));
    assert.deepEqual(found, []);
  });
}

test('the folders depend on each other in one direction', () => {
  const reaches = (from, to, seen = new Set()) =>
    MAY_INCLUDE[from].some((next) => next == to || (!seen.has(next) && reaches(next, to, seen.add(next))));
  assert.deepEqual(parts.filter((part) => reaches(part, part)), []);
});

test('widgets do not know each other', () => {
  const found = files('sdk/src/widgets', /\/\w+\.(h|cpp)$/).flatMap((file) => {
    const own = relative('sdk/src', file).split('/').slice(0, 2).join('/');
    return includes(file).filter(({ name }) => /^widgets\/\w+\//.test(name) && !isHeaderOf(name, own));
  });
  assert.deepEqual(found, []);
});

test('only codec knows nlohmann/json', () => {
  assert.deepEqual(core.filter((file) => !file.startsWith('sdk/src/codec/')).flatMap(includes).filter(({ name }) => name.startsWith('nlohmann')), []);
});

test('public headers include nothing private', () => {
  const found = files('sdk/include', /\.h$/).flatMap(includes).filter(({ name }) => name.includes('/') && !isHeaderOf(name, 'waymark'));
  assert.deepEqual(found, []);
});

test('the bindings include public headers only, the lean C library the decimals only', () => {
  const ours = (file) => includes(file).filter(({ name }) => [...parts, 'engine', 'waymark'].some((folder) => isHeaderOf(name, folder)));
  for (const file of files('bindings', /\.(h|cpp)$/)) {
    const allowed = file.endsWith('lean_libc.cpp') ? ['codec/decimal.h'] : ['waymark/engine.h', 'waymark/platform.h', 'waymark/rules.h'];
    assert.deepEqual(ours(file).filter(({ name }) => !allowed.includes(name)), []);
  }
});

test('no header that is dear in WebAssembly is included', () => {
  assert.deepEqual(core.flatMap(includes).filter(({ name }) => DEAR_HEADERS.includes(name)), []);
});

test('headers are included once', () => {
  assert.deepEqual(core.filter((file) => file.endsWith('.h') && !lines(file).includes('#pragma once')), []);
});

test('nothing throws, catches, prints or asks for the time', () => {
  const forbidden = /\b(throw|try|catch|dynamic_cast|typeid|printf|fopen|std::chrono|system_clock|std::random_device|getenv)\b/;
  const found = core.flatMap((file) =>
    lines(file).flatMap((line, index) => {
      const code = line.replace(/"(\\.|[^"\\])*"/g, '""').replace(/\/\/.*/, '');
      return forbidden.test(code) ? [`${file}:${index + 1} ${line.trim()}`] : [];
    }));
  assert.deepEqual(found, []);
});

test('characters beyond ASCII stand only in comments and in texts', () => {
  const found = core.flatMap((file) =>
    lines(file).flatMap((line, index) => {
      const code = line.replace(/"(\\.|[^"\\])*"/g, '""').replace(/\/\/.*/, '');
      return /[^\x00-\x7f]/.test(code) ? [`${file}:${index + 1} ${line.trim()}`] : [];
    }));
  assert.deepEqual(found, []);
});

test('lines have neither tabs nor trailing blanks', () => {
  const found = core.flatMap((file) =>
    lines(file).flatMap((line, index) => (/\t|[ \r]$/.test(line) ? [`${file}:${index + 1}`] : [])));
  assert.deepEqual(found, []);
});
