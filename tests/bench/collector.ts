// How much the collector takes: a process of its own on loopback, autocannon before it, SQLite and PostgreSQL in turns.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { newPostgresDatabase } from '../collector/databases.ts';
import { startPostgres } from '../collector/postgresServer.ts';
import { medians, printTable, shuffled } from './table.ts';
import { root } from './waymarkPages.ts';

/** What this needs of autocannon, which has no types of its own. */
interface Load { url: string; method: 'POST'; connections: number; duration: number; headers: Record<string, string>; requests: { setupRequest(request: object): object }[] }
interface Outcome { requests: { average: number }; latency: { p50: number; p99: number }; non2xx: number; errors: number }

interface Shape { name: string; connections: number; events: number }
const SHAPES: Shape[] = [
  { name: 'a page each: 1 event, 50 connections', connections: 50, events: 1 },
  { name: 'usual: 10 events, 50 connections', connections: 50, events: 10 },
  { name: 'backlog: 100 events, 10 connections', connections: 10, events: 100 },
];
const WARM_UP_SECONDS = 2;
const SECONDS = 10;

export async function benchCollector(rounds = 3): Promise<void> {
  const postgres = await startPostgres({ isDurable: true });
  const folder = mkdtempSync(join(tmpdir(), 'waymark-bench-'));
  const databases: Record<string, () => Promise<string>> = { SQLite: async () => join(folder, `${Math.random()}.db`) };
  if (postgres) databases['PostgreSQL'] = () => newPostgresDatabase(postgres.url);
  else console.error('PostgreSQL is not installed: script/bootstrap');
  const cases = Object.keys(databases).flatMap((name) => SHAPES.map((shape) => ({ name, shape, samples: [] as Figures[] })));
  for (let round = 0; round < rounds; round++) for (const one of shuffled(cases)) one.samples.push(await measure(await databases[one.name]!(), one.shape));
  await postgres?.stop();
  rmSync(folder, { recursive: true });
  printTable(`Collector on loopback, ${SECONDS} s each, events of about 400 bytes; medians of ${rounds}`, ['database, batches', 'events/s', 'batches/s', 'p50 ms', 'p99 ms'],
    cases.map(({ name, shape, samples }) => {
      const { events, batches, p50, p99 } = medians(samples);
      return [`${name}, ${shape.name}`, Math.round(events), Math.round(batches), p50, p99];
    }));
}

type Figures = { events: number; batches: number; p50: number; p99: number };

async function measure(database: string, { connections, events }: Shape): Promise<Figures> {
  const { child, origin } = await start(database);
  try {
    await load(origin, connections, events, WARM_UP_SECONDS);
    const { requests, latency, non2xx, errors } = await load(origin, connections, events, SECONDS);
    if (non2xx + errors > 0) throw new Error(`${non2xx} answers were not 200, ${errors} did not come`);
    return { events: requests.average * events, batches: requests.average, p50: latency.p50, p99: latency.p99 };
  } finally {
    child.kill('SIGTERM');
    await once(child, 'exit');
  }
}

async function start(database: string) {
  const unlimited = ['address', 'key', 'visitor'].flatMap((name) => ['--rate', `${name}=10000000`]);
  const child = spawn(process.execPath, ['--import', 'tsx', join(root, 'demo-site/collector/main.ts'), '--port', '0', '--database', database, ...unlimited], { stdio: ['ignore', 'pipe', 'inherit'] });
  for await (const line of createInterface(child.stdout)) {
    const origin = /http:\/\/\S+/.exec(line)?.[0];
    if (origin) return { child, origin };
  }
  throw new Error('the collector did not start');
}

async function load(origin: string, connections: number, events: number, duration: number): Promise<Outcome> {
  const name = 'autocannon';
  const { default: autocannon } = await import(name) as { default: (load: Load) => Promise<Outcome> };
  return autocannon({ url: `${origin}/v1/batch`, method: 'POST', connections, duration, headers: { 'Content-Type': 'text/plain' },
    requests: [{ setupRequest: (request) => ({ ...request, body: batch(events) }) }] });
}

const run = Math.random().toString(36).slice(2);
let made = 0;

function batch(events: number): string {
  const now = new Date().toISOString();
  return JSON.stringify({ writeKey: 'demo', sentAt: now, batch: Array.from({ length: events }, () => event(now)) });
}

function event(timestamp: string): object {
  made += 1;
  return {
    type: 'track', event: 'Product Viewed', messageId: `${run}-${made}`, anonymousId: `visitor-${made % 5_000}`, timestamp,
    properties: { sku: `A-${made}`, category: 'shoes', price: 59.9, currency: 'EUR', position: made % 20, list: 'home/recommended', tags: ['sale', 'new-in'] },
    context: { page: { url: 'https://shop.test/shoes?x=1', path: '/shoes' }, waymark: { session: { id: `s-${made % 5_000}`, number: 1 }, segments: ['new-visitor'], campaigns: [] } },
  };
}
