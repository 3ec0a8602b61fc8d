import type { CartLine } from './store/carts.ts';

/** Cents. */
export const FREE_SHIPPING_FROM = 4500;

export const DELIVERIES = ['standard', 'express'] as const;
export type Delivery = (typeof DELIVERIES)[number];
const SHIPPING: Record<Delivery, number> = { standard: 490, express: 990 };

/** `value`: percent, or cents of an amount; free shipping has none. */
export interface Discount {
  kind: 'percent' | 'amount' | 'shipping';
  value: number;
}

/** What is paid is `total`: subtotal and shipping, less the discount. */
export interface Totals {
  count: number;
  subtotal: number;
  shipping: number;
  discount: number;
  total: number;
  missingForFreeShipping: number;
}

export function shippingOf(delivery: Delivery, subtotal: number): number {
  if (subtotal === 0) return 0;
  return delivery === 'standard' && subtotal >= FREE_SHIPPING_FROM ? 0 : SHIPPING[delivery];
}

/** Never more than what it is taken off. Free shipping frees whichever delivery is chosen. */
export function discountOf(discount: Discount | undefined, subtotal: number, shipping: number): number {
  switch (discount?.kind) {
    case 'percent':
      return Math.min(Math.round((subtotal * discount.value) / 100), subtotal);
    case 'amount':
      return Math.min(discount.value, subtotal);
    case 'shipping':
      return shipping;
    default:
      return 0;
  }
}

export function totalsOf(lines: readonly CartLine[], delivery: Delivery = 'standard', coupon?: Discount): Totals {
  const count = lines.reduce((sum, line) => sum + line.quantity, 0);
  const subtotal = lines.reduce((sum, line) => sum + line.price * line.quantity, 0);
  const shipping = shippingOf(delivery, subtotal);
  const discount = discountOf(coupon, subtotal, shipping);
  return {
    count,
    subtotal,
    shipping,
    discount,
    total: subtotal + shipping - discount,
    missingForFreeShipping: Math.max(0, FREE_SHIPPING_FROM - subtotal),
  };
}
