import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { brotliCompressSync, constants } from 'node:zlib';

const dist = join(import.meta.dirname, '../../dist');
/** Bytes after brotli -q 11. A file above its budget has a ceiling: it may only shrink from there, and its budget stays open as a todo. */
interface Limit { budget: number; ceiling?: number }
const limits: Record<string, Limit> = JSON.parse(readFileSync(join(import.meta.dirname, 'budgets.json'), 'utf8'));

const brotli = (bytes: Buffer): number =>
  brotliCompressSync(bytes, { params: { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_LGWIN]: 22 } }).length;

function measure(file: string): number {
  const path = join(dist, file);
  assert.ok(existsSync(path), `${path} is missing: run script/build`);
  return brotli(readFileSync(path));
}

for (const [file, { budget, ceiling }] of Object.entries(limits)) {
  test(`${file} stays within ${budget} bytes of brotli`, { todo: ceiling === undefined ? false : `its ceiling is ${ceiling}` }, (context) => {
    const size = measure(file);
    context.diagnostic(`${file}: ${size} bytes, ${budget - size} left of ${budget}`);
    assert.ok(size <= budget, `${file} takes ${size} bytes, ${size - budget} too many`);
  });
  if (ceiling === undefined) continue;
  test(`${file} does not grow above ${ceiling} bytes of brotli`, () => {
    const size = measure(file);
    assert.ok(size <= ceiling, `${file} takes ${size} bytes, ${size - ceiling} more than when it was last made smaller`);
  });
}
