import { existsSync } from 'node:fs';
import { chromium, type Browser, type BrowserContext, type CDPSession, type Page } from 'playwright-core';

// The headless shell has no window with a web UI of its own, which loads two cores while a page is measured.
const SHELL = '/usr/bin/chromium-headless-shell';
const executablePath = process.env.CHROMIUM ?? (existsSync(SHELL) ? SHELL : '/usr/bin/chromium');
const FLAGS = ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync',
  '--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE localhost, EXCLUDE 127.0.0.1'];
/** Analytics scripts drop what a headless browser sends. */
const USER_AGENT = 'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/146.0.0.0 Safari/537.36';

/** Absent where there is no Chromium; what needs it says that it skips. */
export async function launch(): Promise<Browser | undefined> {
  if (existsSync(executablePath)) return chromium.launch({ executablePath, headless: true, args: [...FLAGS, `--user-agent=${USER_AGENT}`] });
  console.log(`\nSkipped: no Chromium at ${executablePath} (set CHROMIUM=path)`);
  return undefined;
}

export interface Throttling { cpu: number; network?: { latency: number; kbitPerSecond: number } }

/** Whether a task counts by the clock or by the processor time that its thread had. */
export type TimeDomain = 'timeTicks' | 'threadTicks';

export interface Tab { page: Page; cdp: CDPSession; close(): Promise<void> }

/** A tab with a profile of its own: nothing is cached. */
export async function openTab(browser: Browser, { cpu, network }: Throttling = { cpu: 1 }, timeDomain: TimeDomain = 'timeTicks'): Promise<Tab> {
  const context: BrowserContext = await browser.newContext();
  const page = await context.newPage();
  const cdp = await context.newCDPSession(page);
  await cdp.send('Performance.enable', { timeDomain });
  if (cpu != 1) await cdp.send('Emulation.setCPUThrottlingRate', { rate: cpu });
  if (network) {
    const bytesPerSecond = (network.kbitPerSecond * 1024) / 8;
    await cdp.send('Network.enable');
    await cdp.send('Network.emulateNetworkConditions', { offline: false, latency: network.latency, downloadThroughput: bytesPerSecond, uploadThroughput: bytesPerSecond / 2 });
  }
  return { page, cdp, close: () => context.close() };
}

/** page.evaluate() would first inject half a megabyte of helpers, which shows in the figures. */
export async function evaluate(cdp: CDPSession, expression: string): Promise<any> {
  const { result, exceptionDetails } = await cdp.send('Runtime.evaluate', { expression, awaitPromise: true, returnByValue: true });
  if (exceptionDetails) throw new Error(exceptionDetails.exception?.description ?? exceptionDetails.text);
  return result.value;
}

export async function waitFor(cdp: CDPSession, expression: string): Promise<void> {
  for (const deadline = Date.now() + 30_000; !(await evaluate(cdp, expression)); await new Promise((resolve) => setTimeout(resolve, 50)))
    if (Date.now() > deadline) throw new Error(`waited in vain for ${expression}`);
}

/** Milliseconds of the main thread so far. */
export async function taskMs(cdp: CDPSession): Promise<number> {
  const { metrics } = await cdp.send('Performance.getMetrics');
  return metrics.find(({ name }) => name == 'TaskDuration')!.value * 1000;
}
