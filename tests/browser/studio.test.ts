// The marketer's side watches the visitor's: what happens in the shop appears in the studio, live.
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after } from 'node:test';
import type { Page } from 'playwright-core';
import { buildStudio } from '../../demo-site/studio/build.mjs';
import { skip } from './chromium.ts';
import { acceptAll, bar, signUp } from './shopper.ts';
import { until } from './until.ts';
import { visit } from './world.ts';

const studioDirectory = mkdtempSync(join(tmpdir(), 'waymark-studio-'));
after(() => rmSync(studioDirectory, { recursive: true, force: true }));
if (!skip) await buildStudio(studioDirectory);

interface Row { name: string; user: string; session: string; segments: string[]; campaign: string }

const rowsOf = (studio: Page): Promise<Row[]> =>
  studio.locator('.rows > li').evaluateAll((rows) => rows.map((row) => ({
    name: row.querySelector('.name')!.textContent!,
    user: row.querySelector('.user')?.textContent ?? '',
    session: row.querySelector('.sessionNumber')?.textContent ?? '',
    segments: [...row.querySelectorAll('.chip')].map((chip) => chip.getAttribute('data-id')!),
    campaign: row.querySelector('.cell-campaign')!.textContent!.trim(),
  })));

const untilRow = (studio: Page, what: string, isIt: (row: Row) => boolean): Promise<Row> =>
  until(what, async () => (await rowsOf(studio)).find(isIt) as Row);

visit('the events of a visit appear in the studio as they come, with session, segments and campaign', async ({ page, context, shop, backend, arrived }) => {
  const studio = await context.newPage();
  await studio.goto(`${backend.origin}/studio/`);
  await studio.getByRole('heading', { name: 'Waiting for the first event' }).waitFor();

  await page.goto(shop);
  await acceptAll(page);
  await bar(page, 'welcome-bar').waitFor();
  const shown = await untilRow(studio, 'the bar by its name', ({ campaign }) => /^Shown.*Welcome to new visitors/.test(campaign));
  assert.deepEqual([shown.session, shown.segments], ['#1', ['new-visitor']]);
  const viewed = await untilRow(studio, 'the list', ({ name }) => name == 'Product List Viewed');
  assert.deepEqual([viewed.session, viewed.campaign], ['#1', '']);

  await bar(page, 'welcome-bar').getByRole('button', { name: 'Close' }).click();
  assert.match((await untilRow(studio, 'the close', ({ campaign }) => /^Closed/.test(campaign))).campaign, /Welcome to new visitors/);
  for (const product of ['velvet-hour', 'satin-murmur']) await page.goto(`${shop}/product/${product}`, { waitUntil: 'networkidle' });
  await untilRow(studio, 'the segment of lipstick fans', ({ name, segments }) => name == 'Product Viewed' && segments.join() == 'new-visitor,lipstick-fan');
  await signUp(page);
  const identified = await untilRow(studio, 'the user', ({ user }) => user != '');
  assert.ok((await arrived(14)).some(({ userId }) => userId == identified.user));

  const count = backend.events().length;
  await until('every event has its row', async () => (await rowsOf(studio)).length == count);
  await studio.locator('.row', { hasText: 'Signed Up' }).click();
  const details = studio.getByRole('complementary', { name: 'Event' });
  await details.getByRole('heading', { name: 'Signed Up' }).waitFor();
  const text = (await details.textContent())!;
  for (const part of [identified.user, '/account', 'messageId', 'First visit']) assert.ok(text.includes(part), `${part} is not among the details`);
}, { studioDirectory });
