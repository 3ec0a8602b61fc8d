import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { brotliCompressSync, constants } from 'node:zlib';

const dist = join(import.meta.dirname, '../../dist');
/** Bytes after brotli -q 11. An open budget is one that has not been reached yet; what a visitor loads together is a limit all the same. */
interface Budgets { files: Record<string, { budget: number; isOpen?: boolean }>; together: number }
const { files, together }: Budgets = JSON.parse(readFileSync(join(import.meta.dirname, 'budgets.json'), 'utf8'));

const brotli = (bytes: Buffer): number =>
  brotliCompressSync(bytes, { params: { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_LGWIN]: 22 } }).length;

function measure(file: string): number {
  const path = join(dist, file);
  assert.ok(existsSync(path), `${path} is missing: run script/build`);
  return brotli(readFileSync(path));
}

for (const [file, { budget, isOpen = false }] of Object.entries(files)) {
  test(`${file} stays within ${budget} bytes of brotli`, { todo: isOpen }, (context) => {
    const size = measure(file);
    context.diagnostic(`${file}: ${size} bytes, ${budget - size} left of ${budget}`);
    assert.ok(size <= budget, `${file} takes ${size} bytes, ${size - budget} too many`);
  });
}

test(`script and module together stay within ${together} bytes of brotli`, (context) => {
  const size = Object.keys(files).reduce((sum, file) => sum + measure(file), 0);
  context.diagnostic(`together: ${size} bytes, ${together - size} left of ${together}`);
  assert.ok(size <= together, `together they take ${size} bytes, ${size - together} too many`);
});
