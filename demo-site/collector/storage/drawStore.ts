// One draw, one transaction: the slice, its stock, its code and the draw are written together or not at all.
import { newCode } from '../codes.ts';
import type { Random } from '../codes.ts';
import { pickByWeight } from '../pickSlice.ts';
import type { Database, Session } from './database.ts';
import type { HashOf } from './erasureStore.ts';
import { prizeLock } from './prizeStore.ts';
import type { PrizeRow } from './prizeStore.ts';

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

const earlier = 'SELECT id FROM draws WHERE write_key = :write_key AND campaign = :campaign AND (email IN (:email, :email_hash) OR anonymous_id IN (:anonymous_id, :visitor_hash))';
const open = `SELECT * FROM prizes WHERE write_key = :write_key AND campaign = :campaign AND (stock IS NULL OR stock > 0) AND (code_kind <> 'pool'
  OR EXISTS (SELECT 1 FROM coupons WHERE coupons.write_key = prizes.write_key AND coupons.campaign = prizes.campaign AND coupons.slice = prizes.slice AND draw IS NULL))
  ORDER BY slice`;
const take = 'UPDATE prizes SET stock = stock - 1 WHERE write_key = :write_key AND campaign = :campaign AND slice = :slice AND stock IS NOT NULL';
const add = `INSERT INTO draws (id, write_key, campaign, slice, anonymous_id, email, locale, code, drawn_at)
  VALUES (:id, :write_key, :campaign, :slice, :anonymous_id, :email, :locale, :code, :drawn_at)`;
const free = 'SELECT code FROM coupons WHERE write_key = :write_key AND campaign = :campaign AND slice = :slice AND draw IS NULL ORDER BY id LIMIT 1';
const bindCoupon = `UPDATE coupons SET draw = :draw, discount_kind = :discount_kind, discount_value = :discount_value
  WHERE write_key = :write_key AND code = :code AND is_shared = 0 AND draw IS NULL`;
const addCoupon = `INSERT INTO coupons (write_key, campaign, slice, code, is_shared, discount_kind, discount_value, draw)
  VALUES (:write_key, :campaign, :slice, :code, :is_shared, :discount_kind, :discount_value, :draw)`;

export function draws(database: Database, random: Random, hashOf: HashOf) {
  return {
    /** The same id gets the same answer again. */
    draw(request: DrawRequest): Promise<Draw | DrawProblem> {
      return database.transaction(prizeLock(request.write_key), async (session) => {
        const [before] = await session.all<Draw>('SELECT * FROM draws WHERE id = :id', { id: request.id });
        if (before) return isSameDraw(before, request) ? before : 'draw_conflict';
        const { write_key, campaign } = request;
        const problem = await problemOf(session, request, hashOf);
        if (problem) return problem;
        const prize = pickByWeight(await session.all<PrizeRow>(open, { write_key, campaign }), random);
        return prize ? settle(session, request, prize, random) : 'sold_out';
      });
    },
  };
}

function isSameDraw(before: Draw, request: DrawRequest): boolean {
  return before.write_key === request.write_key && before.campaign === request.campaign && before.email === request.email;
}

async function problemOf(session: Session, { write_key, campaign, email, anonymous_id }: DrawRequest, hashOf: HashOf): Promise<DrawProblem | null> {
  const hashes = { email_hash: hashOf('email', write_key, email), visitor_hash: hashOf('visitor', write_key, anonymous_id) };
  if ((await session.all(earlier, { write_key, campaign, email, anonymous_id, ...hashes })).length > 0) return 'already_drawn';
  const known = await session.all('SELECT slice FROM prizes WHERE write_key = :write_key AND campaign = :campaign LIMIT 1', { write_key, campaign });
  return known.length > 0 ? null : 'unknown_campaign';
}

async function settle(session: Session, request: DrawRequest, prize: PrizeRow, random: Random): Promise<Draw> {
  const { write_key, campaign, slice } = prize;
  const drawn = { ...request, slice, code: await codeFor(session, prize, random) };
  await session.run(take, { write_key, campaign, slice });
  await session.run(add, drawn);
  await giveCode(session, prize, drawn);
  return drawn;
}

async function codeFor(session: Session, { write_key, campaign, slice, code_kind, code_text }: PrizeRow, random: Random): Promise<string | null> {
  if (code_kind === 'none') return null;
  if (code_kind === 'pool') return (await session.all<{ code: string }>(free, { write_key, campaign, slice }))[0]!.code;
  return code_kind === 'static' ? code_text : generate(session, write_key, code_text!, random);
}

async function generate(session: Session, writeKey: string, prefix: string, random: Random): Promise<string> {
  for (let attempt = 0; attempt < codeAttempts; attempt += 1) {
    const code = newCode(prefix, random);
    if ((await session.all('SELECT id FROM coupons WHERE write_key = :writeKey AND code = :code LIMIT 1', { writeKey, code })).length === 0) return code;
  }
  throw new Error('no free code found');
}

/** Makes the code one that can be redeemed. */
async function giveCode(session: Session, prize: PrizeRow, { id: draw, code }: Draw): Promise<void> {
  const { write_key, campaign, slice, code_kind, discount_kind, discount_value } = prize;
  if (code_kind === 'none') return;
  if (code_kind === 'pool') await session.run(bindCoupon, { draw, write_key, code, discount_kind, discount_value });
  else await session.run(addCoupon, { write_key, campaign, slice, code, is_shared: code_kind === 'static' ? 1 : 0, discount_kind, discount_value, draw });
}
