/** Reading of posted forms: everything that arrives is a string of unknown length, or missing. */
export type Form = Readonly<Record<string, string>>;
export type CouponError = 'couponUnknown' | 'couponUsed' | 'couponTries' | 'couponUnchecked' | 'couponSpent' | 'couponUnredeemed';
export type FieldError = 'required' | 'email' | 'postcode' | 'password' | 'choice' | 'taken' | 'credentials' | CouponError;
export type Errors = Readonly<Partial<Record<string, FieldError>>>;

const MAX_FIELD = 200;

export function parseForm(body: string): Form {
  const form: Record<string, string> = Object.create(null);
  for (const [name, value] of new URLSearchParams(body)) form[name] = value;
  return form;
}

/** One line of text: control characters and runs of spaces become one space, the length is bounded. */
export function textField(form: Form, name: string): string {
  return (form[name] ?? '')
    .replace(/[\s\p{Cc}]+/gu, ' ')
    .trim()
    .slice(0, MAX_FIELD);
}

export function isEmail(text: string): boolean {
  return /^[^\s@<>"]+@[^\s@<>"]+\.[^\s@<>".]{2,}$/.test(text);
}
