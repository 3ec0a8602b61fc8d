// What a visitor's page asks about the visitor.
import type { FastifyInstance } from 'fastify';
import { isoTime } from './clock.ts';
import { allowOrigin, allowCredentials, preflight } from './cors.ts';
import { forgetAnswer, readForget } from './forget.ts';
import type { ForgetAnswer } from './forget.ts';
import { idCookie as cookieOf, noIdCookie, readId } from './idCookie.ts';
import { limits } from './limits.ts';
import { Refusal } from './refusal.ts';
import { committed, knownKey, refuseHaste, refusePrefetch, smallBodyOf, takeSmallBodies } from './requests.ts';
import type { Parts } from './routes.ts';

/** POST /v1/forget: erases what is kept of a visitor. */
export async function forgetRoutes(app: FastifyInstance, { store, live, inspections, keys }: Parts): Promise<void> {
  takeSmallBodies(app);
  app.addHook('onRequest', allowOrigin);
  app.options('/v1/forget', preflight('POST', 'Content-Type, Authorization'));

  app.post('/v1/forget', { onRequest: [refusePrefetch, refuseHaste(limits.forgets, 'too_many_requests', 'such requests')] }, async (request, reply): Promise<ForgetAnswer> => {
    const body = await smallBodyOf(request);
    const { key, identitySecret, idCookie } = knownKey(body, request, keys);
    const subject = { writeKey: key, ...readForget(body, identitySecret) };
    const erased = await committed(store.forget(subject, isoTime(Date.now())), 'Nothing was erased; send it again.');
    live.tell('gone', inspections.forget(key, subject.anonymousId));
    reply.header('Cache-Control', 'no-store');
    if (idCookie) reply.header('Set-Cookie', noIdCookie(idCookie));
    return forgetAnswer(erased);
  });
}

/** POST /v1/id: sets the visitor's id as a cookie, for a page that has the consent to keep one. */
export async function idRoutes(app: FastifyInstance, { keys }: Parts): Promise<void> {
  takeSmallBodies(app);
  app.addHook('onRequest', allowOrigin);
  app.addHook('onRequest', allowCredentials);
  app.options('/v1/id', preflight('POST', 'Content-Type'));

  app.post('/v1/id', { onRequest: [refusePrefetch, refuseHaste(limits.ids, 'too_many_requests', 'such requests')] }, async (request, reply) => {
    const body = await smallBodyOf(request);
    const { idCookie } = knownKey(body, request, keys);
    if (!idCookie || request.headers.origin === undefined) throw new Refusal(404, 'no_cookie', 'No cookie is set for this write key.');
    reply.headers({ 'Set-Cookie': cookieOf(idCookie, readId(body)), 'Cache-Control': 'no-store' });
    return reply.code(204).send();
  });
}
