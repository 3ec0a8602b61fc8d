// The HTTP surface, one plugin a concern. Each is encapsulated: none changes how other routes of the server behave.
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { readBatch } from './batch.ts';
import { createBatchRate } from './batchRate.ts';
import type { Rates } from './batchRate.ts';
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
import type { Forwarding } from './forwarding.ts';
import { readInspection } from './inspection.ts';
import type { Inspections } from './inspections.ts';
import type { JsonObject } from './json.ts';
import { limits } from './limits.ts';
import type { Live } from './live.ts';
import type { Metrics } from './metrics.ts';
import { Refusal, refusalFor, sendRefusal } from './refusal.ts';
import { bodyOf, committed, knownKey, refuseHaste, refusePrefetch, smallBodyOf, takeSmallBodies } from './requests.ts';
import type { Keys } from './requests.ts';
import { forgottenProblem } from './storage/eventStore.ts';
import type { Store } from './storage/store.ts';

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

  const refuseFlood = async ({ ip }: FastifyRequest): Promise<void> => rate.takeRequest(ip);

  app.post('/v1/batch', { onRequest: [refusePrefetch, refuseFlood] }, async (request) => {
    const body = await bodyOf(request);
    const { key: writeKey, identitySecret } = knownKey(body, request, keys);
    rate.takeBatch(writeKey, body);
    const { rows, places, deadLetters, rejected, unproven } = readBatch(body, { receivedAt: Date.now(), writeKey, identitySecret, signals: signalsOf(request) }, clocks);
    const appended = await committed(store.append(writeKey, rows, deadLetters));
    for (const at of appended.forgotten) rejected.push({ index: places[at]!, messageId: rows[at]!.message_id, ...forgottenProblem });
    metrics.stored(appended, rejected.length, unproven);
    live.nudge();
    if (appended.events.length > 0) forwarding.nudge();
    return { success: true, accepted: appended.events.length, duplicates: appended.duplicates, rejected };
  });
}

/** Global Privacy Control: the visitor's data is not to be shared with others, see forwarding.ts. */
function signalsOf({ headers }: FastifyRequest): JsonObject {
  return headers['sec-gpc'] === '1' ? { gpc: true } : {};
}

/** POST /v1/draws: a prize, drawn here; the browser learns only what it has won. */
export async function drawRoutes(app: FastifyInstance, { store, keys }: Parts): Promise<void> {
  takeSmallBodies(app);
  app.addHook('onRequest', allowOrigin);
  app.options('/v1/draws', preflight('POST', 'Content-Type, Authorization'));

  app.post('/v1/draws', { onRequest: [refusePrefetch, refuseHaste(limits.draws, 'too_many_draws', 'draws')] }, async (request, reply): Promise<DrawAnswer> => {
    const body = await smallBodyOf(request);
    const wanted = readDraw(body, knownKey(body, request, keys).key, Date.now());
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
    const given = readCode(body, knownKey(body, request, keys).key);
    const order = optionalOrder(body);
    return checkAnswer(await committed(store.checkCoupon(given, order), 'The coupon was not checked; ask again.'));
  });
  app.post('/v1/coupons/redeem', async (request) => {
    const body = await smallBodyOf(request);
    const given = readCode(body, knownKey(body, request, keys).key);
    const order = readOrder(body);
    return redeemAnswer(await committed(store.redeemCoupon(given, order, isoTime(Date.now())), 'The coupon was not redeemed; send it again.'));
  });
}

/** POST /v1/inspect: what a page says of its visitor to those who watch. It goes to the open studios and to no disk. */
export async function inspectRoutes(app: FastifyInstance, { live, inspections, keys }: Parts): Promise<void> {
  takeSmallBodies(app, limits.inspectBytes);
  app.addHook('onRequest', allowOrigin);
  app.options('/v1/inspect', preflight('POST', 'Content-Type, Authorization'));

  app.post('/v1/inspect', { onRequest: [refusePrefetch, refuseHaste(limits.inspections, 'too_many_inspections', 'inspections')] }, async (request, reply) => {
    const body = await smallBodyOf(request);
    const said = readInspection(body, knownKey(body, request, keys).key, Date.now());
    if ('visitor' in said) {
      const { visitor, gone } = inspections.put(said);
      for (const one of gone) live.tell('gone', one);
      live.tell('visitor', visitor);
    } else if (said.is === 'away') live.tell('visitor', inspections.away(said));
    else live.tell('gone', inspections.gone(said));
    return reply.code(204).send();
  });
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
