// The shop in one page, the studio in another: a visitor's segments flip there as they browse here, each with its explanation.
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after } from 'node:test';
import type { Page } from 'playwright-core';
import { buildStudio } from '../../demo-site/studio/build.mjs';
import { violationsOf } from './axe.ts';
import { skip } from './chromium.ts';
import { PHONE, picture } from './look.ts';
import { acceptAll, addToBag, settled } from './shopper.ts';
import { pageWithTag } from './site.ts';
import { until } from './until.ts';
import { visit, type World } from './world.ts';

const studioDirectory = mkdtempSync(join(tmpdir(), 'waymark-studio-'));
after(() => rmSync(studioDirectory, { recursive: true, force: true }));
if (!skip) await buildStudio(studioDirectory);

const DOCUMENT = {
  version: 1,
  site: { currency: 'EUR', locales: ['en', 'ru'] },
  segments: [
    { id: 'lips', name: 'Viewed lips twice', when: { $event: { name: 'Product Viewed', where: { category: 'lips' }, within: '7d', count: { $gte: 2 } } } },
    { id: 'bag', name: 'Has a full bag', when: { 'cart.value': { $gte: 20 } } },
    { id: 'reader', name: 'Reads for 8 seconds', when: { 'page.type': 'product', 'page.dwell': { $gte: 8 } } },
    { id: 'left', name: 'Left the bag for 6 seconds', when: { $sequence: { steps: [{ name: 'Product Added' }], unless: { name: 'Order Completed', within: '6s' } } } },
    { id: 'warm', name: 'Warm, and not a customer', when: { $and: [{ $segment: 'lips' }, { $not: { $event: { name: 'Order Completed' } } }] } },
    { id: 'customer', name: 'Has ordered', when: { $or: [{ stage: 'purchase' }, { 'rfm.cell': { $in: ['new', 'champions'] } }] } },
  ],
  rfm: { recency: ['7d', '30d', '90d', '180d'], frequency: [2, 3, 5, 10], monetary: [50, 100, 250, 500] },
};
const options = { document: DOCUMENT, studioDirectory, isInspected: true };

/** Ids of the segments that the studio shows as entered. */
const inNow = (studio: Page): Promise<string[]> => studio.locator('.segment.is-in').evaluateAll((rows) => rows.map((row) => (row as HTMLElement).dataset.segment!));
const row = (studio: Page, segment: string) => studio.locator(`#segment-${segment}`);
const untilIn = (studio: Page, ...segments: string[]): Promise<unknown> => until(`in ${segments}`, async () => `${await inNow(studio)}` == `${segments}`);

async function openStudio({ context, backend }: World): Promise<Page> {
  const studio = await context.newPage();
  await studio.goto(`${backend.origin}/studio/`);
  return studio;
}

async function watch(studio: Page): Promise<void> {
  await studio.locator('.watchCard').first().click();
  await studio.getByRole('complementary', { name: 'Visitor' }).waitFor();
}

const asked = ({ backend }: World): number => backend.asked.filter(({ method, path }) => method == 'POST' && path == '/v1/inspect').length;

visit('segments flip in the studio while the visitor browses, and by time while nobody clicks', async (world) => {
  const { page, shop } = world;
  const studio = await openStudio(world);
  await page.goto(shop);
  await settled(page);
  await page.waitForTimeout(1_200);
  assert.equal(asked(world), 0, 'nothing is told before consent');
  await acceptAll(page);
  await watch(studio);
  assert.equal(await studio.locator('.segment').count(), DOCUMENT.segments.length);
  await untilIn(studio);

  await page.goto(`${shop}/product/velvet-hour`);
  await row(studio, 'lips').getByText('1 more event').waitFor();
  await row(studio, 'lips').click();
  const why = studio.locator('[data-segment=lips] .segmentWhy');
  await why.getByText('Product Viewed within 7d: count 1, needs ≥ 2 (1 more)').waitFor();
  const tree = (await why.locator('.whys').innerText()).replace(/\s+/g, ' ');
  assert.equal(tree, 'Product Viewed category = lips within 7 days seen 1 time wanted ≥ 2 1 more event');

  await row(studio, 'reader').getByText(/^in 0:0\d$/).waitFor();
  await untilIn(studio, 'reader');
  await page.goto(`${shop}/product/satin-murmur`);
  await untilIn(studio, 'lips', 'warm');
  await why.getByText('Product Viewed within 7d: count 2 (≥ 2)').waitFor();
  await studio.getByText('Consideration').waitFor();
  assert.equal(await studio.locator('.segment.isNewest').count(), 1);

  await addToBag(page);
  await row(studio, 'left').getByText(/^in 0:0\d$/).waitFor();
  await until('in the bag', async () => (await inNow(studio)).includes('bag'));
  await until('left it', async () => (await inNow(studio)).includes('left'));
  assert.match((await row(studio, 'left').innerText()), /Entered \d\d:\d\d:\d\d/);
}, { ...options, timeoutMs: 120_000 });

visit('withdrawal of consent takes the visitor out of the studio at once, without naming them', async (world) => {
  const { page, shop, context } = world;
  const studio = await openStudio(world);
  const bodies: string[] = [];
  context.on('request', (request) => { if (request.url().endsWith('/v1/inspect')) bodies.push(request.postData() ?? ''); });
  await page.goto(shop);
  await acceptAll(page);
  await watch(studio);
  const visitor = await page.evaluate(() => window.waymark.facts().then((facts) => facts.visitor.anonymousId as string));
  await page.evaluate(() => window.waymark.consent('denied'));
  await studio.getByRole('heading', { name: 'This visitor is no longer watched' }).waitFor();
  await studio.getByText('No visitor is being watched').waitFor();
  assert.match(bodies.at(-1)!, /"is":"gone"/);
  assert.equal(bodies.at(-1)!.includes(visitor), false);
  const count = bodies.length;
  await page.waitForTimeout(1_500);
  assert.equal(bodies.length, count);
}, options);

visit('the visitor view is walked by keyboard, filtered, and has nothing that axe finds wrong, in both schemes and on a phone', async (world) => {
  const { page, shop, backend, forgive } = world;
  const studio = await openStudio(world);
  await page.goto(`${shop}/product/velvet-hour`);
  await acceptAll(page);
  await addToBag(page);
  await studio.locator('.watchCard').first().focus();
  await studio.keyboard.press('Enter');
  await until('left the bag', async () => (await inNow(studio)).includes('left'));
  await row(studio, 'lips').focus();
  await studio.keyboard.press('End');
  await studio.keyboard.press('ArrowUp');
  await studio.keyboard.press('Enter');
  await studio.locator('[data-segment=warm] .segmentWhy').getByText('Must not hold').waitFor();
  await studio.keyboard.press('Home');
  assert.equal(await studio.evaluate(() => document.activeElement!.id), 'segment-lips');
  for (const id of ['left', 'customer', 'reader']) await row(studio, id).click();
  assert.deepEqual(await violationsOf(studio), []);
  await picture(studio, 'studio-segments');

  const filter = (name: string) => studio.locator('.segmentFilter .group', { hasText: name }).click();
  const shown = (): Promise<string[]> => studio.locator('.segment').evaluateAll((rows) => rows.map((one) => (one as HTMLElement).dataset.segment!));
  await filter('Out');
  assert.equal((await shown()).includes('bag'), false);
  await filter('Changed');
  assert.equal((await shown())[0], await studio.locator('.segment.isNewest').getAttribute('data-segment'), 'the newest change first');
  await studio.emulateMedia({ colorScheme: 'dark' });
  await filter('All');
  assert.deepEqual(await violationsOf(studio), []);
  await studio.emulateMedia({ colorScheme: 'light', reducedMotion: 'reduce' });
  await studio.setViewportSize(PHONE.viewport);
  await studio.getByRole('button', { name: 'RU' }).click();
  assert.deepEqual(await violationsOf(studio), []);
  assert.equal(await studio.evaluate(() => document.documentElement.scrollWidth > innerWidth), false);
  await picture(studio, 'studio-segments-phone');

  // The shop goes on asking a collector that is not there, more and more seldom.
  forgive(/Failed to load resource|ERR_|net::/);
  await backend.stop();
  await studio.getByText('Нет связи с коллектором: это последнее, что известно.').waitFor();
  await backend.start();
  await until('live again', async () => (await studio.locator('.watchNote').count()) == 0, 30_000);
}, { ...options, timeoutMs: 120_000 });

visit('a page that only may be watched is watched in the tab that asks for it', async (world) => {
  const { page, site } = world;
  const { origin } = await site((collector) => ({
    '/': pageWithTag({ collector, head: `<script async src="/waymark.inspect.js" data-collector="${collector}"></script>` }),
  }));
  await page.goto(origin);
  await settled(page);
  await page.waitForTimeout(1_500);
  assert.equal(asked(world), 0);
  const link = async (path: string): Promise<void> => { await page.goto(origin + path); await settled(page); };
  await link('/?waymark-inspect');
  await until('a word', () => asked(world) > 0);
  await link('/next');
  const before = asked(world);
  await until('another page of the same tab', () => asked(world) > before);
  await link('/?waymark-inspect=off');
  const last = asked(world);
  await page.waitForTimeout(1_500);
  assert.equal(asked(world), last);
}, { document: DOCUMENT });
