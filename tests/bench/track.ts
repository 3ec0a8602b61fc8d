// What one track() costs the main thread.
import type { Browser } from 'playwright-core';
import { evaluate, launch, openTab, taskMs } from './chromium.ts';
import { FLOOR, peerPages, type Page } from './peers.ts';
import { startServer, type BenchServer } from './server.ts';
import { fixed, median, medians, printTable, ratio, shuffled } from './table.ts';
import { benchTrackInNode } from './trackInNode.ts';
import { waymarkPages } from './waymarkPages.ts';

interface Shape { title: string; events: number; chunk: number; gapMs: number }
const SHAPES: Shape[] = [
  { title: 'paced: one event every 25 ms', events: 200, chunk: 1, gapMs: 25 },
  { title: 'in bursts: 100 at a time, a turn of the event loop between, given up after 8 s', events: 10_000, chunk: 100, gapMs: 0 },
];
const DRAIN_MS = 10_000;

export async function benchTrack(rounds = 3): Promise<void> {
  await benchTrackInNode(rounds);
  const server = await startServer();
  const pages = [waymarkPages()[0]!, ...peerPages().filter(({ track }) => track), FLOOR].map((page) => ({ page, url: server.publish(page) }));
  for (const shape of SHAPES) {
    const samples = new Map<string, Sample[]>(pages.map(({ page }) => [page.name, []]));
    for (let round = 0; round < rounds; round++) {
      for (const { page, url } of shuffled(pages)) {
        // A browser of its own: what one peer has left to do must not slow the next.
        const browser = await launch();
        if (!browser) return server.close();
        samples.get(page.name)!.push(await measure(browser, server, page, url, shape));
        await browser.close();
      }
    }
    print(shape, rounds, samples);
  }
  server.close();
}

interface Sample extends Record<string, number> { call: number; task: number; sent: number; got: number; requests: number }

async function measure(browser: Browser, server: BenchServer, page: Page, url: string, shape: Shape): Promise<Sample> {
  const tab = await openTab(browser);
  await tab.page.goto(url);
  await tab.page.waitForTimeout(1500);
  Object.assign(server.counters, { events: 0, requests: 0 });
  const before = await taskMs(tab.cdp);
  const { times, sent } = await evaluate(tab.cdp, loop(page.track!, shape));
  for (const deadline = Date.now() + DRAIN_MS; server.counters.events < sent && Date.now() < deadline;) await tab.page.waitForTimeout(200);
  await tab.page.waitForTimeout(300);
  const task = ((await taskMs(tab.cdp)) - before) * 1000;
  await tab.close();
  return { call: median(times), task: task / sent, sent, got: server.counters.events, requests: server.counters.requests };
}

const loop = (track: string, { events, chunk, gapMs }: Shape): string => `(async () => {
  const track = (i) => { ${track}; };
  const turn = () => new Promise((resolve) => { const c = new MessageChannel(); c.port1.onmessage = resolve; c.port2.postMessage(0); });
  const rest = () => (${gapMs} ? new Promise((resolve) => setTimeout(resolve, ${gapMs})) : turn());
  const times = [], begin = performance.now();
  let sent = 0;
  while (sent < ${events} && performance.now() - begin < 8000) {
    const start = performance.now();
    for (let k = 0; k < ${chunk}; k++) track(sent++);
    times.push((performance.now() - start) * 1000 / ${chunk});
    await rest();
  }
  return { times, sent };
})()`;

function print({ title }: Shape, rounds: number, samples: Map<string, Sample[]>): void {
  const rows = [...samples].map(([name, list]) => ({ name, ...medians(list) }) as Sample & { name: string });
  const ours = rows[0]!;
  printTable(`track() in Chromium, ${title}; medians of ${rounds}. "task" is all of the main thread until delivery`,
    ['script', 'µs in the call', 'of ours', 'µs task/event', 'of ours', 'sent', 'delivered', 'requests'],
    rows.map((row) => [row.name, fixed(row.call), ratio(row.call, ours.call), fixed(row.task, 0), ratio(row.task, ours.task), row.sent, row.got, row.requests]));
}
