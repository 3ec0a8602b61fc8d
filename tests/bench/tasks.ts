// The longest task of the page's thread at each stage of a visit that meets the widgets, at the speed of a phone.
import type { Browser, CDPSession } from 'playwright-core';
import { evaluate, launch } from './chromium.ts';
import { startServer, type BenchServer } from './server.ts';
import { fixed, median, printTable } from './table.ts';
import { demoDocument, distFile } from './waymarkPages.ts';

/** Processor time of an unthrottled page times this: throttling spins by the clock, so what else runs on the machine would count four times. */
const SLOWDOWN = 4;
const CATEGORIES = ['toplevel', 'devtools.timeline', 'v8', 'v8.wasm'];
const PHONE = {
  viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true,
  userAgent: 'Mozilla/5.0 (Linux; Android 14; Pixel 8) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/130.0.0.0 Mobile Safari/537.36',
};
const HEAD = `<meta name="waymark:page-type" content="home"><meta name="viewport" content="width=device-width"><meta name="google-play-app" content="app-id=x.y">
  <script async src="/waymark.js" data-key="demo" data-collector="ORIGIN" data-consent="granted"></script><div id="stories"></div>`;

interface Span { name: string; ts: number; dur: number; tdur?: number; pid: number; tid: number; ph: string; args?: { data?: { url?: string } } }

const within = (campaign: string, script: string): string => `{ const root = document.querySelector('[data-waymark="${campaign}"]').shadowRoot; ${script} }`;
/** What the visitor does, and for how long its tasks are counted. */
const STAGES: [name: string, script: string, ms?: number][] = [
  ['story: open', within('home-stories', `root.querySelector('.cover').click();`)],
  ['story: close', within('home-stories', `root.querySelector('dialog .close').click();`)],
  ['bar: close', within('welcome-bar', `root.querySelector('.close').click();`)],
  ['smart banner', `waymark.page('Other')`],
  ['a product', `waymark.track('Product Viewed', { product_id: 'a' })`],
  ['wheel: open', `waymark.track('Product Viewed', { product_id: 'b' })`],
  ['wheel: gate', within('spin-to-win', `root.querySelector('#email').value = 'a@b.co'; root.querySelector('[name=consent]').checked = true; root.querySelector('form button').click();`)],
  ['wheel: spin', within('spin-to-win', `root.querySelectorAll('button.action')[1].click();`), 5500],
  ['wheel: close', within('spin-to-win', `root.querySelector('button.close').click();`)],
  ['a bag', `waymark.track('Product Added', { product_id: 'a', name: 'A', price: 3, quantity: 1, currency: 'EUR' })`],
  ['cart nudge', `document.dispatchEvent(new MouseEvent('mouseout', { clientY: -1 }))`],
];

export async function benchTasks(rounds = 5): Promise<void> {
  const browser = await launch();
  if (!browser) return;
  const server = await startServer();
  const url = server.publish({
    name: 'tasks', head: HEAD, files: [
      { path: '/waymark.js', type: 'text/javascript', bytes: distFile('waymark.js') },
      { path: '/waymark.wasm', type: 'application/wasm', bytes: distFile('waymark.wasm') },
      { path: '/waymark.later.js', type: 'text/javascript', bytes: distFile('waymark.later.js') },
      { path: '/waymark.draw.wasm', type: 'application/wasm', bytes: distFile('waymark.draw.wasm') },
      { path: '/v1/document/demo', type: 'application/json', bytes: demoDocument() },
    ],
  } as Parameters<BenchServer['publish']>[0]);
  const longest = new Map<string, number[]>();
  for (let round = 0; round < rounds; round++) {
    for (const [stage, ms] of await visit(browser, url)) longest.set(stage, [...(longest.get(stage) ?? []), ms]);
  }
  printTable(`Longest task by stage; ms of processor, times ${SLOWDOWN}, of ${rounds} visits`, ['stage', 'median', 'least', 'most'],
    [...longest].map(([stage, list]) => [stage, fixed(median(list)), fixed(Math.min(...list)), fixed(Math.max(...list))]));
  await browser.close();
  server.close();
}

async function visit(browser: Browser, url: string): Promise<[stage: string, ms: number][]> {
  const context = await browser.newContext(PHONE);
  const page = await context.newPage();
  const failures: Error[] = [];
  page.on('pageerror', (error) => failures.push(error));
  await page.route('**/v1/draws', (route) => route.fulfill({ json: { success: true, draw: JSON.parse(route.request().postData()!).draw, slice: 'ten', code: 'AUR-1' } }));
  const cdp = await context.newCDPSession(page);
  const start = await traced(cdp, () => page.goto(url), 2500);
  const first = start.filter(({ name, args }) => name == 'EvaluateScript' && /\/waymark\.js/.test(args?.data?.url ?? ''))[0]!;
  const stages: [string, number][] = [['start', longestTask(start, first)]];
  for (const [name, script, ms = 1200] of STAGES) {
    stages.push([name, longestTask(await traced(cdp, () => evaluate(cdp, `void setTimeout(() => { ${script} })`), ms), first)]);
  }
  await context.close();
  // A stage that found nothing to act on has measured nothing.
  if (failures[0]) throw failures[0];
  return stages;
}

async function traced(cdp: CDPSession, act: () => Promise<unknown>, ms: number): Promise<Span[]> {
  const spans: Span[] = [];
  const collect = ({ value }: { value: object[] }): void => { spans.push(...(value as Span[])); };
  cdp.on('Tracing.dataCollected', collect);
  await cdp.send('Tracing.start', { transferMode: 'ReportEvents', traceConfig: { includedCategories: CATEGORIES } });
  await act();
  await new Promise((resolve) => setTimeout(resolve, ms));
  const complete = new Promise<void>((resolve) => cdp.once('Tracing.tracingComplete', () => resolve()));
  await cdp.send('Tracing.end');
  await complete;
  cdp.off('Tracing.dataCollected', collect);
  return spans.filter(({ ph }) => ph == 'X');
}

/** Of tasks that run script or draw, from our first line on; not of those that only collect garbage or commit a navigation. */
function longestTask(spans: Span[], first: Span): number {
  const thread = spans.filter(({ pid, tid }) => pid == first.pid && tid == first.tid);
  const isWork = ({ name }: Span): boolean => /^(UpdateLayoutTree|Layout|Paint|FunctionCall|EvaluateScript|wasm\..*)$/.test(name);
  const tasks = thread.filter(({ name, ts, dur }) => {
    if (name != 'ThreadControllerImpl::RunTask' || ts + dur < first.ts) return false;
    const inside = thread.filter((span) => span.ts >= ts && span.ts <= ts + dur);
    return inside.some(isWork) && !inside.some((span) => span.name == 'CommitLoad');
  });
  return Math.max(0, ...tasks.map(({ tdur, dur }) => ((tdur ?? dur) * SLOWDOWN) / 1000));
}
