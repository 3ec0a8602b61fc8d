// Spin to win in the shop, by keyboard alone. Screenshots go to the folder SCREENSHOTS, when that is set.
import assert from 'node:assert/strict';
import { join } from 'node:path';
import type { BrowserContextOptions, Locator, Page } from 'playwright-core';
import { acceptAll, reasonOf, settled } from './shopper.ts';
import { pageWithTag } from './site.ts';
import { until } from './until.ts';
import { visit, WHOLE_DOCUMENT, type World } from './world.ts';

const PHONE = { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true, deviceScaleFactor: 2 };
const CODE = 'AUR-7K2M-XQ4D';
/** Where `fifteen`, the fourth of six slices, stands under the pointer. */
const LANDED = 'rotate(1620deg)';

interface DrawRequest { writeKey: string; draw: string; campaign: string; anonymousId: string; email: string; consent: boolean; locale: string }

/** The server of draws; gives what it was asked. The first answer fails, if so wished. */
async function prizes({ context, backend }: World, { fails = 0 } = {}): Promise<DrawRequest[]> {
  const asked: DrawRequest[] = [];
  await context.route(`${backend.origin}/v1/draws`, (route) => {
    const request = JSON.parse(route.request().postData()!) as DrawRequest;
    const headers = { 'Access-Control-Allow-Origin': '*' };
    if (asked.push(request) <= fails) return route.fulfill({ status: 503, headers, json: { success: false, error: { code: 'store_unavailable', detail: '' } } });
    return route.fulfill({ headers, json: { success: true, draw: request.draw, slice: 'fifteen', code: CODE } });
  });
  return asked;
}

const wheel = (page: Page): Locator => page.locator('[data-waymark="spin-to-win"] dialog');

async function picture(page: Page, name: string): Promise<void> {
  if (!process.env.SCREENSHOTS) return;
  await page.waitForTimeout(400);
  await page.screenshot({ path: join(process.env.SCREENSHOTS, `wheel-${name}.png`) });
}

/** On the page of the second product. */
async function meet({ page, shop }: World): Promise<void> {
  await page.goto(shop);
  await acceptAll(page);
  await page.goto(`${shop}/product/velvet-hour`);
  await settled(page);
  assert.equal(await wheel(page).count(), 0);
  await page.goto(`${shop}/product/satin-murmur`);
  await wheel(page).waitFor();
}

/** What has the focus: its id or text. */
const focused = (page: Page): Promise<string> =>
  page.evaluate(() => {
    let element = document.activeElement!;
    while (element.shadowRoot?.activeElement) element = element.shadowRoot.activeElement;
    return element.id || (element as HTMLInputElement).name || element.getAttribute('aria-label') || element.textContent!.trim();
  });

const rotation = (page: Page): Promise<string> => wheel(page).locator('svg > g').evaluate((g) => `rotate(${getComputedStyle(g).rotate})`);

async function tabTo(page: Page, name: string): Promise<void> {
  for (let i = 0; i < 8; i++) {
    if (await focused(page) == name) return;
    await page.keyboard.press('Tab');
  }
  assert.fail(`${name} is out of reach; the focus is on ${await focused(page)}`);
}

async function passGate(page: Page, shot: string): Promise<void> {
  assert.equal(await focused(page), 'title');
  await picture(page, `${shot}-1-gate`);
  await tabTo(page, 'email');
  await page.keyboard.type('mia@');
  await page.keyboard.press('Enter');
  await wheel(page).locator('.error >> nth=1').waitFor();
  assert.equal(await focused(page), 'email');
  assert.deepEqual(await wheel(page).locator('.error').allTextContents(), ['Please enter a valid e-mail address.', 'Please agree to take part.']);
  await picture(page, `${shot}-2-errors`);
  await page.keyboard.type('example.com');
  await page.keyboard.press('Enter');
  await page.waitForFunction(() => document.querySelector('[data-waymark=spin-to-win]')!.shadowRoot!.querySelectorAll('.error').length == 1);
  assert.equal(await focused(page), 'consent');
  await page.keyboard.press('Space');
  await tabTo(page, 'Continue');
  await page.keyboard.press('Enter');
  await wheel(page).getByRole('button', { name: 'Spin the wheel' }).waitFor();
  assert.equal(await focused(page), 'Spin the wheel');
}

async function play(world: World, shot: string): Promise<void> {
  const { page, context, shop, flushed, forgive } = world;
  forgive(/503 .*\/v1\/draws/);
  await context.grantPermissions(['clipboard-read', 'clipboard-write'], { origin: shop });
  const asked = await prizes(world, { fails: 1 });
  await meet(world);
  await passGate(page, shot);
  await picture(page, `${shot}-3-ready`);
  await page.keyboard.press('Enter');
  await wheel(page).getByRole('button', { name: 'Try again' }).waitFor();
  assert.equal(await focused(page), 'Try again');
  await picture(page, `${shot}-4-failed`);
  await page.keyboard.press('Enter');
  await until('the wheel turns', async () => !['rotate(none)', 'rotate(0deg)'].includes(await rotation(page)));
  assert.notEqual(await rotation(page), LANDED);
  await picture(page, `${shot}-5-spinning`);
  await wheel(page).getByText(CODE).waitFor();
  assert.equal(await rotation(page), LANDED);
  assert.equal(await wheel(page).locator('.result').textContent(), 'You won: 15 % off');
  assert.equal(await focused(page), 'Copy the code');
  await picture(page, `${shot}-6-won`);
  await page.keyboard.press('Enter');
  await wheel(page).getByRole('button', { name: 'Copied' }).waitFor();
  assert.equal(await page.evaluate(() => navigator.clipboard.readText()), CODE);
  await picture(page, `${shot}-7-copied`);
  // The dialog holds the focus: nothing of the page behind it can be reached.
  for (const name of ['To the bag', 'Close']) {
    await page.keyboard.press('Tab');
    assert.equal(await focused(page), name);
  }
  for (let i = 0; i < 4; i++) {
    await page.keyboard.press('Tab');
    assert.ok(await page.evaluate(() => document.activeElement == document.body || document.activeElement!.matches('[data-waymark]')));
  }
  await page.keyboard.press('Escape');
  await page.locator('[data-waymark]').waitFor({ state: 'detached' });

  assert.equal(asked.length, 2);
  assert.equal(asked[0]!.draw, asked[1]!.draw);
  const { draw, anonymousId, ...rest } = asked[1]!;
  assert.deepEqual(rest, { writeKey: 'demo', campaign: 'spin-to-win', email: 'mia@example.com', consent: true, locale: 'en' });
  const events = await flushed(11);
  assert.equal(events.at(-1)!.anonymousId, anonymousId);
  assert.deepEqual(events.flatMap(({ event }) => (event?.startsWith('Campaign') ? [event] : [])).slice(-3), ['Campaign Shown', 'Campaign Clicked', 'Campaign Closed']);
}

const cases: Record<string, BrowserContextOptions> = { desktop: { viewport: { width: 1280, height: 800 } }, phone: PHONE };
for (const [name, context] of Object.entries(cases))
  visit(`the wheel is spun and won by keyboard alone, ${name}`, (world) => play(world, name), { document: WHOLE_DOCUMENT, context });

visit('by mouse the wheel is won; closed by its button, it stays away over a reload and says why', async (world) => {
  const { page, shop, context, flushed } = world;
  await context.grantPermissions(['clipboard-read', 'clipboard-write'], { origin: shop });
  await prizes(world);
  await meet(world);
  await wheel(page).locator('#email').click();
  await page.keyboard.type('mia@example.com');
  await wheel(page).locator('.check').click();
  await wheel(page).getByRole('button', { name: 'Continue' }).click();
  await wheel(page).getByRole('button', { name: 'Spin the wheel' }).click();
  await wheel(page).getByText(CODE).waitFor();
  await wheel(page).getByRole('button', { name: 'Copy the code' }).click();
  await wheel(page).getByRole('button', { name: 'Copied' }).waitFor();
  assert.equal(await page.evaluate(() => navigator.clipboard.readText()), CODE);
  await wheel(page).locator('button.close').click();
  await page.locator('[data-waymark="spin-to-win"]').waitFor({ state: 'detached' });
  await flushed(11);
  await page.reload();
  await settled(page);
  assert.equal(await wheel(page).count(), 0);
  assert.equal(await reasonOf(page, 'spin-to-win'), 'cap');
}, { document: WHOLE_DOCUMENT, context: { viewport: { width: 1280, height: 800 } } });

const MANUAL = JSON.parse(WHOLE_DOCUMENT);
Object.assign(MANUAL.campaigns.find(({ id }: { id: string }) => id == 'spin-to-win'), { audience: {}, trigger: { on: 'manual' }, pressure: {} });

visit('the focus goes back to where it was; what was won is there on the next page, without a turn', async (world) => {
  const { page, site } = world;
  const asked = await prizes(world);
  const { origin } = await site((collector) => ({ '/': pageWithTag({ collector, body: '<button id="behind">Behind</button>' }) }));
  const show = async (): Promise<void> => {
    await page.goto(origin);
    await settled(page);
    await page.focus('#behind');
    await page.evaluate(() => window.waymark.show('spin-to-win'));
    await wheel(page).waitFor();
    assert.notEqual(await focused(page), 'behind');
  };
  const leave = async (): Promise<void> => {
    await page.keyboard.press('Escape');
    await page.locator('[data-waymark]').waitFor({ state: 'detached' });
    assert.equal(await focused(page), 'behind');
  };
  await show();
  await leave();
  await show();
  await tabTo(page, 'email');
  await page.keyboard.type('mia@example.com');
  await tabTo(page, 'consent');
  await page.keyboard.press('Space');
  await page.keyboard.press('Enter');
  await wheel(page).getByRole('button', { name: 'Spin the wheel' }).waitFor();
  await page.keyboard.press('Enter');
  await wheel(page).getByText(CODE).waitFor();
  assert.equal(await rotation(page), LANDED);
  await leave();
  await show();
  await wheel(page).getByText(CODE).waitFor({ timeout: 1000 });
  assert.equal(await focused(page), 'Copy the code');
  assert.equal(await rotation(page), LANDED);
  await leave();
  assert.equal(asked.length, 1);
}, { document: MANUAL, context: { reducedMotion: 'reduce' } });
