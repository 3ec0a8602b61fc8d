import Fastify from 'fastify';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { Rates } from './batchRate.ts';
import type { Random } from './codes.ts';
import { createDocuments } from './documents.ts';
import type { WriteKey } from './documents.ts';
import { createForwarding } from './forwarding.ts';
import type { Destination } from './forwarding.ts';
import { hangUpWhenClosing } from './hangUp.ts';
import { createInspections } from './inspections.ts';
import { requireGoodCookie } from './idCookie.ts';
import { limits } from './limits.ts';
import { createLive } from './live.ts';
import { createMetrics } from './metrics.ts';
import { readPrizes } from './prizes.ts';
import { createRetention } from './retention.ts';
import type { Retention } from './retention.ts';
import { answerErrors, batchRoutes, couponRoutes, documentRoutes, drawRoutes, feedRoutes, healthRoutes, inspectRoutes } from './routes.ts';
import { openStore } from './storage/store.ts';
import type { Store } from './storage/store.ts';
import { studioRoutes } from './studioFiles.ts';
import { forgetRoutes, idRoutes } from './visitorRoutes.ts';

export interface CollectorOptions {
  /** A file, made when missing, ':memory:', or the URL of a PostgreSQL database, which other collectors may share. */
  database: string;
  writeKeys: WriteKey[];
  /** Where accepted events go on to. */
  destinations?: Destination[];
  /** What `buildStudio` wrote; absent: no studio. */
  studioDirectory?: string;
  /** What the shop's server brings to check and redeem coupons; absent: nobody can. */
  couponToken?: string;
  /** Draws the prizes; `crypto.randomInt` where absent. */
  random?: Random;
  /** How much an address, a write key and a visitor may send; `limits.rates` where absent. */
  rates?: Rates;
  /** Addresses of the load balancers before this server, as CIDR: only what comes from them may say whom it comes from. */
  proxies?: string[];
  /** How long a request may take to arrive; `limits.requestMs` where absent. */
  requestMs?: number;
  /** Days that rows are kept; `limits.retention` where absent. */
  retention?: Partial<Retention>;
  /** Logs as JSON lines: routes and statuses, never payloads, keys or addresses. */
  logger?: boolean;
}

/**
 * The server, not yet listening. `close()` ends live views, finishes requests in flight and closes the database.
 * More routes may be registered on it: the collector's error handling and body parsing are encapsulated.
 */
export async function createCollector(options: CollectorOptions): Promise<FastifyInstance> {
  for (const { idCookie, origins } of options.writeKeys) if (idCookie) requireGoodCookie(idCookie, origins);
  const { requestMs = limits.requestMs } = options;
  const app = Fastify({
    logger: options.logger ? { serializers: { req: describeRequest } } : false,
    trustProxy: options.proxies?.length ? options.proxies : false,
    requestTimeout: requestMs,
    http: { headersTimeout: requestMs, connectionsCheckingInterval: Math.min(requestMs, 1_000) },
  });
  const store = await openStore(options.database, options.random);
  await loadPrizes(store, options.writeKeys);
  const live = createLive(store, app.log);
  const documents = createDocuments(store, options.writeKeys, app.log);
  const keys = new Map(options.writeKeys.map((one) => [one.key, one]));
  const forwarding = await createForwarding(store, options.destinations ?? [], app.log);
  const retention = createRetention(store, { ...limits.retention, ...options.retention }, app.log);
  retention.start();
  const metrics = createMetrics(forwarding);
  const parts = { store, live, forwarding, metrics, inspections: createInspections(), documents, keys, rates: options.rates, couponToken: options.couponToken };

  await app.register(async (collector) => {
    answerErrors(collector, metrics);
    for (const routes of [batchRoutes, forgetRoutes, idRoutes, drawRoutes, couponRoutes, documentRoutes, feedRoutes, inspectRoutes, healthRoutes]) collector.register(routes, parts);
    if (options.studioDirectory !== undefined) collector.register(studioRoutes, { directory: options.studioDirectory });
  });
  app.addHook('preClose', async () => {
    live.close();
    await forwarding.close();
    await retention.close();
  });
  app.addHook('onClose', () => store.close());
  hangUpWhenClosing(app);
  return app;
}

async function loadPrizes(store: Store, writeKeys: WriteKey[]): Promise<void> {
  for (const { key, prizesFile } of writeKeys) {
    if (prizesFile === undefined) continue;
    for (const [campaign, prizes] of readPrizes(prizesFile)) await store.putPrizes(key, campaign, prizes);
  }
}

/** The route, not the URL: a URL holds write keys and cursors. */
function describeRequest(request: FastifyRequest): { [key: string]: unknown } {
  return { method: request.method, route: request.routeOptions?.url };
}
