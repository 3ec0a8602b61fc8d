// The banner that leads to the app: which device sees it, where it leads, and that the page does not feel it.
import assert from 'node:assert/strict';
import { agreed, boxOf, focused, holdDocument, painted, PHONE, picture, places, still, watchShifts } from './look.ts';
import { reasonOf, settled, surface } from './shopper.ts';
import { pageWithTag } from './site.ts';
import { visit as visitWith, WHOLE_DOCUMENT, type Options, type World } from './world.ts';

const visit = (name: string, play: (world: World) => Promise<void>, options: Options): void => visitWith(name, play, { document: WHOLE_DOCUMENT, ...options });
const ANDROID = 'Mozilla/5.0 (Linux; Android 14; Pixel 8) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/130.0.0.0 Mobile Safari/537.36';
const SAFARI = 'Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.5 Mobile/15E148 Safari/604.1';
const IPAD = 'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) CriOS/130.0 Version/17.5 Safari/605.1.15';
const phone = (userAgent: string, more = {}): object => ({ ...PHONE, userAgent, ...more });
const PRODUCT = '/product/velvet-hour';

const banner = (content: object): object => ({
  version: 1, campaigns: [{ id: 'app', widget: 'smart-banner', slot: 'top', trigger: { on: 'page' }, content: { title: 'App', ...content } }],
});
const TAGS = '<meta name="apple-itunes-app" content="app-id=123, app-argument=https://shop.test/x"><meta name="google-play-app" content="app-id=com.aurelle.shop">';

visit('on a phone the banner moves nothing: not when it comes, not while it is there, not when it goes', async ({ page, context, shop }) => {
  await watchShifts(context);
  await agreed(context, shop);
  const release = await holdDocument(context);
  await page.goto(shop + PRODUCT);
  await page.evaluate(() => document.fonts.ready);
  await painted(page);
  const before = await places(page);
  assert.ok(before.length > 100);
  await page.evaluate('shifts.length = 0');
  release();
  await surface(page, 'app-banner').waitFor();
  await still(page);
  await picture(page, 'smart-banner');
  assert.deepEqual(await places(page), before);
  // A click by script counts as no input.
  await page.evaluate(() => document.querySelector('[data-waymark]')!.shadowRoot!.querySelector<HTMLElement>('.close')!.click());
  await page.locator('[data-waymark]').waitFor({ state: 'detached' });
  assert.deepEqual(await places(page), before);
  await painted(page);
  assert.deepEqual(await page.evaluate('shifts'), []);
}, { context: phone(ANDROID) });

for (const [width, language] of [[390, ''], [390, '/ru'], [320, '']] as const) {
  visit(`on ${width} px${language} the banner lies within the screen, is small, and its targets are large`, async ({ page, context, shop }) => {
    await agreed(context, shop);
    await page.goto(shop + language + PRODUCT);
    await surface(page, 'app-banner').waitFor();
    await still(page);
    await picture(page, `smart-banner-${width}${language.replace('/', '-')}`);
    const box = await boxOf(page, '[data-waymark] .banner');
    assert.ok(box.x >= 8 && box.x + box.width <= width - 8 && box.y + box.height <= 844 - 8, JSON.stringify(box));
    assert.ok(box.height < 844 / 6, `${box.height} pixels high`);
    for (const part of ['.close', '.action']) {
      const target = await boxOf(page, `[data-waymark] ${part}`);
      assert.ok(target.width >= 40 && target.height >= 40, `${part}: ${JSON.stringify(target)}`);
      assert.ok(target.x >= box.x && target.x + target.width <= box.x + box.width, `${part} sticks out`);
    }
    const icon = await boxOf(page, '[data-waymark] .icon');
    assert.deepEqual([icon.width, icon.height], [48, 48]);
  }, { context: phone(ANDROID, { viewport: { width, height: 844 } }) });
}

visit('a tap on the button counts as a click and leads to the app of the device', async ({ page, context, shop, flushed }) => {
  await agreed(context, shop);
  await context.route('https://app.aurelle.example/**', (route) => route.fulfill({ contentType: 'text/html', body: '<link rel="icon" href="data:,"><h1>App</h1>' }));
  await page.goto(`${shop}/ru${PRODUCT}`);
  await surface(page, 'app-banner').getByRole('link', { name: 'Открыть' }).tap();
  await page.waitForURL('https://app.aurelle.example/ru/android');
  await page.goto(shop + PRODUCT);
  await settled(page);
  const events = await flushed(9);
  const clicked = events.filter(({ event }) => event == 'Campaign Clicked');
  assert.deepEqual(clicked.map(({ properties }) => properties.campaign_id), ['app-banner']);
}, { context: phone(ANDROID) });

visit('a closed banner stays away over reloads and says why', async ({ page, context, shop, flushed }) => {
  await agreed(context, shop);
  await page.goto(shop + PRODUCT);
  await page.tap('[data-waymark=app-banner] .close');
  await page.locator('[data-waymark]').waitFor({ state: 'detached' });
  await page.reload();
  assert.equal(await reasonOf(page, 'app-banner'), 'cap');
  assert.equal(await page.locator('[data-waymark]').count(), 0);
  const events = await flushed(8);
  assert.deepEqual(events.filter(({ event }) => event?.startsWith('Campaign')).map(({ event }) => event), ['Campaign Shown', 'Campaign Closed']);
}, { context: phone(ANDROID) });

visit('Escape closes the banner and the focus goes back to where it was', async ({ page, context, shop }) => {
  await agreed(context, shop);
  await page.goto(shop + PRODUCT);
  await surface(page, 'app-banner').waitFor();
  await page.focus('.footer a >> nth=-1');
  const before = await focused(page);
  for (let presses = 0; presses < 20 && !(await focused(page)).inWaymark; presses++) await page.keyboard.press('Tab');
  const inside = await focused(page);
  assert.deepEqual([inside.inWaymark, inside.isVisible, inside.outline], [true, true, 'solid 2px']);
  await page.keyboard.press('Escape');
  await page.locator('[data-waymark]').waitFor({ state: 'detached' });
  assert.equal((await focused(page)).text, before.text);
}, { context: phone(ANDROID) });

visit('on a desktop there is no banner, and the reason is the device', async ({ page, context, shop }) => {
  await agreed(context, shop);
  await page.goto(shop + PRODUCT);
  assert.equal(await reasonOf(page, 'app'), 'widget');
  assert.equal(await page.locator('[data-waymark]').count(), 0);
}, { document: banner({ ios: { url: '/ios' }, android: { url: '/android' } }) });

visit('Safari shows a banner of its own, so ours stays away', async ({ page, site }) => {
  const { origin } = await site((collector) => ({ '/': pageWithTag({ collector, head: TAGS }) }));
  await page.goto(origin);
  assert.equal(await reasonOf(page, 'app'), 'widget');
  assert.equal(await page.locator('[data-waymark]').count(), 0);
}, { document: banner({}), context: phone(SAFARI) });

visit('in Safari ours shows when it has an address of its own', async ({ page, site }) => {
  const { origin } = await site((collector) => ({ '/': pageWithTag({ collector, head: TAGS }) }));
  await page.goto(origin);
  assert.equal(await surface(page, 'app').getByRole('link', { name: 'Open' }).getAttribute('href'), '/ios');
}, { document: banner({ ios: { url: '/ios' } }), context: phone(SAFARI) });

for (const [name, userAgent, link] of [['an Android phone', ANDROID, 'https://play.google.com/store/apps/details?id=com.aurelle.shop'],
                                       ['an iPad that calls itself a Mac', IPAD, 'https://apps.apple.com/app/id123']] as const) {
  visit(`on ${name} the page's own tags say where the app is`, async ({ page, site }) => {
    const { origin } = await site((collector) => ({ '/': pageWithTag({ collector, head: TAGS }) }));
    await page.goto(origin);
    const region = page.getByRole('region', { name: 'App' });
    assert.equal(await region.getByRole('link', { name: 'Open' }).getAttribute('href'), link);
    await still(page);
    const box = await boxOf(page, '[data-waymark] .banner');
    assert.ok(box.y >= 8 && box.y < 40, `the slot is the top: ${JSON.stringify(box)}`);
  }, { document: banner({}), context: phone(userAgent) });
}
