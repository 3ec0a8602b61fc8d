// The visitor's id in a cookie: one visitor on all subdomains of a site, whoever sets it.
import assert from 'node:assert/strict';
import type { BrowserContext, Page } from 'playwright-core';
import { createCollector } from '../../demo-site/collector/server.ts';
import { nameOf } from './backend.ts';
import { pageWithTag } from './site.ts';
import { until } from './until.ts';
import { visit, type World } from './world.ts';

/** Every host is this machine; `.co.uk` is public, as a site of a British shop finds it. */
const NAMES = { document: { version: 1 }, browser: { args: ['--host-resolver-rules=MAP * 127.0.0.1'] } };
const COOKIE = 'data-consent="granted" data-cookie="wm_id"';

async function openSites({ site }: World, attributes = COOKIE): Promise<(host: string) => string> {
  const { origin } = await site((collector) => ({ '/': pageWithTag({ collector, attributes }) }));
  const { port } = new URL(origin);
  return (host) => `http://${host}:${port}/`;
}
async function open(page: Page, url: string): Promise<void> {
  await page.goto(url);
  await page.waitForFunction(() => window.waymark?.ready);
  await page.evaluate(() => window.waymark.ready());
}
const idOf = (page: Page): Promise<string> => page.evaluate(() => window.waymark.stats().then(({ visitor }: { visitor: string }) => visitor));
const cookiesOf = async (context: BrowserContext): Promise<string[]> => (await context.cookies()).map(({ name, value, domain }) => `${name}=${value} ${domain}`);

visit('one visitor on all subdomains, whose cookie has the site’s domain', async (world) => {
  const { page, context, arrived } = world;
  const at = await openSites(world);
  await open(page, at('www.shop.co.uk'));
  const id = await idOf(page);
  assert.deepEqual(await cookiesOf(context), [`wm_id=${id} .shop.co.uk`]);
  for (const host of ['blog.shop.co.uk', 'shop.co.uk', 'a.b.shop.co.uk']) {
    await open(page, at(host));
    assert.equal(await idOf(page), id, host);
  }
  await open(page, at('www.other.co.uk'));
  assert.notEqual(await idOf(page), id);
  const events = await arrived(5);
  assert.equal(new Set(events.map(({ anonymousId }) => anonymousId)).size, 2);
  const [{ expires } = { expires: 0 }] = await context.cookies(at('www.shop.co.uk'));
  assert.ok(Math.abs(expires - Date.now() / 1000 - 395 * 86_400) < 600, 'thirteen months');
}, NAMES);

visit('a logout on one subdomain is one on the others', async (world) => {
  const { page } = world;
  const at = await openSites(world);
  await open(page, at('www.shop.co.uk'));
  await page.evaluate(() => window.waymark.identify('anna', { vip: true }));
  const id = await idOf(page);
  await open(page, at('account.shop.co.uk'));
  await page.evaluate(() => window.waymark.reset());
  const other = await idOf(page);
  assert.notEqual(other, id);
  await open(page, at('www.shop.co.uk'));
  assert.equal(await idOf(page), other);
  const facts = await page.evaluate(() => window.waymark.facts());
  assert.deepEqual([facts.traits, facts.visitor.userId], [null, undefined]);
}, NAMES);

visit('no cookie before a choice; agreed to, kept; withdrawn on one subdomain, gone from all', async (world) => {
  const { page, context } = world;
  const at = await openSites(world, 'data-cookie="wm_id"');
  await open(page, at('www.shop.co.uk'));
  assert.deepEqual(await cookiesOf(context), []);
  await page.evaluate(() => window.waymark.consent({ functional: true }));
  const id = await idOf(page);
  assert.deepEqual(await cookiesOf(context), [`wm_id=${id} .shop.co.uk`]);
  // Nobody has been asked here: the cookie is another page's.
  await open(page, at('blog.shop.co.uk'));
  assert.equal(await idOf(page), id);
  assert.deepEqual(await cookiesOf(context), [`wm_id=${id} .shop.co.uk`]);
  await page.evaluate(() => window.waymark.consent('denied'));
  await idOf(page);
  assert.deepEqual(await cookiesOf(context), []);
}, NAMES);

visit('forget takes the cookie, too', async (world) => {
  const { page, context } = world;
  const at = await openSites(world);
  await open(page, at('www.shop.co.uk'));
  assert.equal((await cookiesOf(context)).length, 1);
  await page.evaluate(() => window.waymark.forget());
  assert.deepEqual(await cookiesOf(context), []);
}, NAMES);

visit('the part that keeps the cookie is missing: it is told, and all else works', async (world) => {
  const { page, context, forgive, complaints } = world;
  forgive(/waymark: cookie|ERR_|Failed to load/);
  const at = await openSites(world);
  await page.route('**/waymark.cookie.js', (route) => route.abort());
  await open(page, at('www.shop.co.uk'));
  await page.evaluate(() => window.waymark.track('Here'));
  assert.ok((await world.flushed(2)).some((event) => nameOf(event) == 'Here'));
  assert.deepEqual([await cookiesOf(context), complaints], [[], []]);
}, NAMES);

visit('the collector sets it for the site, and the page reads it', async ({ page, context, site }) => {
  const contents = { '/': '', '/campaigns.json': '{"version":1}' };
  const { origin } = await site(() => contents, 'http://collect.shop.localhost:*');
  // Names below localhost are this machine, and may have cookies that are Secure.
  const at = (host: string): string => `http://${host}.shop.localhost:${new URL(origin).port}`;
  const collector = await createCollector({
    database: ':memory:', writeKeys: [{ key: 'demo', origins: [at('www'), at('blog')], idCookie: { name: 'wm_id', domain: 'shop.localhost' } }],
  });
  try {
    const { port } = new URL(await collector.listen({ port: 0, host: '127.0.0.1' }));
    contents['/'] = pageWithTag({
      collector: `http://collect.shop.localhost:${port}`, attributes: 'data-consent="granted" data-cookie="wm_id collector" data-document="/campaigns.json"',
    });
    const asked: string[] = [];
    context.on('request', (request) => { if (request.url().endsWith('/v1/id')) asked.push(request.postData()!); });
    await open(page, at('www'));
    const id = await idOf(page);
    await until('the cookie is set', async () => (await context.cookies()).length == 1);
    const [cookie] = await context.cookies();
    assert.deepEqual([cookie!.name, cookie!.value, cookie!.domain, cookie!.secure], ['wm_id', id, '.shop.localhost', true]);
    await open(page, at('blog'));
    assert.equal(await idOf(page), id);
    assert.deepEqual(asked, [JSON.stringify({ writeKey: 'demo', anonymousId: id })], 'asked once');
    await page.evaluate(() => window.waymark.consent('denied'));
    await idOf(page);
    assert.deepEqual(await context.cookies(), []);
  } finally {
    await collector.close();
  }
}, NAMES);
