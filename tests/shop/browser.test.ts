import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { after, before, test } from 'node:test';
import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core';
import { DETAILS, type OpenShop, openShop } from './fixture.ts';

const CHROMIUM = process.env.CHROMIUM ?? '/usr/bin/chromium';
const skip = existsSync(CHROMIUM) ? false : `no Chromium: set CHROMIUM (looked at ${CHROMIUM})`;
const FLAGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

let shop: OpenShop;
let browser: Browser;
before(async () => {
  if (skip) return;
  shop = await openShop();
  browser = await chromium.launch({ executablePath: CHROMIUM, args: FLAGS });
});
after(async () => {
  await browser?.close();
  await shop?.close();
});

/** Text, because tsx's output of a function does not stand alone in a page. Takes the place of the SDK. */
const RECORDER = `
  document.addEventListener('securitypolicyviolation', (event) => reportViolation(event.violatedDirective + ' ' + event.blockedURI));
  window.waymark = { push: (call) => reportCall(call) };`;

interface Watched {
  page: Page;
  context: BrowserContext;
  complaints: string[];
  calls: unknown[][];
}

/** Collects what the page pushes to `waymark`, across page loads, and everything the browser complains about. */
async function watched(options: Parameters<Browser['newContext']>[0] = {}): Promise<Watched> {
  const context = await browser.newContext({ reducedMotion: 'reduce', ...options });
  const page = await context.newPage();
  const complaints: string[] = [];
  const calls: unknown[][] = [];
  await page.exposeFunction('reportCall', (call: unknown[]) => {
    calls.push(call);
  });
  await page.exposeFunction('reportViolation', (text: string) => {
    complaints.push(text);
  });
  await page.addInitScript({ content: RECORDER });
  page.on('console', (message) => {
    if (message.type() === 'error') complaints.push(`${page.url()}: ${message.text()}`);
  });
  page.on('pageerror', (error) => complaints.push(String(error)));
  return { page, context, complaints, calls };
}

const tracked = (calls: unknown[][]): unknown[] =>
  calls.filter(([method]) => method === 'track').map(([, name]) => name);

async function fillCheckout(page: Page): Promise<void> {
  for (const name of ['email', 'firstName', 'lastName', 'address', 'postcode', 'city'] as const)
    await page.fill(`#${name}`, DETAILS[name]);
  await page.selectOption('#country', DETAILS.country);
}

test('browse, add, check out: no violation, no error, every event, the order once', { skip }, async () => {
  const { page, context, complaints, calls } = await watched();
  await page.goto(`${shop.origin}/`);
  await page.click('[data-consent=all]');
  await page.click('.card a');
  await page.waitForURL('**/product/**');
  await page.click('.choices label:nth-of-type(2)');
  await page.click('[data-step="1"]');
  await page.click('.buy .button');
  await page.waitForSelector('#added:popover-open');
  assert.equal(await page.textContent('.header [data-bag-count]'), '2');
  await page.click('#added a[href="/cart"]');
  await page.click('[data-line] [data-step="-1"]');
  await page.waitForFunction(() => document.querySelector('[data-subtotal]')?.textContent === '€26.00');
  await page.click('.summary a.button');
  await page.waitForURL('**/checkout');
  await fillCheckout(page);
  await page.click('form .button.wide');
  await page.waitForURL('**/order/**');
  await page.waitForLoadState('networkidle');
  await page.reload();
  await page.waitForLoadState('networkidle');
  assert.deepEqual(complaints, []);
  assert.deepEqual(tracked(calls), [
    'Product List Viewed',
    'Product Clicked',
    'Product Viewed',
    'Product List Viewed',
    'Product Added',
    'Cart Viewed',
    'Product Removed',
    'Checkout Started',
    'Order Completed',
  ]);
  const added = calls.find(([, name]) => name === 'Product Added')?.[2] as Record<string, unknown>;
  assert.deepEqual(
    { ...added, url: '', image_url: '' },
    {
      product_id: 'velvet-hour',
      sku: 'AUR-L01-CARMINE',
      category: 'lips',
      name: 'Velvet Hour',
      brand: 'Aurelle',
      variant: 'Carmine',
      price: 26,
      quantity: 2,
      currency: 'EUR',
      url: '',
      image_url: '',
    },
  );
  await context.close();
});

test('the data layer gets the same in the words of GA4, emptied before each', { skip }, async () => {
  const { page, context } = await watched();
  await page.goto(`${shop.origin}/product/fig-hour`);
  await page.click('.buy .button');
  await page.waitForSelector('#added:popover-open');
  const layer = await page.evaluate(
    () => (window as unknown as { dataLayer: { event?: string; ecommerce?: unknown }[] }).dataLayer,
  );
  assert.deepEqual(
    layer.map((entry) => entry.event ?? entry.ecommerce),
    [null, 'view_item', null, 'view_item_list', null, 'add_to_cart'],
  );
  assert.deepEqual(layer.at(-1)?.ecommerce, {
    currency: 'EUR',
    value: 68,
    items: [
      {
        item_id: 'fig-hour',
        item_name: 'Fig Hour',
        item_brand: 'Aurelle',
        item_category: 'fragrance',
        item_variant: '30 ml',
        price: 68,
        quantity: 1,
      },
    ],
  });
  await context.close();
});

test('the consent bar asks once, by keyboard, and opens again from the footer', { skip }, async () => {
  const { page, context, complaints, calls } = await watched();
  await page.goto(`${shop.origin}/ru`);
  await page.focus('[data-consent=choose]');
  await page.keyboard.press('Enter');
  await page.keyboard.press('Tab');
  await page.keyboard.press('Space');
  await page.focus('[data-consent=save]');
  await page.keyboard.press('Enter');
  const choice = { functional: false, analytics: true, personalization: false, marketing: false };
  await page.waitForFunction(() => !document.querySelector('#consent')?.matches(':popover-open'));
  await page.goto(`${shop.origin}/category/lips`);
  assert.equal(await page.isVisible('#consent'), false);
  assert.deepEqual(
    calls.filter(([method]) => method === 'consent').map(([, given]) => given),
    [choice, choice],
  );
  await page.click('[data-consent-open]');
  assert.equal(await page.isChecked('#consent [name=analytics]'), true);
  await page.click('[data-consent=necessary]');
  assert.equal((await context.cookies()).find(({ name }) => name === 'aurelle_consent')?.value, 'none');
  assert.deepEqual(complaints, []);
  await context.close();
});

test('signing up, in and out tells who it is', { skip }, async () => {
  const { page, context, calls } = await watched();
  await page.goto(`${shop.origin}/sign-up`);
  await page.click('[data-consent=necessary]');
  for (const [name, value] of Object.entries({
    firstName: 'Anna',
    email: 'anna@example.com',
    password: 'correct horse battery',
  }))
    await page.fill(`#${name}`, value);
  await page.click('form[data-checked] .button');
  await page.waitForURL('**/account');
  await page.click('form[action="/sign-out"] button');
  await page.waitForURL(`${shop.origin}/`);
  const methods = calls
    .filter(([method]) => method !== 'consent')
    .map(([method, name]) => (method === 'track' ? name : method));
  assert.deepEqual(methods, ['identify', 'Signed Up', 'reset', 'Product List Viewed']);
  await context.close();
});

test('without scripts the shop still sells, and on a phone nothing is wider than the screen', { skip }, async () => {
  const { page, context } = await watched({ javaScriptEnabled: false, viewport: { width: 390, height: 844 } });
  await page.goto(`${shop.origin}/product/veil`);
  await page.click('.buy .button');
  await page.waitForURL('**/cart');
  await page.fill('[data-line] input[name=quantity]', '2');
  await page.click('[data-update-button]');
  await page.waitForSelector('text=€68.00');
  await page.goto(`${shop.origin}/checkout`);
  await fillCheckout(page);
  await page.click('form .button.wide');
  await page.waitForURL('**/order/AU-*');
  await context.close();
  const phone = await watched({ viewport: { width: 360, height: 740 }, isMobile: true });
  for (const path of ['/', '/ru', '/ru/category/all', '/ru/product/dusk-palette', '/ru/sign-up']) {
    await phone.page.goto(shop.origin + path);
    assert.equal(await phone.page.evaluate(() => document.documentElement.scrollWidth > innerWidth), false, path);
  }
  await phone.context.close();
});

test('the place for stories is as high before they come as after, on phones and desktops', { skip }, async () => {
  for (const viewport of [
    { width: 1280, height: 800 },
    { width: 390, height: 844 },
  ]) {
    const { page, context } = await watched({ viewport });
    await page.goto(`${shop.origin}/`);
    const place = await page.locator('#stories').boundingBox();
    assert.equal(place?.height, 128);
    await context.close();
  }
});

/** Knows one coupon: 10 % for everyone. */
async function tenForAll(): Promise<{ origin: string; close(): void }> {
  const server = createServer((_request, response) =>
    response.end(JSON.stringify({ success: true, valid: true, discount: { kind: 'percent', value: 10 } })),
  );
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return { origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, close: () => void server.close() };
}

for (const javaScriptEnabled of [true, false])
  test(`Enter in the coupon field applies it and orders nothing, ${javaScriptEnabled ? 'with' : 'without'} scripts`, { skip }, async () => {
    const collector = await tenForAll();
    const generous = await openShop({ coupons: { origin: collector.origin, token: 'token' } });
    const { page, context, complaints, calls } = await watched({ javaScriptEnabled });
    await page.goto(`${generous.origin}/product/veil`);
    if (javaScriptEnabled) await page.click('[data-consent=all]');
    await page.click('.buy .button');
    await page.waitForSelector(javaScriptEnabled ? '#added:popover-open' : '[data-line]');
    await page.goto(`${generous.origin}/checkout`);
    await fillCheckout(page);
    await page.getByLabel('Coupon code').fill('aur-2222-2222');
    await page.keyboard.press('Enter');
    await page.getByText('Coupon AUR-2222-2222 is applied.').waitFor();
    if (process.env.SCREENSHOTS) await page.screenshot({ path: `${process.env.SCREENSHOTS}/coupon-${javaScriptEnabled}.png` });
    assert.equal(await page.inputValue('#city'), DETAILS.city);
    assert.deepEqual([await page.textContent('[data-discount]'), await page.textContent('[data-total]')], ['−€3.40', '€35.50']);
    if (javaScriptEnabled) {
      await page.check('[value=express]');
      assert.deepEqual([await page.textContent('[data-discount]'), await page.textContent('[data-total]')], ['−€3.40', '€40.50']);
    }
    await page.click('form .button.wide');
    await page.waitForURL('**/order/AU-*');
    if (javaScriptEnabled) {
      await page.waitForLoadState('networkidle');
      const order = calls.find(([, name]) => name === 'Order Completed')?.[2] as Record<string, unknown>;
      assert.deepEqual([order['coupon'], order['discount'], order['total'], order['revenue']], ['AUR-2222-2222', 3.4, 40.5, 30.6]);
      assert.equal(calls.filter(([, name]) => name === 'Checkout Started').length, 1);
    }
    assert.deepEqual(complaints, []);
    await context.close();
    await generous.close();
    collector.close();
  });
