// One visit, on a phone, to the demo's shop as it is: bar, stories, app banner, wheel and nudge, a prize that is worth something at the checkout.
import assert from 'node:assert/strict';
import type { Locator, Page } from 'playwright-core';
import { nameOf } from './backend.ts';
import { PHONE } from './look.ts';
import { acceptAll, addToBag, order, reasonOf, settled } from './shopper.ts';
import { byTime, visit, WHOLE_DOCUMENT } from './world.ts';

const of = (page: Page, campaign: string): Locator => page.locator(`[data-waymark="${campaign}"]`);
const gone = (page: Page, campaign: string): Promise<void> => of(page, campaign).waitFor({ state: 'detached' });
const ANDROID = 'Mozilla/5.0 (Linux; Android 14; Pixel 8) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/130.0.0.0 Mobile Safari/537.36';
/** One prize, so that the visit is the same each time. */
const PRIZES = { 'spin-to-win': [{ slice: 'ten', label: '10 % off', weight: 1, stock: null, discount: { kind: 'percent', value: 10 }, code: { kind: 'generated', prefix: 'AUR' } }] };

async function go(page: Page, url: string): Promise<void> {
  await page.goto(url);
  await settled(page);
}

async function win(page: Page): Promise<string> {
  const wheel = of(page, 'spin-to-win');
  await wheel.locator('#email').fill('anna@example.com');
  await wheel.locator('[name=consent]').check();
  await wheel.getByRole('button', { name: 'Continue' }).tap();
  await wheel.getByRole('button', { name: 'Spin the wheel' }).tap();
  await wheel.locator('.code').waitFor();
  assert.equal(await wheel.locator('.result').textContent(), 'You won: 10 % off');
  return (await wheel.locator('.code').textContent())!;
}

visit('a visitor meets them all, each where it belongs, and every event arrives once', async ({ page, shop, backend, flushed, forgive }) => {
  // The refused coupon.
  forgive(/422 .*\/checkout/);
  await page.goto(shop);
  await acceptAll(page);
  await settled(page);
  await of(page, 'welcome-bar').waitFor();
  assert.equal(await reasonOf(page, 'app-banner'), 'slot');
  await of(page, 'home-stories').locator('.cover').first().tap();
  await of(page, 'home-stories').locator('dialog .close').tap();
  await of(page, 'welcome-bar').locator('.close').tap();
  await gone(page, 'welcome-bar');

  await go(page, `${shop}/category/lips`);
  await of(page, 'app-banner').waitFor();
  await of(page, 'app-banner').locator('.close').tap();
  await gone(page, 'app-banner');

  await go(page, `${shop}/product/velvet-hour`);
  assert.equal(await reasonOf(page, 'spin-to-win'), 'audience');
  await go(page, `${shop}/product/satin-murmur`);
  const code = await win(page);
  await of(page, 'spin-to-win').locator('dialog button.close').tap();
  await gone(page, 'spin-to-win');

  assert.equal(await reasonOf(page, 'cart-nudge'), 'trigger');
  await addToBag(page);
  await settled(page);
  await page.click('#added [data-added-close]');
  await go(page, `${shop}/category/skin`);
  await page.mouse.move(100, 300);
  await page.mouse.move(100, 4);
  await page.mouse.move(100, -4);
  await of(page, 'cart-nudge').locator('.action').tap();
  await page.waitForURL('**/cart');
  await settled(page);
  assert.equal(await reasonOf(page, 'cart-nudge'), 'trigger');

  const paid = await orderWith(page, shop, code);
  await page.mouse.move(100, 300);
  await page.mouse.move(100, -4);
  await settled(page);
  assert.equal(await of(page, 'cart-nudge').count(), 0);

  const events = byTime(await flushed(40));
  const outcomes = events.filter((event) => nameOf(event).startsWith('Campaign ')).map((event) => `${nameOf(event).slice(9)} ${event.properties['campaign_id']}`);
  assert.deepEqual(outcomes.sort(), [
    'Clicked cart-nudge', 'Clicked home-stories', 'Clicked spin-to-win',
    'Closed app-banner', 'Closed spin-to-win', 'Closed welcome-bar',
    'Converted cart-nudge', 'Converted home-stories', 'Converted spin-to-win', 'Converted welcome-bar',
    'Shown app-banner', 'Shown cart-nudge', 'Shown home-stories', 'Shown lips-bar', 'Shown spin-to-win', 'Shown welcome-bar',
  ].sort());
  assert.deepEqual(events.map(nameOf).filter((name) => !name.startsWith('Campaign ')).sort(), [
    ...Array<string>(11).fill('page'), ...Array<string>(5).fill('Product List Viewed'), 'Product Viewed', 'Product Viewed', 'Product Added',
    'Cart Viewed', 'Cart Viewed', 'Checkout Started', 'Checkout Started', 'Order Completed',
  ].sort());
  const completed = events.find((event) => nameOf(event) == 'Order Completed')!;
  assert.equal(completed.properties['coupon'], code);
  assert.equal(completed.properties['discount'], paid);
  assert.ok(!JSON.stringify(events.filter((event) => nameOf(event).startsWith('Campaign '))).includes('anna@example.com'));
  assert.equal(backend.asked.filter(({ path }) => path == '/v1/draws').length, 1);

  // The code is spent.
  await go(page, `${shop}/product/velvet-hour`);
  await addToBag(page);
  await go(page, `${shop}/checkout`);
  await page.fill('#coupon', code);
  await page.click('[name=step][value=apply]');
  await page.locator('#coupon-error').waitFor();
}, { document: WHOLE_DOCUMENT, prizes: PRIZES, context: { ...PHONE, reducedMotion: 'reduce', userAgent: ANDROID }, timeoutMs: 120_000 });

/** Orders with the coupon; gives what it took off. */
async function orderWith(page: Page, shop: string, code: string): Promise<number> {
  await go(page, `${shop}/checkout`);
  await page.fill('#coupon', code);
  await page.click('[name=step][value=apply]');
  await page.getByText(code).first().waitFor();
  await settled(page);
  await order(page);
  // 10 % of EUR 24.
  return 2.4;
}
