// Entry of dist/waymark.js: the script tag, with waymark.wasm beside it, and for later
// waymark.later.js, waymark.draw.wasm, waymark.sources.js and waymark.fallback.js.
import factory from 'waymark-core';
import { compileSoon } from './compile.ts';
import { install } from './install.ts';

install(window, { factory, module: compileSoon, bring: (_, url) => import(url) });
