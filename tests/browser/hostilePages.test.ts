// Pages whose content or markup is against us: pictures that are programs, names that are prototypes, elements that answer to names of the
// browser's own.
import assert from 'node:assert/strict';
import type { Page } from 'playwright-core';
import { nameOf } from './backend.ts';
import { pageWithTag, type PageParts } from './site.ts';
import { bar, settled } from './shopper.ts';
import { visit, type World } from './world.ts';

const GRANTED = 'data-consent="granted" data-document="/campaigns.json"';
const page = (parts: PageParts): string => pageWithTag({ attributes: GRANTED, ...parts });
const campaign = (id: string, widget: string, slot: string, content: object, trigger: object = { on: 'page' }): object => ({ id, widget, slot, trigger, content });
const A_BAR = { version: 1, campaigns: [campaign('hello', 'bar', 'bottom', { text: 'Hello', action: { label: 'Here', url: '/here' } })] };

async function open({ page: tab, site }: World, contents: (collector: string) => Record<string, string>): Promise<{ origin: string; asked: string[] }> {
  const { origin, asked } = await site(contents);
  await tab.goto(origin);
  await tab.waitForFunction(() => window.waymark?.key);
  await settled(tab);
  return { origin, asked };
}

// 57

const SVG = `<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" width="64" height="64" onload="fetch('/from-onload')">
  <script>fetch('/from-script'); top.seen = 1</script><script href="/from-href.js"/><image href="/from-image.png" width="9" height="9"/>
  <style>@import url(/from-style.css);</style><foreignObject width="64" height="64"><iframe xmlns="http://www.w3.org/1999/xhtml" src="/from-frame"/></foreignObject>
  <animate attributeName="x" begin="0s" dur="1s" onbegin="fetch('/from-begin')"/><circle r="30" fill="red"/></svg>`;
const INLINE = '<svg onload="window.seen=1"><image href="/from-text.png"/><script>window.seen=1</script></svg>';
const SVG_PICTURES = { version: 1, campaigns: [
  campaign('stories', 'story', 'inline:#stories', { title: INLINE, stories: [{ id: 's', title: INLINE, cover: '/picture.svg', pages: [{ image: '/picture.svg', text: INLINE, alt: INLINE }] }] }),
  campaign('nudge', 'cart-nudge', 'corner', { title: INLINE, action: { label: INLINE, url: '/picture.svg' } }, { on: 'event', name: 'Product Added' }),
  campaign('wheel', 'wheel', 'modal', { title: 'Spin', slices: [{ id: 'a', label: INLINE }, { id: 'b', label: INLINE }], gate: { consent: INLINE } }, { on: 'manual' }),
] };

visit('an SVG file with scripts in it is a picture and nothing else, and SVG in a text is text', async (world) => {
  const { page: tab, forgive } = world;
  // The browser reports what it keeps a picture from doing.
  forgive(/picture\.svg/);
  const { asked } = await open(world, (collector) => ({
    '/': page({ collector, body: '<div id="stories"></div>' }), '/campaigns.json': JSON.stringify(SVG_PICTURES), '/picture.svg': SVG,
  }));
  await tab.evaluate(() => window.waymark.track('Product Added', { product_id: 'p', name: '<svg onload="window.seen=1">', image_url: '/picture.svg', price: 1, currency: 'EUR' }));
  await tab.locator('[data-waymark=nudge] img').waitFor();
  await tab.locator('[data-waymark=stories] .cover').click();
  await tab.locator('[data-waymark=stories] img.page').waitFor();
  await tab.waitForFunction(() => [...document.querySelectorAll('[data-waymark]')].every((host) => [...host.shadowRoot!.querySelectorAll('img')].every(({ naturalWidth }) => naturalWidth == 64)));
  assert.equal(await tab.locator('[data-waymark=stories] .foot .text').textContent(), INLINE);
  await tab.locator('[data-waymark=stories] dialog .close').click();
  await tab.evaluate(() => window.waymark.show('wheel'));
  await tab.locator('[data-waymark=wheel] dialog').waitFor();
  assert.equal(await tab.locator('[data-waymark=wheel] .check span').textContent(), INLINE);
  assert.deepEqual(await tab.evaluate(() => ['seen' in window, window.length]), [false, 0]);
  assert.deepEqual(asked.filter((path) => path.startsWith('/from-')), []);
});

// 58

/** The names at every level; a bar's text twice, of which the last counts. */
const NAMES = '"__proto__":{"polluted":1,"text":"polluted"},"constructor":{"prototype":{"polluted":1}},"prototype":{"polluted":1}';
const POLLUTING = `{${NAMES},"version":1,"site":{${NAMES},"sources":["dataLayer","jsonLd","meta"],"dataLayer":true},"groups":{${NAMES}},
  "segments":[{${NAMES},"id":"__proto__","when":{"traits.__proto__.polluted":1}},{"id":"constructor","when":{"visitor.sessions":1}}],
  "campaigns":[{${NAMES},"id":"__proto__","widget":"bar","slot":"bottom","trigger":{${NAMES},"on":"page"},"audience":{"$segment":"constructor"},
  "content":{${NAMES},"text":"first","text":{${NAMES},"en":"{{ traits.__proto__.polluted }}{{ page.query.constructor }}last"},"close":{"__proto__":"Close it"}}}]}`;

/** Members that a prototype has come to have. */
const pollution = (tab: Page): Promise<string[]> =>
  tab.evaluate(() => [Object, Array, Function, String, Promise].flatMap(({ prototype }) => Object.keys(prototype)));

visit('names of prototypes in document, attributes, address, properties, traits, context and page are only names', async (world) => {
  const { page: tab, site, flushed, forgive } = world;
  forgive(/^warning: waymark: /);
  const attributes = `${GRANTED} data-__proto__="polluted" data-constructor="polluted"`;
  const head = `<meta name="waymark:__proto__" content="polluted"><meta name="waymark:constructor" content="polluted">
    <script type="application/ld+json">{${NAMES},"@type":"Product","productID":"__proto__","name":"constructor","offers":{${NAMES}}}</script>`;
  const { origin } = await site((collector) => ({
    '/': page({ collector, attributes, head, before: '/early.js' }), '/campaigns.json': POLLUTING,
    '/early.js': `window.dataLayer = [JSON.parse('{${NAMES},"event":"view_item","ecommerce":{${NAMES},"items":[{${NAMES},"item_id":"__proto__"}]}}')];
      window.waymark = [['__proto__', 'polluted', 1], ['constructor', 1], ['hasOwnProperty', 1]];`,
  }));
  await tab.goto(`${origin}/?__proto__[polluted]=1&__proto__.polluted=1&constructor[prototype][polluted]=1&constructor=c&__proto__=p&utm_source=__proto__`);
  await bar(tab, '__proto__').waitFor();
  assert.equal(await bar(tab, '__proto__').locator('.text').textContent(), 'clast');
  await tab.evaluate((names) => {
    const [first, second, third, fourth, fifth, sixth] = Array.from({ length: 6 }, () => JSON.parse(`{${names},"plain":1}`));
    window.waymark.track('__proto__', first);
    window.waymark.identify('__proto__', second, { context: third });
    window.waymark.group('constructor', fourth);
    window.waymark.context(fifth);
    window.waymark.page('__proto__', sixth);
  }, NAMES);
  await settled(tab);
  const explained = await tab.evaluate(() => Promise.all([window.waymark.explain('__proto__'), window.waymark.facts(), window.waymark.segments()]).then((all) => JSON.stringify(all)));
  assert.ok(explained.includes('"__proto__"'));
  assert.deepEqual(await pollution(tab), []);
  const events = await flushed(7);
  const tracked = events.find((event) => nameOf(event) == '__proto__');
  assert.equal(tracked?.properties['plain'], 1);
  await tab.reload();
  await settled(tab);
  assert.deepEqual(await pollution(tab), []);
});

// 59

const tag = (collector: string): string => `<script src="/waymark.js" data-key="demo" data-collector="${collector}" ${GRANTED}></script>`;
const bare = (collector: string, body: string): string => `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>A page</title><link rel="icon" href="data:,"></head><body>${body}${tag(collector)}</body></html>`;

visit('elements named like what the tag uses of the window lead it nowhere', async (world) => {
  const names = ['fetch', 'URL', 'Promise', 'JSON', 'crypto', 'localStorage', 'indexedDB', 'navigation', 'history', 'location', 'dataLayer', 'CSSStyleSheet', 'WebAssembly', 'matchMedia', 'MessageChannel'];
  const body = `<a id="waymark" href="/evil/"></a><a id="waymark" name="instances" href="/evil/"></a>${names.map((name) => `<form id="${name}" name="${name}"><input name="bind"><input name="href"></form>`).join('')}`;
  const { origin, asked } = await open(world, (collector) => ({ '/': bare(collector, body), '/campaigns.json': JSON.stringify(A_BAR) }));
  await bar(world.page, 'hello').waitFor();
  assert.equal(await bar(world.page, 'hello').locator('a').evaluate((link: HTMLAnchorElement) => link.href), `${origin}/here`);
  assert.deepEqual(asked.filter((path) => path.includes('evil')), []);
  assert.deepEqual((await world.flushed(2)).map(nameOf), ['page', 'Campaign Shown']);
});

visit('an element named currentScript makes the tag refuse, and nothing is asked of where it points', async ({ page: tab, site, forgive, complaints }) => {
  forgive(/^warning: waymark: not run by a script tag/);
  const { origin, asked } = await site((collector) => ({ '/': bare(collector, '<img name="currentScript" src="data:," data-key="demo" data-collector="/evil">') }));
  await tab.goto(origin);
  assert.deepEqual(await tab.evaluate(() => [typeof window.waymark, document.querySelectorAll('[data-waymark]').length]), ['undefined', 0]);
  assert.deepEqual([asked.filter((path) => /evil|wasm|json/.test(path)), complaints], [[], []]);
});

for (const [what, names, isDrawn] of [
  ['what the document is asked', ['title', 'referrer', 'readyState', 'visibilityState', 'documentElement', 'head', 'forms', 'cookie', 'location'], true],
  ['the body', ['body'], false],
  ['how elements are found', ['querySelector', 'querySelectorAll', 'getElementById', 'getElementsByName'], false],
  ['how elements are made', ['createElement', 'createElementNS'], false],
  ['how the page is listened to', ['addEventListener', 'removeEventListener'], false],
] as const) {
  visit(`elements named like ${what} bring the page no error of ours`, async (world) => {
    const { page: tab, forgive } = world;
    forgive(/^warning: waymark: /);
    await tab.goto((await world.site((collector) => ({ '/': bare(collector, names.map((name) => `<img name="${name}" alt="">`).join('')), '/campaigns.json': JSON.stringify(A_BAR) }))).origin);
    await tab.waitForFunction(() => window.waymark?.key);
    const { active } = await tab.evaluate(() => window.waymark.ready());
    if (isDrawn) await bar(tab, 'hello').waitFor();
    if (active) await world.flushed(1);
  });
}

visit('an element named prerendering does not let the tag wait for ever', async (world) => {
  await open(world, (collector) => ({ '/': bare(collector, '<img name="prerendering" alt="">'), '/campaigns.json': JSON.stringify(A_BAR) }));
  await bar(world.page, 'hello').waitFor();
}, { timeoutMs: 30_000 });
