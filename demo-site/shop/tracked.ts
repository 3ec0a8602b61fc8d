// The catalogue in the terms of the events: money in euros, addresses absolute.
import { pictureOf, priceOf, skuOf } from './catalogue/catalogue.ts';
import type { Product, Variant } from './catalogue/types.ts';
import { CURRENCY, money, plural } from './i18n/format.ts';
import { fill } from './i18n/messages.ts';
import type { CartState, PageData, TrackedLine, TrackedOrder, TrackedProduct } from './page_data.ts';
import { FREE_SHIPPING_FROM, totalsOf, type Totals } from './pricing.ts';
import type { CartLine } from './store/carts.ts';
import type { Order } from './store/orders.ts';
import { link, type Visit } from './visit.ts';

export const BRAND = 'Aurelle';
const euros = (cents: number): number => cents / 100;

/** The first variant is meant where none is given. */
export function trackedProduct(visit: Visit, product: Product, variant: Variant = product.variants[0]): TrackedProduct {
  return {
    product_id: product.id,
    sku: skuOf(product, variant),
    category: product.category,
    name: product.name,
    brand: BRAND,
    variant: variant.name.en,
    price: euros(priceOf(product, variant)),
    url: visit.origin + link(visit, `/product/${product.id}`),
    image_url: visit.origin + pictureOf(product, variant),
  };
}

export function trackedLine(visit: Visit, { product, variant, quantity, price }: CartLine): TrackedLine {
  return { ...trackedProduct(visit, product, variant), price: euros(price), quantity };
}

export const lineKey = ({ product, variant }: Pick<CartLine, 'product' | 'variant'>): string =>
  `${product.id}.${variant.id}`;

export function deliveryText({ language, messages }: Visit, totals: Totals): string {
  if (totals.missingForFreeShipping === 0) return messages.cart.reached;
  return fill(messages.cart.missing, { amount: money(language, totals.missingForFreeShipping) });
}

export function cartState(visit: Visit, lines: readonly CartLine[]): CartState {
  const totals = totalsOf(lines);
  const { language, messages } = visit;
  return {
    count: totals.count,
    value: euros(totals.subtotal),
    lines: lines.map((line) => ({
      key: lineKey(line),
      product: trackedLine(visit, line),
      amount: money(language, line.price * line.quantity),
      title: line.product.name,
      variant: line.variant.name[language],
      picture: pictureOf(line.product, line.variant),
    })),
    texts: {
      count: plural(language, totals.count, messages.items),
      subtotal: money(language, totals.subtotal),
      total: money(language, totals.total),
      shipping: totals.shipping === 0 ? messages.cart.free : money(language, totals.shipping),
      delivery: deliveryText(visit, totals),
    },
    delivery: { reached: Math.min(totals.subtotal, FREE_SHIPPING_FROM), needed: FREE_SHIPPING_FROM },
  };
}

/** Money as it was paid: total = revenue + shipping. A coupon for free shipping lowers the shipping, others the revenue. */
export function trackedOrder(visit: Visit, order: Order): TrackedOrder {
  const { coupon } = order;
  const offShipping = coupon?.kind === 'shipping' ? coupon.discount : 0;
  const shipping = order.shipping - offShipping;
  return {
    order_id: order.id,
    total: euros(order.total),
    subtotal: euros(order.subtotal),
    revenue: euros(order.total - shipping),
    shipping: euros(shipping),
    ...(coupon && { coupon: coupon.code, discount: euros(coupon.discount) }),
    currency: CURRENCY,
    products: order.lines.map((line) => trackedLine(visit, line)),
  };
}

/** What every page tells its scripts. */
export function basicData({ language, account, session }: Visit): PageData {
  return {
    language,
    currency: CURRENCY,
    ...(account && {
      account: {
        id: account.id,
        traits: { firstName: account.firstName, language: account.language, email: account.email },
      },
    }),
    ...(session?.notice && { notice: session.notice }),
  };
}
