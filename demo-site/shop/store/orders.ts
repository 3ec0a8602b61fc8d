import { findProduct, findVariant } from '../catalogue/catalogue.ts';
import type { CheckoutDetails } from '../checkout_form.ts';
import { type Delivery, type Discount, totalsOf } from '../pricing.ts';
import type { Coupon } from './cart_coupons.ts';
import { cartLines, type CartLine } from './carts.ts';
import type { Store } from './database.ts';
import { newOrderId } from './order_id.ts';
import type { Session } from './sessions.ts';

/** `discount`: cents it took off. */
export interface RedeemedCoupon {
  code: string;
  kind: Discount['kind'];
  discount: number;
}

export interface Order {
  id: string;
  sessionId: string;
  accountId: string | null;
  createdAt: number;
  reported: boolean;
  subtotal: number;
  shipping: number;
  /** What was paid: subtotal and shipping, less the coupon's discount. */
  total: number;
  coupon: RedeemedCoupon | undefined;
  details: CheckoutDetails;
  lines: CartLine[];
}

interface Row {
  id: string;
  session_id: string;
  account_id: string | null;
  created_at: number;
  reported_at: number | null;
  subtotal: number;
  shipping: number;
  total: number;
  delivery: Delivery;
  payment: CheckoutDetails['payment'];
  email: string;
  first_name: string;
  last_name: string;
  address: string;
  city: string;
  postcode: string;
  country: string;
}
interface LineRow {
  product_id: string;
  variant_id: string;
  quantity: number;
  price: number;
}

function linesOf(store: Store, orderId: string): CartLine[] {
  const rows = store
    .prepare('SELECT product_id, variant_id, quantity, price FROM order_lines WHERE order_id = ? ORDER BY position')
    .all(orderId) as LineRow[];
  return rows.flatMap((row) => {
    const product = findProduct(row.product_id);
    const variant = product && findVariant(product, row.variant_id);
    return product && variant ? [{ product, variant, quantity: row.quantity, price: row.price }] : [];
  });
}

function couponOf(store: Store, orderId: string): RedeemedCoupon | undefined {
  return store
    .prepare('SELECT code, discount_kind AS kind, discount FROM order_coupons WHERE order_id = ?')
    .get(orderId) as RedeemedCoupon | undefined;
}

function orderOf(store: Store, row: Row): Order {
  return {
    id: row.id,
    sessionId: row.session_id,
    accountId: row.account_id,
    createdAt: row.created_at,
    reported: row.reported_at !== null,
    subtotal: row.subtotal,
    shipping: row.shipping,
    total: row.total,
    coupon: couponOf(store, row.id),
    lines: linesOf(store, row.id),
    details: {
      email: row.email,
      firstName: row.first_name,
      lastName: row.last_name,
      address: row.address,
      city: row.city,
      postcode: row.postcode,
      country: row.country,
      delivery: row.delivery,
      payment: row.payment,
    },
  };
}

export function findOrder(store: Store, id: string): Order | undefined {
  const row = store.prepare('SELECT * FROM orders WHERE id = ?').get(id) as Row | undefined;
  return row && orderOf(store, row);
}

export function ordersOf(store: Store, accountId: string): Order[] {
  const rows = store
    .prepare('SELECT * FROM orders WHERE account_id = ? ORDER BY created_at DESC LIMIT 50')
    .all(accountId) as Row[];
  return rows.map((row) => orderOf(store, row));
}

export interface Purchase {
  session: Session;
  details: CheckoutDetails;
  now: number;
  /** Redeemed for this id. */
  redeemed?: { coupon: Coupon; orderId: string };
}

function insert(store: Store, { session, details, now, redeemed }: Purchase, lines: readonly CartLine[]): string {
  const id = redeemed?.orderId ?? newOrderId();
  const totals = totalsOf(lines, details.delivery, redeemed?.coupon.discount);
  store
    .prepare(
      `INSERT INTO orders (id, cart_id, session_id, account_id, created_at, subtotal, shipping, total, delivery, payment, email, first_name,
    last_name, address, city, postcode, country) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    )
    .run(
      id,
      session.cartId,
      session.id,
      session.accountId,
      now,
      totals.subtotal,
      totals.shipping,
      totals.total,
      details.delivery,
      details.payment,
      details.email,
      details.firstName,
      details.lastName,
      details.address,
      details.city,
      details.postcode,
      details.country,
    );
  const line = store.prepare(
    'INSERT INTO order_lines (order_id, position, product_id, variant_id, quantity, price) VALUES (?, ?, ?, ?, ?, ?)',
  );
  lines.forEach(({ product, variant, quantity, price }, position) =>
    line.run(id, position, product.id, variant.id, quantity, price),
  );
  if (redeemed && totals.discount > 0) insertCoupon(store, id, redeemed.coupon, totals.discount);
  for (const table of ['cart_lines', 'cart_coupons'])
    store.prepare(`DELETE FROM ${table} WHERE cart_id = ?`).run(session.cartId);
  return id;
}

function insertCoupon(store: Store, id: string, { code, discount: { kind } }: Coupon, cents: number): void {
  store
    .prepare('INSERT INTO order_coupons (order_id, code, discount_kind, discount) VALUES (?, ?, ?, ?)')
    .run(id, code, kind, cents);
}

function orderOfCart(store: Store, cartId: string): string | undefined {
  return (store.prepare('SELECT id FROM orders WHERE cart_id = ?').get(cartId) as { id: string } | undefined)?.id;
}

/** Orders the session's cart, once: a second submit gets the first order's id. Undefined for an empty cart. */
export function placeOrder(store: Store, purchase: Purchase): string | undefined {
  const { cartId } = purchase.session;
  const place = store.transaction((): string | undefined => {
    const lines = cartLines(store, cartId);
    return orderOfCart(store, cartId) ?? (lines.length > 0 ? insert(store, purchase, lines) : undefined);
  });
  return place.immediate();
}

/** The order a form was already turned into, if this visitor made it. */
export function findRepeated(store: Store, session: Session, cartId: string): Order | undefined {
  const id = orderOfCart(store, cartId);
  const order = id ? findOrder(store, id) : undefined;
  return order && maySee(session, order) ? order : undefined;
}

export function maySee(session: Session | undefined, order: Order): boolean {
  if (!session) return false;
  return order.sessionId === session.id || (order.accountId !== null && order.accountId === session.accountId);
}

/** The page's scripts have tracked the order; no later page load may do so again. */
export function markReported(store: Store, id: string, now: number): void {
  store.prepare('UPDATE orders SET reported_at = COALESCE(reported_at, ?) WHERE id = ?').run(now, id);
}
