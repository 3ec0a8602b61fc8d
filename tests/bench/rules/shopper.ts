// A visit to the engine that the rules of ruleSet.ts are about.
import type { Facts } from './ruleSet.ts';

export const ENVIRONMENT = {
  entropy: '00112233445566778899aabbccddeeff', consent: 'granted', locale: 'en', display: false,
  device: { userAgent: 'Mozilla/5.0 (Linux; Android 14; Pixel 8) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/130.0.0.0 Mobile Safari/537.36', touch: true, language: 'en', width: 412, height: 915 },
};
const START = Date.UTC(2026, 0, 5, 12);
const CATEGORIES = ['lips', 'eyes', 'skin', 'hair'];
const STEP_MS = 1000;

/** A batch of one command, as JSON. */
export class Shopper {
  private now = START;
  private step = 0;

  /** The beginning: who it is, a page, something in the cart. */
  *arrival(profile: Facts): Generator<string> {
    yield this.command({ kind: 'visitor', snapshot: null });
    yield this.command({ kind: 'identify', userId: 'u-1', traits: profile.traits });
    yield this.command({ kind: 'page', page: { url: 'https://shop.example/product/velvet-hour?utm_source=news&utm_medium=email&utm_campaign=spring', title: 'Velvet Hour', referrer: '', type: 'product' } });
    for (let i = 0; i < 4; i++) yield this.added(i);
  }

  /** Products come into the cart and leave it: its value and count, the session's and the event's facts change each time. */
  cartEvent(): string {
    const round = this.step++ % 16;
    return round < 8 ? this.added(4 + round) : this.command({ kind: 'track', name: 'Product Removed', properties: product(4 + 15 - round) });
  }

  private added(number: number): string {
    return this.command({ kind: 'track', name: 'Product Added', properties: { ...product(number), quantity: 1, position: number, list: 'category/lips' } });
  }
  private command(command: object): string {
    return JSON.stringify([{ ...command, now: (this.now += STEP_MS) }]);
  }
}

const product = (number: number) => ({
  product_id: `p-${number}`, sku: `SKU-00${number}`, name: `Velvet No. ${number}`, brand: number % 2 ? 'Rouge Noir' : 'Sable', category: CATEGORIES[number % 4],
  price: 9 + ((number * 37) % 50), currency: 'EUR', url: `https://shop.example/product/p-${number}`,
});
