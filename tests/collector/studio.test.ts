// The built studio in Chromium, under its own policy, against a real collector.
import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import type { TestContext } from 'node:test';
import { chromium } from 'playwright-core';
import type { Page } from 'playwright-core';
import { createCollector } from '../../demo-site/collector/server.ts';
import { buildStudio } from '../../demo-site/studio/build.mjs';
import { aBatch, anEvent, post } from './collectorFixture.ts';
import { temporaryFolder } from './databases.ts';

const CHROMIUM = process.env.CHROMIUM ?? '/usr/bin/chromium';
const skip = existsSync(CHROMIUM) ? false : `no Chromium: set CHROMIUM (looked at ${CHROMIUM})`;
const flags = ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync'];

async function startStudio(t: TestContext) {
  const folder = await temporaryFolder(t);
  await buildStudio(join(folder, 'studio'));
  const start = async (port: number) => {
    const app = await createCollector({ database: join(folder, 'events.db'), writeKeys: [{ key: 'demo' }], studioDirectory: join(folder, 'studio') });
    const origin = await app.listen({ port, host: '127.0.0.1' });
    t.after(() => app.close());
    return { app, origin };
  };
  const { app, origin } = await start(0);
  const browser = await chromium.launch({ executablePath: CHROMIUM, args: flags });
  t.after(() => browser.close());
  const page = await browser.newPage({ locale: 'en-GB' });
  const complaints: string[] = [];
  page.on('pageerror', ({ message }) => complaints.push(message));
  page.on('console', (said) => { if (/Content Security|Trusted/i.test(said.text())) complaints.push(said.text()); });
  await page.goto(`${origin}/studio/`);
  return { app, origin, page, complaints, restart: () => start(Number(new URL(origin).port)) };
}

const rowsOf = (page: Page) => page.locator('.rows > li').evaluateAll((rows) => rows.map((row) => row.querySelector('.name')!.textContent));

async function untilRows(page: Page, names: string[]): Promise<void> {
  await page.waitForFunction((count) => document.querySelectorAll('.rows > li').length === count, names.length, { timeout: 8_000 });
  assert.deepEqual(await rowsOf(page), names);
}

test('the studio shows events live, as text, and goes on where it was after the collector restarts', { skip, timeout: 40_000 }, async (t) => {
  const { app, origin, page, complaints, restart } = await startStudio(t);
  await page.getByRole('heading', { name: 'Waiting for the first event' }).waitFor();

  const hostile = '<img src=x onerror=alert(1)>';
  await post(origin, aBatch([anEvent({ event: hostile }), anEvent({ type: '?' })]));
  await untilRows(page, ['Unknown event type', hostile]);
  assert.equal(await page.locator('.rows img').count(), 0);

  await app.close();
  await page.getByText('No connection to the collector').waitFor();
  await restart();
  await post(origin, aBatch([anEvent({ event: 'After the restart' })]));
  await untilRows(page, ['After the restart', 'Unknown event type', hostile]);

  await page.getByRole('button', { name: 'RU' }).click();
  await page.reload();
  await page.getByRole('heading', { name: 'Эфир' }).waitFor();
  await untilRows(page, ['After the restart', 'Неизвестный тип события', hostile]);
  assert.deepEqual(complaints, []);
});

test('an event opens, closes and is found by keyboard alone', { skip, timeout: 40_000 }, async (t) => {
  const { origin, page } = await startStudio(t);
  await post(origin, aBatch([anEvent({ event: 'First', anonymousId: 'visitor-a' }), anEvent({ event: 'Second', anonymousId: 'visitor-b' })]));
  await untilRows(page, ['Second', 'First']);
  await page.locator('.row').first().focus();
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  const details = page.getByRole('complementary', { name: 'Event' });
  await details.getByRole('heading', { name: 'First' }).waitFor();
  assert.match((await details.locator('.json').textContent())!, /"rouge-04"/);
  await page.keyboard.press('Escape');
  assert.equal(await page.evaluate(() => document.activeElement?.querySelector('.name')?.textContent), 'First');

  await page.getByRole('searchbox').fill('visitor-b');
  await untilRows(page, ['Second']);
  await page.getByRole('searchbox').fill('nobody');
  await page.getByRole('button', { name: 'Clear filters' }).last().click();
  await page.getByRole('button', { name: 'Pause' }).click();
  await post(origin, aBatch([anEvent({ event: 'Third' })]));
  await page.getByText('1 new event').waitFor();
  await untilRows(page, ['Second', 'First']);
  await page.getByRole('button', { name: 'Resume' }).click();
  await untilRows(page, ['Third', 'Second', 'First']);
});
