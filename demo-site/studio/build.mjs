// node demo-site/studio/build.mjs: bundles the studio into build/studio, ready to be served as plain files.
import { copyFile, mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const here = fileURLToPath(new URL('.', import.meta.url));

/** Writes index.html, studio.js and studio.css into `outDir` (made when missing). */
export async function buildStudio(outDir = join(here, '../../build/studio')) {
  await mkdir(outDir, { recursive: true });
  await build({
    entryPoints: [{ in: join(here, 'main.tsx'), out: 'studio' }, { in: join(here, 'style/studio.css'), out: 'studio' }],
    outdir: outDir,
    bundle: true,
    minify: true,
    format: 'esm',
    target: 'es2022',
    jsx: 'automatic',
    jsxImportSource: 'preact',
    logLevel: 'warning',
  });
  await copyFile(join(here, 'index.html'), join(outDir, 'index.html'));
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await buildStudio();
