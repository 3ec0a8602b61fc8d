// Entry of dist/waymark.js: the script tag, with waymark.wasm beside it, and waymark.later.js, waymark.draw.wasm and waymark.sources.js for later.
import factory from 'waymark-core';
import { compileFrom } from './compile.ts';
import { install } from './install.ts';

install(window, { factory, module: compileFrom, later: (url) => import(url), sources: (url) => import(url) });
