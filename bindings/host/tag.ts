// Entry of dist/waymark.js: the script tag, with waymark.wasm beside it.
import factory from 'waymark-core';
import { compileFrom } from './compile.ts';
import { install } from './install.ts';

install(window, factory, compileFrom);
