// The coupon of a cart: applied, taken off, redeemed. Each answers the errors the checkout shows.
import type { Errors, FieldError } from '../forms.ts';
import { totalsOf, type Delivery } from '../pricing.ts';
import type { Shop } from '../shop.ts';
import { applyCoupon, type Coupon, couponOf, removeCoupon, reservedOrderId } from '../store/cart_coupons.ts';
import type { CartLine } from '../store/carts.ts';

const CHECK_ERRORS = { unknown: 'couponUnknown', used: 'couponUsed', unreachable: 'couponUnchecked' } as const;

/** As the collector compares codes. */
function normalCode(text: string): string {
  return text.replace(/\s+/g, '').toUpperCase();
}

/** `address`: of the visitor; it may guess wrong so often only. */
export async function enterCoupon(shop: Shop, cartId: string, typed: string, address: string): Promise<Errors> {
  const code = normalCode(typed);
  if (code === '') return refused('required');
  if (!shop.coupons) return refused('couponUnchecked');
  if (shop.couponTries.take(address) > 0) return refused('couponTries');
  const answer = await shop.coupons.check(code, reservedOrderId(shop.store, cartId));
  const isGuess = 'problem' in answer && answer.problem !== 'unreachable';
  if (!isGuess) shop.couponTries.giveBack(address);
  if ('problem' in answer) return refused(CHECK_ERRORS[answer.problem]);
  applyCoupon(shop.store, cartId, { code, discount: answer.discount });
  return {};
}

function refused(error: FieldError): Errors {
  return { coupon: error };
}

export type Redemption = { errors: Errors } | { coupon: Coupon; orderId: string } | 'none';

/** A coupon that takes nothing off is kept for another order. */
export async function redeemCoupon(
  shop: Shop,
  cartId: string,
  lines: readonly CartLine[],
  delivery: Delivery,
): Promise<Redemption> {
  const coupon = couponOf(shop.store, cartId);
  if (!coupon || totalsOf(lines, delivery, coupon.discount).discount === 0) return 'none';
  if (!shop.coupons) return { errors: { form: 'couponUnredeemed' } };
  const orderId = reservedOrderId(shop.store, cartId);
  const answer = await shop.coupons.redeem(coupon.code, orderId);
  if ('discount' in answer) return { coupon: { code: coupon.code, discount: answer.discount }, orderId };
  if (answer.problem === 'unreachable') return { errors: { form: 'couponUnredeemed' } };
  removeCoupon(shop.store, cartId);
  return { errors: { form: 'couponSpent' } };
}
