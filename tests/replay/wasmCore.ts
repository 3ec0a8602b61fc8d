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
  const encoder = new TextEncoder();
  const call = async (entry: 'load' | 'dispatch', text: string): Promise<Buffer> => {
    const room = 3 * text.length;
    const at = core.reserve(room);
    const { written } = encoder.encodeInto(text, core.HEAPU8.subarray(at, at + room));
    const size = core[entry](written);
    const from = core.output();
    // Growth replaces HEAPU8, so it is read after the call.
    return Buffer.from(core.HEAPU8.subarray(from, from + size));
  };
  return {
    load: async (text) => String(await call('load', text)),
    dispatch: async (text) => String(await call('dispatch', text)),
    dispatchRaw: (text) => call('dispatch', text),
    close() {},
  };
}

export async function instantiateCore(root: string): Promise<Omit<Core, 'extend'>> {
  const glue = join(root, 'build/wasm/core.mjs');
  const { default: factory } = await import(pathToFileURL(glue).href);
  return factory({ wasmBinary: await readFile(glue.replace(/mjs$/, 'wasm')), locateFile: (file: string) => file });
}
