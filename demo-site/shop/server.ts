import { fileURLToPath } from 'node:url';
import Fastify, { type FastifyBaseLogger, type FastifyInstance, type FastifyRequest } from 'fastify';
import { createRateLimit } from '../rateLimit.ts';
import { isBuilt, readAssets } from './assets.ts';
import { buildShop } from './build.mjs';
import { type CouponService, createCoupons } from './coupons.ts';
import { parseForm } from './forms.ts';
import { languageOfPath, LANGUAGES, prefixOf } from './i18n/language.ts';
import { failedPage, notFoundPage } from './pages/failures.ts';
import { accountRoutes } from './routes/account.ts';
import { browseRoutes } from './routes/browse.ts';
import { cartRoutes } from './routes/cart.ts';
import { checkoutRoutes } from './routes/checkout.ts';
import { fileRoutes } from './routes/files.ts';
import { isHost, isSameOrigin, setSecurityHeaders } from './security.ts';
import { sendPage, type Shop, visitOf } from './shop.ts';
import { openStore } from './store/database.ts';

export interface ShopOptions {
  /** Path of the SQLite file, or `:memory:`. */
  database: string;
  /** Where the SDK sends to. A function gets the host name the shop was opened by, without a port. */
  collectorOrigin: string | ((host: string) => string);
  /** The SDK's build output. Files that are missing there answer 404 and the shop works without them. */
  distDirectory: string;
  /** `demo` where absent. */
  writeKey?: string;
  /** Who knows the coupons; absent: the checkout takes none. */
  coupons?: CouponService;
  /** The shop's own bundles; built when missing. */
  buildDirectory?: string;
  /** Lets the studio watch every visitor who agrees to analytics: for a demo. */
  isInspected?: boolean;
  logger?: boolean | FastifyBaseLogger;
}

const BUILD_DIRECTORY = fileURLToPath(new URL('../../build/shop', import.meta.url));
const MAX_BODY_BYTES = 32 * 1024;
const COUPON_TRIES = { most: 10, windowMs: 60_000, keys: 10_000 };

function guard(app: FastifyInstance): void {
  app.addHook('onRequest', async (request, reply) => {
    setSecurityHeaders(reply);
    if (!isHost(request.host)) return reply.code(400).type('text/plain').send('host: not a host name');
    const isRead = request.method === 'GET' || request.method === 'HEAD';
    if (!isRead && !isSameOrigin(request))
      return reply.code(403).type('text/plain').send('origin: forms are accepted from this site only');
  });
}

function answerFailures(app: FastifyInstance, shop: Shop): void {
  const visitTo = (request: FastifyRequest) => visitOf(shop, request, languageOfPath(request.url));
  app.setNotFoundHandler((request, reply) => {
    const isPage = (request.headers.accept ?? '').includes('text/html');
    if (!isPage) return reply.code(404).type('text/plain').send('not found');
    const visit = visitTo(request);
    return sendPage(shop, reply, visit, notFoundPage(visit), 404);
  });
  app.setErrorHandler((error: { statusCode?: number; message: string }, request, reply) => {
    const status = error.statusCode ?? 500;
    if (status < 500) return reply.code(status).type('text/plain').send(error.message);
    request.log.error(error);
    const visit = visitTo(request);
    return sendPage(shop, reply, visit, failedPage(visit), 500);
  });
}

export async function createShop(options: ShopOptions): Promise<FastifyInstance> {
  const build = options.buildDirectory ?? BUILD_DIRECTORY;
  if (!isBuilt(build)) await buildShop(build);
  const { collectorOrigin, coupons, writeKey = 'demo' } = options;
  const shop: Shop = {
    store: openStore(options.database),
    assets: readAssets(build),
    writeKey,
    isInspected: options.isInspected ?? false,
    now: Date.now,
    coupons: coupons && createCoupons(coupons, writeKey),
    couponTries: createRateLimit(COUPON_TRIES),
    collectorOrigin: typeof collectorOrigin === 'function' ? collectorOrigin : () => collectorOrigin,
  };
  const app =
    typeof options.logger === 'object'
      ? (Fastify({ loggerInstance: options.logger, bodyLimit: MAX_BODY_BYTES }) as unknown as FastifyInstance)
      : Fastify({ logger: options.logger ?? false, bodyLimit: MAX_BODY_BYTES });
  app.addContentTypeParser('application/x-www-form-urlencoded', { parseAs: 'string' }, (_request, body, done) =>
    done(null, parseForm(String(body))),
  );
  app.addHook('onClose', async () => {
    shop.store.close();
  });
  guard(app);
  answerFailures(app, shop);
  await fileRoutes(app, { build, dist: options.distDirectory });
  for (const language of LANGUAGES) {
    await app.register(
      async (pages) => {
        for (const routes of [browseRoutes, cartRoutes, checkoutRoutes, accountRoutes]) routes(pages, shop, language);
      },
      { prefix: prefixOf(language) },
    );
  }
  return app;
}
