import assert from 'node:assert/strict';
import { rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { post, startCollector } from './collectorFixture.ts';
import type { Failure } from './collectorFixture.ts';
import { temporaryFolder } from './databases.ts';

const text = (revision: number) => `{ "version": 1, "revision": ${revision} }\n`;

async function replace(file: string, content: string): Promise<void> {
  await writeFile(`${file}.new`, content);
  await rename(`${file}.new`, file);
}

test('serves the document as it was written, and 304 while it is the same', async (t) => {
  const documentFile = join(await temporaryFolder(t), 'waymark.json');
  await writeFile(documentFile, text(1));
  const { origin } = await startCollector(t, { writeKeys: [{ key: 'demo', documentFile }] });
  const get = (tag?: string) => fetch(`${origin}/v1/document/demo`, { headers: tag ? { 'If-None-Match': tag } : {} });

  const first = await get();
  assert.deepEqual([first.status, first.headers.get('cache-control'), first.headers.get('access-control-allow-origin')], [200, 'no-cache', '*']);
  assert.equal(await first.text(), text(1));
  const tag = first.headers.get('etag')!;
  for (const sent of [tag, `W/${tag}`, `"other", ${tag}`, '*']) assert.equal((await get(sent)).status, 304, sent);
  assert.equal((await get('"other"')).status, 200);

  await replace(documentFile, text(20));
  const second = await get(tag);
  assert.deepEqual([second.status, await second.text()], [200, text(20)]);
  assert.notEqual(second.headers.get('etag'), tag);
});

test('keeps the last good document while the file is broken or gone, also after a restart', async (t) => {
  const folder = await temporaryFolder(t);
  const documentFile = join(folder, 'waymark.json');
  const options = { database: join(folder, 'events.db'), writeKeys: [{ key: 'demo', documentFile }] };
  await writeFile(documentFile, text(1));
  const first = await startCollector(t, options);
  const read = async (origin: string) => (await fetch(`${origin}/v1/document/demo`)).text();
  assert.equal(await read(first.origin), text(1));
  await replace(documentFile, '{ "version": 1, "rev');
  assert.equal(await read(first.origin), text(1));
  await first.close();
  await rename(documentFile, `${documentFile}.gone`);
  const second = await startCollector(t, options);
  assert.equal(await read(second.origin), text(1));
});

test('answers 404 as JSON for an unknown key, without repeating it', async (t) => {
  const { origin } = await startCollector(t);
  for (const key of ['nobody', 'demo']) {
    const response = await fetch(`${origin}/v1/document/${key}`);
    const body = await response.json() as Failure;
    assert.deepEqual([response.status, body.success, body.error.code], [404, false, 'no_document']);
    assert.equal(response.headers.get('access-control-allow-origin'), '*');
    assert.ok(!body.error.detail.includes(key));
  }
});

test('lets any origin post, and lets it read refusals and Retry-After', async (t) => {
  const { origin } = await startCollector(t);
  const preflight = await fetch(`${origin}/v1/batch`, { method: 'OPTIONS',
    headers: { Origin: 'https://shop.example', 'Access-Control-Request-Method': 'POST', 'Access-Control-Request-Headers': 'content-type' } });
  assert.equal(preflight.status, 204);
  assert.equal(preflight.headers.get('access-control-allow-origin'), 'https://shop.example');
  assert.match(preflight.headers.get('access-control-allow-headers')!, /content-type/i);
  assert.match(preflight.headers.get('access-control-allow-methods')!, /POST/);
  assert.ok(Number(preflight.headers.get('access-control-max-age')) >= 600);

  const refused = await post<Failure>(origin, '{}', { Origin: 'https://shop.example' });
  assert.equal(refused.status, 401);
  assert.equal(refused.headers.get('access-control-allow-origin'), 'https://shop.example');
  assert.equal(refused.headers.get('vary'), 'Origin');
  assert.match(refused.headers.get('access-control-expose-headers')!, /retry-after/i);
});

test('shows the visitors\' events to no other site', async (t) => {
  const { origin } = await startCollector(t);
  const response = await fetch(`${origin}/v1/events`, { headers: { Origin: 'https://shop.example' } });
  assert.equal(response.headers.get('access-control-allow-origin'), null);
});

test('serves the studio under a policy that lets it run nothing but its own files', async (t) => {
  const studioDirectory = await temporaryFolder(t);
  await writeFile(join(studioDirectory, 'index.html'), '<!doctype html><title>Studio</title>');
  const { origin } = await startCollector(t, { studioDirectory });
  const page = await fetch(`${origin}/studio`);
  assert.deepEqual([page.status, page.redirected], [200, true]);
  const policy = page.headers.get('content-security-policy')!;
  for (const rule of [`default-src 'none'`, `script-src 'self'`, `require-trusted-types-for 'script'`, `trusted-types 'none'`])
    assert.ok(policy.includes(rule), rule);
});
