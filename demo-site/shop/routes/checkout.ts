import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { checkCheckout, readCheckout } from '../checkout_form.ts';
import { type Errors, type Form, textField } from '../forms.ts';
import { type Language, pathIn } from '../i18n/language.ts';
import { checkoutPage } from '../pages/checkout.ts';
import { orderPage } from '../pages/order.ts';
import { sendOn, sendPage, sessionFor, type Shop, visitOf } from '../shop.ts';
import { couponOf, removeCoupon } from '../store/cart_coupons.ts';
import { cartLines } from '../store/carts.ts';
import { findOrder, findRepeated, markReported, maySee, placeOrder } from '../store/orders.ts';
import { renewCart, type Session } from '../store/sessions.ts';
import { enterCoupon, redeemCoupon } from './coupon.ts';

interface Answer {
  values: Form;
  errors: Errors;
  isNew?: boolean;
}

const hasErrors = (errors: Errors): boolean => Object.keys(errors).length > 0;

export function checkoutRoutes(app: FastifyInstance, shop: Shop, language: Language): void {
  const orderPath = (id: string): string => pathIn(language, `/order/${id}`);
  const cartPath = pathIn(language, '/cart');

  const sendCheckout = (request: FastifyRequest, reply: FastifyReply, { values, errors, isNew = false }: Answer) => {
    const visit = visitOf(shop, request, language);
    const cartId = visit.session?.cartId ?? '';
    const lines = cartLines(shop.store, cartId);
    if (lines.length === 0) return sendOn(reply, cartPath);
    const coupon = couponOf(shop.store, cartId);
    const state = { values, errors, isNew, coupon, takesCoupons: shop.coupons !== undefined };
    return sendPage(shop, reply, visit, checkoutPage(visit, lines, state), hasErrors(errors) ? 422 : 200);
  };

  app.get('/checkout', (request, reply) => {
    const { account } = visitOf(shop, request, language);
    const values: Form = { email: account?.email ?? '', firstName: account?.firstName ?? '' };
    return sendCheckout(request, reply, { values, errors: {}, isNew: true });
  });

  /** A step about the coupon; undefined for a form that orders. A code in the field comes first: its total was not seen yet. */
  const couponStep = async (request: FastifyRequest, form: Form, { cartId }: Session): Promise<Errors | undefined> => {
    const typed = textField(form, 'coupon');
    if (form.step === 'apply' || (typed && shop.coupons)) return enterCoupon(shop, cartId, typed, request.ip);
    if (form.step !== 'remove') return undefined;
    removeCoupon(shop.store, cartId);
    return {};
  };

  const order = async (request: FastifyRequest, reply: FastifyReply, session: Session, form: Form) => {
    const details = readCheckout(form);
    const refuse = (errors: Errors) => sendCheckout(request, reply, { values: { ...details }, errors });
    const errors = checkCheckout(details);
    if (hasErrors(errors)) return refuse(errors);
    const lines = cartLines(shop.store, session.cartId);
    const redemption = await redeemCoupon(shop, session.cartId, lines, details.delivery);
    if (redemption !== 'none' && 'errors' in redemption) return refuse(redemption.errors);
    const redeemed = redemption === 'none' ? undefined : redemption;
    const id = placeOrder(shop.store, { session, details, now: shop.now(), redeemed });
    renewCart(shop.store, session);
    return sendOn(reply, id ? orderPath(id) : cartPath);
  };

  app.post<{ Body: Form }>('/checkout', async (request, reply) => {
    const form = request.body ?? {};
    const session = sessionFor(shop, request, reply);
    const repeated = findRepeated(shop.store, session, form.cart ?? '');
    if (repeated) return sendOn(reply, orderPath(repeated.id));
    if (cartLines(shop.store, session.cartId).length === 0) return sendOn(reply, cartPath);
    const errors = await couponStep(request, form, session);
    if (!errors) return order(request, reply, session, form);
    const values = { ...readCheckout(form), ...(hasErrors(errors) && { coupon: textField(form, 'coupon') }) };
    return sendCheckout(request, reply, { values, errors });
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
