// Everything a page of the bench loads or calls, on localhost: nothing leaves the machine.
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { brotliCompressSync, gunzipSync } from 'node:zlib';
import type { Page } from './peers.ts';

/** In the name of each event; it is counted by the number in its `sku`. */
export const MARKER = 'bench-event';

/** Cross-origin isolated, so that performance.now() has steps of 5 µs. */
const ISOLATION = {
  'Cross-Origin-Opener-Policy': 'same-origin', 'Cross-Origin-Embedder-Policy': 'require-corp', 'Cross-Origin-Resource-Policy': 'cross-origin', 'Timing-Allow-Origin': '*',
};

/** What another site's page may do; a preflight is asked for once. */
const cors = ({ headers }: IncomingMessage): Record<string, string> => (headers.origin ? {
  'Access-Control-Allow-Origin': headers.origin, 'Access-Control-Allow-Credentials': 'true',
  'Access-Control-Allow-Headers': headers['access-control-request-headers'] ?? '', 'Access-Control-Max-Age': '86400',
} : {});

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

/** What came to the API; bytes are those of the connection: heads, bodies and preflights. */
export interface Arrivals { events: Set<number>; requests: number; bytes: number; bodyBytes: number }

export interface BenchServer {
  origin: string;
  /** Counts anew, into what it returns. */
  count(): Arrivals;
  publish(page: Page): string;
  close(): void;
}

/** Across sites the API has a host of its own, as that of most peers has: no cookie of the page goes there. */
export async function startServer({ isCrossSite = false } = {}): Promise<BenchServer> {
  const files = new Map<string, { type: string; bytes: Buffer }>();
  const read = new WeakMap<Socket, number>();
  let arrivals = noArrivals();
  const server = createServer(async (request, response) => {
    const url = request.url!;
    const headers = { ...ISOLATION, ...cors(request), 'Cache-Control': 'no-store' };
    const body = await bodyOf(request);
    const { socket } = request;
    const bytes = socket.bytesRead - (read.get(socket) ?? 0);
    read.set(socket, socket.bytesRead);
    const file = files.get(url.split('?')[0]!);
    if (file) {
      response.writeHead(200, { ...headers, 'Content-Type': file.type, 'Content-Encoding': 'br' });
      return response.end(file.bytes);
    }
    arrivals.requests++;
    arrivals.bytes += bytes;
    arrivals.bodyBytes += body.length;
    for (const [, number] of textOf(body, url).matchAll(/sku\W+A-(\d+)/g)) arrivals.events.add(Number(number));
    const answer = STUBS.find(([pattern]) => pattern.test(url))?.[1](api) ?? {};
    response.writeHead(200, { ...headers, 'Content-Type': 'application/json' });
    response.end(JSON.stringify(answer));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const origin = `http://localhost:${port}`;
  const api = isCrossSite ? `http://127.0.0.1:${port}` : origin;

  const add = (path: string, type: string, bytes: Buffer): number => {
    const packed = brotliCompressSync(bytes);
    files.set(path, { type, bytes: packed });
    return packed.length;
  };
  return {
    origin,
    count: () => (arrivals = noArrivals()),
    publish(page) {
      page.wire = page.files.reduce((total, { path, type, bytes }) => total + add(path, type, bytes), 0);
      const path = `/${page.name.replace(/\W+/g, '-')}.html`;
      add(path, 'text/html; charset=utf-8', Buffer.from(htmlOf(page).replaceAll('ORIGIN', api)));
      return origin + path;
    },
    close: () => { server.closeAllConnections(); server.close(); },
  };
}

const noArrivals = (): Arrivals => ({ events: new Set(), requests: 0, bytes: 0, bodyBytes: 0 });

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
