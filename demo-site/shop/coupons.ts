// What the shop asks the collector about coupons, from server to server.
import type { Discount } from './pricing.ts';

export interface CouponService {
  /** The collector's origin as this server reaches it. */
  origin: string;
  token: string;
}

export type CouponAnswer = { discount: Discount } | { problem: 'unknown' | 'used' | 'unreachable' };

interface Reply {
  discount?: { kind?: unknown; value?: unknown };
  reason?: unknown;
  error?: { code?: unknown };
}

const PATIENCE_MS = 3_000;
const KINDS = ['percent', 'amount', 'shipping'] as const;

export type Coupons = ReturnType<typeof createCoupons>;

export function createCoupons({ origin, token }: CouponService, writeKey: string) {
  const ask = async (path: string, code: string, order: string): Promise<CouponAnswer> => {
    try {
      const response = await fetch(`${origin}/v1/coupons/${path}`, {
        method: 'POST',
        headers: { 'authorization': `Bearer ${token}`, 'content-type': 'application/json' },
        body: JSON.stringify({ writeKey, code, order }),
        signal: AbortSignal.timeout(PATIENCE_MS),
      });
      return answerOf((await response.json()) as Reply);
    } catch {
      return { problem: 'unreachable' };
    }
  };
  return {
    /** Good also where this very order has redeemed the code. */
    check: (code: string, order: string) => ask('check', code, order),
    /** Once only; the same order may ask again. */
    redeem: (code: string, order: string) => ask('redeem', code, order),
  };
}

function answerOf({ discount, reason, error }: Reply): CouponAnswer {
  const kind = KINDS.find((known) => known === discount?.kind);
  if (kind && typeof discount?.value === 'number') return { discount: { kind, value: discount.value } };
  const problem = reason ?? error?.code;
  if (problem === 'bad_coupon') return { problem: 'unknown' };
  return { problem: problem === 'unknown' || problem === 'used' ? problem : 'unreachable' };
}
