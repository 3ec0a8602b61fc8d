import type { Words } from './database.ts';

/**
 * What can be won, who drew, and the codes. None of it is ever sent but the slice and the code of a draw, to who drew it.
 * `stock` is what is left, null for no limit. `discount_value`: percent, or cents of an amount. `code_text`: the code of a
 * static prize, the prefix of generated codes. One row of `coupons` is one win, or a code of a pool that waits for its win:
 * a static code has as many rows as wins. A coupon keeps the discount it was won with, whatever becomes of the prize.
 */
export const prizeSchema = ({ id, text, keyed }: Words): string => `
CREATE TABLE IF NOT EXISTS prizes (
  write_key ${text} NOT NULL,
  campaign ${text} NOT NULL,
  slice ${text} NOT NULL,
  label ${text} NOT NULL,
  weight BIGINT NOT NULL CHECK (weight = CAST(weight AS BIGINT) AND weight > 0),
  stock BIGINT CHECK (stock >= 0),
  discount_kind ${text} NOT NULL CHECK (discount_kind IN ('percent', 'amount', 'shipping', 'none')),
  discount_value BIGINT NOT NULL,
  code_kind ${text} NOT NULL CHECK (code_kind IN ('generated', 'pool', 'static', 'none')),
  code_text ${text},
  PRIMARY KEY (write_key, campaign, slice),
  CHECK (CASE discount_kind WHEN 'percent' THEN discount_value BETWEEN 1 AND 100 WHEN 'amount' THEN discount_value > 0 ELSE discount_value = 0 END),
  CHECK ((discount_kind = 'none') = (code_kind = 'none')),
  CHECK ((code_kind IN ('generated', 'static')) = (code_text IS NOT NULL))
) ${keyed};

CREATE TABLE IF NOT EXISTS draws (
  id ${text} PRIMARY KEY,
  write_key ${text} NOT NULL,
  campaign ${text} NOT NULL,
  slice ${text} NOT NULL,
  anonymous_id ${text} NOT NULL,
  email ${text} NOT NULL CHECK (email = lower(trim(email))),
  locale ${text},
  code ${text},
  drawn_at ${text} NOT NULL,
  UNIQUE (write_key, campaign, email),
  UNIQUE (write_key, campaign, anonymous_id),
  FOREIGN KEY (write_key, campaign, slice) REFERENCES prizes
) ${keyed};
CREATE INDEX IF NOT EXISTS draws_by_slice ON draws (write_key, campaign, slice);

CREATE TABLE IF NOT EXISTS coupons (
  id ${id},
  write_key ${text} NOT NULL,
  campaign ${text} NOT NULL,
  slice ${text} NOT NULL,
  code ${text} NOT NULL CHECK (code = upper(code)),
  is_shared INTEGER NOT NULL CHECK (is_shared IN (0, 1)),
  discount_kind ${text} NOT NULL CHECK (discount_kind IN ('percent', 'amount', 'shipping')),
  discount_value BIGINT NOT NULL,
  draw ${text} UNIQUE REFERENCES draws (id),
  redeemed_order ${text},
  redeemed_at ${text},
  CHECK ((redeemed_order IS NULL) = (redeemed_at IS NULL)),
  CHECK (redeemed_order IS NULL OR draw IS NOT NULL),
  FOREIGN KEY (write_key, campaign, slice) REFERENCES prizes
);
CREATE UNIQUE INDEX IF NOT EXISTS coupons_by_code ON coupons (write_key, code) WHERE is_shared = 0;
CREATE UNIQUE INDEX IF NOT EXISTS coupons_by_order ON coupons (write_key, code, redeemed_order);
CREATE INDEX IF NOT EXISTS coupons_free ON coupons (write_key, campaign, slice, id) WHERE draw IS NULL;
`;
