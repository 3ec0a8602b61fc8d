import fastifyStatic from '@fastify/static';
import type { FastifyInstance, FastifyReply } from 'fastify';
import { findProduct, findVariant } from '../catalogue/catalogue.ts';
import { VIEWS } from '../pictures/look.ts';
import { productPicture } from '../pictures/picture.ts';
import { scenePicture } from '../pictures/scenes.ts';

/** What the page may ask of the SDK's build output; source maps and types stay inside. */
const SDK_FILES = ['waymark.js', 'waymark.single.js', 'waymark.mjs', 'waymark.later.js', 'waymark.sources.js', 'waymark.cookie.js', 'waymark.consent.js', 'waymark.inspect.js', 'waymark.wasm', 'waymark.draw.wasm', 'waymark.full.wasm', 'waymark.fallback.js'] as const;

function draw(name: string): string | undefined {
  const parts = name.split('.');
  if (parts.pop() !== 'svg') return undefined;
  const [id = '', variantId = '', view = ''] = parts;
  if (id === 'scene') return scenePicture(variantId);
  const product = findProduct(id);
  const variant = product && findVariant(product, variantId);
  const known = VIEWS.find((candidate) => candidate === view);
  return product && variant && known && productPicture({ product, variant }, known);
}

/** A picture is a pure function of its name: drawn once, kept. The names that draw something are few. */
function pictures(app: FastifyInstance): void {
  const drawn = new Map<string, string>();
  app.get<{ Params: { name: string } }>('/pictures/:name', (request, reply) => {
    const { name } = request.params;
    const picture = drawn.get(name) ?? draw(name);
    if (!picture) return reply.callNotFound();
    drawn.set(name, picture);
    return reply
      .type('image/svg+xml')
      .header('cache-control', 'public, max-age=3600')
      .header('content-security-policy', "default-src 'none'")
      .send(picture);
  });
}

function sendSdkFile(reply: FastifyReply, name: string, directory: string): FastifyReply {
  return reply.sendFile(name, directory, { cacheControl: false });
}

export async function fileRoutes(app: FastifyInstance, directories: { build: string; dist: string }): Promise<void> {
  await app.register(fastifyStatic, {
    root: directories.build,
    prefix: '/assets/',
    index: false,
    immutable: true,
    maxAge: '1y',
    decorateReply: true,
  });
  pictures(app);
  for (const name of SDK_FILES) {
    app.get(`/${name}`, (_request, reply) =>
      sendSdkFile(reply.header('cache-control', 'no-cache'), name, directories.dist),
    );
  }
}
