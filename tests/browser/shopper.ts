// What a visitor does in the shop.
import type { Locator, Page } from 'playwright-core';

export const bar = (page: Page, campaign: string): Locator => page.locator(`[data-waymark="${campaign}"] .bar`);

/** Whatever a campaign shows. */
export const surface = (page: Page, campaign: string): Locator => page.locator(`[data-waymark="${campaign}"] .surface`);

/** Resolves when the SDK has taken in everything the page has told it so far, and what is due is shown: explanations come with the part that draws. */
export const settled = (page: Page): Promise<unknown> =>
  page.evaluate(() => window.waymark.ready().then(() => window.waymark.explain('')).then(() => window.waymark.stats()));

export const reasonOf = (page: Page, campaign: string): Promise<string | null> =>
  page.evaluate((id) => window.waymark.ready().then(() => window.waymark.explain(id)).then(({ reason }) => reason), campaign);

export const isInSegment = (page: Page, segment: string): Promise<boolean> =>
  page.evaluate((id) => window.waymark.segments().then((all) => all.find((one: { id: string }) => one.id == id).in), segment);

export async function acceptAll(page: Page): Promise<void> {
  await page.click('[data-consent=all]');
}

export async function addToBag(page: Page): Promise<void> {
  await page.click('.buy .button');
  await page.waitForSelector('#added:popover-open');
}

const DETAILS = { email: 'anna@example.com', firstName: 'Anna', lastName: 'Berg', address: 'Lindenstraße 5', city: 'Berlin', postcode: '10115' };

/** From any page; needs something in the bag. */
export async function order(page: Page): Promise<string> {
  const shop = new URL(page.url()).origin;
  await page.goto(`${shop}/cart`);
  await settled(page);
  await page.click('.summary a.button');
  await page.waitForURL('**/checkout');
  await settled(page);
  for (const [name, value] of Object.entries(DETAILS)) await page.fill(`#${name}`, value);
  await page.selectOption('#country', 'DE');
  await page.click('form .button.wide');
  await page.waitForURL('**/order/**');
  await settled(page);
  return page.url().split('/').at(-1)!;
}

export async function signUp(page: Page): Promise<void> {
  const shop = new URL(page.url()).origin;
  await page.goto(`${shop}/sign-up`);
  await settled(page);
  const { firstName, email } = DETAILS;
  for (const [name, value] of Object.entries({ firstName, email, password: 'correct horse battery' })) await page.fill(`#${name}`, value);
  await page.click('form[data-checked] .button');
  await page.waitForURL('**/account');
  await settled(page);
}
