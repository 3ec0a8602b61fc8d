// Entry of dist/waymark.single.js: the script tag with the core inside, in one piece, compiled synchronously where the browser permits it.
import factory from 'waymark-core';
import { bytes } from 'waymark-wasm';
import * as later from './later.ts';
import { install } from './install.ts';
import type { Parts } from './parts.ts';
import * as sources from './sources.ts';

function compile(): WebAssembly.Module | Promise<WebAssembly.Module> {
  const code = bytes();
  try {
    return new WebAssembly.Module(code);
  } catch {
    return WebAssembly.compile(code);
  }
}

const parts: Partial<Parts> = { later, sources };
install(window, { factory, module: compile, isWhole: true, bring: async (name, url) => (parts[name] ?? (await import(url))) as never });
