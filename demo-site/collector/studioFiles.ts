import { existsSync } from 'node:fs';
import type { FastifyInstance, FastifyReply } from 'fastify';
import fastifyStatic from '@fastify/static';
import { Refusal } from './refusal.ts';

/** Event names come from anywhere, so the page that shows them may run nothing but its own files and build no HTML. */
const policy = [
  `default-src 'none'`, `script-src 'self'`, `style-src 'self'`, `connect-src 'self'`, `img-src 'self' data:`,
  `require-trusted-types-for 'script'`, `trusted-types 'none'`,
  `base-uri 'none'`, `form-action 'none'`, `frame-ancestors 'self'`,
].join('; ');

export async function studioRoutes(app: FastifyInstance, { directory }: { directory: string }): Promise<void> {
  if (!existsSync(directory)) {
    app.get('/studio/*', async () => { throw new Refusal(404, 'no_studio', 'The studio is not built: node demo-site/studio/build.mjs'); });
    return;
  }
  await app.register(fastifyStatic, { root: directory, prefix: '/studio/', redirect: false, setHeaders });
  app.get('/studio', (_request, reply) => reply.redirect('/studio/', 308));
}

function setHeaders(reply: FastifyReply): void {
  reply.headers({
    'Content-Security-Policy': policy,
    'X-Content-Type-Options': 'nosniff',
    'Referrer-Policy': 'no-referrer',
    'Cache-Control': 'no-cache',
  });
}
