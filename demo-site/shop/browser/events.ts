// Every event the shop tracks: Segment's e-commerce v2 to Waymark, the same in GA4's words to the data layer.
import type { PageData, TrackedLine, TrackedOrder, TrackedProduct } from '../page_data.ts';
import { shared } from './globals.ts';

type Properties = Record<string, unknown>;
type Line = TrackedProduct & { quantity?: number; position?: number };

const CURRENCY = 'EUR';

function track(name: string, properties: Properties, event: string, ecommerce?: Properties): void {
  shared.waymark.push(['track', name, properties]);
  if (ecommerce) shared.dataLayer.push({ ecommerce: null });
  shared.dataLayer.push(ecommerce ? { event, ecommerce } : { event });
}

function item({ product_id, name, brand, category, variant, price, quantity, position }: Line): Properties {
  return {
    item_id: product_id,
    item_name: name,
    item_brand: brand,
    item_category: category,
    item_variant: variant,
    price,
    ...(quantity !== undefined && { quantity }),
    ...(position !== undefined && { index: position - 1 }),
  };
}

/** Cents are added, not euros: 0.1 + 0.2 is no price. */
function valueOf(lines: readonly Line[]): number {
  return lines.reduce((sum, { price, quantity = 1 }) => sum + Math.round(price * 100) * quantity, 0) / 100;
}

function withPositions(products: readonly TrackedProduct[]): Line[] {
  return products.map((product, index) => ({ ...product, position: index + 1 }));
}

export function productListViewed({ list_id, category, products }: NonNullable<PageData['list']>): void {
  const lines = withPositions(products);
  track('Product List Viewed', { list_id, category, products: lines }, 'view_item_list', {
    item_list_id: list_id,
    items: lines.map(item),
  });
}

export function productsSearched({ query, products }: NonNullable<PageData['search']>): void {
  track('Products Searched', { query, results: products.length }, 'search', {
    search_term: query,
    items: withPositions(products).map(item),
  });
}

export function productClicked(product: TrackedProduct, position: number, listId: string): void {
  track('Product Clicked', { ...product, position, list_id: listId }, 'select_item', {
    item_list_id: listId,
    items: [item({ ...product, position })],
  });
}

export function productViewed(product: TrackedProduct): void {
  track('Product Viewed', { ...product, currency: CURRENCY, value: product.price }, 'view_item', {
    currency: CURRENCY,
    value: product.price,
    items: [item({ ...product, quantity: 1 })],
  });
}

export function productAdded(line: TrackedLine): void {
  track('Product Added', { ...line, currency: CURRENCY }, 'add_to_cart', {
    currency: CURRENCY,
    value: valueOf([line]),
    items: [item(line)],
  });
}

export function productRemoved(line: TrackedLine): void {
  track('Product Removed', { ...line, currency: CURRENCY }, 'remove_from_cart', {
    currency: CURRENCY,
    value: valueOf([line]),
    items: [item(line)],
  });
}

export function cartViewed(products: readonly TrackedLine[]): void {
  track('Cart Viewed', { products, currency: CURRENCY, value: valueOf(products) }, 'view_cart', {
    currency: CURRENCY,
    value: valueOf(products),
    items: products.map(item),
  });
}

export function checkoutStarted(products: readonly TrackedLine[], shipping: number): void {
  const value = valueOf(products);
  track('Checkout Started', { value, revenue: value, shipping, currency: CURRENCY, products }, 'begin_checkout', {
    currency: CURRENCY,
    value,
    items: products.map(item),
  });
}

export function orderCompleted(order: TrackedOrder): void {
  track('Order Completed', { ...order }, 'purchase', {
    transaction_id: order.order_id,
    value: order.revenue,
    shipping: order.shipping,
    ...(order.coupon && { coupon: order.coupon }),
    currency: order.currency,
    items: order.products.map(item),
  });
}

export function signedUp(account: NonNullable<PageData['account']>): void {
  shared.waymark.push(['identify', account.id, account.traits]);
  track('Signed Up', { method: 'email' }, 'sign_up');
}

export function signedIn(account: NonNullable<PageData['account']>): void {
  shared.waymark.push(['identify', account.id, account.traits]);
  track('Signed In', { method: 'email' }, 'login');
}

export function signedOut(): void {
  shared.waymark.push(['reset']);
}

export type Purpose = 'functional' | 'analytics' | 'personalization' | 'marketing';

export function consentGiven(purposes: Readonly<Record<Purpose, boolean>>): void {
  shared.waymark.push(['consent', purposes]);
}
