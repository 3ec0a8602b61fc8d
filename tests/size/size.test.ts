import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { brotliCompressSync, constants } from 'node:zlib';

const dist = join(import.meta.dirname, '../../dist');
/** Bytes after brotli -q 11, by file of dist/. */
const budgets: Record<string, number> = JSON.parse(readFileSync(join(import.meta.dirname, 'budgets.json'), 'utf8'));

const brotli = (bytes: Buffer): number =>
  brotliCompressSync(bytes, { params: { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_LGWIN]: 22 } }).length;

for (const [file, budget] of Object.entries(budgets)) {
  test(`${file} stays within ${budget} bytes of brotli`, (context) => {
    const path = join(dist, file);
    assert.ok(existsSync(path), `${path} is missing: run script/build`);
    const bytes = readFileSync(path);
    const size = brotli(bytes);
    context.diagnostic(`${file}: ${bytes.length} bytes raw, ${size} brotli, ${budget - size} left of ${budget}`);
    assert.ok(size <= budget, `${file} takes ${size} bytes, ${size - budget} too many`);
  });
}
