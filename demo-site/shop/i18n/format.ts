import type { Language } from './language.ts';

export const CURRENCY = 'EUR';

/** Formats are slow to make and pure, so one of each is kept. */
function perLanguage<T>(make: (language: Language) => T): (language: Language) => T {
  const made = new Map<Language, T>();
  return (language) => {
    const known = made.get(language);
    if (known) return known;
    const fresh = make(language);
    made.set(language, fresh);
    return fresh;
  };
}

const moneyFormat = perLanguage(
  (language) => new Intl.NumberFormat(language, { style: 'currency', currency: CURRENCY }),
);
const decimalFormat = perLanguage(
  (language) => new Intl.NumberFormat(language, { minimumFractionDigits: 1, maximumFractionDigits: 1 }),
);
const integerFormat = perLanguage((language) => new Intl.NumberFormat(language));
const pluralRules = perLanguage((language) => new Intl.PluralRules(language));
const dateFormat = perLanguage(
  (language) =>
    new Intl.DateTimeFormat(language, { day: 'numeric', month: 'long', year: 'numeric', timeZone: 'Europe/Berlin' }),
);

export function money(language: Language, cents: number): string {
  return moneyFormat(language).format(cents / 100);
}

export function decimal(language: Language, value: number): string {
  return decimalFormat(language).format(value);
}

export function date(language: Language, time: number): string {
  return dateFormat(language).format(time);
}

/** Forms by CLDR category; `#` in the chosen form becomes the number. Russian needs one, few and many. */
export type PluralForms = Partial<Record<Intl.LDMLPluralRule, string>> & { other: string };

export function plural(language: Language, count: number, forms: PluralForms): string {
  const form = forms[pluralRules(language).select(count)] ?? forms.other;
  return form.replace('#', integerFormat(language).format(count));
}
