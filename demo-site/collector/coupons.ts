// What the shop's server asks about coupons: who may ask, what is asked, what is answered.
import { createHash, timingSafeEqual } from 'node:crypto';
import { normalCode } from './codes.ts';
import type { CouponProblem, Won } from './storage/couponStore.ts';
import { isIdentifier } from './event.ts';
import { isObject } from './json.ts';
import { limits } from './limits.ts';
import type { Discount } from './prizes.ts';
import { Refusal } from './refusal.ts';

/** Throws a Refusal for anyone who does not bring the token; without a token nobody can. */
export function requireToken(token: string | undefined, authorization: string | undefined): void {
  const given = /^Bearer ([^\s]+)$/i.exec(authorization ?? '')?.[1];
  if (token === undefined || token === '' || given === undefined || !timingSafeEqual(hashed(given), hashed(token)))
    throw new Refusal(401, 'unauthorized', 'Coupons are checked and redeemed by the shop\'s server, with its token.');
}

/** Hashes have one length, so that comparing takes the same time whatever was sent. */
function hashed(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}

export function readCode(body: unknown, writeKey: string): Won {
  const code = isObject(body) && typeof body['code'] === 'string' ? normalCode(body['code']) : '';
  if (!isIdentifier(code, limits.couponChars)) throw new Refusal(400, 'bad_coupon', `code is printable text of at most ${limits.couponChars} characters.`);
  return { writeKey, code };
}

export function readOrder(body: unknown): string {
  const order = isObject(body) ? body['order'] : undefined;
  if (isIdentifier(order, limits.orderIdChars)) return order;
  throw new Refusal(400, 'bad_coupon', `order is printable text of at most ${limits.orderIdChars} characters.`);
}

export function optionalOrder(body: unknown): string | null {
  return isObject(body) && body['order'] != null ? readOrder(body) : null;
}

export type CheckAnswer = { success: true; valid: true; discount: Discount } | { success: true; valid: false; reason: CouponProblem };

export function checkAnswer(found: Discount | CouponProblem): CheckAnswer {
  return typeof found === 'string' ? { success: true, valid: false, reason: found } : { success: true, valid: true, discount: found };
}

/** Throws a Refusal for what was not redeemed. */
export function redeemAnswer(found: Discount | CouponProblem): { success: true; discount: Discount } {
  if (found === 'unknown') throw new Refusal(404, 'unknown', 'There is no such coupon.');
  if (found === 'used') throw new Refusal(409, 'used', 'This coupon was redeemed by another order.');
  return { success: true, discount: found };
}
