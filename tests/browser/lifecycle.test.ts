// The page's life beyond load and unload: back/forward cache, prerendering, background tabs.
import assert from 'node:assert/strict';
import { openAlone } from './chromium.ts';
import { acceptAll, bar, settled } from './shopper.ts';
import { pageWithTag } from './site.ts';
import { until } from './until.ts';
import { assertNames, visit } from './world.ts';

/** The driver switches the cache off by default. */
const WITH_CACHE = { ignoreDefaultArgs: ['--disable-back-forward-cache'], args: ['--enable-features=BackForwardCache'] };

visit('a page left and come back to is restored whole: it goes on, and the return is a view', async ({ page, site, arrived }) => {
  const { origin } = await site((collector) => ({
    '/one': pageWithTag({ collector, before: '/note.js', title: 'One' }),
    '/two': pageWithTag({ collector, title: 'Two' }),
    '/note.js': `addEventListener('pageshow', (event) => { window.persisted = event.persisted; });`,
    '/': '',
  }));
  await page.goto(`${origin}/one`);
  await settled(page);
  await page.evaluate(() => { (window as any).mark = 'the same page'; window.waymark.track('Before'); });
  await page.goto(`${origin}/two`);
  await settled(page);
  await page.goBack({ waitUntil: 'commit' });
  await page.waitForFunction('window.persisted !== undefined');
  assert.deepEqual(await page.evaluate('[window.persisted, window.mark]'), [true, 'the same page']);
  await page.evaluate(() => { window.waymark.track('After'); return window.waymark.flush(); });
  assertNames(await arrived(5), ['page', 'Before', 'page', 'page', 'After']);
}, { browser: WITH_CACHE });

visit('in the shop the bar is still there after a return, and can be closed', async ({ page, shop, backend, context }) => {
  await context.addInitScript(`addEventListener('pageshow', (event) => { window.persisted = event.persisted; });`);
  await page.goto(shop);
  await acceptAll(page);
  await bar(page, 'welcome-bar').waitFor();
  // A busy browser may drop a page from its cache.
  const isBack = (): Promise<boolean> => page.evaluate(() => (window as any).persisted === true).catch(() => false);
  for (let attempt = 1; attempt <= 3 && !(await isBack()); attempt++) {
    await page.goto(`${shop}/product/velvet-hour`);
    await settled(page);
    await page.goBack({ waitUntil: 'commit' });
    await until('the page is back', () => page.evaluate(() => 'persisted' in window && !location.pathname.includes('product')).catch(() => false));
  }
  assert.equal(await isBack(), true);
  await bar(page, 'welcome-bar').getByRole('button', { name: 'Close' }).click();
  await page.locator('[data-waymark]').waitFor({ state: 'detached' });
  await until('the closing has arrived', () => backend.events().at(-1)?.event == 'Campaign Closed');
}, { browser: WITH_CACHE });

visit('a prerendered page keeps silent until it is opened, then it is viewed once', async ({ site, backend, arrived }) => {
  const leave = { '/may-leave': 'no' };
  const { origin, asked } = await site((collector) => Object.assign(leave, {
    '/start': pageWithTag({ collector, title: 'Start', before: '/leave.js' }),
    '/leave.js': `const ask = () => fetch('/may-leave').then((answer) => answer.text()).then((text) => (text == 'yes' ? (location.href = '/next') : setTimeout(ask, 100)));
      ask();`,
    '/prerender.rules': JSON.stringify({ prerender: [{ urls: ['/next'], eagerness: 'immediate' }] }),
    '/next': pageWithTag({ collector, title: 'Next', before: '/note.js' }),
    '/note.js': `fetch(document.prerendering ? '/noted-prerendering' : '/noted-visible');
      document.addEventListener('prerenderingchange', () => fetch('/noted-opened'));`,
    '/': '',
  }));
  const close = openAlone(`${origin}/start`);
  try {
    assert.equal((await arrived(1))[0]!.properties.title, 'Start');
    await until('the next page is prerendered', () => asked.includes('prerender /noted-prerendering') && asked.includes('prerender /waymark.js'));
    const before = backend.asked.length;
    await new Promise((resume) => setTimeout(resume, 2_500));
    assert.deepEqual(backend.asked.slice(before), []);
    assert.equal(asked.includes('prerender /waymark.wasm'), false);
    leave['/may-leave'] = 'yes';
    const events = await arrived(2);
    assertNames(events, ['page', 'page']);
    assert.deepEqual([events[1]!.properties.title, events[1]!.anonymousId], ['Next', events[0]!.anonymousId]);
    assert.deepEqual(asked.filter((path) => path.includes('noted')).slice(0, 2), ['prerender /noted-prerendering', '/noted-opened']);
  } finally {
    await close();
  }
});
