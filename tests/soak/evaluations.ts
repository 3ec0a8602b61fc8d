// node --import tsx tests/soak/evaluations.ts --count N --seed N: a million evaluations of rules by one instance of dist/rules.wasm, and a fifth as
// many events of random visits through one instance of the core, each of which evaluates the rules of a document. Memory must be as large at the
// end as after the warm-up, and a fresh instance must give the last answers.
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { pathToFileURL } from 'node:url';
import type { CompiledRules, createRules, History } from '../../bindings/host/rulesApi.ts';
import { ABI_VERSION, readEffects, type Effect } from '../../bindings/host/protocol.ts';
import { ensureBuilt } from '../replay/builds.ts';
import { coreText, instantiateCore } from '../replay/wasmCore.ts';
import { ENVIRONMENT, RICH_DOCUMENT, root } from '../wasm/boundary.ts';
import { Visit } from '../wasm/commandLog.ts';
import { Random } from '../wasm/random.ts';
import { DOCUMENT } from '../wasm/segments.ts';

/** Of all, before memory is measured: it grows to what the largest input, or the fullest history of a visitor, needs. */
const WARM_UP = { evaluations: 0.1, events: 0.5 };
/** Emscripten's memory grows by a fifth, in pages. Once is allowed: a visitor may come who has more in their history than all before. */
const ONE_GROWTH = 1.2;
const PAGE_BYTES = 65_536;
const COMPARED = 200;
const SAMPLES = 20;
const NOW = Date.UTC(2026, 2, 29, 12);
const MINUTE = 60_000;

const MORE_SEGMENTS = {
  german: { $and: [{ 'traits.country': { $in: ['DE', 'AT', 'CH'] } }, { 'traits.age': { $gte: 18 } }] },
  word: { 'traits.word': { $regex: '^(rose|größe|\\d{2,})' } },
  versions: { 'app.version': { $vgte: '2.10.0' } },
  lists: { tags: { $elemMatch: { $in: ['a', 'ü', 'z'] } }, 'tags.0': { $exists: true } },
  neither: { $nor: [{ 'page.path': '/cart' }, { 'traits.age': { $lt: 30 } }] },
};
const RULES = { version: 1, segments: [...DOCUMENT.segments, ...Object.entries(MORE_SEGMENTS).map(([id, when]) => ({ id, when }))] };

interface Asked { facts: object; history: History }

function ask(random: Random): Asked {
  const some = <T>(most: number, make: () => T): T[] => Array.from({ length: random.below(most + 1) }, make);
  return {
    facts: {
      traits: { country: random.pick(['DE', 'TR', null, 7]), age: random.below(90), word: random.pick(['rose', 'größe 👗', '42', '', 'x'.repeat(random.below(300))]) },
      app: { version: random.pick(['2.9.9', '2.10.0', '3.0.0-beta', 'none']) },
      tags: some(5, () => random.pick(['a', 'b', 'ü', 'z'])), page: { path: random.pick(['/', '/cart', '/category/ü']) }, visitor: { sessions: random.below(5) },
    },
    history: {
      now: NOW,
      events: some(12, () => ({
        name: random.pick(['Product Viewed', 'Product Viewed', 'Product Added', 'Order Completed']), time: NOW - random.below(180) * MINUTE,
        properties: { category: random.pick(['electronics.smartphone', 'lips', 'eyes']), brand: random.pick(['a', 'b', 'c', undefined]), price: random.below(40_000) / 100, total: random.below(900) },
      })),
    },
  };
}

/** Instances made from now on tell their memory: the modules of dist do not give it away. */
function watchMemory(): { bytes(): number; stop(): void } {
  const { Instance } = WebAssembly;
  let memory: WebAssembly.Memory | undefined;
  WebAssembly.Instance = new Proxy(Instance, {
    construct(made, args) {
      const instance = Reflect.construct(made, args) as WebAssembly.Instance;
      memory = Object.values(instance.exports).find((one) => one instanceof WebAssembly.Memory) ?? memory;
      return instance;
    },
  });
  return { bytes: () => memory!.buffer.byteLength, stop: () => { WebAssembly.Instance = Instance; } };
}

/** How large memory was after the warm-up, and then now and then to the end. */
function assertFlat(sizes: number[], growth = 1): void {
  assert.ok(Math.max(...sizes) <= Math.ceil((sizes[0]! * growth) / PAGE_BYTES) * PAGE_BYTES, `memory in bytes: ${sizes}`);
}

export async function evaluateOften(count: number, seed: number, say: (text: string) => void): Promise<number> {
  const dist = join(root, 'dist');
  const { createRules: create } = (await import(pathToFileURL(join(dist, 'rules.mjs')).href)) as { createRules: typeof createRules };
  const wasm = await WebAssembly.compile(await readFile(join(dist, 'rules.wasm')));
  const compiled = async (): Promise<CompiledRules> => {
    const rules = (await create({ wasm })).compile(RULES);
    assert.deepEqual(rules.problems, []);
    return rules;
  };
  const memory = watchMemory();
  const used = await compiled();
  memory.stop();
  const random = new Random(seed);
  const last: [Asked, Uint8Array][] = [];
  const sizes: number[] = [];
  const seen = new Set<string>();
  const interval = Math.ceil(count * (1 - WARM_UP.evaluations) / SAMPLES);
  for (let done = 1; done <= count; done++) {
    const asked = ask(random);
    const verdicts = used.verdicts(asked.facts, asked.history);
    if (seen.size < COMPARED) seen.add(verdicts.join(''));
    if (done > count - COMPARED) last.push([asked, verdicts]);
    const since = done - Math.ceil(count * WARM_UP.evaluations);
    if (since < 0 || (since % interval && done < count)) continue;
    sizes.push(memory.bytes());
    say(`${done} evaluations of ${RULES.segments.length} segments, ${sizes.at(-1)! / 1024} KiB`);
  }
  assertFlat(sizes);
  assert.ok(seen.size > 20, 'the answers hardly differ');
  const fresh = await compiled();
  for (const [{ facts, history }, verdicts] of last) assert.deepEqual(fresh.verdicts(facts, history), verdicts);
  return sizes.at(-1)!;
}

const QUESTIONS = ['segments', 'facts'] as const;

export async function dispatchOften(count: number, seed: number, say: (text: string) => void): Promise<number> {
  ensureBuilt(root, 'wasm', say);
  const open = async () => {
    const core = await instantiateCore(root);
    assert.equal(core.abiVersion(), ABI_VERSION);
    const text = coreText(core);
    await text.load(`${JSON.stringify({ ...ENVIRONMENT, consent: 'granted' })}\n${JSON.stringify(RICH_DOCUMENT)}`);
    return { core, tell: async (commands: string): Promise<Effect[]> => readEffects(await text.dispatch(commands)) };
  };
  const used = await open();
  let now = 0;
  const visit = new Visit(seed);
  const sizes: number[] = [];
  const interval = Math.ceil(count * (1 - WARM_UP.events) / SAMPLES);
  let told = Math.ceil(count * WARM_UP.events);
  await used.tell(`[{"now":0,"kind":"visitor","snapshot":null,"outbox":[]}]`);
  for (let done = 0; done < count;) {
    const commands = visit.next();
    visit.take(await used.tell(commands));
    done += commands.match(/"kind":"(track|page)"/g)?.length ?? 0;
    now = Math.max(now, ...[...commands.matchAll(/"now":(\d+)/g)].map(([, at]) => Number(at)));
    if (done < told && done < count) continue;
    told += interval;
    sizes.push(used.core.HEAPU8.length);
    say(`${done} events through the core, ${sizes.at(-1)! / 1024} KiB`);
  }
  assertFlat(sizes, ONE_GROWTH);
  // A while later, so that both look at the same moment.
  now += 24 * 60 * MINUTE;
  const answers = async ({ tell }: typeof used, ...before: object[]): Promise<unknown[]> => {
    const commands = [...before, { kind: 'elapsed' }, ...QUESTIONS.map((ask, tag) => ({ kind: 'query', tag, ask }))];
    return (await tell(JSON.stringify(commands.map((command) => ({ now, ...command }))))).flatMap((effect) => (effect.kind == 'answer' ? [effect.value] : []));
  };
  const everything = { functional: true, analytics: true, personalization: true, marketing: true };
  // The device is of the page, not of the visitor.
  const device = { kind: 'device', device: ENVIRONMENT.device };
  const [snapshot] = await answers(used, { kind: 'consent', purposes: everything }, device, { kind: 'query', tag: 9, ask: 'snapshot' });
  assert.ok(snapshot, 'no snapshot');
  assert.deepEqual(await answers(await open(), { kind: 'visitor', snapshot, outbox: [] }), await answers(used));
  return sizes.at(-1)!;
}

if (process.argv[1] == import.meta.filename) {
  const { values } = parseArgs({ options: { count: { type: 'string', default: '1000000' }, seed: { type: 'string', default: '1' } } });
  const [count, seed] = [Number(values.count), Number(values.seed)];
  const say = (text: string): void => console.log(text);
  const kib = async (bytes: Promise<number>): Promise<string> => `${(await bytes) / 1024} KiB`;
  const rules = await kib(evaluateOften(count, seed, say));
  const core = await kib(dispatchOften(count / 5, seed, say));
  console.log(`${count} evaluations and ${count / 5} events, seed ${seed}: memory ended at ${rules} and ${core}, fresh instances give the last answers`);
}
