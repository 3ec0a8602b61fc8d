// One case: a collector, a shop and a visitor, each of its own; afterwards nothing may have gone wrong unasked.
import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { chromium, type Browser, type BrowserContext, type BrowserContextOptions, type LaunchOptions, type Page } from 'playwright-core';
import { buildShop } from '../../demo-site/shop/build.mjs';
import { createShop } from '../../demo-site/shop/server.ts';
import { type Backend, COUPON_TOKEN, type Event, nameOf, openBackend } from './backend.ts';
import { EXECUTABLE, FLAGS, launch, skip } from './chromium.ts';
import { copySdk } from './sdk.ts';
import { openSite, type Site } from './site.ts';
import { until } from './until.ts';

export interface Options {
  /** The campaign document, as it is or as text; the demo's without its dialogs where absent. */
  document?: object | string;
  /** Damages or swaps files of the SDK's copy. */
  sdk?: (folder: string) => void;
  context?: BrowserContextOptions;
  /** A browser of the case's own. */
  browser?: LaunchOptions;
  /** A profile of the case's own, whose settings are these. */
  preferences?: object;
  studioDirectory?: string;
  /** The shop's pages let the studio watch. */
  isInspected?: boolean;
  /** What there is to win, by campaign. */
  prizes?: object;
  timeoutMs?: number;
  /** It is about the modules themselves: left out where there is no WebAssembly. */
  isAboutWasm?: boolean;
  /** Why it fails so far. */
  todo?: string;
}

export interface World {
  /** Origin of the shop. */
  shop: string;
  backend: Backend;
  context: BrowserContext;
  page: Page;
  /** What browser and SDK complained about so far, on any page. */
  complaints: string[];
  /** Complaints that the case itself brings about. */
  forgive(pattern: RegExp): void;
  /** Codes of dead letters that the case itself brings about. */
  readonly forgivenDeadLetters: string[];
  /** `alsoConnects`: an origin beside the collector's that the site's policy lets its pages speak to. */
  site(contents: (collector: string) => Record<string, string>, alsoConnects?: string): Promise<Site>;
  /** Waits until the database holds that many events; gives them by time. */
  arrived(count: number, timeoutMs?: number): Promise<Event[]>;
  /** The same without the wait for a batch to fill: the page is told to send at once. */
  flushed(count: number): Promise<Event[]>;
}

/** Violations and rejections of the page become console errors, which outlive a navigation. When a widget has come is noted. */
const WATCH = `
  new MutationObserver((records) => {
    for (const { addedNodes } of records) for (const node of addedNodes) if (node.dataset?.waymark) node.cameAt = performance.now();
  }).observe(document, { childList: true, subtree: true });
  document.addEventListener('securitypolicyviolation', (event) => console.error('violation: ' + event.violatedDirective + ' ' + event.blockedURI));
  addEventListener('unhandledrejection', (event) => console.error('rejection: ' + event.reason));`;
const BAR_SEGMENTS = ['new-visitor', 'lipstick-fan', 'cart-holder', 'customer'];
/** The demo's document. */
export const WHOLE_DOCUMENT = readFileSync(fileURLToPath(new URL('../../demo-site/waymark.json', import.meta.url)), 'utf8');
/** Its bars alone, and segments that no clock decides: what most cases are about is how one thing is shown, and not what else is on the page. */
export const DEMO_DOCUMENT = withBarsOnly(WHOLE_DOCUMENT);

const ACTION_MS = 15_000;
/** Widgets do not take a click sooner: nobody can have meant it. */
const REACTION_MS = 350;

let shared: Promise<Browser> | undefined;
let assets: Promise<string> | undefined;
const leftovers: string[] = [];

after(async () => {
  await (await shared)?.close();
  for (const folder of leftovers) rmSync(folder, { recursive: true, force: true });
});

/** A test in a world of its own. */
export function visit(name: string, play: (world: World) => Promise<void>, options: Options = {}): void {
  test(name, { skip: skip || (options.isAboutWasm && process.env.WAYMARK_WITHOUT_WASM ? 'no WebAssembly' : false), todo: options.todo, timeout: options.timeoutMs ?? 60_000 }, async (t) => {
    const closing: (() => unknown)[] = [];
    t.after(async () => { for (const close of closing.reverse()) await close(); });
    const world = await openWorld(options, closing);
    await play(world).catch((error) => { throw world.complaints.length ? new Error(`${error.message}\ncomplaints: ${world.complaints.join('\n')}`, { cause: error }) : error; });
    await assertCalm(world);
  });
}

async function openWorld(options: Options, closing: (() => unknown)[]): Promise<World> {
  const folder = temporaryFolder();
  const sdk = copySdk(folder);
  options.sdk?.(sdk);
  const backend = await openBackend(folder, options.document ?? DEMO_DOCUMENT, options.studioDirectory, options.prizes);
  closing.push(backend.stop);
  const shop = await createShop({ database: ':memory:', collectorOrigin: backend.origin, distDirectory: sdk, buildDirectory: await (assets ??= builtAssets()), isInspected: options.isInspected, coupons: { origin: backend.origin, token: COUPON_TOKEN } });
  await shop.listen({ port: 0, host: '127.0.0.1' });
  closing.push(() => shop.close());
  const context = await openContext(options, closing);
  context.setDefaultTimeout(ACTION_MS);
  closing.push(() => context.close());

  const complaints: string[] = [];
  const forgiven: RegExp[] = process.env.WAYMARK_WITHOUT_WASM ? [/^warning: waymark: fallback/] : [];
  const complain = (text: string): void => { if (!forgiven.some((pattern) => pattern.test(text))) complaints.push(text); };
  await context.addInitScript(WATCH);
  if (process.env.WAYMARK_WITHOUT_WASM) await context.addInitScript('delete globalThis.WebAssembly');
  context.on('weberror', (error) => complain(`uncaught: ${error.error()}`));
  context.on('console', (said) => {
    if (said.type() == 'error' || /^waymark:/.test(said.text())) complain(`${said.type()}: ${said.text()} (${said.location().url})`);
  });
  const page = await context.newPage();
  reactInTime(page);
  const world: World = {
    shop: `http://127.0.0.1:${(shop.server.address() as AddressInfo).port}`,
    backend, context, complaints,
    page,
    forgive: (pattern) => { forgiven.push(pattern); },
    forgivenDeadLetters: [],
    async site(contents, alsoConnects = '') {
      const site = await openSite(sdk, `${backend.origin} ${alsoConnects}`.trim(), contents(backend.origin));
      closing.push(site.close);
      return site;
    },
    async arrived(count, timeoutMs) {
      await until(`${count} events in the database`, () => backend.events().length >= count, timeoutMs).catch((error) => {
        throw new Error(`${error.message}; it holds ${backend.events().map(nameOf).join(', ')}`);
      });
      return byTime(backend.events());
    },
    async flushed(count) {
      await world.page.evaluate(() => window.waymark.flush());
      return world.arrived(count);
    },
  };
  return world;
}

/** The driver sees a widget before it clicks, as people do. */
function reactInTime(page: Page): void {
  const locators = Object.getPrototypeOf(page.locator('html'));
  if (locators.reacts) return;
  locators.reacts = true;
  for (const act of ['click', 'tap', 'check']) {
    const perform = locators[act];
    locators[act] = async function (...options: unknown[]): Promise<void> {
      await this.evaluate(async (element: Element, reactionMs: number) => {
        const { host } = element.getRootNode() as ShadowRoot;
        const cameAt = (host as { cameAt?: number } | undefined)?.cameAt;
        if (cameAt != undefined) await new Promise((resolve) => setTimeout(resolve, cameAt + reactionMs - performance.now()));
      }, REACTION_MS);
      await perform.apply(this, options);
    };
  }
}

async function openContext(options: Options, closing: (() => unknown)[]): Promise<BrowserContext> {
  const settings = { locale: 'en-GB', ...options.context };
  if (options.preferences) {
    const profile = temporaryFolder();
    mkdirSync(join(profile, 'Default'));
    writeFileSync(join(profile, 'Default', 'Preferences'), JSON.stringify(options.preferences));
    return chromium.launchPersistentContext(profile, { executablePath: EXECUTABLE, args: FLAGS, ...settings });
  }
  const browser = options.browser ? await launch(options.browser) : await (shared ??= launch());
  if (options.browser) closing.push(() => browser.close());
  return browser.newContext(settings);
}

async function assertCalm({ complaints, backend, forgivenDeadLetters }: World): Promise<void> {
  assert.deepEqual(complaints, []);
  assert.deepEqual(backend.deadLetters().filter(({ code }) => !forgivenDeadLetters.includes(code)), []);
  const ids = backend.events().map(({ messageId }) => messageId);
  assert.equal(new Set(ids).size, ids.length, 'an event is in the database twice');
}

function withBarsOnly(text: string): string {
  const { campaigns, segments, ...document } = JSON.parse(text);
  return JSON.stringify({
    ...document,
    segments: segments.filter(({ id }: { id: string }) => BAR_SEGMENTS.includes(id)),
    campaigns: campaigns.filter(({ widget }: { widget: string }) => widget == 'bar'),
  });
}

async function builtAssets(): Promise<string> {
  const folder = temporaryFolder();
  await buildShop(folder);
  return folder;
}

function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'waymark-browser-'));
  leftovers.push(folder);
  return folder;
}

/** In the order of arrival where the times are equal. */
export function byTime(events: Event[]): Event[] {
  return [...events].sort((a, b) => Date.parse(a.timestamp) - Date.parse(b.timestamp));
}

/**
 * The names of the events by time. Events of the same millisecond that waited in the storage come in any order,
 * so such are compared without it.
 */
export function assertNames(events: Event[], expected: string[]): void {
  const names = events.map(nameOf);
  assert.equal(names.length, expected.length, `${names.join(', ')}\n instead of \n${expected.join(', ')}`);
  for (let start = 0, end = 0; start < events.length; start = end) {
    while (end < events.length && events[end]!.timestamp == events[start]!.timestamp) end++;
    assert.deepEqual(names.slice(start, end).sort(), expected.slice(start, end).sort(), `${names.join(', ')}\n instead of \n${expected.join(', ')}`);
  }
}
