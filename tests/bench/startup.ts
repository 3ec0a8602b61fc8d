// How long until a page's script has done its first work, and what it costs the main thread.
import type { Browser } from 'playwright-core';
import { evaluate, launch, openTab, taskMs, waitFor, type Throttling } from './chromium.ts';
import { EMPTY, peerPages, type Page } from './peers.ts';
import { startServer } from './server.ts';
import { fixed, medians, printTable, ratio, shuffled } from './table.ts';
import { waymarkPages } from './waymarkPages.ts';

const CONDITIONS: { title: string; throttling: Throttling; settleMs: number }[] = [
  { title: 'desktop', throttling: { cpu: 1 }, settleMs: 700 },
  { title: 'mobile (4× CPU, 1.6 Mbit/s, 150 ms)', throttling: { cpu: 4, network: { latency: 150, kbitPerSecond: 1600 } }, settleMs: 1500 },
];

interface Sample extends Record<string, number> { fromNavigation: number; fromScript: number; task: number }

export async function benchStartup(rounds = 7): Promise<void> {
  const browser = await launch();
  if (!browser) return;
  const server = await startServer();
  const pages = [...waymarkPages(), EMPTY, ...peerPages()].map((page) => ({ page, url: server.publish(page) }));
  for (const { title, throttling, settleMs } of CONDITIONS) {
    const samples = new Map<Page, Sample[]>(pages.map(({ page }) => [page, []]));
    for (let round = 0; round < rounds; round++) {
      for (const { page, url } of shuffled(pages)) samples.get(page)!.push(await visit(browser, page, url, throttling, settleMs));
    }
    print(title, rounds, samples);
  }
  console.log('\nwaymark is ready when the campaign of the demo document is on show; a peer when its script and its init have run:\nits settings and features still arrive over the network before a first decision.');
  await browser.close();
  server.close();
}

async function visit(browser: Browser, page: Page, url: string, throttling: Throttling, settleMs: number): Promise<Sample> {
  const tab = await openTab(browser, throttling);
  await tab.page.waitForTimeout(300);
  await tab.page.goto(url, { waitUntil: 'load' });
  const mark = page.ready ?? 'initialised';
  await waitFor(tab.cdp, `performance.getEntriesByName('${mark}').length > 0`);
  await tab.page.waitForTimeout(settleMs);
  const task = await taskMs(tab.cdp);
  const [begin, ready] = await evaluate(tab.cdp, `['begin', '${mark}'].map((name) => performance.getEntriesByName(name)[0].startTime)`);
  await tab.close();
  return { fromNavigation: ready, fromScript: ready - begin, task };
}

function print(title: string, rounds: number, samples: Map<Page, Sample[]>): void {
  const rows = [...samples].map(([page, list]) => ({ page, ...medians(list) }));
  const [ours, , empty] = rows;
  printTable(`Start-up on a first visit, ${title}; ms, medians of ${rounds}`, ['page', 'bytes', 'ready', 'of ours', 'from the tag', 'task over empty'],
    rows.map(({ page, fromNavigation, fromScript, task }) =>
      [page.name, page.wire, fixed(fromNavigation, 0), ratio(fromNavigation, ours!.fromNavigation), fixed(fromScript, 0), fixed(task - empty!.task, 0)]));
}
