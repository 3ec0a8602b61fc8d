// Parts the core, build/wasm/core.wasm, into what a page loads at its start and what it needs when something is drawn:
// `node script/split-core.mjs [core.wasm]` lists the second part.
//
// Binaryen's wasm-split moves the functions. It has a call into the part that is not there yet go by an imported placeholder; here the
// place in the table stays empty instead, so that such a call is a trap and the host has nothing to supply. Texts that only the second
// part reads move with it: it writes them into the memory of the first when it is instantiated.
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** What the start never calls by itself, behind can_draw(). All that nobody else needs goes with it. */
const GATES = [
  /^waymark::Engine::Core::(show|tell|draw|close|write_(explanation|facts)|run_markup|run_drawn|check_contents)\(/,
  /^waymark::view::/,
  /^waymark::find_nearest\(/,
  // What is made for a show, and what is asked of it, and what looks at the content; whether a widget has something to show is asked at the start.
  /^waymark::widgets::\w+::\(anonymous namespace\)::(make|draw|check)\(/,
  /^waymark::widgets::(\w+::\(anonymous namespace\)::)?\w+::(~\w+|view|update|wakes_at)\(/,
];
/** sdk/src/base/part.cpp */
const MARK = 'waymark.draw';
/** Shorter runs of texts cost more in headers of segments than they take. */
const SHORTEST_RUN = 16;

const FEATURES = ['--enable-mutable-globals'];
const LIMIT = { maxBuffer: 1 << 28 };

/** Debian has Binaryen's tools on the path, an emsdk beside its compiler. */
const TOOLS = (() => {
  try {
    execFileSync('wasm-split', ['--version']);
    return '';
  } catch {
    return execFileSync('em-config', ['BINARYEN_ROOT'], { encoding: 'utf8' }).trim() + '/bin/';
  }
})();
export const binaryen = (tool, ...args) => execFileSync(TOOLS + tool, [...FEATURES, ...args], LIMIT);

/** `{ start, draw }`: the bytes of both modules, and `moved`, the names of the functions of the second. Fails when the core is laid out otherwise. */
export function splitCore(core, widgetStyles) {
  const folder = mkdtempSync(join(tmpdir(), 'waymark-split-'));
  const file = (name) => join(folder, name);
  const assembled = (name, text) => {
    writeFileSync(file(name + '.wat'), text);
    binaryen('wasm-as', file(name + '.wat'), '-o', file(name + '.wasm'));
    return readFileSync(file(name + '.wasm'));
  };
  try {
    const whole = binaryen('wasm-dis', core).toString();
    const moved = movedFunctions(whole);
    const texts = movedTexts(whole, new Set(moved), widgetStyles);
    writeFileSync(file('moved'), moved.join('\n'));
    // Modules of two builds must not meet: the stack pointer that they share has the build's name.
    const build = '%' + createHash('sha256').update(readFileSync(core)).digest('hex').slice(0, 8);
    binaryen('wasm-split', core, '--split-funcs=@' + file('moved'), '-S', '-o1', file('1'), '-o2', file('2'),
      '--placeholder-namespace=absent', '--import-namespace=a', '--export-prefix=%');
    const start = withData(withoutPlaceholders(readFileSync(file('1'), 'utf8')), texts.stay);
    const draw = withData(readFileSync(file('2'), 'utf8'), texts.move);
    return { start: assembled('start', replaced(start, '"%global"', `"${build}"`)), draw: assembled('draw', replaced(draw, '"%global"', `"${build}"`)), moved: moved.map(readable) };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** The module without names. */
export function stripped(core) {
  return binaryen('wasm-opt', '--strip-debug', core, '-o', '-');
}

const readable = (name) => name.replace(/\\(..)/g, (_, code) => String.fromCharCode(parseInt(code, 16)));
const needed = (found, what) => {
  if (!found) throw new Error(`the core cannot be split: no ${what} in its text`);
  return found;
};
const replaced = (text, what, by) => (needed(text.includes(what), what), text.replace(what, by));

/** Functions that are reached through a gate only. */
function movedFunctions(whole) {
  const calls = new Map();
  let callees;
  for (const line of whole.split('\n')) {
    const [, kind, name] = /^ +\((func|call) \$([^\s()]+)/.exec(line) ?? [];
    if (kind == 'func') calls.set(name, (callees = []));
    else if (kind) callees.push(name);
  }
  const [table] = needed(/^ \(elem .*/m.exec(whole), 'table');
  const roots = [...table.matchAll(/\$([^\s()]+)/g), ...whole.matchAll(/^ \(export "\w+" \(func \$([^\s()]+)/gm)].map(([, name]) => name);
  const isGate = (name) => GATES.some((gate) => gate.test(readable(name)));
  const stays = new Set();
  const visit = (name) => {
    if (!calls.has(name) || stays.has(name) || isGate(name)) return;
    stays.add(name);
    calls.get(name).forEach(visit);
  };
  roots.forEach(visit);
  return [...calls.keys()].filter((name) => !stays.has(name));
}

/**
 * What lies in memory at the start, as `[address, bytes]`, parted into what stays and what moves. Constant texts move when code that
 * moves names them and nothing else does: no other code, and no word of the data. Style sheets are named by the data alone.
 */
function movedTexts(whole, moved, widgetStyles) {
  const segments = [...whole.matchAll(/^ \(data \S+ \(i32\.const (\d+)\) "(.*)"\)$/gm)].map(([, at, text]) => [+at, bytesOf(text)]);
  needed(segments.length, 'data');
  const [first] = segments[0];
  const end = Math.max(...segments.map(([at, bytes]) => at + bytes.length));
  const memory = Buffer.alloc(end);
  for (const [at, bytes] of segments) bytes.copy(memory, at);

  const namedByMoving = new Set();
  const namedByOthers = new Set();
  let names;
  for (const line of whole.split('\n')) {
    const [, name] = /^ \(func \$(\S+)/.exec(line) ?? [];
    if (name) names = moved.has(name) ? namedByMoving : namedByOthers;
    for (const [, number] of names ? line.matchAll(/(?:i32\.const |offset=)(\d+)/g) : []) names.add(+number);
  }
  const words = new Set();
  for (let at = (first + 3) & ~3; at + 4 <= end; at += 4) words.add(memory.readUInt32LE(at));

  const moves = new Uint8Array(end);
  let styles = 0;
  for (const [begin, bytes] of segments) {
    for (const { index, 0: text } of bytes.toString('latin1').matchAll(/[^\0]+/g)) {
      const from = begin + index;
      const isNamed = (list, length = text.length) => Array.from({ length: length + 1 }, (_, i) => from + i).some((address) => list.has(address));
      const isStyle = /\{[a-z-]+:[^]*\}$/.test(text);
      styles += isStyle ? 1 : 0;
      const isMoving = text == MARK || (isStyle ? !isNamed(namedByOthers, 0) : namedByMoving.has(from) && !isNamed(namedByOthers) && !isNamed(words));
      if (isMoving) moves.fill(1, from, from + text.length + 1);
    }
  }
  if (styles < widgetStyles) throw new Error(`${styles} style sheets in the core's data, ${widgetStyles} in the sources`);

  const isMark = (from, at) => memory.toString('latin1', from, at) == MARK;
  const move = [];
  for (let at = first; at < end; at++) {
    const from = at;
    while (moves[at]) at++;
    if (at - from >= SHORTEST_RUN || isMark(from, at - 1)) move.push([from, Buffer.from(memory.subarray(from, at - 1))]);
  }
  needed(move.some(([from, { length }]) => isMark(from, from + length)), 'mark');
  // Memory is zero where no segment lies.
  for (const [at, bytes] of move) memory.fill(0, at, at + bytes.length);
  return { stay: segments.flatMap(([at, { length }]) => runs(memory, at, at + length)), move };
}

/** Parts between eight zeros or more. */
function runs(memory, from, end) {
  const found = [];
  const text = memory.toString('latin1', from, end);
  for (const { index, 0: run } of text.matchAll(/[^\0](?:(?!\0{8})[^])*/g)) found.push([from + index, Buffer.from(run.replace(/\0+$/, ''), 'latin1')]);
  return found;
}

const ESCAPES = { t: 9, n: 10, r: 13, '"': 34, "'": 39, '\\': 92 };
function bytesOf(text) {
  const bytes = [];
  for (const [, code, escape, plain] of text.matchAll(/\\([0-9a-f]{2})|\\(.)|([^])/g)) {
    bytes.push(...(code ? [parseInt(code, 16)] : escape ? [ESCAPES[escape]] : Buffer.from(plain)));
  }
  return Buffer.from(bytes);
}

function withData(text, segments) {
  const lines = segments.map(([at, bytes]) => ` (data (i32.const ${at}) "${Array.from(bytes, (byte) => '\\' + byte.toString(16).padStart(2, '0')).join('')}")\n`);
  const bare = text.replace(/^ \(data .*\n/gm, '');
  const end = bare.search(/^ \((elem|export|func)/m);
  return bare.slice(0, end) + lines.join('') + bare.slice(end);
}

function withoutPlaceholders(text) {
  const bare = text.replace(/^ \(import "absent" .*\n/gm, '');
  const [line, offset, functions] = needed(/^ \(elem \(i32\.const (\d+)\) (.*)\)$/m.exec(bare), 'table');
  const parts = [];
  functions.split(' ').forEach((name, i, all) => {
    if (name.startsWith('$placeholder')) return;
    if (i && !all[i - 1].startsWith('$placeholder')) parts[parts.length - 1].push(name);
    else parts.push([+offset + i, name]);
  });
  // Of several segments each names its table.
  return bare.replace(line, () => parts.map(([at, ...names]) => ` (elem (table $0) (i32.const ${at}) func ${names.join(' ')})`).join('\n'));
}

if (process.argv[1] == import.meta.filename) {
  const { start, draw, moved } = splitCore(process.argv[2] ?? join(import.meta.dirname, '../build/wasm/core.wasm'), 0);
  console.log(moved.join('\n'));
  console.log(`${moved.length} functions; ${start.length} and ${draw.length} bytes`);
}
