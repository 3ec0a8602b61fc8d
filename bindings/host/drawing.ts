// Entry of dist/waymark.draw.js, loaded beside waymark.draw.wasm when something may be drawn: what touches the page's nodes.
export { copyText } from './clipboard.ts';
export { createDom } from './dom.ts';
