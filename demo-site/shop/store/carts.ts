import { findProduct, findVariant, priceOf } from '../catalogue/catalogue.ts';
import type { Product, Variant } from '../catalogue/types.ts';
import type { Store } from './database.ts';

export const MAX_QUANTITY = 10;
export const MAX_LINES = 50;

export interface CartLine {
  product: Product;
  variant: Variant;
  quantity: number;
  price: number;
}
interface Row {
  product_id: string;
  variant_id: string;
  quantity: number;
}
export interface LineId {
  productId: string;
  variantId: string;
}

/** Lines whose product has left the catalogue are passed over. */
export function cartLines(store: Store, cartId: string): CartLine[] {
  const rows = store
    .prepare('SELECT product_id, variant_id, quantity FROM cart_lines WHERE cart_id = ? ORDER BY added_at, rowid')
    .all(cartId) as Row[];
  return rows.flatMap((row) => {
    const product = findProduct(row.product_id);
    const variant = product && findVariant(product, row.variant_id);
    return product && variant ? [{ product, variant, quantity: row.quantity, price: priceOf(product, variant) }] : [];
  });
}

export function quantityOf(store: Store, cartId: string, item: LineId): number {
  const row = store
    .prepare('SELECT quantity FROM cart_lines WHERE cart_id = ? AND product_id = ? AND variant_id = ?')
    .get(cartId, item.productId, item.variantId) as Pick<Row, 'quantity'> | undefined;
  return row?.quantity ?? 0;
}

/** Zero removes the line. More than MAX_QUANTITY becomes MAX_QUANTITY. */
export function setQuantity(store: Store, cartId: string, item: LineId, quantity: number, now: number): void {
  if (quantity <= 0) {
    store
      .prepare('DELETE FROM cart_lines WHERE cart_id = ? AND product_id = ? AND variant_id = ?')
      .run(cartId, item.productId, item.variantId);
    return;
  }
  store
    .prepare(
      `INSERT INTO cart_lines (cart_id, product_id, variant_id, quantity, added_at) VALUES (?, ?, ?, ?, ?)
    ON CONFLICT (cart_id, product_id, variant_id) DO UPDATE SET quantity = excluded.quantity`,
    )
    .run(cartId, item.productId, item.variantId, Math.min(quantity, MAX_QUANTITY), now);
}
