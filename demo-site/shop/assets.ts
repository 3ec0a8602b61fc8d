import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Addresses of the shop's own files; the hash of the content in them lets browsers keep a file for ever. */
export type Assets = Readonly<Record<'stub.js' | 'shop.js' | 'shop.css', string>>;

const NAMES = ['stub.js', 'shop.js', 'shop.css'] as const;

export function isBuilt(directory: string): boolean {
  return NAMES.every((name) => existsSync(join(directory, name)));
}

export function readAssets(directory: string): Assets {
  return Object.fromEntries(
    NAMES.map((name) => {
      const hash = createHash('sha256')
        .update(readFileSync(join(directory, name)))
        .digest('hex')
        .slice(0, 12);
      return [name, `/assets/${name}?v=${hash}`];
    }),
  ) as Assets;
}
