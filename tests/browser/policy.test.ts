// The strict policy of the shop, with real script tags: any violation or console error fails the case (world.ts).
import assert from 'node:assert/strict';
import { useSingleFile } from './sdk.ts';
import { acceptAll, addToBag, bar, order, settled } from './shopper.ts';
import { assertNames, visit, type World } from './world.ts';

const POLICY = [/script-src 'self' 'wasm-unsafe-eval'(;|$)/, /style-src 'self'(;|$)/, /require-trusted-types-for 'script'/, /trusted-types 'none'/];

async function shopping({ page, shop, context, flushed }: World): Promise<void> {
  const policies: string[] = [];
  context.on('response', (response) => {
    if (response.request().resourceType() == 'document' && response.status() == 200) policies.push(response.headers()['content-security-policy'] ?? '');
  });
  await page.goto(shop);
  await acceptAll(page);
  await bar(page, 'welcome-bar').getByRole('button', { name: 'Close' }).click();
  await page.locator('[data-waymark]').waitFor({ state: 'detached' });
  for (const product of ['velvet-hour', 'satin-murmur']) {
    await page.goto(`${shop}/product/${product}`);
    await settled(page);
  }
  await addToBag(page);
  await bar(page, 'lips-bar').waitFor();
  assert.equal(await page.evaluate(() => document.querySelector('[data-waymark]')!.shadowRoot!.adoptedStyleSheets.length), 1);
  await order(page);
  const events = await flushed(19);
  assertNames(events, [
    'page', 'Product List Viewed', 'Campaign Shown', 'Campaign Closed',
    'page', 'Product Viewed', 'Product List Viewed', 'page', 'Product Viewed', 'Product List Viewed', 'Product Added', 'Campaign Shown',
    'page', 'Cart Viewed', 'page', 'Checkout Started', 'page', 'Order Completed', 'Campaign Converted',
  ]);
  assert.equal(policies.length, 6);
  for (const policy of policies) for (const part of POLICY) assert.match(policy, part);
}

visit('a purchase with waymark.js breaks no policy and logs no error', shopping);

visit('a purchase with waymark.single.js breaks no policy and logs no error', async (world) => {
  await shopping(world);
  const files = await world.page.evaluate(() => performance.getEntriesByType('resource').filter(({ name }) => name.endsWith('.wasm')).map((entry) => (entry as PerformanceResourceTiming).initiatorType));
  assert.deepEqual(files.filter((initiator) => initiator == 'fetch'), []);
}, { sdk: useSingleFile });

visit('a policy that forbids WebAssembly: the core without it takes over, and says so once', async ({ page, site, forgive, complaints, flushed }) => {
  forgive(/^warning: waymark: fallback waymark\.wasm: CompileError|violation: script-src wasm-eval|Content Security Policy/);
  const { origin } = await site((collector) => ({
    '/': `<!doctype html><meta charset="utf-8"><title>No WebAssembly</title><link rel="icon" href="data:,">
      <meta http-equiv="Content-Security-Policy" content="script-src 'self'">
      <script async src="/waymark.js" data-key="demo" data-collector="${collector}" data-consent="granted"></script><h1>Whole</h1>`,
  }));
  await page.goto(origin);
  await page.waitForFunction(() => window.waymark);
  assert.deepEqual(await page.evaluate(() => window.waymark.ready()), { active: true });
  const errors = page.evaluate(() => new Promise<string[]>((resolve) => {
    const codes: string[] = [];
    window.waymark.on('error', ({ code }) => codes.push(code));
    setTimeout(resolve, 500, codes);
  }));
  await page.evaluate(() => window.waymark.track('Harmless'));
  assertNames(await flushed(2), ['page', 'Harmless']);
  assert.deepEqual(await errors, ['fallback']);
  assert.equal(await page.textContent('h1'), 'Whole');
  assert.deepEqual(complaints, []);
});

visit('the page gets one global of ours, and no element and no style it has not asked for', async ({ page, site }) => {
  const { origin } = await site((collector) => ({
    '/bare': '<!doctype html><meta charset="utf-8"><title>Bare</title><link rel="icon" href="data:,">',
    '/': `<!doctype html><meta charset="utf-8"><title>Bare</title><link rel="icon" href="data:,"><script async src="/waymark.js" data-key="demo" data-collector="${collector}"></script>`,
  }));
  const names = (): Promise<string[]> => page.evaluate(() => Object.getOwnPropertyNames(window));
  await page.goto(`${origin}/bare`);
  const before = new Set(await names());
  await page.goto(origin);
  await settled(page);
  assert.deepEqual((await names()).filter((name) => !before.has(name)), ['waymark']);
  assert.deepEqual(await page.evaluate(() => [document.body.childElementCount, document.head.querySelectorAll('style, script:not([data-key])').length, document.adoptedStyleSheets.length]), [0, 0, 0]);
});
