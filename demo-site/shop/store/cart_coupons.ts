import type { Discount } from '../pricing.ts';
import type { Store } from './database.ts';
import { newOrderId } from './order_id.ts';

export interface Coupon {
  code: string;
  discount: Discount;
}
interface Row {
  order_id: string;
  code: string | null;
  discount_kind: Discount['kind'];
  discount_value: number;
}

/**
 * The id the cart's order will have. It is fixed before a coupon is redeemed and stays with the cart, so that redeeming
 * can be repeated: after an answer that was lost, or a crash between redeeming and ordering.
 */
export function reservedOrderId(store: Store, cartId: string): string {
  store
    .prepare('INSERT INTO cart_coupons (cart_id, order_id) VALUES (?, ?) ON CONFLICT (cart_id) DO NOTHING')
    .run(cartId, newOrderId());
  return (store.prepare('SELECT order_id FROM cart_coupons WHERE cart_id = ?').get(cartId) as Row).order_id;
}

export function couponOf(store: Store, cartId: string): Coupon | undefined {
  const row = store.prepare('SELECT * FROM cart_coupons WHERE cart_id = ?').get(cartId) as Row | undefined;
  if (!row?.code) return undefined;
  return { code: row.code, discount: { kind: row.discount_kind, value: row.discount_value } };
}

export function applyCoupon(store: Store, cartId: string, { code, discount }: Coupon): void {
  reservedOrderId(store, cartId);
  store
    .prepare('UPDATE cart_coupons SET code = ?, discount_kind = ?, discount_value = ? WHERE cart_id = ?')
    .run(code, discount.kind, discount.value, cartId);
}

export function removeCoupon(store: Store, cartId: string): void {
  store.prepare('UPDATE cart_coupons SET code = NULL WHERE cart_id = ?').run(cartId);
}
