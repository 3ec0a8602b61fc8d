// node --import tsx demo-site/collector/main.ts [--port 4100] [--host 127.0.0.1] [--database waymark.db] [--key demo] [--document file] [--prizes file]
//   [--forward https://…/v1/batch] [--rate address=100] [--rate key=1000] [--rate visitor=50] [--proxy 10.0.0.0/8] [--keep events=395]
//   [--keep deadLetters=30] [--keep draws=395]
// --database is a file of SQLite's, or the URL of a PostgreSQL database that any number of collectors may share; DATABASE_URL=… says the same
// where other users of the machine must not read a password.
// --rate is what may come a second, in batches of an address and of a write key and in events of a visitor; --proxy is where load balancers are; --keep is in days.
// COUPON_TOKEN=… lets the shop's server check and redeem coupons, IDENTITY_SECRET=… is what it proves users with. --forward passes accepted events on to an endpoint with Segment's HTTP API, whose
// write key is FORWARD_KEY=….
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { ratesOf } from './batchRate.ts';
import { limits } from './limits.ts';
import { retentionOf } from './retention.ts';
import { createCollector } from './server.ts';

const { values } = parseArgs({
  options: {
    port: { type: 'string', default: '4100' },
    host: { type: 'string', default: '127.0.0.1' },
    database: { type: 'string', default: process.env.DATABASE_URL ?? 'waymark.db' },
    key: { type: 'string', default: 'demo' },
    document: { type: 'string', default: fromHere('../waymark.json') },
    prizes: { type: 'string', default: fromHere('../prizes.json') },
    forward: { type: 'string' },
    rate: { type: 'string', multiple: true, default: [] },
    keep: { type: 'string', multiple: true, default: [] },
    proxy: { type: 'string', multiple: true, default: [] },
  },
});

const { forward } = values;
if (forward !== undefined && !URL.canParse(forward)) throw new Error(`--forward ${forward}: needs a URL`);
const collector = await createCollector({
  database: values.database,
  writeKeys: [{ key: values.key, identitySecret: process.env.IDENTITY_SECRET, documentFile: values.document, prizesFile: values.prizes }],
  couponToken: process.env.COUPON_TOKEN,
  rates: ratesOf(values.rate),
  proxies: values.proxy,
  retention: retentionOf(values.keep),
  destinations: forward === undefined ? [] : [{ name: forward, url: forward, writeKey: process.env.FORWARD_KEY ?? '' }],
  studioDirectory: fromHere('../../build/studio'),
});
console.log(`collector: ${await collector.listen({ port: Number(values.port), host: values.host })}`);

for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, stop);

async function stop(): Promise<void> {
  setTimeout(() => process.exit(1), limits.shutdownMs).unref();
  await collector.close();
  process.exit(0);
}

function fromHere(path: string): string {
  return fileURLToPath(new URL(path, import.meta.url));
}
