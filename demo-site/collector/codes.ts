// Coupon codes: how one is made, and how one that a person typed is read.

/** A whole number from 0 up to, not including, `below`. */
export type Random = (below: number) => number;

/** No letter or digit that is read as another. */
const alphabet = '23456789ABCDEFGHJKMNPQRSTUVWXYZ';

/** `AUR-7K2M-XQ4D`: 31⁸ codes, so a guess hits one of a million with a chance of one in 850,000. */
export function newCode(prefix: string, random: Random): string {
  const block = (): string => Array.from({ length: 4 }, () => alphabet[random(alphabet.length)]).join('');
  return `${prefix}-${block()}-${block()}`;
}

export function normalCode(text: string): string {
  return text.replace(/\s+/g, '').toUpperCase();
}
