import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { PROPERTIES, type Page } from './peers.ts';
import { MARKER } from './server.ts';

export const root = join(import.meta.dirname, '../..');
export const demoDocument = (): Buffer => readFileSync(join(root, 'demo-site/waymark.json'));

export function distFile(name: string): Buffer {
  const path = join(root, 'dist', name);
  if (!existsSync(path)) {
    console.error(`${path} is missing: run script/build`);
    process.exit(2);
  }
  return readFileSync(path);
}

const script = (name: string) => ({ path: `/${name}`, type: 'text/javascript', bytes: distFile(name) });
const wasm = (name: string) => ({ path: `/${name}`, type: 'application/wasm', bytes: distFile(name) });
const document = () => ({ path: '/v1/document/demo', type: 'application/json', bytes: demoDocument() });
const PRELOAD = '<link rel="preload" as="fetch" crossorigin href="/waymark.wasm">';
/** The mark is set when the core says that the demo document's bar is shown: everything before it has happened. */
const QUEUE = `<script>window.waymark = []; waymark.push(['on', 'campaign:shown', () => performance.mark('ready')]);</script>`;
const tag = (file: string): string => `<meta name="waymark:page-type" content="home">${QUEUE}<script async src="/${file}" data-key="demo" data-collector="ORIGIN" data-consent="granted"></script>`;
const track = `waymark.track('${MARKER}', ${PROPERTIES})`;

/** The first is the one that the others are compared with. */
export const waymarkPages = (): Page[] => [
  { name: 'waymark, tag + preload', files: [script('waymark.js'), wasm('waymark.wasm'), script('waymark.later.js'), wasm('waymark.draw.wasm'), document()], head: PRELOAD + tag('waymark.js'), ready: 'ready', track },
  { name: 'waymark, single', files: [script('waymark.single.js'), document()], head: tag('waymark.single.js'), ready: 'ready', track },
];
