import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Core } from '../../bindings/host/runtime.ts';
import type { CoreText } from './core.ts';

/** The module of build/wasm in this process. */
export async function openWasm(root: string): Promise<CoreText> {
  return coreText(await instantiateCore(root));
}

export type Memory = Pick<Core, 'HEAPU8' | 'reserve' | 'load' | 'dispatch' | 'output'>;

export function coreText(core: Memory): CoreText {
  const call = async (entry: 'load' | 'dispatch', text: string): Promise<string> => {
    const bytes = Buffer.from(text);
    const at = core.reserve(bytes.length);
    core.HEAPU8.set(bytes, at);
    const size = core[entry](bytes.length);
    const from = core.output();
    // Growth replaces HEAPU8, so it is read after the call.
    return Buffer.from(core.HEAPU8.buffer, from, size).toString();
  };
  return { load: (text) => call('load', text), dispatch: (text) => call('dispatch', text), close() {} };
}

export async function instantiateCore(root: string): Promise<Omit<Core, 'extend'>> {
  const glue = join(root, 'build/wasm/core.mjs');
  const { default: factory } = await import(pathToFileURL(glue).href);
  return factory({ wasmBinary: await readFile(glue.replace(/mjs$/, 'wasm')), locateFile: (file: string) => file });
}
