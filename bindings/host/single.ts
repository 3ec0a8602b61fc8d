// Entry of dist/waymark.single.js: the script tag with the core inside, in one piece, compiled synchronously where the browser permits it.
import factory from 'waymark-core';
import { bytes } from 'waymark-wasm';
import { install } from './install.ts';

install(window, factory, () => {
  const code = bytes();
  try {
    return new WebAssembly.Module(code);
  } catch {
    return WebAssembly.compile(code);
  }
});
