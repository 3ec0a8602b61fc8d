import type { FastifyReply } from 'fastify';
import { limits } from './limits.ts';

/** A request turned away as a whole. `detail` is a fixed sentence: it never repeats what was sent. */
export class Refusal extends Error {
  constructor(readonly status: number, readonly code: string, readonly detail: string, readonly retryAfterSeconds?: number) {
    super(code);
  }
}

export function sendRefusal(reply: FastifyReply, { status, code, detail, retryAfterSeconds }: Refusal): FastifyReply {
  const wait = retryAfterSeconds ?? (status === 503 ? limits.retryAfterSeconds : undefined);
  if (wait !== undefined) reply.header('Retry-After', String(wait));
  return reply.code(status).send({ success: false, error: { code, detail } });
}

/** Fastify's own errors and unexpected ones, in our words. */
export function refusalFor(error: unknown): Refusal {
  if (error instanceof Refusal) return error;
  switch ((error as { statusCode?: number }).statusCode) {
    case 408: return new Refusal(408, 'too_slow', 'The request did not arrive in time.');
    case 413: return new Refusal(413, 'batch_too_large', `A batch may have at most ${limits.batchBytes} bytes.`);
    case 415: return new Refusal(415, 'wrong_media_type', 'Send text/plain or application/json in UTF-8.');
    case 400: return new Refusal(400, 'bad_request', 'The request could not be read.');
    default: return new Refusal(500, 'internal', 'The collector failed to handle this request.');
  }
}
