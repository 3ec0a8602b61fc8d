// What one track() costs the main thread and the wire.
import type { Browser } from 'playwright-core';
import { evaluate, launch, openTab, taskMs } from './chromium.ts';
import { EMPTY, FLOOR, peerPages, type Page } from './peers.ts';
import { startServer, type BenchServer } from './server.ts';
import { fixed, medians, printTable, ratio, shuffled, type Cell } from './table.ts';
import { benchTrackInNode } from './trackInNode.ts';
import { waymarkPages } from './waymarkPages.ts';

interface Shape { title: string; events: number; chunk: number; gapMs: number }
const SHAPES: Shape[] = [
  { title: 'paced: 200 events, one every 25 ms', events: 200, chunk: 1, gapMs: 25 },
  { title: 'steady: 10,000 events, 10 every 20 ms', events: 10_000, chunk: 10, gapMs: 20 },
  { title: 'burst: 200 events in one task', events: 200, chunk: 200, gapMs: 0 },
];
/** Who can not keep up is stopped; what was sent has then so long to arrive. */
const LIMIT_MS = 30_000;
const DRAIN_MS = 15_000;

export async function benchTrack(rounds = 3): Promise<void> {
  await benchTrackInNode(rounds);
  const server = await startServer({ isCrossSite: true });
  const pages = [waymarkPages()[0]!, ...peerPages().filter(({ track }) => track), FLOOR, EMPTY].map((page) => ({ page, url: server.publish(page) }));
  for (const shape of SHAPES) {
    const samples = new Map<Page, Sample[]>(pages.map(({ page }) => [page, []]));
    for (let round = 0; round < rounds; round++) {
      for (const { page, url } of shuffled(pages)) {
        // A browser of its own: what one peer has left to do must not slow the next.
        const browser = await launch();
        if (!browser) return server.close();
        samples.get(page)!.push(await measure(browser, server, page, url, shape));
        await browser.close();
      }
    }
    print(shape, rounds, samples);
  }
  console.log('\nThe control runs the same loop without a call; its time is taken off the others. The wire is HTTP/1.1 on localhost, heads, bodies and preflights,\nby delivered event; no other host resolves.');
  server.close();
}

interface Sample extends Record<string, number> { call: number; task: number; sent: number; delivered: number; requests: number; bytes: number; bodyBytes: number }

async function measure(browser: Browser, server: BenchServer, { track }: Page, url: string, shape: Shape): Promise<Sample> {
  const tab = await openTab(browser, { cpu: 1 }, 'threadTicks');
  await tab.page.goto(url);
  await tab.page.waitForTimeout(1500);
  const arrivals = server.count();
  const before = await taskMs(tab.cdp);
  const { callMs, sent } = await evaluate(tab.cdp, loop(track ?? '', shape));
  for (const deadline = Date.now() + DRAIN_MS; track && arrivals.events.size < sent && Date.now() < deadline;) await tab.page.waitForTimeout(100);
  await tab.page.waitForTimeout(300);
  const task = (await taskMs(tab.cdp)) - before;
  await tab.close();
  const { events: { size: delivered }, requests, bytes, bodyBytes } = arrivals;
  return { call: (callMs * 1000) / sent, task: (task * 1000) / sent, sent, delivered, requests, bytes: bytes / Math.max(delivered, 1), bodyBytes: bodyBytes / Math.max(delivered, 1) };
}

/** Keeps the beat by the clock, as long as the script does. */
const loop = (track: string, { events, chunk, gapMs }: Shape): string => `(async () => {
  const track = (i) => { ${track}; };
  const begin = performance.now();
  let sent = 0, callMs = 0;
  for (let turn = 1; sent < ${events} && performance.now() - begin < ${LIMIT_MS}; turn++) {
    const start = performance.now();
    for (let k = 0; k < ${chunk}; k++) track(sent++);
    callMs += performance.now() - start;
    await new Promise((resolve) => setTimeout(resolve, begin + turn * ${gapMs} - performance.now()));
  }
  return { callMs, sent };
})()`;

function print({ title }: Shape, rounds: number, samples: Map<Page, Sample[]>): void {
  const control = medians(samples.get(EMPTY)!).task;
  const [ours, ...others] = [...samples].map(([{ name, track }, list]) => ({ name, track, ...medians(list) }));
  const cells = ({ name, track, ...row }: typeof others[number]): Cell[] => (track ? [
    name, fixed(row.call!), ratio(row.call!, ours!.call!), fixed(row.task! - control, 0), ratio(row.task! - control, ours!.task! - control),
    fixed(row.bytes!, 0), ratio(row.bytes!, ours!.bytes!), fixed(row.bodyBytes!, 0), row.sent, row.delivered, row.requests,
  ] : [name, '', '', fixed(row.task!, 0), '', '', '', '', row.sent, '', '']);
  printTable(`track() in Chromium, ${title}; medians of ${rounds}.\n"task" is the processor time of the renderer's main thread (TaskDuration) until all is delivered, over the control`,
    ['script', 'µs in the call', 'of ours', 'µs task/event', 'of ours', 'bytes/event', 'of ours', 'of it body', 'sent', 'delivered', 'requests'], [ours!, ...others].map(cells));
}
