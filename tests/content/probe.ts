// Runs in the page, ahead of everything: the canaries, and the hands that use what is shown. Whatever it finds goes to `found`.
import type { SourceName } from './cases.ts';
import { oddities, type Place } from './inert.ts';
import type { Waymark } from '../../bindings/host/api.ts';

export interface Finding { kind: string; detail: string; /** Where it is known. */ campaign?: string }
/** A campaign of a round, what it is used by, and the text to look for. */
export interface Player { id: string; widget: string; line: string; isUsed: boolean; event?: string }
export interface Played { isShown: boolean; /** How often the line was to be read, at most. */ texts: number }
export interface Said { code: string; path: string; detail: string }

declare const waymark: Waymark;

const DIALOGS = ['alert', 'confirm', 'prompt', 'print'] as const;
const PROTOTYPES = [Object, Array, Function, String, Promise, Node, Element, HTMLElement, EventTarget].map(({ name, prototype }) => ({ name, prototype }));
/** What a visitor clicks in each step; of several things the first comes last. */
const STEPS: Record<string, string[]> = {
  story: ['.cover', 'a, .pause', '.zone:not(.back)', 'a'],
  wheel: ['form button', '.panel > .action', '.panel > .action, a'],
};
const stepsOf = ({ widget, isUsed }: Player): string[] => (isUsed ? STEPS[widget] ?? ['a'] : []);
const SAFE = /^(https?|mailto|tel):$/;
const DRAW_PATIENCE = 3000;

const found: Finding[] = [];
const problems: Said[] = [];
const report = (kind: string, detail: unknown, campaign?: string): void => { found.push({ kind, detail: `${detail}`.slice(0, 300), campaign }); };

for (const name of DIALOGS) Object.defineProperty(window, name, { value: (text: unknown) => report('dialog', `${name}(${text})`), configurable: true });
document.addEventListener('securitypolicyviolation', ({ violatedDirective, blockedURI, sample }) => report('policy', `${violatedDirective} ${blockedURI} ${sample}`));
addEventListener('error', (event) => { if (event instanceof ErrorEvent) report('error', event.message); });
addEventListener('unhandledrejection', ({ reason }) => report('error', reason));
/** A link that may be followed is not, so that the page stays; any other is, so that what it does is seen. */
addEventListener('click', (event) => {
  const link = event.composedPath().find((target) => target instanceof HTMLAnchorElement);
  if (link && SAFE.test((link as HTMLAnchorElement).protocol)) event.preventDefault();
});

/** What a page has that a script may change. */
const state = (): Record<string, string> => ({
  global: Object.getOwnPropertyNames(window).filter((name) => !/^\d+$/.test(name)).join(),
  handler: Object.getOwnPropertyNames(window).filter((name) => name.startsWith('on') && (window as any)[name]).join(),
  prototype: PROTOTYPES.map(({ name, prototype }) => name + ':' + Reflect.ownKeys(prototype).map(String).join()).join('; '),
  address: location.pathname,
  base: String(document.baseURI == location.href),
  name: window.name,
  storage: Object.keys(localStorage).filter((key) => !key.startsWith('wm.')).join() + Object.keys(sessionStorage).join(),
  cookie: document.cookie.replace(/\bwm\.[^;]*(; )?/g, ''),
  sheets: String(document.adoptedStyleSheets.length + document.styleSheets.length),
  frames: String(window.length),
});
let before: Record<string, string>;

/** Outside of what is ours the page does not change but by `mine`. */
const observer = new MutationObserver((records) => records.forEach(lookAtChange));
function lookAtChange({ type, target, attributeName, addedNodes, removedNodes }: MutationRecord): void {
  const strangers = [...addedNodes, ...removedNodes].filter((node) => !(node instanceof HTMLElement && node.hasAttribute('data-waymark')));
  if (type == 'childList' && !strangers.length) return;
  report('page', `${type} ${attributeName ?? ''} of ${target.nodeName}: ${strangers.map((node) => (node as Element).outerHTML ?? node.textContent)}`);
}
function watchPage(): void {
  observer.observe(document, { subtree: true, childList: true, attributes: true, characterData: true });
}
function mine(change: () => void): void {
  observer.takeRecords().forEach(lookAtChange);
  observer.disconnect();
  change();
  watchPage();
}

function lookAtPage(): void {
  observer.takeRecords().forEach(lookAtChange);
  const after = state();
  for (const [kind, value] of Object.entries(after)) {
    if (value == before[kind]) continue;
    const known = new Set(before[kind]!.split(','));
    report(kind, value.split(',').filter((part) => !known.has(part)).join() || value);
  }
  before = after;
}

const hostOf = (id: string): Element | undefined => [...document.querySelectorAll('[data-waymark]')].filter((host) => host.getAttribute('data-waymark') == id).at(-1);

function places(host: Element): Place[] {
  const { odd, places } = oddities(host);
  for (const what of odd) report('node', what, host.getAttribute('data-waymark')!);
  return places;
}

/** How often the line stands in the texts a widget shows; the first `#` of one of them becomes a number. */
function textsWith(line: string, host: Element): number {
  const forms = new Set([line, line.replace('#', '1')]);
  const count = (text: string, form: string): number => text.split(form).length - 1;
  return places(host).reduce((sum, { text }) => sum + [...forms].reduce((all, form) => all + count(text, form), 0), 0);
}

async function settle(): Promise<void> {
  await waymark.stats();
  await new Promise<void>((done) => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => done();
    port2.postMessage(0);
  });
  await waymark.stats();
}

/** Until nobody waits for a draw. */
async function drawn(hosts: Element[]): Promise<void> {
  for (let turn = 0; turn < DRAW_PATIENCE && hosts.some((host) => host.shadowRoot!.querySelector('[aria-busy]')); turn++) await new Promise((done) => setTimeout(done, 5));
  await settle();
}

function fill(root: ShadowRoot): void {
  for (const input of root.querySelectorAll('input')) {
    if (input.type == 'checkbox') input.checked = true;
    else input.value = 'mia@shop.example';
  }
}

function click(element: Element): void {
  if (element instanceof HTMLElement) element.click();
  else element.dispatchEvent(new MouseEvent('click', { bubbles: true, composed: true, cancelable: true }));
}

function use(host: Element, selector: string | undefined): void {
  if (!selector) return;
  const root = host.shadowRoot!;
  fill(root);
  for (const element of [...root.querySelectorAll(selector)].reverse()) click(element);
}

function leave(host: Element): void {
  for (const button of [...host.shadowRoot!.querySelectorAll<HTMLElement>('.close')].reverse()) button.click();
}

/** Shows campaigns together, each in a place of its own, uses them step by step and closes them. */
async function play(players: Player[]): Promise<Played[]> {
  for (const { id, event } of players) event === undefined ? waymark.show(id) : waymark.track(event);
  return usedBy(players);
}

async function usedBy(players: Player[]): Promise<Played[]> {
  await settle();
  const shown = players.map(({ id }) => hostOf(id));
  const texts = players.map(() => 0);
  const look = (): void => shown.forEach((host, at) => { if (host) texts[at] = Math.max(texts[at]!, textsWith(players[at]!.line, host)); });
  look();
  const steps = Math.max(...players.map((player, at) => (shown[at] ? stepsOf(player).length : 0)));
  for (let step = 0; step < steps; step++) {
    shown.forEach((host, at) => { if (host) use(host, stepsOf(players[at]!)[step]); });
    await drawn(shown.filter((host) => host != undefined));
    look();
  }
  for (const host of shown) if (host) leave(host);
  await settle();
  return shown.map((host, at) => ({ isShown: host != undefined, texts: texts[at]! }));
}

const TOLD: Record<SourceName, (line: string) => unknown> = {
  trait: (line) => waymark.identify('mia', { line }),
  context: (line) => waymark.context({ line }),
  event: () => {},
  title: (line) => mine(() => { document.title = line; }),
  url: () => {},
  parameter: (line) => move('line', line),
  campaign: (line) => move('utm_campaign', line),
  meta: (line) => mine(() => { document.querySelector<HTMLMetaElement>('meta[name="waymark:line"]')!.content = line; }),
  product: (line) => mine(() => { document.querySelector('script[type="application/ld+json"]')!.firstChild!.nodeValue = JSON.stringify({ '@type': 'Product', productID: line, name: line, image: line, url: line }); }),
  cart: (line) => waymark.track('Cart Viewed', { currency: line, products: [line, 'b', 'c', 'd'].map((id) => ({ product_id: id, name: line, variant: line, image_url: line, url: line, brand: line, price: 1 })) }),
  app: (line) => mine(() => {
    for (const tag of document.querySelectorAll<HTMLMetaElement>('meta[name="google-play-app"], meta[name="apple-itunes-app"]')) tag.content = `app-id=${line}`;
  }),
};

function move(parameter: string, value: string): void {
  const url = new URL(location.href);
  url.searchParams.set(parameter, value);
  history.replaceState(null, '', url);
}

/** The page, its visitor and its cart say the line; then what is made of it is shown. */
async function say(line: string, sources: SourceName[], widgets: string[]): Promise<Played[]> {
  for (const source of sources) TOLD[source](line);
  waymark.page();
  await settle();
  waymark.track('Said', sources.includes('event') ? { line } : {});
  return usedBy(widgets.map((widget) => ({ id: widget, widget, line, isUsed: false })));
}

async function begin(): Promise<Said[]> {
  await waymark.ready();
  await waymark.explain('');
  // Whatever a page adds to itself while it loads.
  waymark.track('Cart Viewed', { currency: 'EUR', products: ['a', 'b', 'c', 'd'].map((id) => ({ product_id: id, price: 1 })) });
  await settle();
  before = state();
  watchPage();
  return problems;
}

function take(): Finding[] {
  lookAtPage();
  return found.splice(0);
}

const probe = { begin, play, say, take };
export type Probe = typeof probe;
Object.assign(window, { waymarkProbe: probe, waymark: [['on', 'error', (error: Said) => problems.push(error)]] });
