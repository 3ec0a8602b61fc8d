// What is sent to break the collector, or breaks under it.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { connect } from 'node:net';
import type { Socket } from 'node:net';
import { test } from 'node:test';
import type { TestContext } from 'node:test';
import { brotliCompressSync, deflateSync, gzipSync } from 'node:zlib';
import { aBatch, anEvent, post, startCollector } from './collectorFixture.ts';
import type { Failure } from './collectorFixture.ts';
import { startProcess, unlimited } from './collectorProcess.ts';
import { countIn, newDatabase, rowsIn } from './databases.ts';

async function socketTo(t: TestContext, origin: string): Promise<Socket> {
  const socket = connect(Number(new URL(origin).port), '127.0.0.1').on('error', () => {});
  t.after(() => socket.destroy());
  await once(socket, 'connect');
  return socket;
}

/** All that comes until the other side hangs up. */
async function hearingOut(socket: Socket): Promise<string> {
  let text = '';
  socket.on('data', (chunk) => { text += chunk; });
  if (!socket.destroyed) await once(socket, 'close').catch(() => {});
  return text;
}

const head = 'POST /v1/batch HTTP/1.1\r\nHost: collector\r\nContent-Type: text/plain\r\n';

test('bombs, nested and in a hundred requests at once, cost the process no memory', async (t) => {
  const { process: child, origin } = await startProcess(t, await newDatabase(t), { options: unlimited });
  const peakMb = (): number => Number(/VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${child.pid}/status`, 'utf8'))![1]) / 1024;
  await post(origin, aBatch([anEvent()]));
  const before = peakMb();
  const bomb = gzipSync(Buffer.alloc(64 << 20, ' '));
  const gzip = { 'Content-Encoding': 'gzip' };
  const answers = await Promise.all(Array.from({ length: 100 }, () => post<Failure>(origin, bomb, gzip)));
  assert.ok(answers.every(({ status, body }) => status === 413 && body.error.code === 'batch_too_large'));
  const nested = await post<Failure>(origin, gzipSync(bomb), gzip);
  assert.deepEqual([nested.status, nested.body.error.code], [400, 'bad_utf8'], 'it is inflated once');
  assert.ok(peakMb() - before < 200, `${Math.round(peakMb() - before)} MB more; inflated they are 6,400`);
  assert.equal((await post(origin, aBatch([anEvent()]))).status, 200);
});

test('no encoding is understood but gzip, once', async (t) => {
  const { origin, database } = await startCollector(t);
  const batch = aBatch([anEvent()]);
  const cases: [string, Buffer][] = [['deflate', deflateSync(batch)], ['br', brotliCompressSync(batch)], ['gzip, gzip', gzipSync(gzipSync(batch))], ['gzip;q=1', gzipSync(batch)], ['compress', Buffer.from(batch)]];
  for (const [encoding, body] of cases) {
    const answer = await post<Failure>(origin, body, { 'Content-Encoding': encoding });
    assert.deepEqual([answer.status, answer.body.error.code], [415, 'wrong_encoding'], encoding);
  }
  for (const body of [deflateSync(batch), Buffer.concat([gzipSync(batch), Buffer.from('rubbish')])])
    assert.equal((await post<Failure>(origin, body, { 'Content-Encoding': 'gzip' })).body.error.code, 'bad_gzip');
  assert.equal(await countIn(database, 'events'), 0);
});

test('a body in chunks without an end is refused at the bound', async (t) => {
  const { origin } = await startCollector(t);
  const socket = await socketTo(t, origin);
  socket.write(`${head}Transfer-Encoding: chunked\r\n\r\n`);
  const heard = hearingOut(socket);
  let sent = 0;
  const chunk = `10000\r\n${' '.repeat(0x10000)}\r\n`;
  while (!socket.destroyed && sent < 100 << 20) {
    sent += 0x10000;
    if (!socket.write(chunk)) await Promise.race([once(socket, 'drain'), once(socket, 'close')]).catch(() => {});
  }
  const answer = await heard;
  assert.ok(sent < 50 << 20, `${sent} bytes were taken`);
  if (answer !== '') assert.match(answer, /^HTTP\/1\.1 413 .*batch_too_large/s);
});

test('who sends a byte now and then is let go, head or body, and the others are served meanwhile', async (t) => {
  const { origin } = await startCollector(t, { requestMs: 600 });
  const since = Date.now();
  const slow = await Promise.all([`${head.slice(0, 40)}`, `${head}Content-Length: 100\r\n\r\n{`].map(async (start) => {
    const socket = await socketTo(t, origin);
    socket.write(start);
    const drip = setInterval(() => socket.write('x'), 100);
    const heard = await hearingOut(socket);
    clearInterval(drip);
    return heard;
  }));
  assert.ok(Date.now() - since < 8_000);
  for (const answer of slow) assert.match(answer, /^HTTP\/1\.1 408 /);
  assert.equal((await post(origin, aBatch([anEvent()]))).status, 200);
});

test('two thousand connections that say nothing do not keep the others from being served', async (t) => {
  const { process: child, origin } = await startProcess(t, await newDatabase(t), { shell: 'ulimit -n 8192 2>/dev/null || true' });
  const crowd: Socket[] = [];
  t.after(() => crowd.forEach((socket) => socket.destroy()));
  for (let i = 0; i < 20; i += 1) crowd.push(...await Promise.all(Array.from({ length: 100 }, () => socketTo(t, origin))));
  const answers = await Promise.all(Array.from({ length: 50 }, () => post(origin, aBatch([anEvent()]))));
  assert.ok(answers.every(({ status }) => status === 200));
  assert.equal(crowd.filter(({ destroyed }) => !destroyed).length > 0, true);
  assert.equal(child.exitCode, null);
});

test('what is not JSON is refused, what is odd but JSON is read as JavaScript does', async (t) => {
  const { origin, database } = await startCollector(t);
  const event = JSON.stringify(anEvent()).slice(0, -1);
  const wrong = ['', ' ', '{', '}', '[', 'nul', 'NaN', '-', '+1', '.5', '1.', '01', '1e', '0x1', "{'a':1}", '{a:1}', '{"a":1,}', '[1,]', '[,1]', '{"a"}', '{"a":}', '{"a" 1}', '"\t"', '"\\x"', '"\\u12"', '"', '{}{}', '[1]x', '\ufeff\ufeff{}', '/**/{}', '{"a":1}//', '"\u0001"',
    'undefined', '[Infinity]', '['.repeat(100_000), '{"a":'.repeat(100_000)];
  for (const body of wrong) assert.deepEqual([(await post<Failure>(origin, body)).status, (await post<Failure>(origin, body)).body.error.code], [400, 'bad_json'], body.slice(0, 40));
  for (const body of ['null', 'true', '1e999', '"text"', '[]', '[[[]]]']) assert.equal((await post<Failure>(origin, body)).status, 401, body);
  assert.equal(await countIn(database, 'events'), 0);

  const odd = `{"writeKey":"none","writeKey":"demo","batch":[${event},"properties":{"n":1e999,"tiny":1e-999,"long":${'9'.repeat(400)},"a":1,"a":2,"__proto__":{"x":1},"":0}}]}`;
  assert.equal((await post(origin, odd)).body.accepted, 1);
  const [row] = await rowsIn(database, 'SELECT body FROM events');
  const text = row!['body'] as string;
  assert.deepEqual(JSON.parse(text).properties, JSON.parse('{"n":null,"tiny":0,"long":null,"a":2,"__proto__":{"x":1},"":0}'), 'the last of two wins, and what is no number is none');
});

test('text that would be code elsewhere is text in every field, and a log has one line for each thing it tells', async (t) => {
  const written: string[] = [];
  const real = process.stdout.write;
  t.after(() => { process.stdout.write = real; });
  process.stdout.write = ((...given: Parameters<typeof real>) => {
    // The runner of the tests writes there, too.
    if (String(given[0]).startsWith('{"level"')) written.push(String(given[0]));
    return real.apply(process.stdout, given);
  }) as typeof real;
  const { origin, database } = await startCollector(t, { logger: true });
  const evil = [`'; DROP TABLE events; --`, `" OR ""="`, '<script>alert(1)</script>', '{{7*7}}', '%s%n', '$(id)', '\\', '\u2028', 'a\r\nb: c', '\u0000'];
  const printable = evil.filter((text) => !/[\u0000-\u001f]/.test(text));
  const events = evil.map((text) => anEvent({ event: text, type: 'track', properties: { [text]: text, campaign_id: text }, context: { page: { path: text, url: text }, waymark: { session: { id: text } } }, integrations: { [text]: true } }));
  const ids = printable.map((text, i) => anEvent({ messageId: `${text}${i}`, anonymousId: text, userId: text }));
  const { body } = await post(origin, aBatch([...events, ...ids], { context: { [evil[0]!]: evil[2] } }));
  assert.deepEqual([body.accepted, body.rejected], [events.length + ids.length, []]);
  const rejected = await post(origin, aBatch(evil.map((text) => ({ type: text, messageId: text, anonymousId: text }))), { 'X-Odd': evil[2]! });
  assert.equal(rejected.body.accepted, 0);
  assert.ok(!JSON.stringify(rejected.body.rejected.map(({ detail }) => detail)).includes('script'));
  await fetch(`${origin}/v1/document/${encodeURIComponent('a\r\nb: c')}`);
  process.stdout.write = real;

  const rows = await rowsIn(database, 'SELECT event, anonymous_id, body FROM events ORDER BY id');
  assert.deepEqual(rows.slice(0, evil.length).map((row) => JSON.parse(row['body'] as string).event), evil);
  assert.deepEqual(rows.slice(evil.length).map((row) => row['anonymous_id']), printable);
  const lines = written.join('').trim().split('\n');
  for (const line of lines) assert.equal(typeof JSON.parse(line).msg, 'string');
  assert.equal(lines.filter((line) => JSON.parse(line).msg === 'incoming request').length, 3);
  for (const text of ['DROP TABLE', '<script>', 'visitor-1', 'b: c', 'demo']) assert.ok(!written.join('').includes(text), text);
});

test('a full disk is 503 until there is room, then all goes on without a restart, and nothing acknowledged is missing', { skip: process.platform !== 'linux' }, async (t) => {
  const database = await newDatabase(t);
  // A file may have one megabyte: what the disk says when it is full, but for this process only.
  const { process: child, origin } = await startProcess(t, database, { shell: `trap '' XFSZ; ulimit -S -f 1024`, options: unlimited });
  const acknowledged: string[] = [];
  const statusOf = async (path: string): Promise<number> => (await fetch(origin + path)).status;
  let refused;
  for (let i = 0; i < 500 && !refused; i += 1) {
    const event = anEvent({ properties: { filler: 'x'.repeat(8_000) } });
    const answer = await post<any>(origin, aBatch([event]));
    if (answer.status === 200) acknowledged.push(event['messageId'] as string);
    else refused = answer;
  }
  assert.deepEqual([refused?.status, refused?.body.error.code, refused?.headers.get('retry-after')], [503, 'store_unavailable', '5']);
  for (let i = 0; i < 100 && await statusOf('/readyz') === 200; i += 1) { /* Each try takes a little of what is left. */ }
  assert.deepEqual([await statusOf('/readyz'), await statusOf('/healthz')], [503, 200]);
  execFileSync('prlimit', ['--pid', String(child.pid), '--fsize=unlimited:']);
  assert.equal(await statusOf('/readyz'), 200);
  const event = anEvent();
  assert.equal((await post(origin, aBatch([event]))).status, 200);
  const stored = new Set((await rowsIn(database, 'SELECT message_id FROM events')).map((row) => row['message_id']));
  assert.deepEqual([...acknowledged, event['messageId']].filter((id) => !stored.has(id)), []);
  assert.ok(acknowledged.length > 10);
});
