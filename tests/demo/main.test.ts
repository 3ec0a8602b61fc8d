// demo-site/main.ts as script/demo starts it. Takes dist/ as it is.
import assert from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test, type TestContext } from 'node:test';

const root = join(import.meta.dirname, '../..');
const skip = existsSync(join(root, 'dist/waymark.js')) ? false : 'dist/ is not built: script/build';

interface Demo { process: ChildProcess; output(): string; ended: Promise<number | null> }

function start(t: TestContext, ...args: string[]): Demo {
  const child = spawn(process.execPath, ['--import', 'tsx', 'demo-site/main.ts', ...args], { cwd: root, stdio: ['ignore', 'pipe', 'pipe'] });
  let text = '';
  for (const stream of [child.stdout, child.stderr]) stream.setEncoding('utf8').on('data', (chunk: string) => { text += chunk; });
  const ended = once(child, 'close').then(([code]) => code as number | null);
  t.after(() => child.kill('SIGKILL'));
  return { process: child, output: () => text, ended };
}

/** The URLs it prints: shop in English, shop in Russian, studio. */
async function addresses(demo: Demo): Promise<string[]> {
  while (!demo.output().includes('Ctrl-C stops it') || !demo.output().includes('Data:')) {
    assert.equal(demo.process.exitCode, null, demo.output());
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  return [...demo.output().matchAll(/http:\/\/\S+/g)].map(([url]) => url);
}

async function stop(demo: Demo, signal: NodeJS.Signals = 'SIGINT'): Promise<void> {
  demo.process.kill(signal);
  assert.equal(await demo.ended, 0, demo.output());
}

function free(t: TestContext): string[] {
  const data = mkdtempSync(join(tmpdir(), 'waymark-demo-'));
  t.after(() => rmSync(data, { recursive: true }));
  return ['--shop-port', '0', '--collector-port', '0', '--data', data];
}

const text = (url: string): Promise<string> => fetch(url).then((response) => (assert.equal(response.status, 200, url), response.text()));

test('the demo serves what it prints, and the shop names its collector', { skip, timeout: 30_000 }, async (t) => {
  const demo = start(t, ...free(t));
  const [shop, russian, studio] = (await addresses(demo)) as [string, string, string];
  const collector = new URL(studio).origin;
  const home = await text(shop);
  assert.match(home, /<html lang="en">/);
  assert.ok(home.includes(`data-collector="${collector}"`));
  assert.match(await text(russian), /<html lang="ru">/);
  assert.match(await text(studio), /studio\.js/);
  assert.equal(JSON.parse(await text(`${collector}/v1/document/demo`)).version, 1);
  for (const file of ['waymark.js', 'waymark.wasm']) assert.ok((await text(new URL(file, shop).href)).length > 10_000, file);
  await stop(demo, 'SIGTERM');
});

test('events outlive a stop with a live view open, and --fresh forgets them', { skip, timeout: 60_000 }, async (t) => {
  const args = free(t);
  const eventsAfter = async (more: string[], meanwhile: (collector: string) => Promise<unknown>): Promise<number> => {
    const demo = start(t, ...args, ...more);
    const collector = new URL((await addresses(demo))[2]!).origin;
    await meanwhile(collector);
    const { events } = JSON.parse(await text(`${collector}/v1/events`));
    const live = await fetch(`${collector}/v1/live`);
    await stop(demo);
    await live.body?.cancel().catch(() => {});
    return events.length;
  };
  const send = (collector: string): Promise<unknown> => fetch(`${collector}/v1/batch`, {
    method: 'POST', headers: { 'content-type': 'text/plain' },
    body: JSON.stringify({ writeKey: 'demo', batch: [{ type: 'track', event: 'Kept', messageId: 'm-1', anonymousId: 'a-1', timestamp: new Date().toISOString() }] }),
  });
  assert.equal(await eventsAfter([], send), 1);
  assert.equal(await eventsAfter([], async () => {}), 1);
  assert.equal(await eventsAfter(['--fresh'], async () => {}), 0);
});

test('a taken port is named, with the option that chooses another', { skip, timeout: 30_000 }, async (t) => {
  const first = start(t, ...free(t));
  const [shop, , studio] = await addresses(first);
  for (const [option, url] of [['--shop-port', shop], ['--collector-port', studio]] as const) {
    const { port } = new URL(url!);
    const second = start(t, ...free(t), option, port);
    assert.equal(await second.ended, 1);
    assert.match(second.output(), new RegExp(`^Port ${port} .*${option}`));
  }
  await stop(first);
});

test('arguments that make no sense are refused', { skip, timeout: 30_000 }, async (t) => {
  for (const [args, why] of [[['--shop-port', 'eighty'], /needs a port/], [['--shop-port', '65536'], /needs a port/], [['--nope'], /usage:/]] as const) {
    const demo = start(t, ...args);
    assert.equal(await demo.ended, 1);
    assert.match(demo.output(), why);
  }
});
