import type { Localized } from '../i18n/language.ts';
import type { Look } from '../pictures/look.ts';

export const CATEGORY_IDS = ['lips', 'face', 'eyes', 'skin', 'fragrance'] as const;
export type CategoryId = (typeof CATEGORY_IDS)[number];
export type Badge = 'new' | 'bestseller' | 'limited' | 'refill';

/** A shade or a size: what is put into the bag. */
export interface Variant {
  id: string;
  name: Localized;
  color: string;
  /** Cents; the product's price where absent. */
  price?: number;
}

export interface Review {
  author: Localized;
  stars: number;
  text: Localized;
}

export interface Product {
  /** Also the last part of its address. */
  id: string;
  code: string;
  category: CategoryId;
  name: string;
  kind: Localized;
  tagline: Localized;
  description: Localized;
  usage: Localized;
  /** INCI names, the same in every language. */
  ingredients: string;
  size: Localized;
  /** Cents. */
  price: number;
  compareAt?: number;
  badge?: Badge;
  soldOut?: boolean;
  variantsAre: 'shade' | 'size';
  variants: readonly [Variant, ...Variant[]];
  look: Look;
  rating: number;
  reviewCount: number;
  review: Review;
}
