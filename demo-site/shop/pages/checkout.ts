import { pictureOf } from '../catalogue/catalogue.ts';
import { COUNTRIES, type Payment, PAYMENTS } from '../checkout_form.ts';
import type { Errors } from '../forms.ts';
import { html, type Html } from '../html.ts';
import { money } from '../i18n/format.ts';
import type { Messages } from '../i18n/messages.ts';
import { DELIVERIES, type Delivery, shippingOf, type Totals, totalsOf } from '../pricing.ts';
import type { Coupon } from '../store/cart_coupons.ts';
import type { CartLine } from '../store/carts.ts';
import { cartState } from '../tracked.ts';
import { link, type Visit } from '../visit.ts';
import { appliedCoupon, CHECKOUT_FORM, couponField, discountLine, discountText } from './coupon.ts';
import { errorSummary, errorText, errorTexts, type Field, type FormState, textInput } from './fields.ts';
import type { Page } from './layout.ts';

function shown(visit: Visit, cents: number): string {
  return cents === 0 ? visit.messages.cart.free : money(visit.language, cents);
}

function countryOption(code: string, name: string, isChosen: boolean): Html {
  return html`<option value="${code}" ${isChosen && html`selected`}>${name}</option>`;
}

function countrySelect(visit: Visit, { values, errors }: FormState): Html {
  const names = new Intl.DisplayNames(visit.language, { type: 'region' });
  const options = COUNTRIES.map((code) => ({ code, name: names.of(code) ?? code })).sort((a, b) =>
    a.name.localeCompare(b.name, visit.language),
  );
  const { checkout } = visit.messages;
  return html`<p class="field">
    <label for="country">${checkout.country}</label
    ><select
      id="country"
      name="country"
      autocomplete="country"
      required
      ${errors.country && html`aria-invalid="true" aria-describedby="country-error"`}
    >
      <option value="">${checkout.choose}</option>
      ${options.map(({ code, name }) => countryOption(code, name, values.country === code))}</select
    >${errorText(visit.messages, 'country', errors)}
  </p>`;
}

interface Option {
  name: string;
  value: string;
  checked: boolean;
  texts: readonly string[];
  price?: string;
}

function option({ name, value, checked, texts, price }: Option): Html {
  return html`<label class="option"
    ><input type="radio" name="${name}" value="${value}" ${checked && html`checked`} /><span
      ><strong>${texts[0]}</strong><small>${texts[1]}</small></span
    >${price && html`<span class="option-price">${price}</span>`}</label
  >`;
}

function deliveryOf(state: FormState): Delivery {
  return state.values.delivery === 'express' ? 'express' : 'standard';
}

export interface CheckoutState extends FormState {
  /** False where a form came back. */
  isNew: boolean;
  /** Whether there is a place to enter a coupon. */
  takesCoupons: boolean;
  coupon: Coupon | undefined;
}

function couponPart(visit: Visit, state: CheckoutState, totals: Totals): Html | false {
  if (state.coupon) return appliedCoupon(visit, state.coupon, totals.discount === 0);
  return state.takesCoupons && couponField(visit, state);
}

function orderSummary(visit: Visit, lines: readonly CartLine[], state: CheckoutState): Html {
  const { language, messages } = visit;
  const totals = totalsOf(lines, deliveryOf(state), state.coupon?.discount);
  return html`<aside class="summary">
    <h2>${messages.cart.summary}</h2>
    <ul class="mini-lines">
      ${lines.map(
        ({ product, variant, quantity, price }) =>
          html`<li>
            <img src="${pictureOf(product, variant)}" alt="" width="600" height="720" />
            <p><strong>${product.name}</strong><span>${variant.name[language]} × ${quantity}</span></p>
            <span>${money(language, price * quantity)}</span>
          </li>`,
      )}
    </ul>
    ${couponPart(visit, state, totals)}
    <dl>
      <div>
        <dt>${messages.cart.subtotal}</dt>
        <dd>${money(language, totals.subtotal)}</dd>
      </div>
      <div>
        <dt>${messages.cart.shipping}</dt>
        <dd data-shipping>${shown(visit, totals.shipping)}</dd>
      </div>
      ${state.coupon && discountLine(visit, state.coupon.code, totals.discount)}
      <div class="grand">
        <dt>${messages.cart.total}</dt>
        <dd data-total>${money(language, totals.total)}</dd>
      </div>
    </dl>
    <p class="fine">${messages.cart.tax}</p>
    <a class="more" href="${link(visit, '/cart')}">${messages.checkout.back}</a>
  </aside>`;
}

function addressFields(visit: Visit, state: FormState): Html {
  const { messages } = visit;
  const { checkout } = messages;
  const input = (name: string, label: string, autocomplete: string, half = false): Html =>
    textInput(messages, { name, label, autocomplete, half }, state);
  return html`<fieldset>
    <legend>${checkout.address}</legend>
    <div class="fields">
      ${input('firstName', checkout.firstName, 'given-name', true)}
      ${input('lastName', checkout.lastName, 'family-name', true)}
      ${input('address', checkout.street, 'street-address')}
      ${input('postcode', checkout.postcode, 'postal-code', true)}
      ${input('city', checkout.city, 'address-level2', true)} ${countrySelect(visit, state)}
    </div>
  </fieldset>`;
}

function deliveryOptions(visit: Visit, subtotal: number, chosen: Delivery): Html[] {
  return DELIVERIES.map((id) => {
    const price = shown(visit, shippingOf(id, subtotal));
    return option({ name: 'delivery', value: id, checked: id === chosen, texts: visit.messages.deliveries[id], price });
  });
}

function paymentOption({ payments }: Messages, id: Payment, checked: boolean): Html {
  return option({ name: 'payment', value: id, checked, texts: payments[id] });
}

function emailField({ checkout }: Messages): Field {
  return { name: 'email', label: checkout.email, type: 'email', autocomplete: 'email' };
}

function signInOffer(visit: Visit): Html {
  const { checkout, signIn } = visit.messages;
  return html`<p>${checkout.haveAccount} <a href="${link(visit, '/sign-in')}">${signIn.action}</a></p>`;
}

/** What the script shows when another delivery is chosen. */
function deliveryTexts(visit: Visit, lines: readonly CartLine[], coupon: Coupon | undefined) {
  const textsOf = (totals: Totals) => ({
    shipping: shown(visit, totals.shipping),
    discount: discountText(visit, totals.discount),
    isIdle: totals.discount === 0,
    total: money(visit.language, totals.total),
  });
  return Object.fromEntries(DELIVERIES.map((id) => [id, textsOf(totalsOf(lines, id, coupon?.discount))]));
}

/** The coupon's error is told beside its field, which has the focus then. */
function formErrors({ coupon: _coupon, ...errors }: Errors): Errors {
  return errors;
}

export function checkoutPage(visit: Visit, lines: readonly CartLine[], state: CheckoutState): Page {
  const { messages } = visit;
  const { checkout } = messages;
  const { subtotal } = totalsOf(lines);
  const delivery = deliveryOf(state);
  const payment = state.values.payment ?? 'delivery';
  return {
    type: 'checkout',
    title: checkout.title,
    personal: true,
    data: {
      checkout: {
        isNew: state.isNew,
        cart: cartState(visit, lines),
        shipping: shippingOf(delivery, subtotal) / 100,
        deliveries: deliveryTexts(visit, lines, state.coupon),
      },
    },
    body: html`<div class="page-head">
        <h1>${checkout.title}</h1>
        ${!visit.account && signInOffer(visit)}
      </div>
      <div class="checkout">
        <form
          id="${CHECKOUT_FORM}"
          method="post"
          action="${link(visit, '/checkout')}"
          novalidate
          data-checked
          ${errorTexts(messages)}
          data-once
        >
          <input type="hidden" name="cart" value="${visit.session?.cartId}" />${errorSummary(messages, formErrors(state.errors))}
          <fieldset>
            <legend>${checkout.contact}</legend>
            <div class="fields">
              ${textInput(messages, emailField(messages), state)}
            </div>
          </fieldset>
          ${addressFields(visit, state)}
          <fieldset>
            <legend>${checkout.method}</legend>
            <div class="options">
              ${deliveryOptions(visit, subtotal, delivery)}
            </div>
          </fieldset>
          <fieldset>
            <legend>${checkout.payment}</legend>
            <div class="options">
              ${PAYMENTS.map((id) => paymentOption(messages, id, id === payment))}
            </div>
          </fieldset>
          <button class="button wide">${checkout.place}</button>
          <p class="fine">${checkout.demo} ${checkout.secure}</p>
        </form>
        ${orderSummary(visit, lines, state)}
      </div>`,
  };
}
