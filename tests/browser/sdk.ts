import { copyFileSync, existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** Where the SDK was built to. */
export const BUILT = process.env.WAYMARK_DIST ?? fileURLToPath(new URL('../../dist', import.meta.url));
export const SDK_FILES = ['waymark.js', 'waymark.single.js', 'waymark.mjs', 'waymark.later.js', 'waymark.fallback.js', 'waymark.sources.js', 'waymark.cookie.js', 'waymark.consent.js', 'waymark.inspect.js', 'waymark.wasm', 'waymark.draw.wasm', 'waymark.full.wasm'] as const;

/** A copy of the built SDK, which a case may damage. */
export function copySdk(folder: string): string {
  const copy = join(folder, 'sdk');
  mkdirSync(copy);
  for (const name of SDK_FILES) {
    const file = join(BUILT, name);
    if (!existsSync(file)) throw new Error(`${file} is missing: build the SDK first (script/bootstrap), or name another folder with WAYMARK_DIST`);
    copyFileSync(file, join(copy, name));
  }
  return copy;
}

/** The shop's tag then gets the build that has the core inside. */
export function useSingleFile(sdk: string): void {
  copyFileSync(join(sdk, 'waymark.single.js'), join(sdk, 'waymark.js'));
}
