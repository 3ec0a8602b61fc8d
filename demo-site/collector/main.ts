// node --import tsx demo-site/collector/main.ts [--port 4100] [--host 127.0.0.1] [--database waymark.db] [--key demo] [--document file] [--prizes file]
// COUPON_TOKEN=… lets the shop's server check and redeem coupons.
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { limits } from './limits.ts';
import { createCollector } from './server.ts';

const { values } = parseArgs({
  options: {
    port: { type: 'string', default: '4100' },
    host: { type: 'string', default: '127.0.0.1' },
    database: { type: 'string', default: 'waymark.db' },
    key: { type: 'string', default: 'demo' },
    document: { type: 'string', default: fromHere('../waymark.json') },
    prizes: { type: 'string', default: fromHere('../prizes.json') },
  },
});

const collector = await createCollector({
  database: values.database,
  writeKeys: [{ key: values.key, documentFile: values.document, prizesFile: values.prizes }],
  couponToken: process.env.COUPON_TOKEN,
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
