// Codes that were won, and what became of them. A code that waits in a pool is not known here.
import type Database from 'libsql';
import type { Discount, DiscountKind } from './prizes.ts';
import { inTransaction } from './transaction.ts';

export interface Won { writeKey: string; /** As `normalCode` has it. */ code: string }
export type CouponProblem = 'unknown' | 'used';

interface Row { id: number; discount_kind: DiscountKind; discount_value: number; redeemed_order: string | null }

export function coupons(db: Database.Database) {
  // The order's own first: it gets the same answer again.
  const usable = db.prepare(`SELECT id, discount_kind, discount_value, redeemed_order FROM coupons
    WHERE write_key = :writeKey AND code = :code AND draw IS NOT NULL AND (redeemed_order IS NULL OR redeemed_order = :order)
    ORDER BY redeemed_order IS NULL, id LIMIT 1`);
  const won = db.prepare('SELECT 1 FROM coupons WHERE write_key = :writeKey AND code = :code AND draw IS NOT NULL');
  const mark = db.prepare('UPDATE coupons SET redeemed_order = ?, redeemed_at = ? WHERE id = ? AND redeemed_order IS NULL');

  const find = ({ writeKey, code }: Won, order: string | null): Row | CouponProblem =>
    (usable.get({ writeKey, code, order }) as Row | undefined) ?? (won.get({ writeKey, code }) ? 'used' : 'unknown');

  return {
    /** With an order: a code that this order has redeemed is still good for it. */
    checkCoupon(given: Won, order: string | null): Discount | CouponProblem {
      const found = find(given, order);
      return typeof found === 'string' ? found : discountOf(found);
    },
    /** Once only; the same order gets the same answer again. */
    redeemCoupon(given: Won, order: string, now: string): Discount | CouponProblem {
      return inTransaction(db, () => {
        const found = find(given, order);
        if (typeof found === 'string') return found;
        if (found.redeemed_order === null) mark.run(order, now, found.id);
        return discountOf(found);
      });
    },
  };
}

function discountOf({ discount_kind, discount_value }: Row): Discount {
  return { kind: discount_kind, value: discount_value };
}
