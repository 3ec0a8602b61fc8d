// node --import tsx tests/soak/browser.ts --rounds N --tabs N --events N --seed N: Chromium killed over and over after events were stored, and
// many tabs at work while tabs are closed and crash and the collector comes and goes. Every event must be in the collector's database, once.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { chromium, type BrowserContext, type Page } from 'playwright-core';
import { openBackend, type Backend } from '../browser/backend.ts';
import { EXECUTABLE, FLAGS } from '../browser/chromium.ts';
import { copySdk } from '../browser/sdk.ts';
import { openSite, pageWithTag } from '../browser/site.ts';
import { until } from '../browser/until.ts';
import { Random } from '../wasm/random.ts';

const DOCUMENT = { version: 1 };
/** From the moment the storage has said that it keeps an event. */
const DELAYS_MS = [0, 50, 500, 2_000];
const PATIENCE_MS = 90_000;
const MOST_QUEUED = 300;

interface Place { backend: Backend; url: string; profile: string; close(): Promise<void> }

async function openPlace(): Promise<Place> {
  const folder = mkdtempSync(join(tmpdir(), 'waymark-soak-'));
  const backend = await openBackend(folder, DOCUMENT);
  const site = await openSite(copySdk(folder), backend.origin, { '/': pageWithTag({ collector: backend.origin }) });
  return {
    backend, url: site.origin, profile: join(folder, 'profile'),
    async close() {
      await site.close();
      await backend.stop();
      rmSync(folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 });
    },
  };
}

async function browse(profile: string): Promise<BrowserContext> {
  const context = await chromium.launchPersistentContext(profile, { executablePath: EXECUTABLE, args: FLAGS });
  // Twenty tabs may start at the same time.
  context.setDefaultTimeout(2 * PATIENCE_MS);
  return context;
}

async function visit(context: BrowserContext, url: string): Promise<Page> {
  const page = await context.newPage();
  await page.goto(url);
  await page.waitForFunction(() => window.waymark?.ready);
  await page.evaluate(() => window.waymark.ready());
  return page;
}

/** How many events the SDK's database holds. */
const stored = (page: Page): Promise<number> =>
  page.evaluate(() => new Promise<number>((resolve) => {
    const request = indexedDB.open('wm.demo');
    request.onerror = () => resolve(0);
    request.onsuccess = () => {
      const db = request.result;
      const all = db.transaction('events').objectStore('events').count();
      all.onsuccess = () => { db.close(); resolve(all.result); };
    };
  }));

const numbers = (backend: Backend): number[] => backend.events().filter(({ event }) => event == 'Counted').map(({ properties }) => properties['n'] as number);

function assertOnce(backend: Backend, count: number): void {
  const found = numbers(backend);
  const missing = Array.from({ length: count }, (_, i) => i + 1).filter((n) => !found.includes(n));
  assert.deepEqual([missing, found.length], [[], count]);
  const ids = backend.events().map(({ messageId }) => messageId);
  assert.equal(new Set(ids).size, ids.length);
}

/** SIGKILL of the whole browser, once events are stored and while the collector does not answer. */
export async function killBrowser(rounds: number, seed: number, say: (text: string) => void): Promise<number> {
  const random = new Random(seed);
  const place = await openPlace();
  let made = 0;
  try {
    for (let round = 1; round <= rounds; round++) {
      const delay = DELAYS_MS[random.below(DELAYS_MS.length)]!;
      const count = 1 + random.below(20);
      await place.backend.standIn(() => {});
      const context = await browse(place.profile);
      const page = await visit(context, place.url);
      const before = await stored(page);
      await page.evaluate(([from, count]) => { for (let i = 1; i <= count!; i++) window.waymark.track('Counted', { n: from! + i }); }, [made, count]);
      made += count;
      await until('the events are stored', async () => (await stored(page)) >= before + count, 20_000);
      await new Promise((resolve) => setTimeout(resolve, delay));
      execFileSync('pkill', ['-KILL', '-f', place.profile]);
      await context.close().catch(() => {});

      await place.backend.start();
      const again = await browse(place.profile);
      await visit(again, place.url);
      await until(`round ${round}: ${made} events have arrived`, () => numbers(place.backend).length >= made, PATIENCE_MS);
      await again.close();
      say(`round ${round}: killed ${delay} ms after ${count} events were stored`);
    }
    assertOnce(place.backend, made);
    return made;
  } finally {
    await place.close();
  }
}

/** Tabs that track at the same time, some of which are closed or crash, over a collector that comes and goes. */
export async function crowd(tabs: number, events: number, seed: number, say: (text: string) => void): Promise<number> {
  const random = new Random(seed);
  const place = await openPlace();
  const context = await browse(place.profile);
  let made = 0;
  try {
    let isUp = true;
    let turn = Promise.resolve();
    const bring = (up: boolean): Promise<void> => (turn = turn.then(async () => {
      if (isUp == up) return;
      isUp = up;
      await (up ? place.backend.start() : place.backend.stop());
    }));
    const queued = (page: Page): Promise<number> => page.evaluate(() => window.waymark.stats().then(({ queued }) => queued));
    const work = async (index: number): Promise<void> => {
      let page = await visit(context, place.url);
      for (let left = events; left > 0;) {
        // A queue holds 1000; what is beyond would be dropped and counted, which is for other tests.
        for (let waits = 0; (await queued(page)) > MOST_QUEUED; waits++) {
          if (waits > 10) await bring(true);
          await page.waitForTimeout(200);
        }
        const count = Math.min(left, 1 + random.below(40));
        const from = made;
        made += count;
        left -= count;
        // A call that the page has answered has been dispatched, and what it made is on its way into the storage.
        await page.evaluate(([from, count]) => {
          for (let i = 1; i <= count!; i++) window.waymark.track('Counted', { n: from! + i });
          return window.waymark.stats();
        }, [from, count]);
        const what = random.below(12);
        if (what == 0) await bring(!isUp);
        if (what > 1) continue;
        // The document is the tab's alone once the page is up.
        await bring(true);
        await page.waitForTimeout(300);
        await (random.below(2) ? page.close() : page.goto('chrome://crash').catch(() => page.close()));
        page = await visit(context, place.url);
      }
      say(`tab ${index} has tracked ${events}`);
    };
    await Promise.all(Array.from({ length: tabs }, (_, index) => work(index)));
    await bring(true);
    await until(`${made} events have arrived`, () => numbers(place.backend).length >= made, 2 * PATIENCE_MS).catch(async (error) => {
      const stats = await Promise.all(context.pages().map((page) => page.evaluate(() => window.waymark?.stats()).catch(() => null)));
      throw new Error(`${error.message}; ${new Set(numbers(place.backend)).size} have; the tabs: ${JSON.stringify(stats.map((one) => one && [one.queued, one.dropped, one.failures, one.sends]))}`);
    });
    assertOnce(place.backend, made);
    return made;
  } finally {
    await context.close().catch(() => {});
    await place.close();
  }
}

if (process.argv[1] == import.meta.filename) {
  const { values } = parseArgs({ options: { rounds: { type: 'string', default: '50' }, tabs: { type: 'string', default: '20' }, events: { type: 'string', default: '500' }, seed: { type: 'string', default: '1' } } });
  const seed = Number(values.seed);
  const say = (text: string): void => console.log(text);
  if (Number(values.rounds)) console.log(`browser killed ${values.rounds} times, seed ${seed}: ${await killBrowser(Number(values.rounds), seed, say)} events, each arrived once`);
  if (Number(values.tabs)) console.log(`${values.tabs} tabs, seed ${seed}: ${await crowd(Number(values.tabs), Number(values.events), seed, say)} events, each arrived once`);
}
