import { join } from 'node:path';
import { ensureBuilt } from '../replay/builds.ts';
import type { CoreText } from '../replay/core.ts';
import { openNative } from '../replay/nativeCore.ts';
import { openWasm } from '../replay/wasmCore.ts';
import { readEffects, type Effect, type Environment } from '../../bindings/host/protocol.ts';
import { DOCUMENT } from './segments.ts';

export const root = join(import.meta.dirname, '../..');

export const ENVIRONMENT: Environment = {
  entropy: '00112233445566778899aabbccddeeff', consent: 'required', locale: 'en', display: true,
  device: { userAgent: 'Mozilla/5.0 (iPhone; CPU iPhone OS 17_0 like Mac OS X) AppleWebKit/605.1.15 Version/17.0 Mobile/15E148 Safari/604.1', touch: true, language: 'en', width: 390, height: 844 },
};

const bar = { widget: 'bar', content: { text: { en: 'Hello {{ traits.country | default: "there" }}', ru: 'Привет' }, action: { label: { en: 'Go' }, url: '/go' } } };

/** Segments of every kind and campaigns with each trigger. */
export const RICH_DOCUMENT = {
  ...DOCUMENT,
  site: { sources: ['dataLayer', 'jsonLd', 'openGraph', 'meta'], dataLayer: true },
  segments: [...DOCUMENT.segments, { id: 'mail', when: { 'traffic.source': 'mail' } }, { id: 'evening', when: { 'time.hour': { $gte: 18 } } },
    { id: 'broken', when: { $nope: 1 } }],
  campaigns: [
    { id: 'welcome', slot: 'bottom', trigger: { on: 'page', where: { 'page.type': 'home' } }, goal: { event: 'Order Completed', within: '7d' }, ...bar },
    { id: 'after-cart', slot: 'top', audience: { $segment: 'brand-explorer' }, trigger: { on: 'event', name: 'Product Added' },
      pressure: { priority: 9, caps: [{ scope: 'campaign', outcome: 'shown', max: 3, within: 'day' }] }, ...bar },
    { id: 'by-hand', slot: 'corner', trigger: { on: 'manual' }, pressure: { caps: [{ scope: 'all', outcome: 'closed', max: 2, within: '1h' }] }, ...bar },
    { id: 'no-widget', widget: 'hologram', trigger: { on: 'page' } },
    { id: 'spin', slot: 'modal', trigger: { on: 'event', name: 'Product Viewed' }, widget: 'wheel',
      content: { title: 'Spin', slices: [{ id: 'a', label: 'A prize' }, { id: 'b', label: 'B' }, { id: 'c', label: 'C' }], gate: { consent: 'Yes' } } },
  ],
};

export function open(build: 'native' | 'wasm'): Promise<CoreText> {
  ensureBuilt(root, build, console.error);
  return build == 'wasm' ? openWasm(root) : Promise.resolve(openNative(root));
}

/** A core with a document loaded and a new visitor. */
export class Session {
  private constructor(readonly core: CoreText) {}

  static async begin(document: object, environment: Partial<Environment> = {}): Promise<Session> {
    const session = new Session(await open('wasm'));
    await session.core.load(`${JSON.stringify({ ...ENVIRONMENT, ...environment })}\n${JSON.stringify(document)}`);
    return session;
  }
  async tell(...commands: object[]): Promise<Effect[]> {
    return readEffects(await this.core.dispatch(JSON.stringify(commands)));
  }
}
