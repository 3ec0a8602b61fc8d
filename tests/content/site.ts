// The page that campaigns are tried on, with the SDK and a collector of its own beside it.
import { readFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { SDK_FILES } from '../browser/sdk.ts';
import type { Answer } from './cases.ts';
import { PICTURE } from './fields.ts';

/** What a page is about: its document, and what draws of its campaigns are answered. */
export interface Subject { document: object; answers: Map<string, Answer> }
export interface Site {
  origin: string;
  /** Gives the address of its page. */
  add(subject: Subject): string;
  close(): void;
}

export const PLACES = 40;
const PIXEL = Buffer.from('R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7', 'base64');
/** Only told of, not enforced: what gets through must be seen to run. */
const POLICY = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; img-src http: https:; connect-src 'self'; form-action 'none'; base-uri 'none'; require-trusted-types-for 'script'; trusted-types 'none'";
const TYPES: Record<string, string> = { js: 'text/javascript', mjs: 'text/javascript', wasm: 'application/wasm' };

const page = (subject: number, origin: string): string => `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>A page</title>
  <link rel="icon" href="${PICTURE}"><meta name="viewport" content="width=device-width"><meta name="waymark:line" content="">
  <meta name="google-play-app" content=""><meta name="apple-itunes-app" content=""><script type="application/ld+json">{"@type":"Product"}</script>
  <script async src="/waymark.js" data-key="demo" data-collector="${origin}" data-document="/${subject}.json" data-consent="granted" data-pages="manual"></script>
  </head><body>${Array.from({ length: PLACES }, (_, place) => `<div id="p${place}"></div>`).join('')}</body></html>`;

export async function openSite(sdk: string): Promise<Site> {
  const subjects: Subject[] = [];
  let origin = '';
  const files = new Map(SDK_FILES.map((name) => ['/' + name, readFileSync(join(sdk, name))]));
  // A page may end with a request under way.
  const server = createServer((request, response) => { answer(request, response).catch(() => response.destroy()); });

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const path = request.url!.split('?')[0]!;
    const end = (body: string | Buffer, type = 'application/json', status = 200): void => {
      response.writeHead(status, { 'Content-Type': type, 'Cache-Control': 'no-cache' }).end(body);
    };
    const [, number, kind] = /^\/(\d+)(\.json)?$/.exec(path) ?? [];
    if (files.has(path)) return end(files.get(path)!, TYPES[path.split('.').at(-1)!]!);
    if (path == PICTURE) return end(PIXEL, 'image/gif');
    if (path == '/v1/batch') return end('{"success":true}');
    if (path == '/v1/draws') {
      const { draw, campaign } = JSON.parse(await bodyOf(request)) as { draw: string; campaign: string };
      const subject = Number(new URL(request.headers.referer ?? origin).pathname.slice(1));
      const { status, body } = subjects[subject]!.answers.get(campaign)!;
      return end(JSON.stringify({ ...body, draw }), undefined, status);
    }
    if (!number) return end('', 'text/plain', 204);
    if (kind) return end(JSON.stringify(subjects[Number(number)]!.document));
    response.setHeader('Content-Security-Policy-Report-Only', POLICY);
    end(page(Number(number), origin), 'text/html; charset=utf-8');
  }

  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    origin,
    add: (subject) => `${origin}/${subjects.push(subject) - 1}`,
    close() {
      server.closeAllConnections();
      server.close();
    },
  };
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  const parts: Buffer[] = [];
  for await (const part of request) parts.push(part as Buffer);
  return Buffer.concat(parts).toString('utf8');
}
