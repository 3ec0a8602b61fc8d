// Entry of dist/rules.mjs. Importing it does nothing.
import factory from 'waymark-rules-core';
import { compileFrom } from './compile.ts';
import type { CompiledRules, History, Moment, Rules, RulesError, RulesOptions } from './rulesApi.ts';
import { instantiate } from './runtime.ts';

/** What Emscripten's module offers; see bindings/embind/rules_bindings.cpp. */
export interface RulesCore {
  HEAPU8: Uint8Array;
  reserve(bytes: number): number;
  compile(number: number, bytes: number): number;
  release(number: number): number;
  evaluate(number: number, factsBytes: number, historyBytes: number): number;
  holds(conditionBytes: number, attributeBytes: number, groupBytes: number): number;
  hash(seedBytes: number, valueBytes: number, version: number): number;
  output(): number;
}

export async function createRules({ wasm = new URL('rules.wasm', import.meta.url) }: RulesOptions = {}): Promise<Rules> {
  const core = await instantiate(factory, await moduleOf(wasm));
  const encoder = new TextEncoder();
  const decoder = new TextDecoder();

  /** Writes texts one after the other; their sizes in bytes. */
  function write(...texts: string[]): number[] {
    const at = core.reserve(3 * texts.reduce((sum, text) => sum + text.length, 0));
    let end = at;
    return texts.map((text) => {
      const { written } = encoder.encodeInto(text, core.HEAPU8.subarray(end));
      end += written;
      return written;
    });
  }

  /** A copy of what a call has given. */
  function read(size: number): Uint8Array {
    const at = core.output();
    const bytes = core.HEAPU8.slice(at, at + Math.abs(size));
    if (size >= 0) return bytes;
    const [code, path, detail] = decoder.decode(bytes).split('\n') as [string, string, string];
    throw failure(code, path, detail);
  }

  let last = 0;
  const free: number[] = [];
  const unreachable = new FinalizationRegistry((number: number) => {
    core.release(number);
    free.push(number);
  });

  function compile(document: object | string): CompiledRules {
    const number = free.pop() ?? last++;
    const [bytes] = write(typeof document == 'string' ? document : json(document, 'bad-document'));
    const { segments, problems } = JSON.parse(decoder.decode(read(core.compile(number, bytes!))));
    const verdicts = (facts: object, history?: History): Uint8Array => {
      const [factsBytes, historyBytes] = write(json(facts, 'bad-facts'), history ? json(inOrder(history), 'bad-history') : '');
      return read(core.evaluate(number, factsBytes!, historyBytes!));
    };
    const evaluate = (facts: object, history?: History): Record<string, boolean> => {
      const all = verdicts(facts, history);
      return Object.fromEntries(segments.map((id: string, i: number) => [id, all[i] == 1]));
    };
    // Everything that asks holds on to it, whatever else the caller has let go.
    unreachable.register(verdicts, number);
    return { segments, problems, evaluate, verdicts };
  }

  return {
    compile,
    evaluate(condition, attributes, { groups = {} } = {}) {
      const [conditionBytes, attributeBytes, groupBytes] = write(json(condition, 'bad-condition'), json(attributes, 'bad-attributes'), json(groups, 'bad-groups'));
      return read(core.holds(conditionBytes!, attributeBytes!, groupBytes!))[0] == 1;
    },
    hash(seed, value, version) {
      const [seedBytes, valueBytes] = write(seed, value);
      const share = core.hash(seedBytes!, valueBytes!, version);
      return share < 0 ? null : share / 10_000;
    },
  };
}

async function moduleOf(wasm: NonNullable<RulesOptions['wasm']>): Promise<WebAssembly.Module> {
  if (wasm instanceof WebAssembly.Module) return wasm;
  if (typeof wasm != 'string' && !(wasm instanceof URL)) return WebAssembly.compile(wasm);
  const url = new URL(wasm, import.meta.url);
  // Node's fetch reads no files. A name that no bundler follows.
  const files = 'node:fs/promises';
  if (url.protocol == 'file:') return WebAssembly.compile(await (await import(/* @vite-ignore */ /* webpackIgnore: true */ files)).readFile(url));
  try {
    return await compileFrom(url.href);
  } catch (error) {
    throw failure('no-module', '', `rules.wasm was not loaded: ${error}`);
  }
}

function failure(code: string, path: string, detail: string): RulesError {
  return Object.assign(new Error(`${code}${path && ` at ${path}`}: ${detail}`), { name: 'RulesError' as const, code, path });
}

/** Lone surrogates become U+FFFD, because UTF-8 cannot carry them. */
function json(value: unknown, code: string): string {
  try {
    const text = JSON.stringify(value);
    if (text !== undefined) return /\\ud[89a-f]/.test(text) ? JSON.stringify(JSON.parse(text), (_, inner) => (typeof inner == 'string' ? whole(inner) : inner)) : text;
  } catch (error) {
    throw failure(code, '', '' + error);
  }
  throw failure(code, '', 'is no JSON');
}

const whole = (text: string): string => text.replace(/[\ud800-\udfff]/gu, '\ufffd');

function inOrder({ events, now }: History): object {
  const timed = events.map(({ name, time, properties = {} }) => ({ name, time: milliseconds(time), properties }));
  return { now: milliseconds(now), events: timed.sort((a, b) => a.time - b.time) };
}

const milliseconds = (moment: Moment): number => (typeof moment == 'number' ? moment : new Date(moment).getTime());
