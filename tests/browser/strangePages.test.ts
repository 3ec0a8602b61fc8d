// Pages that are built in a strange way: style sheets that would undo ours, patched prototypes, modes and frames of old and new times.
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Page } from 'playwright-core';
import { nameOf } from './backend.ts';
import { picture } from './look.ts';
import { pageWithTag, type PageParts } from './site.ts';
import { bar } from './shopper.ts';
import { visit, type World } from './world.ts';

const campaign = (id: string, slot: string): object => ({ id, widget: 'bar', slot, trigger: { on: 'page' }, content: { text: `Bar of ${id}`, action: { label: 'Here', url: '/here' } } });
const A_BAR = { version: 1, campaigns: [campaign('hello', 'bottom')] };
const BARS = { version: 1, campaigns: [campaign('hello', 'bottom'), campaign('above', 'top'), campaign('inside', 'inline:#place')] };
const LONG_BODY = `<main>${'<p>A line of the page.</p>'.repeat(120)}<div id="place"></div></main>`;

async function open({ page, site }: World, contents: (collector: string) => Record<string, string>): Promise<string> {
  const { origin } = await site(contents);
  await page.goto(origin);
  return origin;
}

// 63

/** Whether it lies in the window, has a size, and is what a click in its middle would meet. */
const isSeen = (page: Page, id: string): Promise<boolean> =>
  bar(page, id).evaluate((element) => {
    const host = (element.getRootNode() as ShadowRoot).host;
    if (host.matches('[data-slot=inline]')) element.scrollIntoView({ block: 'nearest' });
    const { x, y, width, height, bottom } = element.getBoundingClientRect();
    return width > 200 && height > 30 && y >= 0 && bottom <= innerHeight && document.elementFromPoint(x + width / 2, y + height / 2) == host;
  });

async function assertSeen(world: World, css: string, body: string, ids: string[]): Promise<void> {
  const { page } = world;
  await open(world, (collector) => ({ '/': pageWithTag({ collector, body, head: '<link rel="stylesheet" href="/hostile.css">' }), '/hostile.css': css }));
  for (const id of ids) await bar(page, id).waitFor();
  await page.waitForTimeout(400);
  await picture(page, `hostile-${css.slice(0, 12).replace(/\W/g, '-')}`);
  for (const id of ids) assert.equal(await isSeen(page, id), true, id);
}

for (const css of ['*{all:unset!important}', 'div{display:none!important}', 'body *{visibility:hidden!important;opacity:0!important;pointer-events:none!important}', 'div{position:static!important;z-index:-1!important;transform:translateX(-9999px)!important}']) {
  visit(`a page with the style ${css} shows our bars all the same`, (world) => assertSeen(world, css, LONG_BODY, ['hello', 'above']), { document: BARS });
}

visit('an inline bar stands in its place whatever the page does to divs', (world) =>
  assertSeen(world, 'div{display:none!important}', LONG_BODY.replaceAll('div', 'section'), ['inside']), { document: BARS });

visit('under a header of the greatest z-index the bar at the other edge is seen', (world) =>
  assertSeen(world, 'header{position:fixed;inset:0 0 auto;height:80px;z-index:2147483647;background:red}', `<header></header>${LONG_BODY}`, ['hello']), { document: BARS });

visit('in a body with a transform the bar is seen at the edge of the window', (world) =>
  assertSeen(world, 'body{transform:translateZ(0)}', LONG_BODY, ['hello']), { document: BARS });

visit('a modal dialog of the page stays open and keeps the focus; the bar is of use once it is closed', async (world) => {
  const { page } = world;
  await open(world, (collector) => ({
    '/': pageWithTag({ collector, before: '/early.js', body: '<dialog><button id="own">Own</button></dialog>' }),
    '/early.js': "document.addEventListener('DOMContentLoaded', () => document.querySelector('dialog').showModal());",
  }));
  await bar(page, 'hello').waitFor();
  assert.deepEqual(await page.evaluate(() => [document.querySelector('dialog')!.open, document.activeElement!.id]), [true, 'own']);
  await page.keyboard.press('Escape');
  assert.equal(await page.evaluate(() => document.querySelector('dialog')!.open), false);
  assert.equal(await page.locator('[data-waymark]').count(), 1, 'Escape was the dialog\'s');
  await bar(page, 'hello').locator('.close').click();
  await page.locator('[data-waymark]').waitFor({ state: 'detached' });
}, { document: A_BAR });

// 62, 67

const mounted = (page: Page): Promise<string[]> => page.evaluate(() => [...document.querySelectorAll('[data-waymark]')].map((host) => host.getAttribute('data-waymark')!));

visit('a page that takes the bar away every second: it comes back three times, then its place is free, and nobody has closed it', async (world) => {
  const { page, flushed } = world;
  await open(world, (collector) => ({ '/': pageWithTag({ collector, body: LONG_BODY }) }));
  await bar(page, 'hello').waitFor();
  for (let times = 0; times < 4; times++) {
    await page.evaluate(() => document.querySelector('[data-waymark=hello]')!.remove());
    await page.waitForTimeout(1000);
    assert.deepEqual(await mounted(page), times < 3 ? ['hello'] : [], `after ${times + 1}`);
    if (times < 3) assert.equal(await isSeen(page, 'hello'), true);
  }
  assert.deepEqual((await flushed(2)).map(nameOf), ['page', 'Campaign Shown']);
  const decision = await page.evaluate(() => window.waymark.explain('hello'));
  assert.equal(decision.checks.find(({ check }: { check: string }) => check == 'slot').passed, true);
}, { document: A_BAR });

visit('a framework that draws the whole body anew, and a new body: the bar stays, and works', async (world) => {
  const { page } = world;
  await open(world, (collector) => ({ '/': pageWithTag({ collector, body: LONG_BODY }) }));
  await bar(page, 'hello').waitFor();
  await page.evaluate(() => { document.body.replaceChildren(document.createElement('main')); });
  assert.deepEqual(await mounted(page), ['hello']);
  await page.evaluate(() => { document.body = document.createElement('body'); });
  assert.deepEqual(await mounted(page), ['hello']);
  await page.waitForTimeout(400);
  assert.equal(await isSeen(page, 'hello'), true);
  await bar(page, 'hello').locator('.close').click();
  await page.locator('[data-waymark]').waitFor({ state: 'detached' });
}, { document: A_BAR });

visit('an inline bar goes with its place and comes with the next page view', async (world) => {
  const { page } = world;
  await open(world, (collector) => ({ '/': pageWithTag({ collector, body: '<main><div id="place"></div></main>' }) }));
  await bar(page, 'inside').waitFor();
  await page.evaluate(() => { document.querySelector('main')!.replaceChildren('Another view'); });
  await page.waitForFunction(() => window.waymark.explain('inside').then(({ checks }: any) => checks.find(({ check }: any) => check == 'slot').seen != 'free'));
  await page.evaluate(() => { 
    const place = document.createElement('div');
    place.id = 'place';
    document.querySelector('main')!.replaceChildren(place);
    window.waymark.page();
  });
  await bar(page, 'inside').waitFor();
}, { document: { version: 1, campaigns: [campaign('inside', 'inline:#place')] } });

visit('a click that comes with the bar was meant for the page; the next one counts', async (world) => {
  const { page, flushed } = world;
  await open(world, (collector) => ({ '/': pageWithTag({ collector }) }));
  const link = bar(page, 'hello').locator('a');
  await link.waitFor();
  // What has been put back is as new as what has just come.
  const { x, y } = await link.evaluate((element) => {
    const { left, top, width, height } = element.getBoundingClientRect();
    return { x: left + width / 2, y: top + height / 2 };
  });
  await page.waitForTimeout(400);
  await page.mouse.move(x, y);
  await page.evaluate(() => document.querySelector('[data-waymark]')!.remove());
  await page.mouse.down();
  await page.mouse.up();
  assert.equal(new URL(page.url()).pathname, '/');
  await page.waitForTimeout(400);
  await link.click();
  await page.waitForURL('**/here');
  assert.deepEqual((await flushed(5)).map(nameOf).sort(), ['Campaign Clicked', 'Campaign Shown', 'Campaign Shown', 'page', 'page']);
}, { document: A_BAR });

visit('in a frame of another page events count and nothing is shown, unless the tag says so', async (world) => {
  const { page, arrived } = world;
  const around = (inner: string): string => `<!doctype html><title>Around</title><link rel="icon" href="data:,"><iframe width="800" height="600" srcdoc="${inner.replaceAll('"', '&quot;')}"></iframe>`;
  const { origin } = await world.site((collector) => ({
    '/': around(pageWithTag({ collector })), '/shows': around(pageWithTag({ collector, attributes: 'data-consent="granted" data-frame="show"' })),
  }));
  await page.goto(origin);
  await arrived(1);
  const { shows, reason } = await page.frames()[1]!.evaluate(() => window.waymark.explain('hello'));
  assert.deepEqual([shows, reason], [false, 'display']);
  await page.goto(origin + '/shows');
  await page.frameLocator('iframe').locator('[data-waymark=hello] .bar').waitFor();
}, { document: A_BAR });

// 22

visit('a page whose clock is NaN: its events have the time all the same', async (world) => {
  const { page, flushed } = world;
  await open(world, (collector) => ({ '/': pageWithTag({ collector, before: '/early.js' }), '/early.js': 'Date.now = () => NaN;' }));
  await bar(page, 'hello').waitFor();
  for (const { timestamp } of await flushed(2)) assert.ok(Math.abs(Date.parse(timestamp) - Date.now()) < 60_000, timestamp);
}, { document: A_BAR });

// 64

const ZONE = `
  const { then } = Promise.prototype;
  Promise.prototype.then = function (...handlers) { return then.apply(this, handlers.map((handler) => typeof handler == 'function' ? function (value) { return handler.call(this, value); } : handler)); };
  for (const name of ['setTimeout', 'setInterval', 'queueMicrotask', 'requestAnimationFrame']) {
    const original = window[name];
    window[name] = function (handler, ...rest) { return original.call(window, function () { return handler.apply(this, arguments); }, ...rest); };
  }
  const { addEventListener, removeEventListener } = EventTarget.prototype;
  const wrapped = new WeakMap();
  EventTarget.prototype.addEventListener = function (type, handler, options) {
    if (handler && !wrapped.has(handler)) wrapped.set(handler, function (event) { return (handler.handleEvent || handler).call(this, event); });
    return addEventListener.call(this, type, handler && wrapped.get(handler), options);
  };
  EventTarget.prototype.removeEventListener = function (type, handler, options) { return removeEventListener.call(this, type, (handler && wrapped.get(handler)) || handler, options); };
  const original = window.MutationObserver;
  window.MutationObserver = function (handler) { return new original(handler); };
  const { send } = XMLHttpRequest.prototype;
  XMLHttpRequest.prototype.send = function (...rest) { return send.apply(this, rest); };
  const fetched = window.fetch;
  window.fetch = function () { return fetched.apply(this, arguments).then((answer) => answer); };`;
const PROTOTYPE_JS = `
  Object.assign(Array.prototype, {
    toJSON() { return '[' + this.join() + ']'; }, each(use) { this.forEach(use); return this; }, first() { return this[0]; }, last() { return this[this.length - 1]; },
    clear() { this.length = 0; return this; }, without(...gone) { return this.filter((one) => !gone.includes(one)); }, uniq() { return [...new Set(this)]; }, size() { return this.length; }, clone() { return [...this]; },
  });
  Object.assign(String.prototype, { toJSON() { return '"' + this + '"'; }, strip() { return this.trim(); }, escapeHTML() { return this; }, gsub() { return this; }, evalJSON() { return null; }, empty() { return !this.length; } });
  Object.assign(Number.prototype, { toJSON() { return '' + this; }, times() {}, succ() { return this + 1; } });
  Object.assign(Function.prototype, { argumentNames() { return []; }, delay() {}, defer() {}, wrap() { return this; }, bind(self, ...first) { const run = this; return function (...rest) { return run.apply(self, [...first, ...rest]); }; } });
  Object.assign(Object.prototype, { extend() { return this; }, mixed: 1 });
  Array.from = (list) => Array.prototype.slice.call(list);
  Element.prototype.remove = function () { this.parentNode.removeChild(this); return this; };
  Element.prototype.update = Element.prototype.show = Element.prototype.hide = function () { return this; };
  document.getElementsByClassName = (name) => document.querySelectorAll('.' + name);`;
const FROZEN = 'for (const { prototype } of [Object, Array, Function, String, Number, Promise, Map, Set, Error]) Object.freeze(prototype); Object.freeze(Object); Object.freeze(JSON);';
const LOOP = `document.addEventListener('DOMContentLoaded', () => {
  let rounds = 0;
  new MutationObserver((records) => { if (rounds++ < 500) document.body.setAttribute('data-round', rounds); window.rounds = rounds; })
    .observe(document, { subtree: true, childList: true, attributes: true, characterData: true });
});`;

/** What is left of us: all, events without the bar, nothing; the page goes on in any case. */
type Left = 'all' | 'events' | 'nothing';
const PATCHES: [what: string, script: string, left: Left][] = [
  ['wrap promises, timers and listeners as Zone.js does', ZONE, 'all'],
  ['extend the built-in prototypes as Prototype.js does', PROTOTYPE_JS, 'all'],
  ['freeze the built-in prototypes', FROZEN, 'all'],
  ['change the page whenever it changes', LOOP, 'all'],
  ['wrap createElement and attachShadow', `const { createElement } = Document.prototype;
    Document.prototype.createElement = function (...rest) { const element = createElement.apply(this, rest); element.setAttribute('data-made', ''); return element; };
    const { attachShadow } = Element.prototype;
    Element.prototype.attachShadow = function (options) { return attachShadow.call(this, { ...options, delegatesFocus: true }); };`, 'all'],
  ['make every shadow tree closed', "const { attachShadow } = Element.prototype; Element.prototype.attachShadow = function () { return attachShadow.call(this, { mode: 'closed' }); };", 'events'],
  ['take attachShadow away', 'delete Element.prototype.attachShadow;', 'events'],
  ['break attachShadow', "Element.prototype.attachShadow = () => { throw new Error('of the page'); };", 'events'],
  ['break createElement', "document.createElement = () => { throw new Error('of the page'); };", 'events'],
  ['return nothing from createElement', 'document.createElement = () => null;', 'events'],
  ['take constructable style sheets away', 'delete window.CSSStyleSheet;', 'events'],
  ['take the Web Animations away', 'delete Element.prototype.animate; delete Element.prototype.getAnimations;', 'all'],
  ['break querySelector', "Document.prototype.querySelector = () => { throw new Error('of the page'); };", 'nothing'],
];

for (const [what, script, left] of PATCHES) {
  visit(`scripts that ${what}: no error of ours; of the SDK is left: ${left}`, async (world) => {
    const { page, forgive } = world;
    forgive(/^warning: waymark: (effect|core)/);
    await open(world, (collector) => ({ '/': pageWithTag({ collector, before: '/early.js' }), '/early.js': script }));
    await page.waitForFunction('window.waymark && waymark.key');
    assert.equal((await page.evaluate(() => window.waymark.ready())).active, left != 'nothing');
    if (left == 'all') {
      await bar(page, 'hello').locator('.close').click();
      await page.locator('[data-waymark]').waitFor({ state: 'detached' });
    }
    await page.evaluate(() => window.waymark.track('Still Here', { list: [1, 'two'] }));
    if (left == 'nothing') return page.evaluate(() => window.waymark.flush());
    const events = await world.flushed(2);
    assert.deepEqual(events.find((event) => nameOf(event) == 'Still Here')!.properties, { list: [1, 'two'] });
  }, { document: A_BAR });
}

// 70

const tag = ({ collector, attributes = 'data-consent="granted"' }: PageParts): string => `<script src="/waymark.js" data-key="demo" data-collector="${collector}" ${attributes}></script>`;
/** The tag as the first thing there is, run while there is no body. */
const MODES: [what: string, path: string, page: (collector: string) => string][] = [
  ['in quirks mode', '/', (collector) => `<html><head><title>Quirks</title><link rel=icon href=data:,>${tag({ collector })}</head><body bgcolor=white><p>Old<table><tr><td>page</table>`],
  ['of XHTML', '/page.xhtml', (collector) => `<?xml version="1.0" encoding="utf-8"?><html xmlns="http://www.w3.org/1999/xhtml" lang="en"><head><title>XHTML</title><link rel="icon" href="data:," />${tag({ collector })}</head><body><p>Strict</p></body></html>`],
  ['without head, body and end', '/', (collector) => `<!doctype html><link rel=icon href=data:,>${tag({ collector })}`],
];

for (const [what, path, html] of MODES) {
  visit(`on a page ${what} the bar is there and events are delivered`, async (world) => {
    const { page, site } = world;
    const { origin } = await site((collector) => ({ '/': html(collector), [path]: html(collector) }));
    await page.goto(origin + path);
    await bar(page, 'hello').waitFor();
    assert.equal(await isSeen(page, 'hello'), true);
    assert.deepEqual((await world.flushed(2)).map(nameOf), ['page', 'Campaign Shown']);
  }, { document: A_BAR });
}

/** The body comes a second and a half after the tag. */
async function openWithoutBody({ page, site }: World): Promise<void> {
  const { origin } = await site((collector) => ({
    '/': `<!doctype html><html lang="en"><head><title>Late</title><link rel="icon" href="data:,">${tag({ collector })}<script src="/late.js"></script></head><body><p>Late</p></body></html>`,
    '/late.js': '',
  }));
  await page.route('**/late.js', async (route) => {
    await new Promise((resume) => setTimeout(resume, 1500));
    await route.continue();
  });
  await page.goto(origin);
}

visit('while the body has not come yet nothing is lost and nothing is thrown', async (world) => {
  world.forgive(/^warning: waymark: effect/);
  await openWithoutBody(world);
  assert.equal((await world.page.evaluate(() => window.waymark.ready())).active, true);
  assert.equal((await world.flushed(1)).filter((event) => nameOf(event) == 'page').length, 1);
}, { document: A_BAR });

visit('what is to be shown before the body has come is there once it has', async (world) => {
  await openWithoutBody(world);
  await bar(world.page, 'hello').waitFor();
}, { document: A_BAR });

for (const [what, frame, isStored] of [
  ['about:srcdoc', (inner: string) => `<iframe id="f" srcdoc="${inner.replaceAll('"', '&quot;')}"></iframe>`, true],
  ['a sandboxed frame of no origin', (inner: string) => `<iframe id="f" sandbox="allow-scripts" srcdoc="${inner.replaceAll('"', '&quot;')}"></iframe>`, false],
] as const) {
  visit(`in ${what} nothing is thrown, in the frame or around it`, async (world) => {
    const { page, site, forgive, backend } = world;
    forgive(/^warning: waymark: (storage|core|fallback|document)|^error: .*(CORS|ERR_FAILED|script-src|Content Security)|violation/);
    const { origin } = await site((collector) => ({ '/': `<!doctype html><html lang="en"><head><title>Around</title><link rel="icon" href="data:,"></head><body>${frame(pageWithTag({ collector }))}</body></html>` }));
    await page.goto(origin);
    const inner = await (await page.waitForSelector('#f')).contentFrame();
    await inner!.waitForFunction('window.waymark && waymark.key');
    const { active } = await inner!.evaluate(() => window.waymark.ready());
    await inner!.evaluate(() => { window.waymark.track('Framed'); return window.waymark.flush(); });
    if (isStored) assert.equal(active, true);
    if (active) await world.arrived(1);
    assert.equal(await page.evaluate(() => document.querySelectorAll('[data-waymark]').length), 0);
    assert.equal(backend.events().filter((event) => nameOf(event) == 'page').length <= 1, true);
  }, { document: A_BAR });
}

visit('on a page that was opened from a file nothing is thrown', async (world) => {
  const { page, site, forgive } = world;
  forgive(/^warning: waymark: (storage|core|fallback|document|part)|^error: .*(CORS|ERR_FAILED)|violation/);
  let text = '';
  const { origin } = await site((collector) => ({ '/': (text = pageWithTag({ collector })) }));
  const folder = mkdtempSync(join(tmpdir(), 'waymark-file-'));
  try {
    writeFileSync(join(folder, 'page.html'), text.replaceAll('src="/', `src="${origin}/`));
    await page.goto(pathToFileURL(join(folder, 'page.html')).href);
    await page.waitForFunction('window.waymark && waymark.key');
    const { active, error } = await page.evaluate(() => window.waymark.ready());
    // From an origin of none the modules may not be read: it says so, and is off.
    assert.ok(active || error!.code == 'core');
    await page.evaluate(() => { window.waymark.track('Filed'); return window.waymark.flush(); });
  } finally {
    rmSync(folder, { recursive: true });
  }
}, { document: A_BAR });
