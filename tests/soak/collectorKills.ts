// node --import tsx tests/soak/collectorKills.ts --rounds N --seed N [--postgres]: SIGKILL at a random moment under load, over and over on one database.
// Every event that was acknowledged must be there, once, in a database that is whole, and go on to the destination at least once; what was
// stored without an answer must be called a duplicate when it is sent again, and nothing else.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { parseArgs } from 'node:util';
import { fileURLToPath } from 'node:url';
import { aBatch, post } from '../collector/collectorFixture.ts';
import { newPostgresDatabase, rowsIn } from '../collector/databases.ts';
import { startPostgres } from '../collector/postgresServer.ts';
import { Random } from '../wasm/random.ts';

const SENDERS = 8;
const MOST_EVENTS = 20;
const LONGEST_LIFE_MS = 400;
const MAIN = fileURLToPath(new URL('../../demo-site/collector/main.ts', import.meta.url));

/** `database` is one of PostgreSQL; absent: a file. */
export async function killRounds(rounds: number, seed: number, say: (text: string) => void, given?: string): Promise<{ acknowledged: number; duplicates: number }> {
  const random = new Random(seed);
  const folder = mkdtempSync(join(tmpdir(), 'waymark-kills-'));
  const database = given ?? join(folder, 'events.db');
  const destination = await startDestination();
  const acknowledged = new Set<string>();
  let stored = new Set<string>();
  let duplicates = 0;
  let made = 0;
  /** What may have been stored without our hearing of it is sent again in the next round: it must count once. */
  let unsure: Record<string, unknown>[] = [];
  let child: ChildProcess | undefined;
  try {
    for (let round = 1; round <= rounds; round++) {
      const started = await start(database, destination.url);
      child = started.child;
      const isEven = round % 2 == 0;
      const life = 5 + random.below(LONGEST_LIFE_MS);
      let timer: NodeJS.Timeout | undefined;
      const live = (): void => { timer ??= setTimeout(() => child!.kill('SIGKILL'), life); };
      // In each other round it lives until it has answered once, at least, however busy the machine is.
      if (!isEven) live();
      const send = async (): Promise<void> => {
        for (;;) {
          const events = unsure.length ? unsure.splice(0, MOST_EVENTS) : Array.from({ length: 1 + random.below(MOST_EVENTS) }, () => event(`kill-${seed}-${++made}`));
          const answer = await post(started.origin, aBatch(events)).catch(() => undefined);
          if (answer?.status != 200) return void (unsure = unsure.concat(events));
          for (const { messageId } of events) acknowledged.add(messageId as string);
          const known = events.filter(({ messageId }) => stored.has(messageId as string)).length;
          assert.equal(answer.body.duplicates, known, 'duplicates are what was stored without an answer');
          duplicates += known;
          live();
          if (isEven) await new Promise((resolve) => setTimeout(resolve, random.below(20)));
        }
      };
      await Promise.all(Array.from({ length: SENDERS }, send));
      clearTimeout(timer);
      child.kill('SIGKILL');
      if (child.exitCode == null && child.signalCode == null) await once(child, 'exit');
      stored = await check(database, acknowledged);
      if (round % 10 == 0 || round == rounds) say(`${round} of ${rounds} rounds, ${acknowledged.size} events acknowledged`);
    }
    const last = await start(database, destination.url);
    child = last.child;
    // The lease of the one that was killed last must run out first.
    await until(() => [...acknowledged].every((id) => destination.seen.has(id)), 120_000, () => `${[...acknowledged].filter((id) => !destination.seen.has(id)).length} events did not go on`);
    return { acknowledged: acknowledged.size, duplicates };
  } finally {
    child?.kill('SIGKILL');
    destination.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

const event = (messageId: string): Record<string, unknown> =>
  ({ type: 'track', event: 'Product Viewed', messageId, anonymousId: 'visitor-1', timestamp: new Date().toISOString(), properties: { text: 'x'.repeat(200) } });

async function start(database: string, forward: string): Promise<{ child: ChildProcess; origin: string }> {
  const child = spawn(process.execPath, ['--import', 'tsx', MAIN, '--port', '0', '--database', database, '--forward', forward,
    '--rate', 'address=100000', '--rate', 'key=100000', '--rate', 'visitor=1000000'], { stdio: ['ignore', 'pipe', 'inherit'] });
  for await (const line of createInterface(child.stdout!)) {
    const origin = /http:\/\/\S+/.exec(line)?.[0];
    if (origin) return { child, origin };
  }
  throw new Error('the collector did not start');
}

/** Gives what is stored. */
async function check(database: string, acknowledged: Set<string>): Promise<Set<string>> {
  if (!database.startsWith('postgres:')) assert.deepEqual(await rowsIn(database, 'PRAGMA integrity_check'), [{ integrity_check: 'ok' }]);
  // A server that has begun with a commit ends it, though nobody is there to hear.
  else while ((await rowsIn(database, `SELECT 1 FROM pg_stat_activity WHERE application_name = 'waymark'`)).length > 0) await new Promise((resolve) => setTimeout(resolve, 20));
  const stored = (await rowsIn(database, 'SELECT message_id FROM events')).map((row) => row['message_id'] as string);
  const there = new Set(stored);
  assert.equal(there.size, stored.length, 'an event is stored twice');
  assert.deepEqual([...acknowledged].filter((id) => !there.has(id)), [], 'acknowledged and not stored');
  return there;
}

/** Now and then it fails, and now and then its answer is lost. */
async function startDestination() {
  const seen = new Set<string>();
  let requests = 0;
  const server = createServer(async (request, response) => {
    let text = '';
    for await (const chunk of request.setEncoding('utf8')) text += chunk;
    if (++requests % 5 == 0) return void response.writeHead(503).end();
    for (const { messageId } of JSON.parse(text).batch) seen.add(messageId);
    if (requests % 7 == 0) return void request.socket.destroy();
    response.end('{}');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1/batch`, seen, close: () => { server.close(); server.closeAllConnections(); } };
}

async function until(holds: () => boolean, timeoutMs: number, what: () => string): Promise<void> {
  for (const end = Date.now() + timeoutMs; !holds(); await new Promise((resolve) => setTimeout(resolve, 50))) assert.ok(Date.now() < end, what());
}

if (process.argv[1] == fileURLToPath(import.meta.url)) {
  const { values } = parseArgs({ options: { rounds: { type: 'string', default: '200' }, seed: { type: 'string', default: '1' }, postgres: { type: 'boolean', default: false } } });
  const server = values.postgres ? await startPostgres() : undefined;
  if (values.postgres && !server) throw new Error('PostgreSQL is not installed: script/bootstrap');
  const { acknowledged, duplicates } = await killRounds(Number(values.rounds), Number(values.seed), console.log, server && await newPostgresDatabase(server.url));
  await server?.stop();
  console.log(`${values.rounds} rounds, ${acknowledged} events acknowledged, each stored once and passed on; ${duplicates} were stored without an answer, and known when they came again`);
}
