// The reminder of the bag: when it comes, what it says, and that it goes with the order.
import assert from 'node:assert/strict';
import type { Page } from 'playwright-core';
import { agreed, boxOf, focused, painted, PHONE, picture, places, still, watchShifts } from './look.ts';
import { addToBag, order, reasonOf, settled, surface } from './shopper.ts';
import { WHOLE_DOCUMENT, visit } from './world.ts';

const DESKTOP = { viewport: { width: 1280, height: 800 } };
/** The demo's campaign alone. */
const only = (change: object = {}): object => {
  const { campaigns, ...document } = JSON.parse(WHOLE_DOCUMENT);
  return { ...document, campaigns: campaigns.filter(({ id }: { id: string }) => id == 'cart-nudge').map((campaign: object) => ({ ...campaign, ...change })) };
};

async function fill(page: Page, shop: string, products = ['velvet-hour', 'satin-murmur'], language = ''): Promise<void> {
  for (const product of products) {
    await page.goto(`${shop}${language}/product/${product}`);
    await settled(page);
    await addToBag(page);
    await settled(page);
  }
}

/** The mouse leaves the page for the tabs and the address bar. */
async function headForTheTabs(page: Page): Promise<void> {
  await page.mouse.move(640, 400);
  await page.mouse.move(640, 4);
  await page.mouse.move(640, -4);
  await settled(page);
}

const linesOf = (page: Page): Promise<string[]> => surface(page, 'cart-nudge').locator('li').allInnerTexts()
  .then((lines) => lines.map((line) => line.replaceAll('\u00a0', ' ').replace(/\s*\n\s*/, '|')));

const nudges = (page: Page): Promise<number> => page.locator('[data-waymark=cart-nudge]').count();

visit('a mouse that heads for the tabs brings the nudge, with the bag in it; nothing of the page moves', async ({ page, context, shop }) => {
  await watchShifts(context);
  await agreed(context, shop);
  await fill(page, shop, ['velvet-hour', 'satin-murmur', 'velvet-hour']);
  await page.goto(`${shop}/category/lips`);
  await settled(page);
  await page.mouse.move(640, 400);
  await page.evaluate(() => document.fonts.ready);
  await painted(page);
  assert.equal(await nudges(page), 0);
  const before = await places(page);
  await page.evaluate('shifts.length = 0');
  await page.mouse.move(640, 4);
  await page.mouse.move(640, -4);
  await surface(page, 'cart-nudge').waitFor();
  await still(page);
  await picture(page, 'cart-nudge');
  assert.deepEqual(await linesOf(page), ['Velvet Hour|2 × €26.00', 'Satin Murmur|1 × €24.00']);
  assert.equal(await surface(page, 'cart-nudge').locator('.total').innerText().then((text) => text.replace(/\s+/, ' ')), 'Total €76.00');
  assert.ok(await surface(page, 'cart-nudge').locator('img').evaluateAll((images) => (images as HTMLImageElement[]).every(({ complete, naturalWidth }) => complete && naturalWidth > 0)));
  assert.deepEqual(await places(page), before);
  await page.evaluate(() => document.querySelector('[data-waymark]')!.shadowRoot!.querySelector<HTMLElement>('.close')!.click());
  await page.locator('[data-waymark]').waitFor({ state: 'detached' });
  await painted(page);
  assert.deepEqual(await places(page), before);
  assert.deepEqual(await page.evaluate('shifts'), []);
}, { document: only(), context: DESKTOP });

visit('the nudge is a region named by its title, does not take the focus, and leads to the bag', async ({ page, context, shop, flushed }) => {
  await agreed(context, shop);
  await fill(page, shop, ['velvet-hour'], '/ru');
  await page.click('#added [data-added-close]');
  await page.focus('.footer a >> nth=0');
  const before = await focused(page);
  await headForTheTabs(page);
  const region = page.getByRole('region', { name: 'Вы забыли в корзине' });
  await region.waitFor();
  await still(page);
  await picture(page, 'cart-nudge-ru');
  assert.deepEqual(await focused(page), before);
  assert.deepEqual(await linesOf(page), ['Velvet Hour|1 × 26,00 €']);
  await region.getByRole('link', { name: 'В корзину' }).click();
  await page.waitForURL('**/ru/cart');
  await settled(page);
  assert.equal(await reasonOf(page, 'cart-nudge'), 'trigger');
  assert.ok((await flushed(8)).some(({ event }) => event == 'Campaign Clicked'));
}, { document: only(), context: DESKTOP });

visit('the nudge follows the bag while it is shown', async ({ page, context, shop }) => {
  await agreed(context, shop);
  await fill(page, shop, ['velvet-hour']);
  await headForTheTabs(page);
  await surface(page, 'cart-nudge').waitFor();
  await addToBag(page);
  await settled(page);
  assert.deepEqual(await linesOf(page), ['Velvet Hour|2 × €26.00']);
  await page.evaluate(() => window.waymark.track('Product Added', { product_id: 'gift', name: 'A gift', price: 0, quantity: 1 }));
  await settled(page);
  assert.deepEqual(await linesOf(page), ['Velvet Hour|2 × €26.00', 'A gift|1 × €0.00']);
}, { document: only(), context: DESKTOP });

visit('Escape closes the nudge, the focus goes back, and it stays away over a reload', async ({ page, context, shop, flushed }) => {
  await agreed(context, shop);
  await fill(page, shop, ['velvet-hour']);
  await page.click('#added [data-added-close]');
  await headForTheTabs(page);
  await surface(page, 'cart-nudge').waitFor();
  await page.focus('.footer a >> nth=-1');
  const before = await focused(page);
  for (let presses = 0; presses < 20 && !(await focused(page)).inWaymark; presses++) await page.keyboard.press('Tab');
  assert.deepEqual((({ inWaymark, outline }) => [inWaymark, outline])(await focused(page)), [true, 'solid 2px']);
  await page.keyboard.press('Escape');
  await page.locator('[data-waymark]').waitFor({ state: 'detached' });
  assert.equal((await focused(page)).text, before.text);
  await page.reload();
  await settled(page);
  await headForTheTabs(page);
  assert.equal(await nudges(page), 0);
  assert.equal(await reasonOf(page, 'cart-nudge'), 'cap');
  const events = await flushed(9);
  assert.deepEqual(events.filter(({ event }) => event?.startsWith('Campaign')).map(({ event }) => event), ['Campaign Shown', 'Campaign Closed']);
}, { document: only(), context: DESKTOP });

visit('there is no nudge without a bag, in the bag, or after the order', async ({ page, context, shop }) => {
  await agreed(context, shop);
  await page.goto(shop);
  await settled(page);
  await headForTheTabs(page);
  assert.equal(await reasonOf(page, 'cart-nudge'), 'audience');
  await fill(page, shop, ['velvet-hour']);
  await page.goto(`${shop}/cart`);
  await settled(page);
  await headForTheTabs(page);
  assert.equal(await reasonOf(page, 'cart-nudge'), 'audience');
  await order(page);
  await page.goto(shop);
  await settled(page);
  await headForTheTabs(page);
  assert.equal(await nudges(page), 0);
  assert.equal(await reasonOf(page, 'cart-nudge'), 'audience');
}, { document: only(), context: DESKTOP });

visit('the nudge goes by itself when the bag is ordered meanwhile, and that is no closing', async ({ page, context, shop, flushed }) => {
  await agreed(context, shop);
  await fill(page, shop, ['velvet-hour']);
  await headForTheTabs(page);
  await surface(page, 'cart-nudge').waitFor();
  await page.evaluate(() => window.waymark.track('Order Completed', { order_id: 'elsewhere', total: 26 }));
  await page.locator('[data-waymark]').waitFor({ state: 'detached' });
  const events = await flushed(7);
  assert.deepEqual(events.filter(({ event }) => event?.startsWith('Campaign')).map(({ event }) => event), ['Campaign Shown', 'Campaign Converted']);
}, { document: only(), context: DESKTOP });

visit('a bag that is left alone brings the nudge after its time, on the page that is open then', async ({ page, context, shop }) => {
  await agreed(context, shop);
  await fill(page, shop, ['velvet-hour']);
  const added = Date.now();
  await page.goto(`${shop}/category/lips`);
  await settled(page);
  assert.equal(await nudges(page), 0);
  await surface(page, 'cart-nudge').waitFor();
  assert.ok(Date.now() - added > 3000, `${Date.now() - added} ms`);
  await page.reload();
  await settled(page);
  assert.equal(await nudges(page), 0);
}, { document: only({ trigger: { on: 'cart-idle', after: '4s' } }), context: DESKTOP });

for (const width of [390, 320]) {
  visit(`on a phone of ${width} px a fast scroll up brings the nudge, within the screen`, async ({ page, context, shop }) => {
    await agreed(context, shop);
    await fill(page, shop, ['velvet-hour', 'satin-murmur']);
    await page.goto(`${shop}/category/lips`);
    await settled(page);
    // By script, in steps of a frame: emulated fingers have no speed that can be relied on.
    await page.evaluate(async () => {
      scrollTo({ top: 1200, behavior: 'instant' });
      await new Promise((resume) => setTimeout(resume, 600));
      for (let step = 0; step < 12; step++) {
        scrollBy({ top: -90, behavior: 'instant' });
        await new Promise(requestAnimationFrame);
      }
    });
    await surface(page, 'cart-nudge').waitFor();
    await still(page);
    await picture(page, `cart-nudge-${width}`);
    const box = await boxOf(page, '[data-waymark] .nudge');
    assert.ok(box.x >= 8 && box.x + box.width <= width - 8 && box.y + box.height <= 844 - 8, JSON.stringify(box));
    assert.ok(box.height < 844 / 2, `${box.height} pixels high`);
    for (const part of ['.close', '.action']) {
      const target = await boxOf(page, `[data-waymark] ${part}`);
      assert.ok(target.width >= 40 && target.height >= 40, `${part}: ${JSON.stringify(target)}`);
    }
    await page.tap('[data-waymark=cart-nudge] .close');
    await page.locator('[data-waymark]').waitFor({ state: 'detached' });
  }, { document: only(), context: { ...PHONE, viewport: { width, height: 844 } } });
}
