import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, statSync } from 'node:fs';
import { request } from 'node:http';
import { connect } from 'node:net';
import { createInterface } from 'node:readline';
import { test } from 'node:test';
import type { TestContext } from 'node:test';
import { fileURLToPath } from 'node:url';
import { aBatch, anEvent } from './collectorFixture.ts';
import { countIn, newDatabase } from './databases.ts';

const main = fileURLToPath(new URL('../../demo-site/collector/main.ts', import.meta.url));

async function startMain(t: TestContext, database: string): Promise<{ process: ChildProcess; origin: string }> {
  const child = spawn(process.execPath, ['--import', 'tsx', main, '--port', '0', '--database', database], { stdio: ['ignore', 'pipe', 'inherit'] });
  t.after(() => child.kill('SIGKILL'));
  for await (const line of createInterface(child.stdout!)) {
    const origin = /http:\/\/\S+/.exec(line)?.[0];
    if (origin) return { process: child, origin };
  }
  throw new Error('the collector did not start');
}

test('SIGTERM finishes the request in flight, ends live views, leaves one whole file and exit code 0', async (t) => {
  const database = await newDatabase(t);
  const { process: child, origin } = await startMain(t, database);
  const live = await fetch(`${origin}/v1/live`);
  const spare = connect(Number(new URL(origin).port), '127.0.0.1');
  t.after(() => spare.destroy());
  await once(spare, 'connect');

  const body = aBatch([anEvent()]);
  const sending = request(`${origin}/v1/batch`, { method: 'POST', headers: { 'Content-Type': 'text/plain', 'Content-Length': Buffer.byteLength(body), Expect: '100-continue' } });
  const answered = once(sending, 'response');
  sending.flushHeaders();
  await once(sending, 'continue');
  child.kill('SIGTERM');
  await live.text();
  sending.end(body);
  const [response] = await answered;
  assert.equal(response.statusCode, 200);
  response.resume();

  const [code] = await once(child, 'exit');
  assert.equal(code, 0);
  assert.ok(!existsSync(`${database}-wal`) || statSync(`${database}-wal`).size === 0, 'the log is folded into the file');
  assert.equal(await countIn(database, 'events'), 1);
});
