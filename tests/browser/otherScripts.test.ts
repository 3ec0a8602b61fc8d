// Tags that are there more than once, and other scripts that watch the same history.
import assert from 'node:assert/strict';
import type { Page } from 'playwright-core';
import { type Event, nameOf } from './backend.ts';
import { pageWithTag } from './site.ts';
import { bar, settled } from './shopper.ts';
import { until } from './until.ts';
import { visit, type World } from './world.ts';

const A_BAR = { version: 1, campaigns: [{ id: 'hello', widget: 'bar', slot: 'bottom', trigger: { on: 'page' }, content: { text: 'Hello' } }] };
const TWICE = /^warning: waymark: two tags with the key demo, the first one counts/;

// 61

const tag = (collector: string, { file = '/waymark.js', key = 'demo', kind = 'async' } = {}): string =>
  `<script ${kind} src="${file}" data-key="${key}" data-collector="${collector}" data-consent="granted"></script>`;
const tagged = (...tags: string[]): string => `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>A page</title><link rel="icon" href="data:,">${tags.join('')}</head><body></body></html>`;

/** One SDK, one page view, one bar. */
async function assertOnce({ page, flushed, backend }: World): Promise<void> {
  await bar(page, 'hello').waitFor();
  await settled(page);
  assert.equal(await page.locator('[data-waymark]').count(), 1);
  await page.evaluate(() => window.waymark.track('Once'));
  await flushed(3);
  assert.deepEqual(backend.events().map(nameOf).sort(), ['Campaign Shown', 'Once', 'page']);
}

for (const [what, tags] of [
  ['twice', (collector: string) => [tag(collector), tag(collector)]],
  ['five times, at once and late', (collector: string) => [tag(collector, { kind: '' }), tag(collector), tag(collector, { kind: 'defer' }), tag(collector), tag(collector, { kind: '' })]],
  ['in two builds', (collector: string) => [tag(collector), tag(collector, { file: '/waymark.single.js' })]],
] as const) {
  visit(`the tag ${what}: one of them counts, the others say so`, async (world) => {
    const { page, site, complaints } = world;
    const { origin } = await site((collector) => ({ '/': tagged(...tags(collector)) }));
    await page.goto(origin, { waitUntil: 'load' });
    await assertOnce(world);
    const said = complaints.splice(0);
    assert.equal(said.length, tags('').length - 1, said.join('\n'));
    for (const text of said) assert.match(text, TWICE);
  }, { document: A_BAR });
}

visit('tags that a tag manager puts in, beside one that is there: one of them counts', async (world) => {
  const { page, site, forgive } = world;
  forgive(TWICE);
  const { origin } = await site((collector) => ({
    '/manager.js': `const { content } = document.querySelector('template');
      document.head.append(content.cloneNode(true));
      setTimeout(() => document.documentElement.append(content.cloneNode(true)), 300);`,
    '/': tagged(`<template>${tag(collector)}</template>`, '<script src="/manager.js"></script>', tag(collector)),
  }));
  await page.goto(origin, { waitUntil: 'load' });
  await page.waitForFunction(() => document.querySelectorAll('script[data-key]').length == 3);
  await assertOnce(world);
}, { document: A_BAR });

visit('run without a tag of its own, as a module or by a tag manager that evaluates it, the script refuses and says so', async ({ page, site, complaints }) => {
  const { origin } = await site((collector) => ({ '/': tagged(tag(collector, { kind: 'type="module"' })) }));
  await page.goto(origin, { waitUntil: 'load' });
  assert.equal(await page.evaluate(() => typeof window.waymark), 'undefined');
  assert.deepEqual(complaints.splice(0).map((text) => text.replace(/ \(.*/, '')), ['warning: waymark: not run by a script tag']);
});

visit('two keys are two visitors, each with its own view, queue and storage', async (world) => {
  const { page, site, backend } = world;
  const { origin, asked } = await site((collector) => ({
    '/v1/document/other': '{"version":1}', '/v1/batch': '{"success":true}', '/': tagged(tag(collector), tag('', { key: 'other' })),
  }));
  await page.goto(origin, { waitUntil: 'load' });
  await bar(page, 'hello').waitFor();
  const instances = (): Promise<string[]> => page.evaluate(() => Object.keys((window.waymark as unknown as { instances: object }).instances).sort());
  await until('both are there', async () => (await instances()).length == 2);
  const ids = await page.evaluate(() => Promise.all(Object.values((window.waymark as unknown as { instances: Record<string, Window['waymark']> }).instances).map((one) => one.ready().then(() => one.flush()).then(() => one.facts()).then((facts) => facts.visitor.anonymousId))));
  assert.equal(new Set(ids).size, 2);
  await until('the other one has sent', () => asked.includes('/v1/batch'));
  await world.arrived(2);
  assert.deepEqual(backend.events().map(nameOf).sort(), ['Campaign Shown', 'page']);
  assert.deepEqual((await page.evaluate(() => indexedDB.databases())).map(({ name }) => name).sort(), ['wm.demo', 'wm.other']);
}, { document: A_BAR });

// 65

const views = (events: Event[]): string[] => events.filter(({ type }) => type == 'page').map(({ properties }) => properties['path'] as string);
const withRouter = (collector: string, before = ''): Record<string, string> => ({ '/': pageWithTag({ collector, before: before ? '/early.js' : undefined }), '/early.js': before });
const WITHOUT_NAVIGATION = 'Object.defineProperty(window, "navigation", { value: undefined })';

/** A hundred addresses in a second, each of them twice. */
const hurry = (page: Page): Promise<number> =>
  page.evaluate(async () => {
    const started = performance.now();
    for (let step = 1; step <= 100; step++) {
      history.pushState({ step }, '', `/step/${step}`);
      history.replaceState({ step, again: true }, '', `/step/${step}`);
      await new Promise((resume) => setTimeout(resume, Math.max(0, started + step * 10 - performance.now())));
    }
    return history.state.step;
  });

for (const [how, script] of [['the Navigation API', ''], ['the history', WITHOUT_NAVIGATION]] as const) {
  visit(`a hundred changes of the address in a second are a hundred views, by ${how}`, async (world) => {
    const { page, context, site } = world;
    if (script) await context.addInitScript(script);
    const { origin } = await site(withRouter);
    await page.goto(origin);
    await settled(page);
    assert.equal(await hurry(page), 100);
    const events = await world.flushed(101);
    assert.deepEqual(views(events).sort(), ['/', ...Array.from({ length: 100 }, (_, step) => `/step/${step + 1}`)].sort());
  });
}

/** As analytics scripts do it: it calls what was there, and counts. `unwrap` puts back what it found. */
const WRAP = `(function (name) {
  var original = history.pushState;
  window[name] = 0;
  history.pushState = function () { window[name]++; return original.apply(this, arguments); };
  window['un' + name] = function () { history.pushState = original; };
})`;
const moves = (page: Page, ...paths: string[]): Promise<void> => page.evaluate((all) => { for (const path of all) history.pushState({ path }, '', path); }, paths);

visit('another script that wraps the history before and after ours, and takes its wrapper away: all keep working, nobody calls in circles', async (world) => {
  const { page, context, site } = world;
  await context.addInitScript(WITHOUT_NAVIGATION);
  const { origin } = await site((collector) => withRouter(collector, `${WRAP}('before');`));
  await page.goto(origin);
  await settled(page);
  await moves(page, '/a');
  await page.evaluate(`${WRAP}('after')`);
  await moves(page, '/b', '/c');
  assert.deepEqual(await page.evaluate('[before, after, history.state.path]'), [3, 2, '/c']);
  await page.evaluate('unafter()');
  await moves(page, '/d');
  assert.deepEqual(await page.evaluate('[before, after]'), [4, 2]);
  // Now ours is away, and comes back to no one.
  await page.evaluate('unbefore()');
  await moves(page, '/e');
  assert.deepEqual(await page.evaluate('[before, after, history.state.path]'), [4, 2, '/e']);
  const events = await world.flushed(5);
  assert.deepEqual(views(events), ['/', '/a', '/b', '/c', '/d']);
  await page.evaluate(() => window.waymark.destroy());
  await moves(page, '/f');
  assert.equal(await page.evaluate('history.state.path'), '/f');
});

visit('destroy leaves the wrapper that another script has put over ours', async (world) => {
  const { page, context, site } = world;
  await context.addInitScript(WITHOUT_NAVIGATION);
  const { origin } = await site(withRouter);
  await page.goto(origin);
  await settled(page);
  await page.evaluate(`${WRAP}('after')`);
  await world.flushed(1);
  await page.evaluate(() => window.waymark.destroy());
  await moves(page, '/a', '/b');
  assert.deepEqual(await page.evaluate('[after, location.pathname]'), [2, '/b']);
  assert.deepEqual(views(world.backend.events()), ['/']);
});
