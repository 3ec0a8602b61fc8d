import { html, type Html } from '../html.ts';
import { money } from '../i18n/format.ts';
import { fill } from '../i18n/messages.ts';
import type { Coupon } from '../store/cart_coupons.ts';
import type { Visit } from '../visit.ts';
import { errorText, type FormState } from './fields.ts';

export const CHECKOUT_FORM = 'checkout-form';

/** A line of the totals. */
export function discountLine(visit: Visit, code: string, cents: number): Html {
  return html`<div>
    <dt>${fill(visit.messages.coupon.line, { code })}</dt>
    <dd data-discount>${discountText(visit, cents)}</dd>
  </div>`;
}

export function discountText({ language }: Visit, cents: number): string {
  return cents === 0 ? money(language, 0) : `−${money(language, cents)}`;
}

/**
 * Stands outside of the checkout's form and belongs to it: what was typed into the form is not lost, with a script or
 * without. Enter in the field presses the form's first button, so the server reads a code before it takes an order.
 */
export function couponField(visit: Visit, state: FormState): Html {
  const { coupon } = visit.messages;
  const hasError = Boolean(state.errors.coupon);
  return html`<div class="field coupon">
    <label for="coupon">${coupon.label}</label>
    <div class="coupon-entry">
      <input
        id="coupon"
        name="coupon"
        form="${CHECKOUT_FORM}"
        value="${state.values.coupon}"
        maxlength="64"
        autocomplete="off"
        autocapitalize="characters"
        spellcheck="false"
        ${hasError && html`aria-invalid="true" aria-describedby="coupon-error" autofocus`}
      /><button class="button secondary" form="${CHECKOUT_FORM}" name="step" value="apply">${coupon.apply}</button>
    </div>
    ${errorText(visit.messages, 'coupon', state.errors)}
  </div>`;
}

/** `isIdle`: it takes nothing off this order. */
export function appliedCoupon(visit: Visit, { code }: Coupon, isIdle: boolean): Html {
  const { coupon } = visit.messages;
  return html`<div class="coupon-applied">
    <p role="status">
      ${fill(coupon.applied, { code })} <span data-coupon-idle ${!isIdle && html`hidden`}>${coupon.idle}</span>
    </p>
    <button class="text-button" form="${CHECKOUT_FORM}" name="step" value="remove">
      ${fill(coupon.remove, { code })}
    </button>
  </div>`;
}
