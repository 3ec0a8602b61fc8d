import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const source = (path) => fileURLToPath(new URL(path, import.meta.url));

/** Bundles the browser's side of the shop: `stub.js` (classic, blocking, tiny), `shop.js` (module), `shop.css`. */
export async function buildShop(outDir) {
  const shared = { bundle: true, minify: true, outdir: outDir, target: 'es2022', logLevel: 'warning' };
  await Promise.all([
    build({ ...shared, entryPoints: { stub: source('browser/stub.ts') }, format: 'iife' }),
    build({ ...shared, entryPoints: { shop: source('browser/shop.ts') }, format: 'esm' }),
    build({ ...shared, entryPoints: { shop: source('styles/shop.css') }, external: ['/pictures/*'] }),
  ]);
}
