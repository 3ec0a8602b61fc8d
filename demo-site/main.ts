// node --import tsx demo-site/main.ts [--host 127.0.0.1] [--shop-port 4400] [--collector-port 4401] [--data build/demo] [--fresh]
// Shop, studio and collector in one process. What visitors did is kept in `--data`; `--fresh` forgets it first.
import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, rmSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { join, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import type { FastifyInstance } from 'fastify';
import { createCollector } from './collector/server.ts';
import { buildShop } from './shop/build.mjs';
import { createShop } from './shop/server.ts';
import { buildStudio } from './studio/build.mjs';

const SHUTDOWN_MS = 5_000;
const DATABASES = ['collector.db', 'shop.db'];

const fromRoot = (path: string): string => fileURLToPath(new URL(`../${path}`, import.meta.url));
const paths = { dist: fromRoot('dist'), shop: fromRoot('build/shop'), studio: fromRoot('build/studio'), document: fromRoot('demo-site/waymark.json'), prizes: fromRoot('demo-site/prizes.json') };

interface Options { host: string; shopPort: number; collectorPort: number; data: string; fresh: boolean }

/** What the user can put right: shown without a stack. */
class Refusal extends Error {}

const running: FastifyInstance[] = [];
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, () => void stop(0));
await start().catch((error: Error) => {
  console.error(error instanceof Refusal ? error.message : error);
  return stop(1);
});

async function start(): Promise<void> {
  const options = readOptions();
  const { host, data } = options;
  if (!existsSync(join(paths.dist, 'waymark.js'))) throw new Refusal('dist/waymark.js is missing: run script/build');
  mkdirSync(data, { recursive: true });
  if (options.fresh) for (const name of DATABASES) for (const tail of ['', '-wal', '-shm']) rmSync(join(data, name + tail), { force: true });
  await Promise.all([buildShop(paths.shop), buildStudio(paths.studio)]);

  const couponToken = randomBytes(32).toString('base64url');
  const collector = await createCollector({
    database: join(data, 'collector.db'),
    writeKeys: [{ key: 'demo', documentFile: paths.document, prizesFile: paths.prizes }],
    couponToken,
    studioDirectory: paths.studio,
  });
  const collectorPort = await listen(collector, host, options.collectorPort, '--collector-port');
  const shop = await createShop({
    database: join(data, 'shop.db'),
    distDirectory: paths.dist,
    buildDirectory: paths.shop,
    isInspected: true,
    collectorOrigin: (name) => `http://${name}:${collectorPort}`,
    coupons: { origin: `http://${reachable(host)}:${collectorPort}`, token: couponToken },
  });
  const shopPort = await listen(shop, host, options.shopPort, '--shop-port');
  announce(host, shopPort, collectorPort, data);
}

function readOptions(): Options {
  try {
    const { values } = parseArgs({
      options: {
        host: { type: 'string', default: '127.0.0.1' },
        'shop-port': { type: 'string', default: '4400' },
        'collector-port': { type: 'string', default: '4401' },
        data: { type: 'string', default: fromRoot('build/demo') },
        fresh: { type: 'boolean', default: false },
      },
    });
    const { host, data, fresh } = values;
    return { host, data: resolve(data), fresh, shopPort: portOf(values, 'shop-port'), collectorPort: portOf(values, 'collector-port') };
  } catch (error) {
    if (error instanceof Refusal) throw error;
    throw new Refusal(`${(error as Error).message}\nusage: [--host 127.0.0.1] [--shop-port 4400] [--collector-port 4401] [--data build/demo] [--fresh]`);
  }
}

/** 0 takes a free port. */
function portOf<Name extends string>(values: Record<Name, string>, name: Name): number {
  if (/^\d{1,5}$/.test(values[name]) && Number(values[name]) <= 65_535) return Number(values[name]);
  throw new Refusal(`--${name} ${values[name]}: needs a port from 0 to 65535`);
}

async function listen(app: FastifyInstance, host: string, port: number, option: string): Promise<number> {
  running.push(app);
  await app.listen({ host, port }).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'EADDRINUSE') throw new Refusal(`Port ${port} on ${host} is taken. Is the demo running already? Another port: ${option} <port>`);
    if (error.code === 'EACCES') throw new Refusal(`Port ${port} on ${host} is not allowed for this user. Another port: ${option} <port>`);
    if (error.code === 'EADDRNOTAVAIL' || error.code === 'ENOTFOUND') throw new Refusal(`--host ${host} is no address of this machine`);
    throw error;
  });
  return (app.server.address() as AddressInfo).port;
}

/** Where this machine itself finds a server that listens there. */
function reachable(host: string): string {
  if (host === '0.0.0.0') return '127.0.0.1';
  if (host === '::') return '[::1]';
  return host.includes(':') ? `[${host}]` : host;
}

function announce(host: string, shopPort: number, collectorPort: number, data: string): void {
  const isEverywhere = host === '0.0.0.0' || host === '::';
  const name = isEverywhere ? 'localhost' : host.includes(':') ? `[${host}]` : host;
  console.log(`
Waymark's demo is running. Ctrl-C stops it.

  shop       http://${name}:${shopPort}/
  магазин    http://${name}:${shopPort}/ru
  studio     http://${name}:${collectorPort}/studio/   (English, русский)

Accept the cookies in the shop and watch the events arrive in the studio. Campaigns: demo-site/waymark.json, read anew
whenever it is saved. Data: ${relative(process.cwd(), data) || '.'} (kept; --fresh starts empty).
`);
}

async function stop(code: number): Promise<void> {
  setTimeout(() => process.exit(1), SHUTDOWN_MS).unref();
  await Promise.all(running.map((app) => app.close()));
  process.exit(code);
}
