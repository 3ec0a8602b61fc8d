import assert from 'node:assert/strict';
import { once } from 'node:events';
import { existsSync, statSync } from 'node:fs';
import { request } from 'node:http';
import { connect } from 'node:net';
import { test } from 'node:test';
import { aBatch, anEvent, post } from './collectorFixture.ts';
import { startProcess, unlimited } from './collectorProcess.ts';
import { countIn, newDatabase, rowsIn } from './databases.ts';

test('SIGTERM finishes the request in flight, ends live views, leaves one whole file and exit code 0', async (t) => {
  const database = await newDatabase(t);
  const { process: child, origin } = await startProcess(t, database);
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

test('SIGTERM under load answers what it has begun with, within ten seconds, and loses nothing of what it acknowledged', async (t) => {
  const database = await newDatabase(t);
  const { process: child, origin } = await startProcess(t, database, { options: unlimited });
  const acknowledged: string[] = [];
  const statuses = new Set<number>();
  async function send(): Promise<void> {
    for (;;) {
      const events = Array.from({ length: 10 }, () => anEvent());
      const answer = await post(origin, aBatch(events)).catch(() => undefined);
      if (answer) statuses.add(answer.status);
      if (answer?.status !== 200) return;
      acknowledged.push(...events.map(({ messageId }) => messageId as string));
    }
  }
  const sending = Array.from({ length: 8 }, send);
  await new Promise((resolve) => setTimeout(resolve, 1_500));
  const since = Date.now();
  child.kill('SIGTERM');
  const [code] = await once(child, 'exit');
  await Promise.all(sending);
  assert.deepEqual([code, Date.now() - since < 10_000], [0, true]);
  assert.ok([...statuses].every((status) => status === 200 || status === 503), `${[...statuses]}`);
  const stored = new Set((await rowsIn(database, 'SELECT message_id FROM events')).map((row) => row['message_id']));
  assert.ok(acknowledged.length > 50, `${acknowledged.length}`);
  assert.deepEqual(acknowledged.filter((id) => !stored.has(id)), []);
});
