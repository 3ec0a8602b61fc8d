// Codes that were won, and what became of them. A code that waits in a pool is not known here.
import type { Discount, DiscountKind } from '../prizes.ts';
import type { Database, Reader } from './database.ts';
import { prizeLock } from './prizeStore.ts';

export interface Won { writeKey: string; /** As `normalCode` has it. */ code: string }
export type CouponProblem = 'unknown' | 'used';

interface Row { id: number; discount_kind: DiscountKind; discount_value: number; redeemed_order: string | null }

// The order's own first: it gets the same answer again.
const usable = `SELECT id, discount_kind, discount_value, redeemed_order FROM coupons
  WHERE write_key = :writeKey AND code = :code AND draw IS NOT NULL AND (redeemed_order IS NULL OR redeemed_order = :order)
  ORDER BY redeemed_order IS NULL, id LIMIT 1`;
const won = 'SELECT id FROM coupons WHERE write_key = :writeKey AND code = :code AND draw IS NOT NULL LIMIT 1';
const mark = 'UPDATE coupons SET redeemed_order = :order, redeemed_at = :now WHERE id = :id AND redeemed_order IS NULL';

export function coupons(database: Database) {
  return {
    /** With an order: a code that this order has redeemed is still good for it. */
    async checkCoupon(given: Won, order: string | null): Promise<Discount | CouponProblem> {
      const found = await find(database, given, order);
      return typeof found === 'string' ? found : discountOf(found);
    },
    /** Once only; the same order gets the same answer again. */
    redeemCoupon(given: Won, order: string, now: string): Promise<Discount | CouponProblem> {
      return database.transaction(prizeLock(given.writeKey), async (session) => {
        const found = await find(session, given, order);
        if (typeof found === 'string') return found;
        if (found.redeemed_order === null) await session.run(mark, { order, now, id: found.id });
        return discountOf(found);
      });
    },
  };
}

async function find(from: Reader, { writeKey, code }: Won, order: string | null): Promise<Row | CouponProblem> {
  const [row] = await from.all<Row>(usable, { writeKey, code, order });
  if (row) return row;
  return (await from.all(won, { writeKey, code })).length > 0 ? 'used' : 'unknown';
}

function discountOf({ discount_kind, discount_value }: Row): Discount {
  return { kind: discount_kind, value: discount_value };
}
