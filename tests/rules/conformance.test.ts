import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';

const root = join(import.meta.dirname, '../..');
const PUBLIC = join(root, '../shared/data/growthbook-cases.json');
const scratch = mkdtempSync(join(tmpdir(), 'waymark-conformance-'));
after(() => rmSync(scratch, { recursive: true }));

function run(...args: string[]): { lines: string[]; status: number | null; said: string } {
  const { stdout, stderr, status } = spawnSync(join(root, 'script/conformance'), args, { encoding: 'utf8' });
  return { lines: stdout.split('\n').slice(0, -1), status, said: stderr };
}

function runOn(sections: unknown): ReturnType<typeof run> {
  const file = join(scratch, 'cases.json');
  writeFileSync(file, JSON.stringify(sections));
  return run(file);
}

test('a section is a line, then its failures by name; a section that is unknown is skipped', () => {
  const { lines, status } = run(join(import.meta.dirname, 'cases.json'));
  assert.deepEqual(lines, [
    'evalCondition 3/4',
    '  failed: a wrong expectation: false expected, got true',
    'hash 1/2',
    `  failed: hash("seed", "a", 1): 0.999 expected, got ${lines[3]!.split('got ')[1]}`,
    'run: skipped (2 cases, no such section here)',
    'versionCompare: skipped (4 cases, no such section here)',
  ]);
  assert.equal(status, 1);
});

test('a file whose cases all pass ends with status 0', () => {
  assert.deepEqual(runOn({ evalCondition: [['a number', { a: { $gt: 1 } }, { a: 2 }, true]] }), { lines: ['evalCondition 1/1'], status: 0, said: '' });
});

test('a case that cannot be read has failed', () => {
  const deep = JSON.parse('{"a":'.repeat(70) + '1' + '}'.repeat(70));
  const { lines, status } = runOn({ evalCondition: [['too deep', deep, {}, false]] });
  assert.deepEqual([lines[0], status], ['evalCondition 0/1', 1]);
  assert.match(lines[1]!, /failed: too deep: false expected, got an error: json-depth/);
});

test('a file without a case is no success', () => {
  assert.deepEqual(runOn({ specVersion: '1' }), { lines: ['no case was run: neither evalCondition nor hash has any'], status: 1, said: '' });
});

test('what is no file of sections is refused', () => {
  assert.equal(run().status, 2);
  assert.match(run(join(scratch, 'missing.json')).said, /missing\.json cannot be read/);
  assert.match(runOn([]).said, /no object of sections/);
});

test('the public cases of GrowthBook pass', { skip: !existsSync(PUBLIC) && `${PUBLIC} is not there` }, () => {
  const { lines, status } = run(PUBLIC);
  assert.match(lines[0]!, /^evalCondition (\d+)\/\1$/);
  assert.equal(status, 0);
});
