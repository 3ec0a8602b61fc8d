import type { CartLine } from './store/carts.ts';

/** Cents. */
export const FREE_SHIPPING_FROM = 4500;

export const DELIVERIES = ['standard', 'express'] as const;
export type Delivery = (typeof DELIVERIES)[number];
const SHIPPING: Record<Delivery, number> = { standard: 490, express: 990 };

export interface Totals {
  count: number;
  subtotal: number;
  shipping: number;
  total: number;
  missingForFreeShipping: number;
}

export function shippingOf(delivery: Delivery, subtotal: number): number {
  if (subtotal === 0) return 0;
  return delivery === 'standard' && subtotal >= FREE_SHIPPING_FROM ? 0 : SHIPPING[delivery];
}

export function totalsOf(lines: readonly CartLine[], delivery: Delivery = 'standard'): Totals {
  const count = lines.reduce((sum, line) => sum + line.quantity, 0);
  const subtotal = lines.reduce((sum, line) => sum + line.price * line.quantity, 0);
  const shipping = shippingOf(delivery, subtotal);
  return {
    count,
    subtotal,
    shipping,
    total: subtotal + shipping,
    missingForFreeShipping: Math.max(0, FREE_SHIPPING_FROM - subtotal),
  };
}
