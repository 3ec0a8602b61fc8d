// Everything a page of the bench loads or calls, on localhost: nothing leaves the machine.
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { brotliCompressSync, gunzipSync } from 'node:zlib';
import type { Page } from './peers.ts';

/** In the name of each counted event. */
export const MARKER = 'bench-event';

/** Cross-origin isolated, so that performance.now() has steps of 5 µs. */
const ISOLATION = {
  'Cross-Origin-Opener-Policy': 'same-origin', 'Cross-Origin-Embedder-Policy': 'require-corp', 'Cross-Origin-Resource-Policy': 'cross-origin', 'Timing-Allow-Origin': '*',
};

const FEATURES = Object.fromEntries(Array.from({ length: 30 }, (_, i) =>
  [`feature-${i}`, { defaultValue: false, rules: [{ condition: { country: { $in: ['DE', 'FR'] }, deviceCategory: 'mobile' }, force: true }] }]));

/** A plausible answer for each peer's API. */
const STUBS: [RegExp, (origin: string) => object][] = [
  [/\/v1\/projects\/.*\/settings/, (origin) => ({
    integrations: { 'Segment.io': { apiKey: 'key', unbundledIntegrations: [], addBundledMetadata: true, maybeBundledConfigIds: {}, versionSettings: { version: '4.4.7', componentTypes: ['browser'] }, apiHost: `${origin.replace('http://', '')}/v1`, protocol: 'http' } },
    plan: { track: { __default: { enabled: true, integrations: {} } } }, edgeFunction: {}, analyticsNextEnabled: true, middlewareSettings: {}, enabledMiddleware: {}, metrics: { sampleRate: 0 }, legacyVideoPluginsEnabled: false, remotePlugins: [],
  })],
  [/\/api\/features\//, () => ({ status: 200, features: FEATURES, experiments: [], dateUpdated: '2024-01-01T00:00:00.000Z' })],
  [/\/flags\/?\?|\/decide/, () => ({ featureFlags: { a: true }, featureFlagPayloads: {}, flags: {}, errorsWhileComputingFlags: false, supportedCompression: ['gzip-js'], sessionRecording: false, surveys: false, config: {} })],
  [/\/array\/.*\/config/, () => ({ token: 'phc_key', supportedCompression: ['gzip-js'], hasFeatureFlags: true, surveys: false, sessionRecording: false, captureDeadClicks: false, heatmaps: false, autocapture_opt_out: false, defaultIdentifiedOnly: true, siteApps: [] })],
  [/\/(e|i\/v0\/e|batch)\/?\?/, () => ({ status: 1 })],
  [/\/sourceConfig/, () => ({ source: { id: 'source', name: 'shop', workspaceId: 'workspace', enabled: true, destinations: [], config: { statsCollection: { errors: { enabled: false }, metrics: { enabled: false } } } } })],
  [/\/2\/httpapi/, () => ({ code: 200, events_ingested: 1, payload_size_bytes: 1, server_upload_time: 1 })],
  [/\/track\/\?/, () => ({ status: 1, error: null })],
];

export interface BenchServer {
  origin: string;
  /** Events that arrived since the last reset, and in how many requests. */
  counters: { events: number; requests: number };
  publish(page: Page): string;
  close(): void;
}

export async function startServer(): Promise<BenchServer> {
  const files = new Map<string, { type: string; bytes: Buffer }>();
  const counters = { events: 0, requests: 0 };
  const server = createServer(async (request, response) => {
    const url = request.url!;
    const file = files.get(url.split('?')[0]!);
    if (file) {
      response.writeHead(200, { ...ISOLATION, 'Content-Type': file.type, 'Content-Encoding': 'br', 'Cache-Control': 'no-store' });
      return response.end(file.bytes);
    }
    const body = await bodyOf(request);
    if (request.method == 'POST' || url.includes(MARKER)) {
      counters.requests++;
      counters.events += textOf(body, url).split(MARKER).length - 1;
    }
    const answer = STUBS.find(([pattern]) => pattern.test(url))?.[1](origin) ?? {};
    response.writeHead(200, { ...ISOLATION, 'Content-Type': 'application/json', 'Cache-Control': 'no-store' });
    response.end(JSON.stringify(answer));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const origin = `http://localhost:${(server.address() as AddressInfo).port}`;

  const add = (path: string, type: string, bytes: Buffer): number => {
    const packed = brotliCompressSync(bytes);
    files.set(path, { type, bytes: packed });
    return packed.length;
  };
  return {
    origin, counters,
    publish(page) {
      page.wire = page.files.reduce((total, { path, type, bytes }) => total + add(path, type, bytes), 0);
      const path = `/${page.name.replace(/\W+/g, '-')}.html`;
      add(path, 'text/html; charset=utf-8', Buffer.from(htmlOf(page).replaceAll('ORIGIN', origin)));
      return origin + path;
    },
    close: () => { server.closeAllConnections(); server.close(); },
  };
}

const htmlOf = ({ name, head, init = '' }: Page): string => `<!doctype html><meta charset="utf-8"><title>${name}</title><link rel="icon" href="data:,">
<script>performance.mark('begin')</script>${head}<script>performance.mark('executed');${init};performance.mark('initialised');</script>
<h1>Shop</h1><p>${'A paragraph of a page. '.repeat(40)}</p><button>Buy</button>`;

async function bodyOf(request: IncomingMessage): Promise<Buffer> {
  const parts: Buffer[] = [];
  for await (const part of request) parts.push(part as Buffer);
  return Buffer.concat(parts);
}

/** The text of a body, whichever way a peer packs it. */
function textOf(body: Buffer, url: string): string {
  const data = body[0] == 0x1f && body[1] == 0x8b ? gunzipSync(body) : body;
  let text = data.toString();
  if (text.startsWith('data=')) text = decodeURIComponent(text.slice(5).replaceAll('+', ' '));
  if (/^[A-Za-z0-9+/=]{40,}$/.test(text)) text = Buffer.from(text, 'base64').toString();
  return url.includes('?') ? `${text} ${decodeURIComponent(url)}` : text;
}
