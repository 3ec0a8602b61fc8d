// One page load: a document with many campaigns, shown round by round, and everything that came of it that should not have.
import type { Browser, BrowserContext, Page, Request } from 'playwright-core';
import type { Agent, Case, SourceName } from './cases.ts';
import type { Finding, Played, Probe, Said } from './probe.ts';
import { PLACES, type Site, type Subject } from './site.ts';

export interface Result extends Played { findings: Finding[]; problems: Said[] }

const AGENTS: Record<Agent, string> = {
  android: 'Mozilla/5.0 (Linux; Android 14; Pixel 8) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/130.0.0.0 Mobile Safari/537.36',
  ios: 'Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) CriOS/126.0.0.0 Mobile/15E148 Safari/604.1',
};
const EXPECTED = /^\/(picture\.png|waymark[\w.]*|v1\/(batch|draws))$/;
const PIXEL = Buffer.from('R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7', 'base64');
const PATIENCE_MS = 60_000;
const AFTERMATH_MS = 250;
/** Forty dialogs lie upon each other: small, they are soon painted. */
const VIEW = { width: 360, height: 480 };

declare const waymarkProbe: Probe;

/** `scripts` run in the page before its own. */
export interface Stage { browser: Browser; site: Site; scripts: string[] }

export interface Visit {
  problems: Said[];
  page: Page;
  /** What was found since it was last asked, by the browser and in the page. */
  found(): Promise<Finding[]>;
  /** What comes of it when the page is let be for a moment: a picture has loaded, a timer is over. */
  late(): Promise<Finding[]>;
  close(): Promise<void>;
}

/** `pictures`: texts that may be addresses of pictures, which may be asked for. */
export async function openVisit({ browser, site, scripts }: Stage, agent: Agent, subject: Subject, pictures: string[]): Promise<Visit> {
  const found: Finding[] = [];
  const report = (kind: string, detail: string): void => { found.push({ kind, detail: detail.slice(0, 300) }); };
  const address = site.add(subject);
  const context = await browser.newContext({ locale: 'en', userAgent: AGENTS[agent], reducedMotion: 'reduce', viewport: VIEW, serviceWorkers: 'block' });
  context.setDefaultTimeout(PATIENCE_MS);
  await context.grantPermissions(['clipboard-read', 'clipboard-write'], { origin: site.origin });
  const allowed = new Set(pictures.flatMap((text) => addressOf(text, address)));
  await watch(context, address, allowed, report);
  for (const content of scripts) await context.addInitScript({ content });
  const page = await context.newPage();
  watchPage(page, address, report);
  // A canary for lines that know its name.
  await page.exposeFunction('canary', (said: unknown) => report('function', `canary(${said})`));
  await page.goto(address);
  const visit: Visit = {
    page,
    problems: await page.evaluate(() => waymarkProbe.begin()),
    async found() {
      found.push(...(await page.evaluate(() => waymarkProbe.take())));
      return found.splice(0);
    },
    async late() {
      await page.waitForTimeout(AFTERMATH_MS);
      return visit.found();
    },
    close: () => context.close(),
  };
  return visit;
}

function addressOf(text: string, base: string): string[] {
  return URL.canParse(text, base) ? [plain(new URL(text, base).href.split('#')[0]!)] : [];
}

/** Browsers and Node do not agree on which signs to write as `%7C`. */
const plain = (url: string): string => url.replace(/%([2-7][0-9a-f])/gi, (_, code: string) => String.fromCharCode(parseInt(code, 16)));

async function watch(context: BrowserContext, address: string, allowed: Set<string>, report: (kind: string, detail: string) => void): Promise<void> {
  const { origin, pathname: own } = new URL(address);
  const isOurs = (request: Request): boolean => {
    const { origin: asked, pathname } = new URL(request.url());
    return asked == origin && (request.url() == address || pathname == `${own}.json` || EXPECTED.test(pathname));
  };
  await context.route('**', async (route, request) => {
    if (isOurs(request)) return route.continue();
    // The page stays, so that what else there is to find is found.
    if (request.isNavigationRequest()) return route.fulfill({ status: 204 });
    const isPicture = request.resourceType() == 'image';
    // A picture of `#x` is the page itself.
    const isWanted = allowed.has(plain(request.url())) || (request.url().startsWith(address) && allowed.has(address));
    if (!isPicture || !isWanted) report('request', `${request.resourceType()} ${request.url()}`);
    return isPicture ? route.fulfill({ body: PIXEL, contentType: 'image/gif' }) : route.abort();
  });
  await context.routeWebSocket(/.*/, (socket) => report('request', `websocket ${socket.url()}`));
}

function watchPage(page: Page, address: string, report: (kind: string, detail: string) => void): void {
  page.on('dialog', (dialog) => {
    report('dialog', `${dialog.type()}(${dialog.message()})`);
    void dialog.dismiss().catch(() => {});
  });
  page.on('popup', (popup) => {
    report('window', popup.url());
    void popup.close().catch(() => {});
  });
  page.on('request', (request) => { if (request.isNavigationRequest() && request.url() != address) report('navigation', request.url()); });
  page.on('framenavigated', (frame) => { if (frame != page.mainFrame() || frame.url().split(/[?#]/)[0] != address) report('navigation', frame.url()); });
  page.on('frameattached', (frame) => report('frame', frame.url()));
  page.on('download', (download) => report('download', download.url()));
  page.on('worker', (worker) => report('worker', worker.url()));
  page.on('console', (said) => {
    if (!/^waymark: |Content Security Policy|policy is report-only|^Failed to load resource/.test(said.text())) report('console', said.text());
  });
}

/** Shows the cases, as many at a time as the page has places. */
export async function playCases(stage: Stage, cases: Case[]): Promise<Result[]> {
  const named = cases.map(({ campaign }, at) => ({ id: `waymark-case-${at}`, slot: `inline:#p${at % PLACES}`, ...campaign }) as { id: string });
  const answers = new Map(cases.map(({ answer }, at) => [named[at]!.id, answer]));
  const pictures = cases.flatMap(({ line, fields }) => (fields.some((field) => /\.(cover|image|icon)$/.test(field)) ? [line] : []));
  const visit = await openVisit(stage, cases[0]!.agent, { document: { version: 1, campaigns: named }, answers }, pictures);
  try {
    const results: Result[] = [];
    for (let from = 0; from < cases.length; from += PLACES) {
      const players = cases.slice(from, from + PLACES).map(({ line, widget, isUsed, event }, at) => ({ id: named[from + at]!.id, widget, line, isUsed, event }));
      const played = await visit.page.evaluate((round) => waymarkProbe.play(round), players);
      const findings = await visit.found();
      played.forEach((one, at) => results.push({ ...one, findings: findings.filter(({ campaign }) => campaign == undefined || campaign == players[at]!.id), problems: problemsOf(visit.problems, from + at) }));
    }
    const late = await visit.late();
    for (const result of results) result.findings.push(...late);
    return results;
  } finally {
    await visit.close();
  }
}

const problemsOf = (problems: Said[], campaign: number): Said[] => problems.filter(({ path }) => `${path}/`.startsWith(`/campaigns/${campaign}/`));

/** Says the lines one after the other, by these sources. */
export async function sayLines(stage: Stage, lines: string[], sources: SourceName[], widgets: string[], campaigns: object[]): Promise<(Played & { findings: Finding[] })[][]> {
  const answers = new Map(widgets.map((widget) => [widget, { status: 503, body: {} }]));
  const document = { version: 1, site: { sources: ['jsonLd', 'meta'] }, campaigns: campaigns.map((campaign, at) => ({ slot: `inline:#p${at}`, ...campaign })) };
  const visit = await openVisit(stage, 'android', { document, answers }, sources.includes('cart') ? lines : []);
  try {
    const results = [];
    for (const line of lines) {
      const played = await visit.page.evaluate(([text, told, shown]) => waymarkProbe.say(text, told, shown), [line, sources, widgets] as const);
      const findings = await visit.found();
      results.push(played.map((one, at) => ({ ...one, findings: findings.filter(({ campaign }) => campaign == undefined || campaign == widgets[at]) })));
    }
    const late = await visit.late();
    for (const played of results.flat()) played.findings.push(...late);
    return results;
  } finally {
    await visit.close();
  }
}
