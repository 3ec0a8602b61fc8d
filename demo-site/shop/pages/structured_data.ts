// schema.org as JSON-LD.
import { pictureOf, priceOf, skuOf } from '../catalogue/catalogue.ts';
import type { Product } from '../catalogue/types.ts';
import { CURRENCY } from '../i18n/format.ts';
import { VIEWS } from '../pictures/look.ts';
import { BRAND } from '../tracked.ts';
import { link, type Visit } from '../visit.ts';

export function organization(visit: Visit): object {
  return {
    '@context': 'https://schema.org',
    '@type': 'Organization',
    'name': BRAND,
    'url': visit.origin + link(visit, '/'),
    'logo': `${visit.origin}/pictures/scene.icon.svg`,
  };
}

export interface Crumb {
  name: string;
  path: string;
}

export function breadcrumbList(visit: Visit, crumbs: readonly Crumb[]): object {
  return {
    '@context': 'https://schema.org',
    '@type': 'BreadcrumbList',
    'itemListElement': crumbs.map(({ name, path }, index) => ({
      '@type': 'ListItem',
      'position': index + 1,
      name,
      'item': visit.origin + link(visit, path),
    })),
  };
}

export function productData(visit: Visit, product: Product): object {
  const [first] = product.variants;
  return {
    '@context': 'https://schema.org',
    '@type': 'Product',
    'name': product.name,
    'description': product.description[visit.language],
    'sku': skuOf(product, first),
    'productID': product.id,
    'category': product.category,
    'brand': { '@type': 'Brand', 'name': BRAND },
    'image': VIEWS.map((view) => visit.origin + pictureOf(product, first, view)),
    'aggregateRating': {
      '@type': 'AggregateRating',
      'ratingValue': product.rating,
      'reviewCount': product.reviewCount,
      'bestRating': 5,
    },
    'offers': product.variants.map((variant) => ({
      '@type': 'Offer',
      'sku': skuOf(product, variant),
      'name': variant.name[visit.language],
      'price': (priceOf(product, variant) / 100).toFixed(2),
      'priceCurrency': CURRENCY,
      'availability': `https://schema.org/${product.soldOut ? 'OutOfStock' : 'InStock'}`,
      'itemCondition': 'https://schema.org/NewCondition',
      'url': `${visit.origin}${link(visit, `/product/${product.id}`)}?variant=${variant.id}`,
    })),
  };
}
