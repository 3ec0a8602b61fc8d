// What a page says of itself, read under the shop's strict policy: its data layer, JSON-LD and meta tags, as the document asks for.
import assert from 'node:assert/strict';
import type { Page } from 'playwright-core';
import { useSingleFile } from './sdk.ts';
import { acceptAll, addToBag, bar, order, settled } from './shopper.ts';
import { until } from './until.ts';
import { assertNames, DEMO_DOCUMENT, visit, type World } from './world.ts';

const SITE = { sources: ['dataLayer', 'jsonLd', 'openGraph', 'meta'], dataLayer: true };
const ASKING = { ...JSON.parse(DEMO_DOCUMENT), site: SITE };
const facts = (page: Page): Promise<any> => page.evaluate(() => window.waymark.facts());
const layer = (page: Page): Promise<any[]> => page.evaluate(() => (window as unknown as { dataLayer: any[] }).dataLayer.filter(({ waymark }) => waymark));

/** Everything a page without the API may say. */
const PAGE = (collector: string, file: string): string => `<!doctype html><html lang="en"><meta charset="utf-8"><title>Satin</title><link rel="icon" href="data:,">
  <meta property="og:type" content="product"><meta property="og:title" content="Satin of Open Graph"><meta name="waymark:season" content="winter">
  <script type="application/ld+json">{"broken":</script>
  <script type="application/ld+json">{"@graph":[{"@type":"Product","productID":"p1","brand":{"name":"A"},"offers":[{"price":"19.90","priceCurrency":"EUR"}]}]}</script>
  <script src="/layer.js"></script><script async src="/${file}" data-key="demo" data-collector="${collector}" data-consent="granted"></script>`;
const LAYER = `window.dataLayer = window.dataLayer || [];
  (function gtag() { dataLayer.push(arguments); })('consent', 'default', { ad_storage: 'denied' });
  dataLayer.push({ 'gtm.start': 1, event: 'gtm.js' }, { ecommerce: null }, { event: 'view_item', ecommerce: { currency: 'EUR', items: [{ item_id: 'p1', price: 19.9, index: 0 }] } });`;
const pages = (file: string) => (collector: string) => ({ '/': PAGE(collector, file), '/layer.js': LAYER });

const BAR = { version: 1, site: SITE, segments: [{ id: 'a', when: { 'product.brand': 'A' } }],
  campaigns: [{ id: 'of-a', name: 'A', widget: 'bar', trigger: { on: 'page', where: { 'product.brand': 'A' } }, content: { text: 'A' } }] };

async function reading({ page, site, flushed }: World): Promise<string[]> {
  const { origin, asked } = await site(pages('waymark.js'));
  await page.goto(origin);
  await bar(page, 'of-a').waitFor();
  const { product, page: about } = await facts(page);
  assert.deepEqual(product, { name: 'Satin of Open Graph', brand: 'A', product_id: 'p1', price: 19.9, position: 1, currency: 'EUR' });
  assert.deepEqual([about.meta, about.scroll], [{ season: 'winter' }, 0]);
  const pushed = await page.evaluate(() => {
    const { dataLayer } = window as unknown as { dataLayer: unknown[] };
    dataLayer.push({ ecommerce: null });
    return dataLayer.push({ event: 'add_to_cart', ecommerce: { items: [{ item_id: 'p1', price: 5 }, { item_id: 'p2', price: '2.50' }] } });
  });
  assert.equal(pushed, 8);
  await settled(page);
  assert.equal((await facts(page)).cart.value, 7.5);
  assert.deepEqual(await layer(page), [{ event: 'view_promotion', ecommerce: { promotion_id: 'of-a', promotion_name: 'A', creative_name: 'bar', creative_slot: 'bottom' }, waymark: true }]);
  assertNames(await flushed(5), ['page', 'Product Viewed', 'Campaign Shown', 'Product Added', 'Product Added']);
  return asked;
}

visit('a page that never calls the API is understood by what it says of itself', async (world) => {
  const asked = await reading(world);
  assert.equal(asked.filter((path) => path == '/waymark.sources.js').length, 1);
}, { document: BAR });

visit('the single file has the reader inside', async (world) => {
  const asked = await reading(world);
  assert.equal(asked.includes('/waymark.sources.js'), false);
}, { document: BAR, sdk: useSingleFile });

visit('a document that asks for nothing loads no reader and leaves the data layer alone', async ({ page, site, flushed }) => {
  const { origin, asked } = await site(pages('waymark.js'));
  await page.goto(origin);
  await settled(page);
  assertNames(await flushed(1), ['page']);
  const isUntouched = await page.evaluate(() => {
    const { dataLayer } = window as unknown as { dataLayer: unknown[] };
    return dataLayer.push === Array.prototype.push && dataLayer.length == 4;
  });
  assert.ok(isUntouched);
  assert.equal((await facts(page)).product, null);
  assert.equal(asked.includes('/waymark.sources.js'), false);
}, { document: { version: 1 } });

visit('a move within the page brings the next product, and the former one is gone at once', async ({ page, site }) => {
  const { origin } = await site(pages('waymark.js'));
  await page.goto(origin);
  await until('the first product', async () => (await facts(page)).product?.brand == 'A');
  await page.evaluate(() => history.pushState(null, '', '/next'));
  await settled(page);
  assert.equal((await facts(page)).product, null);
  await page.evaluate(() => {
    document.querySelectorAll('script[type="application/ld+json"]')[1]!.textContent = '{"@type":"Product","productID":"p2","brand":"B"}';
  });
  await until('the second product', async () => (await facts(page)).product?.product_id == 'p2');
}, { document: { version: 1, site: { sources: ['jsonLd'] } } });

visit('the shop that tells everything twice is counted once, with the rest of the product from its markup', async ({ page, shop, context, flushed }) => {
  await page.goto(shop);
  await acceptAll(page);
  await bar(page, 'welcome-bar').getByRole('button', { name: 'Close' }).click();
  assert.deepEqual((await layer(page)).map(({ event, ecommerce }) => [event, ecommerce.promotion_id]), [['view_promotion', 'welcome-bar']]);
  for (const product of ['velvet-hour', 'satin-murmur']) {
    await page.goto(`${shop}/product/${product}`);
    await until('the rating in the markup', async () => (await facts(page)).product?.rating > 0);
  }
  const { product } = await facts(page);
  assert.deepEqual([product.product_id, product.brand, product.availability, typeof product.price], ['satin-murmur', 'Aurelle', 'InStock', 'number']);
  await addToBag(page);
  await bar(page, 'lips-bar').waitFor();
  const number = await order(page);
  await until('the order in the data layer', async () => (await page.evaluate(() => window.waymark.stats())).dropped.duplicate > 0);
  await page.reload();
  await settled(page);
  const events = await flushed(20);
  assertNames(events, [
    'page', 'Product List Viewed', 'Campaign Shown', 'Campaign Closed',
    'page', 'Product Viewed', 'Product List Viewed', 'page', 'Product Viewed', 'Product List Viewed', 'Product Added', 'Campaign Shown',
    'page', 'Cart Viewed', 'page', 'Checkout Started', 'page', 'Order Completed', 'Campaign Converted', 'page',
  ]);
  assert.equal(events.find(({ event }) => event == 'Order Completed')!.properties.order_id, number);
  assert.equal(context.pages().length, 1);
}, { document: ASKING });

visit('an order told by the data layer again on every reload counts once', async ({ page, site, flushed }) => {
  const { origin } = await site((collector) => ({ ...pages('waymark.js')(collector), '/layer.js': `window.dataLayer = [{ event: 'purchase', ecommerce: { transaction_id: 'o1', value: 20, shipping: 4.9 } }];` }));
  await page.goto(origin);
  await until('the order', async () => (await page.evaluate(() => window.waymark.stats())).history > 1);
  assertNames(await flushed(2), ['page', 'Order Completed']);
  await page.reload();
  await until('the order again', async () => (await page.evaluate(() => window.waymark.stats())).dropped.duplicate > 0);
  const events = await flushed(3);
  assert.deepEqual(events.filter(({ event }) => event == 'Order Completed').map(({ properties }) => [properties.order_id, properties.revenue, properties.total]), [['o1', 20, 24.9]]);
}, { document: { version: 1, site: { sources: ['dataLayer'] } } });

visit('the furthest depth of scrolling and the size of the window are known', async ({ page, shop }) => {
  await page.goto(shop);
  await settled(page);
  await page.evaluate(() => window.scrollTo(0, document.documentElement.scrollHeight / 3));
  await until('the scroll', async () => (await facts(page)).page.scroll > 20);
  await page.evaluate(() => window.scrollTo(0, document.documentElement.scrollHeight));
  await until('the end of the page', async () => (await facts(page)).page.scroll == 100);
  await page.setViewportSize({ width: 500, height: 700 });
  await until('the size', async () => (await facts(page)).device.width == 500);
});
