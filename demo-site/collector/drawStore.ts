// One draw, one transaction: the slice, its stock, its code and the draw are written together or not at all.
import type Database from 'libsql';
import { newCode } from './codes.ts';
import type { Random } from './codes.ts';
import { pickByWeight } from './pickSlice.ts';
import type { PrizeRow } from './prizeStore.ts';
import { inTransaction } from './transaction.ts';

/** A row of the table `draws` before it is drawn. */
export interface DrawRequest {
  id: string;
  write_key: string;
  campaign: string;
  anonymous_id: string;
  /** Trimmed and in lower case. */
  email: string;
  locale: string | null;
  drawn_at: string;
}
export type Draw = DrawRequest & { slice: string; code: string | null };
export type DrawProblem = 'draw_conflict' | 'already_drawn' | 'unknown_campaign' | 'sold_out';

const codeAttempts = 20;

export function draws(db: Database.Database, random: Random) {
  const known = db.prepare('SELECT * FROM draws WHERE id = ?');
  const earlier = db.prepare('SELECT 1 FROM draws WHERE write_key = :write_key AND campaign = :campaign AND (email = :email OR anonymous_id = :anonymous_id)');
  const campaign = db.prepare('SELECT 1 FROM prizes WHERE write_key = ? AND campaign = ? LIMIT 1');
  const open = db.prepare(`SELECT * FROM prizes WHERE write_key = :write_key AND campaign = :campaign AND (stock IS NULL OR stock > 0) AND (code_kind <> 'pool'
    OR EXISTS (SELECT 1 FROM coupons WHERE coupons.write_key = prizes.write_key AND coupons.campaign = prizes.campaign AND coupons.slice = prizes.slice AND draw IS NULL))
    ORDER BY slice`);
  const take = db.prepare('UPDATE prizes SET stock = stock - 1 WHERE write_key = :write_key AND campaign = :campaign AND slice = :slice AND stock IS NOT NULL');
  const add = db.prepare(`INSERT INTO draws (id, write_key, campaign, slice, anonymous_id, email, locale, code, drawn_at)
    VALUES (:id, :write_key, :campaign, :slice, :anonymous_id, :email, :locale, :code, :drawn_at)`);
  const coupons = couponsOf(db, random);

  function problemOf({ write_key, campaign: id, email, anonymous_id }: DrawRequest): DrawProblem | null {
    if (earlier.get({ write_key, campaign: id, email, anonymous_id })) return 'already_drawn';
    return campaign.get(write_key, id) ? null : 'unknown_campaign';
  }

  function settle(request: DrawRequest, prize: PrizeRow): Draw {
    const { write_key, slice } = prize;
    const drawn = { ...request, slice, code: coupons.codeFor(prize) };
    take.run({ write_key, campaign: prize.campaign, slice });
    add.run(drawn);
    coupons.give(prize, drawn);
    return drawn;
  }

  return {
    /** The same id gets the same answer again. */
    draw(request: DrawRequest): Draw | DrawProblem {
      return inTransaction(db, () => {
        const before = known.get(request.id) as Draw | undefined;
        if (before) return isSameDraw(before, request) ? before : 'draw_conflict';
        const { write_key } = request;
        const problem = problemOf(request);
        if (problem) return problem;
        const prize = pickByWeight(open.all({ write_key, campaign: request.campaign }) as PrizeRow[], random);
        return prize ? settle(request, prize) : 'sold_out';
      });
    },
  };
}

function isSameDraw(before: Draw, request: DrawRequest): boolean {
  return before.write_key === request.write_key && before.campaign === request.campaign && before.email === request.email;
}

function couponsOf(db: Database.Database, random: Random) {
  const exists = db.prepare('SELECT 1 FROM coupons WHERE write_key = ? AND code = ?');
  const free = db.prepare(`SELECT code FROM coupons WHERE write_key = :write_key AND campaign = :campaign AND slice = :slice AND draw IS NULL ORDER BY id LIMIT 1`);
  const bind = db.prepare(`UPDATE coupons SET draw = :draw, discount_kind = :discount_kind, discount_value = :discount_value
    WHERE write_key = :write_key AND code = :code AND is_shared = 0 AND draw IS NULL`);
  const add = db.prepare(`INSERT INTO coupons (write_key, campaign, slice, code, is_shared, discount_kind, discount_value, draw)
    VALUES (:write_key, :campaign, :slice, :code, :is_shared, :discount_kind, :discount_value, :draw)`);

  function generate(writeKey: string, prefix: string): string {
    for (let attempt = 0; attempt < codeAttempts; attempt += 1) {
      const code = newCode(prefix, random);
      if (!exists.get(writeKey, code)) return code;
    }
    throw new Error('no free code found');
  }

  return {
    codeFor({ write_key, campaign, slice, code_kind, code_text }: PrizeRow): string | null {
      if (code_kind === 'none') return null;
      if (code_kind === 'pool') return (free.get({ write_key, campaign, slice }) as { code: string }).code;
      return code_kind === 'static' ? code_text! : generate(write_key, code_text!);
    },

    /** Makes the code one that can be redeemed. */
    give(prize: PrizeRow, { id: draw, code }: Draw): void {
      const { write_key, campaign, slice, code_kind, discount_kind, discount_value } = prize;
      if (code_kind === 'none') return;
      if (code_kind === 'pool') bind.run({ draw, write_key, code, discount_kind, discount_value });
      else add.run({ write_key, campaign, slice, code, is_shared: code_kind === 'static' ? 1 : 0, discount_kind, discount_value, draw });
    },
  };
}
