// No task of the SDK is long on a slow phone: what is costly in one is at most one thing. script/bench tasks measures it.
import assert from 'node:assert/strict';
import type { Page } from 'playwright-core';
import { agreed, PHONE } from './look.ts';
import { addToBag, settled, surface } from './shopper.ts';
import { visit, WHOLE_DOCUMENT } from './world.ts';

const ANDROID = 'Mozilla/5.0 (Linux; Android 14; Pixel 8) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/130.0.0.0 Mobile Safari/537.36';
const MAX_NODES = 100;

interface Task { message?: boolean; instance?: number; core?: number; storage?: number; request?: number; sheet?: number; node?: number; dialog?: number }

/** Lists in `window.tasks` what each task did how often; the host's own tasks are messages. A task is over when its microtasks have run. */
const TALLY = `
  window.tasks = [];
  let current;
  const open = (task) => {
    tasks.push(current = task);
    let ticks = 100;
    const tick = () => { if (ticks--) Promise.resolve().then(tick); else if (current == task) current = undefined; };
    tick();
  };
  const note = (what) => { if (!current) open({}); current[what] = (current[what] ?? 0) + 1; };
  const Channel = MessageChannel;
  window.MessageChannel = function () {
    const { port1, port2 } = new Channel();
    return { port2, port1: { set onmessage(take) { port1.onmessage = () => { open({ message: true }); take(); }; } } };
  };
  const watch = (owner, name, what, isOurs = () => true) => {
    const real = owner[name];
    owner[name] = function (...args) { if (isOurs(this)) note(what); return new.target ? Reflect.construct(real, args) : Reflect.apply(real, this, args); };
  };
  watch(WebAssembly, 'Instance', 'instance');
  watch(TextDecoder.prototype, 'decode', 'core');
  watch(IDBFactory.prototype, 'open', 'storage');
  watch(window, 'fetch', 'request');
  watch(CSSStyleSheet.prototype, 'replaceSync', 'sheet');
  watch(Node.prototype, 'insertBefore', 'node', (node) => node.getRootNode() instanceof ShadowRoot);
  watch(HTMLDialogElement.prototype, 'showModal', 'dialog');`;

async function assertParted(page: Page): Promise<Task[]> {
  await settled(page);
  const tasks = (await page.evaluate('window.tasks.splice(0)')) as Task[];
  for (const task of tasks) {
    const text = JSON.stringify(task);
    const { message, instance = 0, core = 0, storage = 0, request = 0, sheet = 0, node = 0, dialog = 0 } = task;
    assert.ok([instance, core, sheet, node, dialog].filter((count) => count > 0).length <= 1, `more than one in a task: ${text}`);
    // What a dispatch brings about may be stored and sent in its task.
    if (message) assert.ok(core == 1 || core + dialog + storage + request <= 1, `more than one in a task: ${text}`);
    assert.ok(node <= MAX_NODES, `too many nodes in a task: ${text}`);
  }
  return tasks;
}

const some = (tasks: Task[], what: keyof Task): number => tasks.filter((task) => task[what]).length;

visit('a visit that meets the four widgets does one thing in a task: open the core, call it, style, draw, or show a dialog', async ({ page, context, shop }) => {
  await context.addInitScript(TALLY);
  await agreed(context, shop);
  await page.goto(shop);
  await surface(page, 'welcome-bar').waitFor();
  await page.locator('[data-waymark=home-stories] .cover').first().waitFor();
  const start = await assertParted(page);
  assert.equal(some(start, 'instance'), 1);
  // Two loads, the visitor, the first calls; the bar and the row.
  assert.ok(some(start, 'core') >= 4 && some(start, 'node') >= 2 && some(start, 'sheet') == 2, JSON.stringify(start));

  await page.locator('[data-waymark=home-stories] .cover').first().tap();
  await page.locator('[data-waymark=home-stories] dialog[open]').waitFor();
  assert.equal(some(await assertParted(page), 'dialog'), 1);
  await page.locator('[data-waymark=home-stories] dialog .close').tap();
  // The banner has the same place.
  await surface(page, 'welcome-bar').locator('.close').tap();
  await page.locator('[data-waymark=welcome-bar]').waitFor({ state: 'detached' });
  await assertParted(page);

  await page.goto(`${shop}/category/lips`);
  await surface(page, 'app-banner').waitFor();
  await assertParted(page);
  await page.goto(`${shop}/product/velvet-hour`);
  await settled(page);
  await page.goto(`${shop}/product/satin-murmur`);
  const wheel = page.locator('[data-waymark=spin-to-win]');
  await wheel.locator('dialog[open]').waitFor();
  const drawn = await assertParted(page);
  assert.equal(some(drawn, 'dialog'), 1);
  assert.ok(Math.max(...drawn.map(({ node = 0 }) => node)) > 40, JSON.stringify(drawn));
  await wheel.locator('dialog button.close').tap();
  await wheel.waitFor({ state: 'detached' });

  await addToBag(page);
  await settled(page);
  await page.click('#added [data-added-close]');
  await page.goto(`${shop}/category/skin`);
  await settled(page);
  for (const y of [300, 4, -4]) await page.mouse.move(100, y);
  await surface(page, 'cart-nudge').waitFor();
  await assertParted(page);
}, { document: WHOLE_DOCUMENT, context: { ...PHONE, userAgent: ANDROID }, timeoutMs: 120_000, isAboutWasm: true });
