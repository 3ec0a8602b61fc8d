import type { Language } from '../i18n/language.ts';
import { EYES } from './eyes.ts';
import { FACE } from './face.ts';
import { FRAGRANCE } from './fragrance.ts';
import { LIPS } from './lips.ts';
import { SKIN } from './skin.ts';
import { CATEGORY_IDS, type Product, type Variant } from './types.ts';

export const PRODUCTS: readonly Product[] = [...LIPS, ...FACE, ...EYES, ...SKIN, ...FRAGRANCE];

const byId = new Map(PRODUCTS.map((product) => [product.id, product]));

/** What an address may ask for: the five categories, everything, and what is new. */
export const LISTINGS = ['new', ...CATEGORY_IDS, 'all'] as const;
export type Listing = (typeof LISTINGS)[number];
export const isListing = (id: string): id is Listing => (LISTINGS as readonly string[]).includes(id);

export const SORTS = ['featured', 'price-up', 'price-down', 'rating'] as const;
export type Sort = (typeof SORTS)[number];
export const isSort = (id: unknown): id is Sort => (SORTS as readonly unknown[]).includes(id);

export function findProduct(id: string): Product | undefined {
  return byId.get(id);
}

export function findVariant(product: Product, id: string | undefined): Variant | undefined {
  return product.variants.find((variant) => variant.id === id);
}

export function priceOf(product: Product, variant: Variant): number {
  return variant.price ?? product.price;
}

export function skuOf(product: Product, variant: Variant): string {
  return `AUR-${product.code}-${variant.id}`.toUpperCase();
}

export function productsOf(listing: Listing): readonly Product[] {
  if (listing === 'all') return PRODUCTS;
  if (listing === 'new') return PRODUCTS.filter((product) => product.badge === 'new' || product.badge === 'limited');
  return PRODUCTS.filter((product) => product.category === listing);
}

const ORDERS: Record<Sort, (a: Product, b: Product) => number> = {
  'featured': () => 0,
  'price-up': (a, b) => a.price - b.price,
  'price-down': (a, b) => b.price - a.price,
  'rating': (a, b) => b.rating - a.rating,
};

export function sorted(products: readonly Product[], sort: Sort): readonly Product[] {
  return [...products].sort(ORDERS[sort]);
}

export function related(product: Product, count: number): readonly Product[] {
  const own = PRODUCTS.filter((other) => other !== product && other.category === product.category);
  const rest = PRODUCTS.filter((other) => other.category !== product.category && other.badge === 'bestseller');
  return [...own, ...rest].slice(0, count);
}

/** Every word of the query has to occur in the product's texts of that language. */
export function search(language: Language, query: string): readonly Product[] {
  const words = query.toLocaleLowerCase(language).split(/\s+/).filter(Boolean);
  if (words.length === 0) return [];
  return PRODUCTS.filter((product) => {
    const text = [
      product.name,
      product.kind[language],
      product.tagline[language],
      product.description[language],
      product.category,
      ...product.variants.map((variant) => variant.name[language]),
    ]
      .join(' ')
      .toLocaleLowerCase(language);
    return words.every((word) => text.includes(word));
  });
}

export const pictureOf = (product: Product, variant: Variant, view = 'pack'): string =>
  `/pictures/${product.id}.${variant.id}.${view}.svg`;
