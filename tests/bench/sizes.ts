import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';
import { PEER_FILES, peerBytes } from './peers.ts';
import { printTable, ratio } from './table.ts';
import { distFile, root } from './waymarkPages.ts';

interface Sizes { raw: number; gzip: number; brotli: number }

const sizesOf = (bytes: Buffer): Sizes => ({
  raw: bytes.length,
  gzip: gzipSync(bytes, { level: 9 }).length,
  brotli: brotliCompressSync(bytes, { params: { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_LGWIN]: 22 } }).length,
});

const sum = (names: string[]): Sizes =>
  names.map((name) => sizesOf(distFile(name))).reduce((a, b) => ({ raw: a.raw + b.raw, gzip: a.gzip + b.gzip, brotli: a.brotli + b.brotli }));

export async function benchSizes(): Promise<void> {
  const files = readdirSync(join(root, 'dist')).filter((name) => /\.(js|mjs|wasm)$/.test(name));
  const ours = files.map((name) => ({ name, ...sizesOf(distFile(name)) }));
  const total = sum(['waymark.js', 'waymark.wasm']);
  const drawing = sum(['waymark.js', 'waymark.wasm', 'waymark.later.js', 'waymark.draw.wasm']);
  const peers = Object.keys(PEER_FILES).map((name) => ({ name, ...sizesOf(peerBytes(name)) }));
  printTable('Bytes (gzip -9, brotli -q 11)', ['file', 'raw', 'gzip', 'brotli', 'of ours'],
    [...ours, { name: 'waymark.js + waymark.wasm', ...total }, { name: '… + waymark.later.js, waymark.draw.wasm', ...drawing }, ...peers].map(({ name, raw, gzip, brotli }) => [name, raw, gzip, brotli, ratio(brotli, total.brotli)]));
}
