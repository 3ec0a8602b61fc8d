import type { FastifyInstance, FastifyRequest } from 'fastify';
import { findProduct, findVariant } from '../catalogue/catalogue.ts';
import type { Product, Variant } from '../catalogue/types.ts';
import type { Form } from '../forms.ts';
import { type Language, pathIn } from '../i18n/language.ts';
import type { CartAnswer } from '../page_data.ts';
import { cartPage } from '../pages/cart.ts';
import { sendOn, sendPage, sessionFor, type Shop, visitOf } from '../shop.ts';
import { cartLines, type LineId, MAX_LINES, quantityOf, setQuantity } from '../store/carts.ts';
import type { Session } from '../store/sessions.ts';
import { cartState, trackedProduct } from '../tracked.ts';

type Change = (session: Session, item: Item, form: Form) => void;

interface Chosen {
  product: Product;
  variant: Variant;
}
type Item = LineId & Chosen;

function itemOf(form: Form): Item | undefined {
  const product = findProduct(form.product ?? '');
  const variant = product && findVariant(product, form.variant);
  return product && variant && { productId: product.id, variantId: variant.id, product, variant };
}

function wholeNumber(text: string | undefined): number | undefined {
  return text !== undefined && /^\d{1,3}$/.test(text.trim()) ? Number(text) : undefined;
}

const wantsJson = (request: FastifyRequest): boolean => (request.headers.accept ?? '').includes('application/json');

export function cartRoutes(app: FastifyInstance, shop: Shop, language: Language): void {
  const answer = (request: FastifyRequest, session: Session, item: Item, from: number): CartAnswer => {
    const visit = visitOf(shop, request, language);
    const state = cartState(visit, cartLines(shop.store, session.cartId));
    return {
      ...state,
      change: {
        product: trackedProduct(visit, item.product, item.variant),
        from,
        to: quantityOf(shop.store, session.cartId, item),
      },
    };
  };

  const onPost = (path: string, change: Change): void => {
    app.post<{ Body: Form }>(path, (request, reply) => {
      const form = request.body ?? {};
      const item = itemOf(form);
      if (!item) return reply.code(400).send({ error: 'product, variant: no such product' });
      const session = sessionFor(shop, request, reply);
      const from = quantityOf(shop.store, session.cartId, item);
      change(session, item, form);
      if (!wantsJson(request)) return sendOn(reply, pathIn(language, '/cart'));
      return reply.header('cache-control', 'no-store').send(answer(request, session, item, from));
    });
  };

  onPost('/cart/add', (session, item, form) => {
    if (item.product.soldOut) return;
    const had = quantityOf(shop.store, session.cartId, item);
    if (had === 0 && cartLines(shop.store, session.cartId).length >= MAX_LINES) return;
    setQuantity(shop.store, session.cartId, item, had + (wholeNumber(form.quantity) ?? 1), shop.now());
  });

  // An update changes what is in the bag; it never puts something in.
  onPost('/cart/update', (session, item, form) => {
    const quantity = wholeNumber(form.quantity);
    if (quantity === undefined || quantityOf(shop.store, session.cartId, item) === 0) return;
    setQuantity(shop.store, session.cartId, item, quantity, shop.now());
  });

  onPost('/cart/remove', (session, item) => setQuantity(shop.store, session.cartId, item, 0, shop.now()));

  app.get('/cart', (request, reply) => {
    const visit = visitOf(shop, request, language);
    const lines = visit.session ? cartLines(shop.store, visit.session.cartId) : [];
    if (wantsJson(request))
      return reply.header('cache-control', 'no-store').header('vary', 'accept').send(cartState(visit, lines));
    return sendPage(shop, reply.header('vary', 'accept'), visit, cartPage(visit, lines));
  });
}
