// Prizes in the database.
import type { Discount, Prize } from '../prizes.ts';
import type { Database } from './database.ts';

/** A row of the table `prizes`. */
export interface PrizeRow {
  write_key: string;
  campaign: string;
  slice: string;
  label: string;
  weight: number;
  stock: number | null;
  discount_kind: Discount['kind'] | 'none';
  discount_value: number;
  code_kind: 'generated' | 'pool' | 'static' | 'none';
  code_text: string | null;
}

/** Prizes, draws and codes of a shop change one after another: a stock and a code are given once. */
export const prizeLock = (writeKey: string): string => `prizes ${writeKey}`;

// What was won stays won: a stock is that of the file less the draws.
const left = `excluded.stock - (SELECT count(*) FROM draws
  WHERE draws.write_key = excluded.write_key AND draws.campaign = excluded.campaign AND draws.slice = excluded.slice)`;
const put = `INSERT INTO prizes (write_key, campaign, slice, label, weight, stock, discount_kind, discount_value, code_kind, code_text)
  VALUES (:write_key, :campaign, :slice, :label, :weight, :stock, :discount_kind, :discount_value, :code_kind, :code_text)
  ON CONFLICT (write_key, campaign, slice) DO UPDATE SET label = excluded.label, weight = excluded.weight, discount_kind = excluded.discount_kind,
    discount_value = excluded.discount_value, code_kind = excluded.code_kind, code_text = excluded.code_text, stock = CASE WHEN ${left} < 0 THEN 0 ELSE ${left} END`;
const addToPool = `INSERT INTO coupons (write_key, campaign, slice, code, is_shared, discount_kind, discount_value)
  VALUES (:write_key, :campaign, :slice, :code, 0, :discount_kind, :discount_value) ON CONFLICT DO NOTHING`;

export function prizes(database: Database) {
  return {
    /** Makes the campaign's prizes these. A slice that is none of them any more can not be won. */
    putPrizes(writeKey: string, campaign: string, given: readonly Prize[]): Promise<void> {
      return database.transaction(prizeLock(writeKey), async (session) => {
        await session.run('UPDATE prizes SET stock = 0 WHERE write_key = :writeKey AND campaign = :campaign', { writeKey, campaign });
        for (const prize of given) {
          const row = rowOf(writeKey, campaign, prize);
          await session.run(put, row);
          const { write_key, slice, discount_kind, discount_value } = row;
          for (const code of poolOf(prize)) await session.run(addToPool, { write_key, campaign, slice, code, discount_kind, discount_value });
        }
      });
    },
  };
}

function poolOf({ win }: Prize): string[] {
  return win?.code.kind === 'pool' ? win.code.codes : [];
}

function rowOf(write_key: string, campaign: string, { slice, label, weight, stock, win }: Prize): PrizeRow {
  const base = { write_key, campaign, slice, label, weight, stock };
  if (win === null) return { ...base, discount_kind: 'none', discount_value: 0, code_kind: 'none', code_text: null };
  const { discount, code } = win;
  const code_text = code.kind === 'generated' ? code.prefix : code.kind === 'static' ? code.code : null;
  return { ...base, discount_kind: discount.kind, discount_value: discount.value, code_kind: code.kind, code_text };
}
