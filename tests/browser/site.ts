// A site of a few pages for what the shop does not do, under the same strict policy, with the SDK's files beside them.
import { readFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { contentSecurityPolicy } from '../../demo-site/shop/security.ts';
import { SDK_FILES } from './sdk.ts';

export interface Site {
  origin: string;
  /** Paths asked for, in their order; those for a page being prerendered begin with `prerender `. */
  asked: string[];
  close(): Promise<void>;
}

const TYPES: Record<string, string> = { js: 'text/javascript', mjs: 'text/javascript', wasm: 'application/wasm', json: 'application/json', css: 'text/css', svg: 'image/svg+xml', xhtml: 'application/xhtml+xml', rules: 'application/speculationrules+json' };

/**
 * Paths that have no content answer with the page of `/`, as a site with a router of its own does. What `/prerender.rules`
 * holds are the speculation rules of every page.
 */
export async function openSite(sdk: string, collector: string, contents: Record<string, string>): Promise<Site> {
  const asked: string[] = [];
  const server = createServer((request, response) => {
    const path = new URL(request.url!, 'http://site').pathname;
    const file = SDK_FILES.find((name) => path == '/' + name);
    response.setHeader('Content-Type', TYPES[path.split('.').at(-1) ?? ''] ?? 'text/html; charset=utf-8');
    response.setHeader('Content-Security-Policy', contentSecurityPolicy(collector));
    response.setHeader('Cache-Control', 'no-cache');
    if (contents['/prerender.rules'] && path != '/prerender.rules') response.setHeader('Speculation-Rules', '"/prerender.rules"');
    asked.push(`${`${request.headers['sec-purpose']}`.includes('prerender') ? 'prerender ' : ''}${path}`);
    response.end(file ? readFileSync(join(sdk, file)) : contents[path] ?? contents['/']);
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  return { origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, asked, close: () => closed(server) };
}

function closed(server: Server): Promise<void> {
  server.closeAllConnections();
  return new Promise((done) => server.close(() => done()));
}

export interface PageParts { collector: string; attributes?: string; before?: string; body?: string; title?: string; head?: string }

/** `before`: address of a script that runs ahead of the tag. */
export function pageWithTag({ collector, attributes = 'data-consent="granted"', before, body = '', title = 'A page', head = '' }: PageParts): string {
  return `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>${title}</title>
    <link rel="icon" href="data:,">${head}${before ? `<script src="${before}"></script>` : ''}
    <script async src="/waymark.js" data-key="demo" data-collector="${collector}" ${attributes}></script></head><body>${body}</body></html>`;
}
