import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { brotliCompressSync, constants } from 'node:zlib';

const dist = join(import.meta.dirname, '../../dist');
/**
 * Bytes after brotli -q 11. An open budget is one that has not been reached yet. `start`: what every visitor loads; `together`: with what
 * comes later, when something may be drawn.
 */
interface Budgets { files: Record<string, { budget: number; isOpen?: boolean; isLater?: boolean }>; start: number; together: number }
const { files, start, together }: Budgets = JSON.parse(readFileSync(join(import.meta.dirname, 'budgets.json'), 'utf8'));

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

for (const [what, budget, names] of [
  ['script and module at the start', start, Object.keys(files).filter((name) => !files[name]!.isLater)],
  ['all parts together', together, Object.keys(files)],
] as const) {
  test(`${what} stay within ${budget} bytes of brotli`, (context) => {
    const size = names.reduce((sum, file) => sum + measure(file), 0);
    context.diagnostic(`${what}: ${size} bytes, ${budget - size} left of ${budget}`);
    assert.ok(size <= budget, `together they take ${size} bytes, ${size - budget} too many`);
  });
}
