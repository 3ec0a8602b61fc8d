// The HTTP surface, one plugin a concern. Each is encapsulated: none changes how other routes of the server behave.
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { createRateLimit } from '../rateLimit.ts';
import { readBatch, writeKeyOf } from './batch.ts';
import { createBatchRate } from './batchRate.ts';
import type { Rates } from './batchRate.ts';
import { decodeBody } from './body.ts';
import { createClocks, isoTime } from './clock.ts';
import { allowEveryone, allowOrigin, preflight } from './cors.ts';
import { checkAnswer, optionalOrder, readCode, readOrder, redeemAnswer, requireToken } from './coupons.ts';
import type { CheckAnswer } from './coupons.ts';
import { isSameVersion } from './documents.ts';
import type { Documents } from './documents.ts';
import { drawAnswer, readDraw } from './draws.ts';
import type { DrawAnswer } from './draws.ts';
import { feedEvent } from './feed.ts';
import type { FeedPage } from './feed.ts';
import { forgetAnswer, readForget } from './forget.ts';
import type { ForgetAnswer } from './forget.ts';
import type { Forwarding } from './forwarding.ts';
import { readInspection } from './inspection.ts';
import type { Inspections } from './inspections.ts';
import type { JsonObject } from './json.ts';
import { limits } from './limits.ts';
import type { Live } from './live.ts';
import type { Metrics } from './metrics.ts';
import { networkOf } from './network.ts';
import { Refusal, refusalFor, sendRefusal } from './refusal.ts';
import { StoreFailure } from './storage/database.ts';
import { forgottenProblem } from './storage/eventStore.ts';
import type { Store } from './storage/store.ts';

/** By write key: the origins it is bound to, if it is. */
export type Keys = Map<string, string[] | undefined>;

export interface Parts { store: Store; live: Live; forwarding: Forwarding; metrics: Metrics; inspections: Inspections; documents: Documents; keys: Keys; rates: Rates | undefined; couponToken: string | undefined }

/** POST /v1/batch: 200 only after the commit. */
export async function batchRoutes(app: FastifyInstance, { store, live, forwarding, metrics, keys, rates }: Parts): Promise<void> {
  const rate = createBatchRate(rates);
  const clocks = createClocks();
  app.removeAllContentTypeParsers();
  app.addContentTypeParser(['text/plain', 'application/json'], { parseAs: 'buffer', bodyLimit: limits.batchBytes },
    (_request, body, done) => done(null, body));
  app.addHook('onRequest', allowOrigin);
  app.options('/v1/batch', preflight('POST', 'Content-Type, Content-Encoding, Authorization'));

  const refuseHaste = async ({ ip }: FastifyRequest): Promise<void> => rate.takeRequest(ip);

  app.post('/v1/batch', { onRequest: [refusePrefetch, refuseHaste] }, async (request) => {
    const body = await bodyOf(request);
    const writeKey = knownKey(body, request, keys);
    rate.takeBatch(writeKey, body);
    const { rows, places, deadLetters, rejected } = readBatch(body, { receivedAt: Date.now(), writeKey, signals: signalsOf(request) }, clocks);
    const appended = await committed(store.append(writeKey, rows, deadLetters));
    for (const at of appended.forgotten) rejected.push({ index: places[at]!, messageId: rows[at]!.message_id, ...forgottenProblem });
    metrics.stored(appended, rejected.length);
    live.nudge();
    if (appended.events.length > 0) forwarding.nudge();
    return { success: true, accepted: appended.events.length, duplicates: appended.duplicates, rejected };
  });
}

/** Global Privacy Control: the visitor's data is not to be shared with others, see forwarding.ts. */
function signalsOf({ headers }: FastifyRequest): JsonObject {
  return headers['sec-gpc'] === '1' ? { gpc: true } : {};
}

/** A browser always says where a request comes from; a server does not, and is let in. */
function knownKey(body: unknown, request: FastifyRequest, keys: Keys): string {
  const writeKey = writeKeyOf(body, request.headers.authorization);
  if (writeKey === null || !keys.has(writeKey)) throw new Refusal(401, 'unknown_write_key', 'This write key is not known here.');
  const [origins, { origin }] = [keys.get(writeKey), request.headers];
  if (origins && origin !== undefined && !origins.includes(origin)) throw new Refusal(403, 'origin_not_allowed', 'Pages of this origin may not send with this write key.');
  return writeKey;
}

/** A page being prerendered has no visitor yet; its SDK must not send, and one that does is not counted. */
async function refusePrefetch(request: FastifyRequest): Promise<void> {
  if (String(request.headers['sec-purpose'] ?? '').includes('prefetch'))
    throw new Refusal(403, 'prefetch', 'A page that is only prefetched sends nothing.');
}

async function bodyOf(request: FastifyRequest): Promise<unknown> {
  if (!Buffer.isBuffer(request.body)) throw new Refusal(400, 'no_body', 'The request has no body.');
  return decodeBody(request.body, request.headers['content-type'] ?? '', request.headers['content-encoding'] ?? '');
}

async function committed<T>(work: Promise<T>, failed = 'The events were not stored; send them again.'): Promise<T> {
  try {
    return await work;
  } catch (error) {
    if (error instanceof StoreFailure) throw new Refusal(503, 'store_unavailable', failed);
    throw error;
  }
}

/** POST /v1/forget: erases what is kept of a visitor. */
export async function forgetRoutes(app: FastifyInstance, { store, live, inspections, keys }: Parts): Promise<void> {
  const rate = createRateLimit(limits.forgets);
  takeSmallBodies(app);
  app.addHook('onRequest', allowOrigin);
  app.options('/v1/forget', preflight('POST', 'Content-Type, Authorization'));

  async function refuseHaste({ ip }: FastifyRequest): Promise<void> {
    const wait = rate.take(networkOf(ip));
    if (wait > 0) throw new Refusal(429, 'too_many_requests', `At most ${limits.forgets.most} such requests a minute come from one address.`, Math.ceil(wait / 1000));
  }

  app.post('/v1/forget', { onRequest: [refusePrefetch, refuseHaste] }, async (request, reply): Promise<ForgetAnswer> => {
    const body = await smallBodyOf(request);
    const writeKey = knownKey(body, request, keys);
    const { anonymousId } = readForget(body);
    reply.header('Cache-Control', 'no-store');
    const erased = await committed(store.forget({ writeKey, anonymousId, userId: null }, isoTime(Date.now())), 'Nothing was erased; send it again.');
    live.tell('gone', inspections.forget(writeKey, anonymousId));
    return forgetAnswer(erased);
  });
}

/** POST /v1/draws: a prize, drawn here; the browser learns only what it has won. */
export async function drawRoutes(app: FastifyInstance, { store, keys }: Parts): Promise<void> {
  const rate = createRateLimit(limits.draws);
  takeSmallBodies(app);
  app.addHook('onRequest', allowOrigin);
  app.options('/v1/draws', preflight('POST', 'Content-Type, Authorization'));

  async function refuseHaste({ ip }: FastifyRequest): Promise<void> {
    const wait = rate.take(networkOf(ip));
    if (wait > 0) throw new Refusal(429, 'too_many_draws', `At most ${limits.draws.most} draws a minute come from one address.`, Math.ceil(wait / 1000));
  }

  app.post('/v1/draws', { onRequest: [refusePrefetch, refuseHaste] }, async (request, reply): Promise<DrawAnswer> => {
    const body = await smallBodyOf(request);
    const wanted = readDraw(body, knownKey(body, request, keys), Date.now());
    reply.header('Cache-Control', 'no-store');
    return drawAnswer(await committed(store.draw(wanted), 'The draw was not made; send it again.'));
  });
}

/** POST /v1/coupons/…: for the shop's server. No CORS, and a token that no browser has. */
export async function couponRoutes(app: FastifyInstance, { store, keys, couponToken }: Parts): Promise<void> {
  takeSmallBodies(app);
  app.addHook('onRequest', async (request, reply) => {
    reply.header('Cache-Control', 'no-store');
    requireToken(couponToken, request.headers.authorization);
  });
  app.post('/v1/coupons/check', async (request): Promise<CheckAnswer> => {
    const body = await smallBodyOf(request);
    const given = readCode(body, knownKey(body, request, keys));
    const order = optionalOrder(body);
    return checkAnswer(await committed(store.checkCoupon(given, order), 'The coupon was not checked; ask again.'));
  });
  app.post('/v1/coupons/redeem', async (request) => {
    const body = await smallBodyOf(request);
    const given = readCode(body, knownKey(body, request, keys));
    const order = readOrder(body);
    return redeemAnswer(await committed(store.redeemCoupon(given, order, isoTime(Date.now())), 'The coupon was not redeemed; send it again.'));
  });
}

/** POST /v1/inspect: what a page says of its visitor to those who watch. It goes to the open studios and to no disk. */
export async function inspectRoutes(app: FastifyInstance, { live, inspections, keys }: Parts): Promise<void> {
  const rate = createRateLimit(limits.inspections);
  takeSmallBodies(app, limits.inspectBytes);
  app.addHook('onRequest', allowOrigin);
  app.options('/v1/inspect', preflight('POST', 'Content-Type, Authorization'));

  async function refuseHaste({ ip }: FastifyRequest): Promise<void> {
    const wait = rate.take(networkOf(ip));
    if (wait > 0) throw new Refusal(429, 'too_many_inspections', `At most ${limits.inspections.most} a minute come from one address.`, Math.ceil(wait / 1000));
  }

  app.post('/v1/inspect', { onRequest: [refusePrefetch, refuseHaste] }, async (request, reply) => {
    const body = await smallBodyOf(request);
    const said = readInspection(body, knownKey(body, request, keys), Date.now());
    if ('visitor' in said) {
      const { visitor, gone } = inspections.put(said);
      for (const one of gone) live.tell('gone', one);
      live.tell('visitor', visitor);
    } else if (said.is === 'away') live.tell('visitor', inspections.away(said));
    else live.tell('gone', inspections.gone(said));
    return reply.code(204).send();
  });
}

function takeSmallBodies(app: FastifyInstance, bytes: number = limits.smallBytes): void {
  app.removeAllContentTypeParsers();
  app.addContentTypeParser(['text/plain', 'application/json'], { parseAs: 'buffer', bodyLimit: bytes }, (_request, body, done) => done(null, body));
  // What a handler throws, the one around it answers.
  app.setErrorHandler((error: { statusCode?: number }) => {
    throw error.statusCode === 413 ? new Refusal(413, 'body_too_large', `The body has at most ${bytes} bytes.`) : error;
  });
}

/** Not inflated: a few hundred bytes are not worth it. */
async function smallBodyOf(request: FastifyRequest): Promise<unknown> {
  const encoding = request.headers['content-encoding'] ?? 'identity';
  if (encoding !== 'identity') throw new Refusal(415, 'wrong_encoding', 'Send the body without a content encoding.');
  return bodyOf(request);
}

/** GET /v1/document/:key: the campaign document, revalidated on every load. */
export async function documentRoutes(app: FastifyInstance, { documents }: Parts): Promise<void> {
  app.addHook('onRequest', allowEveryone);
  app.options('/v1/document/:key', preflight('GET', 'If-None-Match'));
  app.get<{ Params: { key: string } }>('/v1/document/:key', async (request, reply) => {
    const document = await committed(documents.find(request.params.key), 'The document cannot be read.');
    if (!document) throw new Refusal(404, 'no_document', 'There is no campaign document for this key.');
    reply.headers({ ETag: document.etag, 'Cache-Control': 'no-cache', 'X-Content-Type-Options': 'nosniff' });
    if (isSameVersion(document.etag, request.headers['if-none-match'])) return reply.code(304).send();
    return reply.type('application/json; charset=utf-8').send(document.body);
  });
}

/** What the studio reads. No CORS: other sites cannot see the visitors' events. */
export async function feedRoutes(app: FastifyInstance, { store, live, inspections }: Parts): Promise<void> {
  app.get<{ Querystring: { after?: string } }>('/v1/live', async (request, reply) => {
    const cursor = request.headers['last-event-id']?.toString() ?? request.query.after;
    const joined = await committed(live.join(() => { reply.hijack(); return reply.raw; }, cursor, () => inspections.all()), 'The events cannot be read.');
    if (!joined) throw new Refusal(503, 'too_many_clients', 'Too many live views are open.');
  });
  app.get<{ Querystring: { limit?: string; before?: string } }>('/v1/events', async (request, reply): Promise<FeedPage> => {
    const limit = wholeNumber(request.query.limit, 100, limits.historyPage);
    const before = wholeNumber(request.query.before, Number.MAX_SAFE_INTEGER, Number.MAX_SAFE_INTEGER);
    const events = (await committed(store.eventsBefore(before, limit), 'The events cannot be read.')).map(feedEvent);
    reply.header('Cache-Control', 'no-store');
    return { events, next: events.length === limit ? events.at(-1)!.id : null };
  });
}

function wholeNumber(text: string | undefined, fallback: number, most: number): number {
  if (text === undefined) return fallback;
  const value = /^\d{1,16}$/.test(text) ? Number(text) : 0;
  if (value < 1) throw new Refusal(400, 'bad_query', 'limit and before are whole numbers from 1.');
  return Math.min(value, most);
}

/** GET /healthz: the process answers. GET /readyz: the database can be written, too. GET /metrics: for Prometheus. */
export async function healthRoutes(app: FastifyInstance, { store, metrics }: Parts): Promise<void> {
  app.addHook('onRequest', async (_request, reply) => void reply.header('Cache-Control', 'no-store'));
  app.get('/healthz', async () => ({ success: true }));
  app.get('/readyz', async () => {
    await committed(store.probe(), 'The database cannot be written.');
    return { success: true };
  });
  app.get('/metrics', async (_request, reply) => reply.type(metrics.contentType).send(await metrics.text()));
}

export function answerErrors(app: FastifyInstance, metrics: Metrics): void {
  app.setErrorHandler((error, request, reply: FastifyReply) => {
    const refusal = refusalFor(error);
    metrics.refused(refusal.status, refusal.code);
    if (refusal.status === 500) request.log.error({ err: error }, 'unexpected');
    return sendRefusal(reply, refusal);
  });
}
