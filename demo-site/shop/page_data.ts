// What a page hands to its scripts in the data block `#page-data`. Items have Segment's e-commerce v2 names.
import type { Notice } from './store/sessions.ts';

export interface TrackedProduct {
  product_id: string;
  sku: string;
  category: string;
  name: string;
  brand: string;
  variant: string;
  price: number;
  url: string;
  image_url: string;
}
export interface TrackedLine extends TrackedProduct {
  quantity: number;
}

export interface CartState {
  count: number;
  /** Amount of money the events carry, in euros. */
  value: number;
  lines: { key: string; product: TrackedLine; amount: string; title: string; variant: string; picture: string }[];
  texts: { count: string; subtotal: string; shipping: string; total: string; delivery: string };
  delivery: { reached: number; needed: number };
}

/** The answer to a change of the bag; quantities as they were and as they are, after all limits. */
export interface CartAnswer extends CartState {
  change: { product: TrackedProduct; from: number; to: number };
}

export interface TrackedOrder {
  order_id: string;
  total: number;
  subtotal: number;
  revenue: number;
  shipping: number;
  /** The code that was redeemed; absent without one. */
  coupon?: string;
  discount?: number;
  currency: string;
  products: TrackedLine[];
}

export interface PageData {
  language: string;
  currency: string;
  account?: { id: string; traits: { firstName: string; language: string; email: string } };
  notice?: Notice;
  list?: { list_id: string; category: string; products: TrackedProduct[] };
  /** Every variant, the chosen one first in `selected`. */
  product?: {
    selected: string;
    variants: Record<string, TrackedProduct & { amount: string; label: string; pictures: string[] }>;
  };
  search?: { query: string; products: TrackedProduct[] };
  cart?: CartState;
  checkout?: {
    /** False where a form came back. */ isNew: boolean;
    cart: CartState;
    shipping: number;
    deliveries: Record<string, { shipping: string; discount: string; isIdle: boolean; total: string }>;
  };
  /** Present until the page has reported that the order was tracked. */
  order?: TrackedOrder;
}
