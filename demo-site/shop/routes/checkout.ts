import type { FastifyInstance } from 'fastify';
import { checkCheckout, readCheckout } from '../checkout_form.ts';
import type { Form } from '../forms.ts';
import { type Language, pathIn } from '../i18n/language.ts';
import { checkoutPage } from '../pages/checkout.ts';
import { orderPage } from '../pages/order.ts';
import { sendOn, sendPage, sessionFor, type Shop, visitOf } from '../shop.ts';
import { cartLines } from '../store/carts.ts';
import { findOrder, findRepeated, markReported, maySee, placeOrder } from '../store/orders.ts';
import { renewCart } from '../store/sessions.ts';

export function checkoutRoutes(app: FastifyInstance, shop: Shop, language: Language): void {
  const orderPath = (id: string): string => pathIn(language, `/order/${id}`);

  app.get('/checkout', (request, reply) => {
    const visit = visitOf(shop, request, language);
    const lines = visit.session ? cartLines(shop.store, visit.session.cartId) : [];
    if (lines.length === 0) return sendOn(reply, pathIn(language, '/cart'));
    const values: Form = { email: visit.account?.email ?? '', firstName: visit.account?.firstName ?? '' };
    return sendPage(shop, reply, visit, checkoutPage(visit, lines, { values, errors: {} }));
  });

  app.post<{ Body: Form }>('/checkout', (request, reply) => {
    const form = request.body ?? {};
    const session = sessionFor(shop, request, reply);
    const repeated = findRepeated(shop.store, session, form.cart ?? '');
    if (repeated) return sendOn(reply, orderPath(repeated.id));
    const lines = cartLines(shop.store, session.cartId);
    if (lines.length === 0) return sendOn(reply, pathIn(language, '/cart'));
    const details = readCheckout(form);
    const errors = checkCheckout(details);
    if (Object.keys(errors).length > 0) {
      const visit = visitOf(shop, request, language);
      return sendPage(shop, reply, visit, checkoutPage(visit, lines, { values: { ...details }, errors }), 422);
    }
    const id = placeOrder(shop.store, { session, details, now: shop.now() });
    renewCart(shop.store, session);
    return sendOn(reply, id ? orderPath(id) : pathIn(language, '/cart'));
  });

  app.get<{ Params: { id: string } }>('/order/:id', (request, reply) => {
    const visit = visitOf(shop, request, language);
    const order = findOrder(shop.store, request.params.id);
    if (!order || !maySee(visit.session, order)) return reply.callNotFound();
    return sendPage(shop, reply, visit, orderPage(visit, order));
  });

  app.post<{ Params: { id: string } }>('/order/:id/reported', (request, reply) => {
    const visit = visitOf(shop, request, language);
    const order = findOrder(shop.store, request.params.id);
    if (!order || !maySee(visit.session, order)) return reply.callNotFound();
    markReported(shop.store, order.id, shop.now());
    return reply.code(204).send();
  });
}
