import type { FastifyInstance } from 'fastify';
import { findProduct, findVariant, isListing, isSort } from '../catalogue/catalogue.ts';
import type { Language } from '../i18n/language.ts';
import { categoryPage } from '../pages/category.ts';
import { homePage } from '../pages/home.ts';
import { productPage } from '../pages/product.ts';
import { searchPage } from '../pages/search.ts';
import { sendPage, type Shop, visitOf } from '../shop.ts';

export function browseRoutes(app: FastifyInstance, shop: Shop, language: Language): void {
  app.get('/', (request, reply) => {
    const visit = visitOf(shop, request, language);
    return sendPage(shop, reply, visit, homePage(visit));
  });

  app.get<{ Params: { id: string }; Querystring: { sort?: string } }>('/category/:id', (request, reply) => {
    const { id } = request.params;
    const sort = request.query.sort;
    if (!isListing(id)) return reply.callNotFound();
    const visit = visitOf(shop, request, language);
    return sendPage(shop, reply, visit, categoryPage(visit, id, isSort(sort) ? sort : 'featured'));
  });

  app.get<{ Params: { id: string }; Querystring: { variant?: string } }>('/product/:id', (request, reply) => {
    const product = findProduct(request.params.id);
    if (!product) return reply.callNotFound();
    const visit = visitOf(shop, request, language);
    return sendPage(
      shop,
      reply,
      visit,
      productPage(visit, product, findVariant(product, request.query.variant) ?? product.variants[0]),
    );
  });

  app.get<{ Querystring: { q?: string | string[] } }>('/search', (request, reply) => {
    const visit = visitOf(shop, request, language);
    const query = String(request.query.q ?? '')
      .trim()
      .slice(0, 100);
    return sendPage(shop, reply, visit, searchPage(visit, query));
  });
}
