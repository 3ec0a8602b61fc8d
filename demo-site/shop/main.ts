// npx tsx demo-site/shop/main.ts [--port 4000] [--host 127.0.0.1] [--database shop.db] [--collector http://{host}:4100]
// COUPON_TOKEN=… takes coupons, from the collector on --host that has the same token.
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { buildShop } from './build.mjs';
import { createShop } from './server.ts';

const { values } = parseArgs({
  options: {
    port: { type: 'string', default: '4000' },
    host: { type: 'string', default: '127.0.0.1' },
    database: { type: 'string', default: ':memory:' },
    collector: { type: 'string', default: 'http://{host}:4100' },
  },
});

const fromRoot = (path: string): string => fileURLToPath(new URL(`../../${path}`, import.meta.url));
const buildDirectory = fromRoot('build/shop');
const collectorOrigin = (host: string): string => values.collector.replace('{host}', host);
const token = process.env.COUPON_TOKEN;

await buildShop(buildDirectory);
const shop = await createShop({
  database: values.database,
  distDirectory: fromRoot('dist'),
  buildDirectory,
  collectorOrigin,
  coupons: token ? { origin: collectorOrigin(values.host), token } : undefined,
});
console.log(`shop: ${await shop.listen({ port: Number(values.port), host: values.host })}`);

for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, () => void shop.close());
