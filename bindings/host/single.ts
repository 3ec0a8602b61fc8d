// Entry of dist/waymark.single.js: the script tag with the core inside, in one piece, compiled synchronously where the browser permits it.
import factory from 'waymark-core';
import { bytes } from 'waymark-wasm';
import * as later from './later.ts';
import { install } from './install.ts';
import * as sources from './sources.ts';

function compile(): WebAssembly.Module | Promise<WebAssembly.Module> {
  const code = bytes();
  try {
    return new WebAssembly.Module(code);
  } catch {
    return WebAssembly.compile(code);
  }
}

install(window, { factory, module: compile, later, sources: async () => sources });
