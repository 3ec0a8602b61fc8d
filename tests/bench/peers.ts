// The peers as a page uses them: pinned in package.json here, installed on first use.
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { transformSync } from 'esbuild';
import { MARKER } from './server.ts';

export interface Page {
  name: string;
  /** Files it needs on the server. */
  files: { path: string; type: string; bytes: Buffer }[];
  /** The head up to and with the script; the mark `begin` comes before it. */
  head: string;
  /** Run right after a blocking script. */
  init?: string;
  /** The mark that says it is ready; without one it is the end of `init`. */
  ready?: string;
  /** Body of a function of the event's number i. */
  track?: string;
  /** Bytes on the wire of what it loads, filled in by `publish`. */
  wire?: number;
}

const folder = import.meta.dirname;
const shipped = (file: string): Buffer => readFileSync(join(folder, 'node_modules', file));
/** About 250 bytes of JSON, as a shop would send with an event. */
export const PROPERTIES = `{ sku: 'A-' + i, category: 'shoes', price: 59.9, currency: 'EUR', position: i % 20, list: 'home/recommended', inStock: true, tags: ['sale', 'new-in'] }`;

/** What each peer ships for a script tag. */
export const PEER_FILES: Record<string, string> = {
  'growthbook auto': '@growthbook/growthbook/dist/bundles/auto.min.js',
  'segment standalone': '@segment/analytics-next/dist/umd/standalone.js',
  'posthog array.js': 'posthog-js/dist/array.js',
  'snowplow umd': '@snowplow/browser-tracker/dist/index.umd.min.js',
  'rudderstack bundled': '@rudderstack/analytics-js/dist/npm/modern/bundled/umd/index.js',
  'amplitude umd': '@amplitude/analytics-browser/lib/scripts/amplitude-min.umd.js',
  'mixpanel': 'mixpanel-browser/dist/mixpanel.min.js',
};

/** RudderStack's package has no minified file. */
export function peerBytes(name: string): Buffer {
  const bytes = shipped(PEER_FILES[name]!);
  return name == 'rudderstack bundled' ? Buffer.from(transformSync(bytes.toString(), { minify: true }).code) : bytes;
}

export const hasPeers = (): boolean => Object.keys(JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')).dependencies).every((name) => existsSync(join(folder, 'node_modules', name)));

export function ensurePeers(): void {
  if (hasPeers()) return;
  console.error('Installing the peers into tests/bench/node_modules, once …');
  execFileSync('npm', ['install', '--ignore-scripts', '--no-audit', '--no-fund'], { cwd: folder, stdio: ['ignore', 2, 2] });
}

const posthog = `{ api_host: 'ORIGIN', persistence: 'localStorage', capture_pageview: true, disable_session_recording: true, disable_surveys: true, capture_performance: false,
  disable_external_dependency_loading: true, opt_out_useragent_filter: true, rate_limiting: { events_per_second: 1e9, events_burst_limit: 1e9 } }`;

/** JSON is what it takes by itself for its own host. */
const mixpanel = `{ api_host: 'ORIGIN', api_payload_format: 'json', track_pageview: true }`;

export function peerPages(): Page[] {
  return [
    peer('growthbook auto', { attributes: 'data-api-host="ORIGIN" data-client-key="sdk-key" data-no-streaming="true"' }),
    peer('segment standalone', {
      before: `window.analytics = Object.assign([], { _writeKey: 'key', _cdn: 'ORIGIN', _loadOptions: {}, initialize: false, SNIPPET_VERSION: '5.2.1' });
        ['track', 'page', 'identify', 'ready'].forEach((name) => { analytics[name] = (...args) => analytics.push([name, ...args]); }); analytics.page();`,
      track: `analytics.track('${MARKER}', ${PROPERTIES})`,
    }),
    peer('posthog array.js', {
      before: `window.posthog = Object.assign([], { _i: [], people: [], __SV: 1 }); posthog._i.push(['phc_key', ${posthog}, 'posthog']);`,
      track: `posthog.capture('${MARKER}', ${PROPERTIES})`,
    }),
    peer('snowplow umd', {
      init: `window.sp = window.snowplowBrowserTracking; sp.newTracker('sp', 'ORIGIN', { appId: 'shop', encodeBase64: false, bufferSize: 50 }); sp.trackPageView();`,
      track: `sp.trackSelfDescribingEvent({ event: { schema: 'iglu:com.acme/${MARKER}/jsonschema/1-0-0', data: ${PROPERTIES} } })`,
    }),
    peer('rudderstack bundled', {
      init: `window.rs = new rudderanalytics.RudderAnalytics(); rs.load('key', 'ORIGIN', { configUrl: 'ORIGIN' }); rs.page();`,
      track: `rs.track('${MARKER}', ${PROPERTIES})`,
    }),
    peer('amplitude umd', {
      init: `amplitude.init('key', { serverUrl: 'ORIGIN/2/httpapi', autocapture: false, remoteConfig: { fetchRemoteConfig: false } }); amplitude.track('Page Viewed');`,
      track: `amplitude.track('${MARKER}', ${PROPERTIES})`,
    }),
    peer('mixpanel', {
      before: `window.mixpanel = Object.assign([], { _i: [], people: [], __SV: 1.2 }); mixpanel._i.push(['token', ${mixpanel}, 'mixpanel']);`,
      track: `mixpanel.track('${MARKER}', ${PROPERTIES})`,
    }),
  ];
}

function peer(name: string, { before = '', init = '', attributes = '', track }: { before?: string; init?: string; attributes?: string; track?: string }): Page {
  const path = `/${name.replace(/\W+/g, '-')}.js`;
  return { name, files: [{ path, type: 'text/javascript', bytes: peerBytes(name) }], head: `<script>${before}</script><script src="${path}" ${attributes}></script>`, init, track };
}

/** The floor that a queue written by hand could reach. */
export const FLOOR: Page = {
  name: 'hand-written queue (floor)',
  files: [{ path: '/floor.js', type: 'text/javascript', bytes: Buffer.from(`(() => {
    let list = [], timer = 0;
    const flush = () => { timer = 0; const batch = list; list = []; if (batch.length) fetch('/own', { method: 'POST', body: '[' + batch.join(',') + ']' }); };
    window.own = { track(name, data) {
      list.push(JSON.stringify({ id: crypto.randomUUID(), t: Date.now(), u: location.href, name, data }));
      if (list.length >= 100) flush(); else if (!timer) timer = setTimeout(flush, 1000);
    } };
  })()`) }],
  head: '<script src="/floor.js"></script>',
  track: `own.track('${MARKER}', ${PROPERTIES})`,
};
export const EMPTY: Page = { name: 'empty page (control)', files: [{ path: '/empty.js', type: 'text/javascript', bytes: Buffer.from('0') }], head: '<script src="/empty.js"></script>' };
