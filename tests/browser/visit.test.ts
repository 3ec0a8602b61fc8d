import assert from 'node:assert/strict';
import { acceptAll, addToBag, bar, isInSegment, order, reasonOf, settled, signUp } from './shopper.ts';
import { assertNames, visit } from './world.ts';

visit('a visit from consent to order arrives once, in order, with the bars where they belong', async ({ page, shop, arrived }) => {
  await page.goto(shop);
  await acceptAll(page);
  await bar(page, 'welcome-bar').waitFor();
  await page.click('.header-nav a[href="/category/lips"]');
  await page.waitForURL('**/category/lips');
  await bar(page, 'welcome-bar').waitFor();

  await page.click('.card a >> nth=0');
  await page.waitForURL('**/product/**');
  assert.equal(await reasonOf(page, 'welcome-bar'), 'trigger');
  assert.equal(await isInSegment(page, 'lipstick-fan'), false);
  await page.click('.card[data-product="satin-murmur"] a >> nth=0');
  await page.waitForURL('**/product/satin-murmur*');
  await settled(page);
  assert.equal(await isInSegment(page, 'lipstick-fan'), true);
  assert.equal(await page.locator('[data-waymark]').count(), 0);

  await addToBag(page);
  await bar(page, 'lips-bar').waitFor();
  const number = await order(page);
  assert.equal(await page.locator('[data-waymark]').count(), 0);
  await signUp(page);

  const events = await arrived(27);
  assertNames(events, [
    'page', 'Product List Viewed', 'Campaign Shown',
    'page', 'Product List Viewed', 'Campaign Shown', 'Product Clicked',
    'page', 'Product Viewed', 'Product List Viewed', 'Product Clicked',
    'page', 'Product Viewed', 'Product List Viewed', 'Product Added', 'Campaign Shown',
    'page', 'Cart Viewed', 'page', 'Checkout Started', 'page', 'Order Completed', 'Campaign Converted',
    'page', 'page', 'identify', 'Signed Up',
  ]);
  assert.equal(events.find(({ event }) => event == 'Order Completed')!.properties.order_id, number);
});

visit('a closed bar stays away over reloads and other pages, and says why', async ({ page, shop, flushed }) => {
  await page.goto(shop);
  await acceptAll(page);
  await bar(page, 'welcome-bar').getByRole('button', { name: 'Close' }).click();
  await page.locator('[data-waymark]').waitFor({ state: 'detached' });
  for (const path of ['/', '/category/face']) {
    await page.goto(shop + path);
    assert.equal(await reasonOf(page, 'welcome-bar'), 'cap');
  }
  await page.reload();
  assert.equal(await reasonOf(page, 'welcome-bar'), 'cap');
  assert.equal(await page.locator('[data-waymark]').count(), 0);
  const events = await flushed(10);
  assert.deepEqual(events.filter(({ type, event }) => type == 'track' && event!.startsWith('Campaign')).map(({ event }) => event), ['Campaign Shown', 'Campaign Closed']);
});

visit('the link of a bar counts as a click and leads where it says', async ({ page, shop, flushed }) => {
  await page.goto(shop);
  await acceptAll(page);
  await bar(page, 'welcome-bar').getByRole('link', { name: 'See what is new' }).click();
  await page.waitForURL('**/category/new');
  const events = await flushed(7);
  assertNames(events, ['page', 'Product List Viewed', 'Campaign Shown', 'Campaign Clicked', 'page', 'Product List Viewed', 'Campaign Shown']);
  assert.equal(events[3]!.properties.campaign_id, 'welcome-bar');
  assert.equal(new URL(events[3]!.context.page.url).pathname, '/');
});
