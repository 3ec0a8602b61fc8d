import type { FastifyReply, FastifyRequest } from 'fastify';

/**
 * Any origin may post: the write key is public and no cookie is read. The origin is echoed rather than a star
 * because a beacon always carries credentials mode, and Retry-After must be readable by the SDK.
 */
export async function allowOrigin(request: FastifyRequest, reply: FastifyReply): Promise<void> {
  reply.header('Vary', 'Origin');
  const { origin } = request.headers;
  if (origin === undefined) return;
  reply.headers({ 'Access-Control-Allow-Origin': origin, 'Access-Control-Expose-Headers': 'Retry-After' });
}

/** What is answered to a page with credentials: no cookie is read, but one may be set. */
export async function allowCredentials(request: FastifyRequest, reply: FastifyReply): Promise<void> {
  if (request.headers.origin !== undefined) reply.header('Access-Control-Allow-Credentials', 'true');
}

export async function allowEveryone(_request: FastifyRequest, reply: FastifyReply): Promise<void> {
  reply.headers({ 'Access-Control-Allow-Origin': '*', 'Access-Control-Expose-Headers': 'ETag' });
}

export function preflight(methods: string, headers: string) {
  return async (_request: FastifyRequest, reply: FastifyReply): Promise<void> => {
    reply.headers({
      'Access-Control-Allow-Methods': methods,
      'Access-Control-Allow-Headers': headers,
      'Access-Control-Max-Age': '86400',
    });
    reply.code(204);
  };
}
