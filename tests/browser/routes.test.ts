// A site with a router of its own: one view for each distinct URL it moves to.
import assert from 'node:assert/strict';
import type { Page } from 'playwright-core';
import type { Event } from './backend.ts';
import { pageWithTag } from './site.ts';
import { settled } from './shopper.ts';
import { visit } from './world.ts';

const BODY = '<p id="part">A part</p><p><a name="old-part">Another</a></p>';
const contents = (collector: string): Record<string, string> => ({
  '/early.js': `
    window.waymark = window.waymark || [];
    for (let number = 0; number < 20; number++) waymark.push(['track', 'Early', { number }]);
    waymark.push(['identify', 'early-bird', { plan: 'free' }]);
    waymark.push(['track', 'Early', { number: 20 }], ['track', 'Early', { number: 21 }]);`,
  '/': pageWithTag({ collector, body: BODY, title: 'Start' }),
  '/with-early-calls': pageWithTag({ collector, body: BODY, before: '/early.js' }),
});

const views = (events: Event[], origin: string): string[][] =>
  events.filter(({ type }) => type == 'page').map(({ properties }) => [properties.url.replace(origin, ''), (properties.referrer ?? '').replace(origin, ''), properties.title]);

/** As a router does: the URL first, the title after it. */
const moveTo = (page: Page, url: string, title: string, method: 'pushState' | 'replaceState' = 'pushState'): Promise<void> =>
  page.evaluate(([to, named, how]) => {
    history[how as 'pushState'](null, '', to);
    document.title = named!;
  }, [url, title, method] as const);

visit('each distinct URL is viewed once, with the one before as referrer; anchors only scroll', async ({ page, site, arrived }) => {
  const { origin } = await site(contents);
  await page.goto(origin);
  await settled(page);
  await moveTo(page, '/shades', 'Shades');
  await moveTo(page, '/shades', 'Shades');
  await moveTo(page, '/shades?tone=red', 'Red shades', 'replaceState');
  for (const anchor of ['#part', '#', '#top', '#old-part']) await page.evaluate((hash) => { location.hash = hash; }, anchor);
  await page.evaluate(() => { location.hash = '#/basket'; document.title = 'Basket'; });
  await page.evaluate(() => { location.hash = '#/basket/gifts'; document.title = 'Gifts'; });
  await page.goBack();
  await page.waitForURL('**#/basket');
  await page.evaluate(() => { location.hash = ''; });
  await page.evaluate(() => window.waymark.flush());
  const events = await arrived(7);
  assert.deepEqual(views(events, origin), [
    ['/', '', 'Start'],
    ['/shades', '/', 'Shades'],
    ['/shades?tone=red', '/shades', 'Red shades'],
    ['/shades?tone=red#/basket', '/shades?tone=red', 'Basket'],
    ['/shades?tone=red#/basket/gifts', '/shades?tone=red#/basket', 'Gifts'],
    ['/shades?tone=red#/basket', '/shades?tone=red#/basket/gifts', 'Gifts'],
    ['/shades?tone=red#', '/shades?tone=red#/basket', 'Gifts'],
  ]);
});

visit('without the Navigation API the history is watched instead, and the page\'s own calls of it still work', async ({ page, context, site, arrived }) => {
  await context.addInitScript('Object.defineProperty(window, "navigation", { value: undefined })');
  const { origin } = await site(contents);
  await page.goto(origin);
  await settled(page);
  await moveTo(page, '/shades', 'Shades');
  await page.evaluate(() => history.pushState({ kept: 1 }, '', '/lips'));
  assert.deepEqual(await page.evaluate(() => history.state), { kept: 1 });
  await page.evaluate(() => { location.hash = '#/basket'; });
  await page.goBack();
  await page.waitForFunction(() => !location.hash);
  assert.equal(await page.evaluate(() => { try { history.pushState(null, '', 'https://elsewhere.example/'); return ''; } catch (error) { return (error as Error).name; } }), 'SecurityError');
  await page.evaluate(() => window.waymark.flush());
  const events = await arrived(5);
  assert.deepEqual(views(events, origin).map(([url]) => url), ['/', '/shades', '/lips', '/lips#/basket', '/lips']);
});

visit('calls made before the SDK is up are kept in their order, behind the page view', async ({ page, site, backend, arrived }) => {
  const { origin } = await site(contents);
  await page.goto(`${origin}/with-early-calls`);
  await settled(page);
  await page.evaluate(() => { window.waymark.push(['track', 'Early', { number: 22 }]); return window.waymark.flush(); });
  await arrived(25);
  const said = backend.events().map(({ type, properties }) => (type == 'track' ? properties.number : type));
  const numbers = Array.from({ length: 23 }, (_, number) => number);
  assert.deepEqual(said, ['page', ...numbers.slice(0, 20), 'identify', ...numbers.slice(20)]);
});

visit('with data-pages="manual" the page tells its views itself', async ({ page, site, arrived, backend }) => {
  const { origin } = await site((collector) => ({ '/': pageWithTag({ collector, attributes: 'data-consent="granted" data-pages="manual"' }) }));
  await page.goto(origin);
  await settled(page);
  await page.evaluate(() => { history.pushState(null, '', '/quiet'); window.waymark.page('Loud'); return window.waymark.flush(); });
  await arrived(1);
  assert.deepEqual(backend.events().map(({ name, properties }) => [name, properties.path]), [['Loud', '/quiet']]);
});
