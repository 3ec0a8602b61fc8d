// node --import tsx tests/soak/noConsent.ts --minutes N --seed N: somebody browses the demo shop for that long and never answers the question of
// consent: every kind of page, the search, the cart, several tabs. What the browser keeps and sends is captured by the debugging protocol.
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import type { BrowserContext, CDPSession, Page } from 'playwright-core';
import { buildShop } from '../../demo-site/shop/build.mjs';
import { createShop } from '../../demo-site/shop/server.ts';
import { openBackend } from '../browser/backend.ts';
import { launch } from '../browser/chromium.ts';
import { copySdk, SDK_FILES } from '../browser/sdk.ts';
import { Random } from '../wasm/random.ts';

const PATHS = ['/', '/category/eyes', '/category/lips', '/category/face', '/product/veil', '/product/velvet-hour', '/product/fig-hour', '/search', '/search?q=rose', '/cart', '/sign-in', '/sign-up', '/checkout', '/no-such-page', '/?utm_source=mail&gclid=1'];
const WORDS = ['rose', 'mascara', 'nothing like it', '<b>'];
const MOST_TABS = 4;
const PATIENCE_MS = 15_000;
/** The shop's own cookies. */
const OWN_COOKIE = /^aurelle_/;
const DOCUMENT_PATH = '/v1/document/demo';

interface Sent { method: string; url: string; headers: Record<string, string> }
interface Place { shop: string; collector: string; context: BrowserContext; /** Of the first tab, which stays. */ cdp?: CDPSession; sent: Map<string, Sent>; seen: Set<string> }

/** Every request as it leaves the browser, cookies included. */
async function capture(cdp: CDPSession, sent: Map<string, Sent>, tab: number): Promise<void> {
  const part = (id: string, known: Partial<Sent>): void => { sent.set(`${tab} ${id}`, { method: '', url: '', headers: {}, ...sent.get(`${tab} ${id}`), ...known }); };
  cdp.on('Network.requestWillBeSent', ({ requestId, request: { method, url } }) => part(requestId, { method, url }));
  cdp.on('Network.requestWillBeSentExtraInfo', ({ requestId, headers }) => part(requestId, { headers }));
  await cdp.send('Network.enable');
}

async function openTab(place: Place, tabs: Page[]): Promise<Page> {
  const page = await place.context.newPage();
  page.setDefaultTimeout(PATIENCE_MS);
  const cdp = await place.context.newCDPSession(page);
  place.cdp ??= cdp;
  await capture(cdp, place.sent, place.sent.size);
  tabs.push(page);
  return page;
}

async function visit(place: Place, page: Page, path: string): Promise<void> {
  await page.goto(place.shop + path);
  place.seen.add(path);
}

/** What the page says to the SDK, as if it did not care. */
const talk = (page: Page): Promise<unknown> =>
  page.evaluate(async () => {
    const { waymark } = window;
    if (!waymark?.ready) return;
    waymark.track('Said', { much: 'x'.repeat(100) });
    waymark.identify('somebody', { email: 'somebody@example.com' });
    waymark.page('Again');
    waymark.context({ weather: 'rain' });
    waymark.show('welcome-bar');
    await Promise.race([waymark.flush(), new Promise((resume) => setTimeout(resume, 1_000))]);
  });

async function step(place: Place, tabs: Page[], random: Random): Promise<void> {
  const page = random.pick(tabs);
  await page.bringToFront();
  switch (random.below(10)) {
    case 0: if (tabs.length < MOST_TABS) return visit(place, await openTab(place, tabs), random.pick(PATHS)); break;
    case 1: if (page != tabs[0]) return void (await tabs.splice(tabs.indexOf(page), 1)[0]!.close()); break;
    case 2: return void (await page.reload());
    case 3: return void (await page.goBack());
    case 4: return void (await page.mouse.wheel(0, 200 + random.below(2_000)));
    case 5: return void (await talk(page));
    case 6:
      await visit(place, page, '/search');
      await page.locator('main [name=q], [name=q]').last().fill(random.pick(WORDS), { force: true });
      await page.evaluate(() => [...document.querySelectorAll<HTMLInputElement>('[name=q]')].at(-1)!.form!.requestSubmit());
      return void (await page.waitForURL(/[?&]q=/));
    case 7:
      await visit(place, page, '/product/velvet-hour');
      await page.click('.buy .button');
      return void (await page.waitForSelector('#added:popover-open'));
    case 8: return void (await page.evaluate(() => { dispatchEvent(new Event('online')); document.dispatchEvent(new Event('visibilitychange')); }));
  }
  await visit(place, page, random.pick(PATHS));
}

/** Everything the page's origin keeps, by name. */
const kept = (page: Page): Promise<string[]> =>
  page.evaluate(async () => [
    ...Object.keys(localStorage), ...Object.keys(sessionStorage), ...(await indexedDB.databases()).map(({ name }) => name!), ...(await caches.keys()),
  ]);

async function assertNothingKept({ context, cdp, shop, collector }: Place, page: Page): Promise<void> {
  if (page.url().startsWith(shop)) assert.deepEqual(await kept(page), []);
  for (const { name } of await context.cookies()) assert.match(name, OWN_COOKIE);
  for (const origin of [shop, collector]) {
    const { usageBreakdown } = await cdp!.send('Storage.getUsageAndQuota', { origin });
    // Looking whether there is a database makes an empty folder for databases.
    assert.deepEqual(usageBreakdown.filter(({ usage, storageType }) => usage > 0 && storageType != 'indexeddb'), [], origin);
  }
}

function assertOnlyFiles({ sent, shop, collector }: Place): { documents: number; files: number } {
  let documents = 0, files = 0;
  for (const { method, url, headers } of sent.values()) {
    if (!url || url.startsWith('data:')) continue;
    const { origin, pathname, search } = new URL(url);
    if (origin == shop) {
      if (!SDK_FILES.some((name) => pathname == '/' + name)) continue;
      assert.deepEqual([method, search], ['GET', ''], url);
      files++;
    } else {
      const names = Object.keys(headers).map((name) => name.toLowerCase());
      assert.deepEqual([method, origin, pathname, search], ['GET', collector, DOCUMENT_PATH, ''], 'a request that is not for the document');
      assert.deepEqual(names.filter((name) => /^(cookie|authorization)$/.test(name)), [], 'credentials');
      documents++;
    }
  }
  return { documents, files };
}

export async function browseWithoutChoice(forMs: number, seed: number, say: (text: string) => void): Promise<{ steps: number; documents: number; files: number }> {
  const random = new Random(seed);
  const folder = mkdtempSync(join(tmpdir(), 'waymark-soak-'));
  const document = await readFile(join(import.meta.dirname, '../../demo-site/waymark.json'), 'utf8');
  const backend = await openBackend(folder, document);
  await buildShop(join(folder, 'shop'));
  const server = await createShop({ database: ':memory:', collectorOrigin: backend.origin, distDirectory: copySdk(folder), buildDirectory: join(folder, 'shop') });
  await server.listen({ port: 0, host: '127.0.0.1' });
  const browser = await launch();
  try {
    const context = await browser.newContext({ locale: 'en-GB' });
    const shop = `http://127.0.0.1:${(server.server.address() as AddressInfo).port}`;
    // A cookie of the host reaches every port of it, so the collector would be sent this one too.
    await context.addCookies([{ name: 'aurelle_probe', value: '1', url: shop }]);
    const place: Place = { shop, collector: backend.origin, context, sent: new Map(), seen: new Set() };
    const tabs: Page[] = [];
    const first = await openTab(place, tabs);
    const started = Date.now();
    for (const path of PATHS) {
      await visit(place, first, path);
      // Core and document have come, and idle work is done.
      await first.evaluate(() => window.waymark?.ready?.().then(() => window.waymark.stats()));
    }
    await talk(first);
    let steps = 0, told = 0;
    do {
      await step(place, tabs, random);
      steps++;
      await assertNothingKept(place, tabs[0]!);
      const minutes = Math.floor((Date.now() - started) / 60_000);
      if (minutes > told) say(`${(told = minutes)} minutes, ${steps} steps, ${place.sent.size} requests`);
      await tabs[0]!.waitForTimeout(random.below(400));
    } while (Date.now() - started < forMs);
    for (const page of tabs) await assertNothingKept(place, page);
    const counted = assertOnlyFiles(place);
    for (const { method, path, headers } of backend.asked) assert.deepEqual([method, path, headers.cookie, headers.authorization], ['GET', DOCUMENT_PATH, undefined, undefined]);
    assert.deepEqual([backend.events(), backend.deadLetters()], [[], []]);
    assert.ok(counted.documents > 0 && counted.files > 0 && PATHS.every((path) => place.seen.has(path)));
    // The capture has missed nothing that has reached the collector.
    assert.ok(counted.documents >= backend.asked.length, `${backend.asked.length} requests at the collector, ${counted.documents} captured`);
    return { steps, ...counted };
  } finally {
    await browser.close();
    await server.close();
    await backend.stop();
    rmSync(folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 });
  }
}

if (process.argv[1] == import.meta.filename) {
  const { values } = parseArgs({ options: { minutes: { type: 'string', default: '10' }, seed: { type: 'string', default: '1' } } });
  const { steps, documents, files } = await browseWithoutChoice(Number(values.minutes) * 60_000, Number(values.seed), (text) => console.log(text));
  console.log(`${values.minutes} minutes without a choice, seed ${values.seed}: ${steps} steps, ${files} requests for files and ${documents} for the document, nothing else and nothing kept`);
}
