// npx tsx demo-site/shop/main.ts [--port 4000] [--host 127.0.0.1] [--database shop.db] [--collector http://{host}:4100]
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

await buildShop(buildDirectory);
const shop = await createShop({
  database: values.database,
  distDirectory: fromRoot('dist'),
  buildDirectory,
  collectorOrigin: (host) => values.collector.replace('{host}', host),
});
console.log(`shop: ${await shop.listen({ port: Number(values.port), host: values.host })}`);

for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, () => void shop.close());
