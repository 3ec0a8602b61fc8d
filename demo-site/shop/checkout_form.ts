import { type Errors, type FieldError, type Form, isEmail, textField } from './forms.ts';
import { DELIVERIES, type Delivery } from './pricing.ts';

export const COUNTRIES = ['AT', 'BE', 'DE', 'ES', 'FI', 'FR', 'IT', 'LV', 'NL', 'PL', 'PT', 'TR'] as const;
export const PAYMENTS = ['delivery', 'invoice'] as const;
export type Payment = (typeof PAYMENTS)[number];

export interface CheckoutDetails {
  email: string;
  firstName: string;
  lastName: string;
  address: string;
  city: string;
  postcode: string;
  country: string;
  delivery: Delivery;
  payment: Payment;
}

function isOneOf<T extends string>(options: readonly T[], value: string): value is T {
  return (options as readonly string[]).includes(value);
}

export function readCheckout(form: Form): CheckoutDetails {
  const delivery = textField(form, 'delivery');
  const payment = textField(form, 'payment');
  return {
    email: textField(form, 'email'),
    firstName: textField(form, 'firstName'),
    lastName: textField(form, 'lastName'),
    address: textField(form, 'address'),
    city: textField(form, 'city'),
    postcode: textField(form, 'postcode'),
    country: textField(form, 'country'),
    delivery: isOneOf(DELIVERIES, delivery) ? delivery : 'standard',
    payment: isOneOf(PAYMENTS, payment) ? payment : 'delivery',
  };
}

export function checkCheckout(details: CheckoutDetails): Errors {
  const errors: Partial<Record<string, FieldError>> = {};
  for (const name of ['email', 'firstName', 'lastName', 'address', 'city', 'postcode', 'country'] as const) {
    if (!details[name]) errors[name] = 'required';
  }
  if (details.email && !isEmail(details.email)) errors.email = 'email';
  if (details.postcode && !/^[A-Za-z0-9][A-Za-z0-9 -]{2,9}$/.test(details.postcode)) errors.postcode = 'postcode';
  if (details.country && !isOneOf(COUNTRIES, details.country)) errors.country = 'choice';
  return errors;
}
