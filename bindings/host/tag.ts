// Entry of dist/waymark.js: the script tag, with waymark.wasm and waymark.sources.js beside it.
import factory from 'waymark-core';
import { compileFrom } from './compile.ts';
import { install } from './install.ts';

install(window, { factory, module: compileFrom, sources: (url) => import(url) });
