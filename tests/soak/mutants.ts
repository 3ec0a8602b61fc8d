// node --import tsx tests/soak/mutants.ts --count N --seed N: mistakes put into the core, one at a time, each of which the native tests must notice.
// A copy of the last commit is built in build/mutants; a mistake is one operator, constant or negation of sdk/src changed, at a place that the
// seed chooses. One that does not compile counts for nothing. Survivors are printed; fewer than 85 % noticed is a failure.
import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { root } from '../wasm/boundary.ts';
import { Random } from '../wasm/random.ts';

const LEAST = 0.85;
/** What is to be there, and what comes instead. Of several at one place the first counts. */
const MISTAKES: [RegExp, string][] = [
  [/ <= /g, ' < '], [/ >= /g, ' > '], [/ < (?=[\w(])/g, ' <= '], [/ > (?=[\w(])/g, ' >= '], [/ == /g, ' != '], [/ != /g, ' == '], [/ && /g, ' || '], [/ \|\| /g, ' && '],
  [/ \+ (?=[\w(])/g, ' - '], [/ - (?=[\w(])/g, ' + '], [/ \+= /g, ' -= '], [/ \* (?=[\w(])/g, ' + '], [/\btrue\b/g, 'false'], [/\bfalse\b/g, 'true'], [/(?<=[(& ])!(?=[\w(])/g, ''],
  [/\+\+/g, '--'], [/std::min\b/g, 'std::max'], [/std::max\b/g, 'std::min'], [/(?<=[ (])1(?=[;,) ])/g, '2'], [/(?<=[ (])0(?=[;,) ])/g, '1'], [/\bcontinue;/g, 'break;'],
];
/** In the order of their speed: a test program, and its environment. */
const TESTS: [string, Record<string, string>][] = [['unit/waymark_tests', {}], ['property/waymark_trials', { WAYMARK_TRIALS: '300' }], ['property/waymark_properties', {}]];
/** A mistake may well go on for ever. */
const PATIENCE_MS = 120_000;

interface Place { file: string; at: number; length: number; instead: string }

const tree = join(root, 'build/mutants');
const run = (command: string, ...args: string[]): boolean => spawnSync(command, args, { cwd: tree, stdio: 'ignore' }).status == 0;
const builds = (): boolean => run('cmake', '--build', '--preset', 'native', '--target', 'waymark_tests', 'waymark_trials', 'waymark_properties');
const passes = ([program, environment]: (typeof TESTS)[number]): boolean =>
  spawnSync(join(tree, 'build/native/tests', program), { cwd: tree, stdio: 'ignore', timeout: PATIENCE_MS, killSignal: 'SIGKILL', env: { ...process.env, ...environment } }).status == 0;

/** Comments, texts and what is only declared are passed over, with as many characters in their place. */
const codeOf = (text: string): string =>
  text.replace(/\/\/.*|"(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*'|^ *(?:#|static_assert|template|using|constexpr|inline constexpr).*$/gm, (found) => ' '.repeat(found.length));

function placesIn(file: string): Place[] {
  const code = codeOf(readFileSync(join(tree, file), 'utf8'));
  const places = new Map<number, Place>();
  for (const [what, instead] of MISTAKES)
    for (const { index, 0: found } of code.matchAll(what)) if (!places.has(index)) places.set(index, { file, at: index, length: found.length, instead });
  return [...places.values()];
}

const { values: flags } = parseArgs({ options: { count: { type: 'string', default: '100' }, seed: { type: 'string', default: '1' } } });
rmSync(tree, { recursive: true, force: true });
mkdirSync(tree, { recursive: true });
execFileSync('sh', ['-c', `git archive HEAD | tar -x -C "${tree}"`], { cwd: root });
assert.ok(run('cmake', '--preset', 'native', '-DWAYMARK_WERROR=OFF') && builds() && TESTS.every(passes), 'without a mistake all must pass');

const files = execFileSync('git', ['ls-files', 'sdk/src/*.cpp'], { cwd: root, encoding: 'utf8' }).trim().split('\n');
const places = files.flatMap(placesIn);
const random = new Random(Number(flags.seed));
const survivors: string[] = [];
let made = 0;
let noticed = 0;
while (made < Number(flags.count) && places.length) {
  const [{ file, at, length, instead }] = places.splice(random.below(places.length), 1) as [Place];
  const path = join(tree, file);
  const text = readFileSync(path, 'utf8');
  writeFileSync(path, text.slice(0, at) + instead + text.slice(at + length));
  if (builds()) {
    made++;
    if (!TESTS.every(passes)) noticed++;
    else {
      const line = text.slice(0, at).split('\n').length;
      survivors.push(`${file}:${line}: ${text.split('\n')[line - 1]!.trim()}   [${text.slice(at, at + length).trim()} → ${instead.trim()}]`);
    }
  }
  writeFileSync(path, text);
  console.log(`${made} mistakes, ${noticed} noticed`);
}
for (const survivor of survivors) console.log(`not noticed: ${survivor}`);
const rate = noticed / made;
console.log(`${noticed} of ${made} mistakes noticed (${(rate * 100).toFixed(1)} %) among ${places.length} more places, seed ${flags.seed}`);
if (rate < LEAST) process.exit(1);
