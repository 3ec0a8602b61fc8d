// What the routes have in common: whose a request is, whether it may come, what is in it.
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { createRateLimit } from '../rateLimit.ts';
import type { Rate } from '../rateLimit.ts';
import { writeKeyOf } from './batch.ts';
import { decodeBody } from './body.ts';
import type { WriteKey } from './documents.ts';
import { limits } from './limits.ts';
import { networkOf } from './network.ts';
import { Refusal } from './refusal.ts';
import { StoreFailure } from './storage/database.ts';

export type Keys = Map<string, WriteKey>;

/** A browser always says where a request comes from; a server does not, and is let in. */
export function knownKey(body: unknown, request: FastifyRequest, keys: Keys): WriteKey {
  const known = keys.get(writeKeyOf(body, request.headers.authorization) ?? '');
  if (!known) throw new Refusal(401, 'unknown_write_key', 'This write key is not known here.');
  const [{ origins }, { origin }] = [known, request.headers];
  if (origins && origin !== undefined && !origins.includes(origin)) throw new Refusal(403, 'origin_not_allowed', 'Pages of this origin may not send with this write key.');
  return known;
}

/** A page being prerendered has no visitor yet; its SDK must not send, and one that does is not counted. */
export async function refusePrefetch(request: FastifyRequest): Promise<void> {
  if (String(request.headers['sec-purpose'] ?? '').includes('prefetch'))
    throw new Refusal(403, 'prefetch', 'A page that is only prefetched sends nothing.');
}

/** A hook that lets so many through from one address. */
export function refuseHaste(rate: Rate, code: string, what: string) {
  const taken = createRateLimit(rate);
  return async ({ ip }: FastifyRequest): Promise<void> => {
    const wait = taken.take(networkOf(ip));
    if (wait > 0) throw new Refusal(429, code, `At most ${rate.most} ${what} a minute come from one address.`, Math.ceil(wait / 1000));
  };
}

export async function bodyOf(request: FastifyRequest): Promise<unknown> {
  if (!Buffer.isBuffer(request.body)) throw new Refusal(400, 'no_body', 'The request has no body.');
  return decodeBody(request.body, request.headers['content-type'] ?? '', request.headers['content-encoding'] ?? '');
}

export function takeSmallBodies(app: FastifyInstance, bytes: number = limits.smallBytes): void {
  app.removeAllContentTypeParsers();
  app.addContentTypeParser(['text/plain', 'application/json'], { parseAs: 'buffer', bodyLimit: bytes }, (_request, body, done) => done(null, body));
  // What a handler throws, the one around it answers.
  app.setErrorHandler((error: { statusCode?: number }) => {
    throw error.statusCode === 413 ? new Refusal(413, 'body_too_large', `The body has at most ${bytes} bytes.`) : error;
  });
}

/** Not inflated: a few hundred bytes are not worth it. */
export async function smallBodyOf(request: FastifyRequest): Promise<unknown> {
  const encoding = request.headers['content-encoding'] ?? 'identity';
  if (encoding !== 'identity') throw new Refusal(415, 'wrong_encoding', 'Send the body without a content encoding.');
  return bodyOf(request);
}

export async function committed<T>(work: Promise<T>, failed = 'The events were not stored; send them again.'): Promise<T> {
  try {
    return await work;
  } catch (error) {
    if (error instanceof StoreFailure) throw new Refusal(503, 'store_unavailable', failed);
    throw error;
  }
}
