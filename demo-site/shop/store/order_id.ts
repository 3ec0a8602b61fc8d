import { randomBytes } from 'node:crypto';

/** No letter or digit that is read as another. */
const ALPHABET = '23456789ABCDEFGHJKMNPQRSTUVWXYZ';

export function newOrderId(): string {
  return 'AU-' + Array.from(randomBytes(8), (byte) => ALPHABET[byte % ALPHABET.length]).join('');
}
