import { pictureOf } from '../catalogue/catalogue.ts';
import type { Product } from '../catalogue/types.ts';
import { html, type Html } from '../html.ts';
import { decimal, money, plural } from '../i18n/format.ts';
import { fill } from '../i18n/messages.ts';
import { link, type Visit } from '../visit.ts';
import { ICONS, stars, swatch } from './icons.ts';

export function badges({ messages }: Visit, product: Product): Html {
  return html`<p class="badges">
    ${product.soldOut && html`<span class="badge muted">${messages.soldOut}</span>`}
    ${product.compareAt && html`<span class="badge sale">${messages.sale}</span>`}
    ${product.badge && html`<span class="badge">${messages.badges[product.badge]}</span>`}
  </p>`;
}

export function priceTag({ language, messages }: Visit, product: Product): Html {
  const ranges = product.variants.some((variant) => variant.price !== undefined);
  return html`<span class="price"
    >${ranges && html`<small>${messages.from}</small> `}${money(language, product.price)}${product.compareAt && html` <s>${money(language, product.compareAt)}</s>`}</span
  >`;
}

export function ratingLine({ language, messages }: Visit, product: Product): Html {
  const text = fill(messages.rating, { rating: decimal(language, product.rating) });
  return html`<span class="rating"
    >${stars(product.rating, text)}<span>${plural(language, product.reviewCount, messages.reviews)}</span></span
  >`;
}

function variantLine({ language, messages }: Visit, product: Product): Html | false {
  if (product.variants.length < 2) return html`<p class="card-variants">${product.size[language]}</p>`;
  if (product.variantsAre === 'size')
    return html`<p class="card-variants">${plural(language, product.variants.length, messages.sizes)}</p>`;
  return html`<p class="card-variants">
    ${product.variants.slice(0, 4).map((variant) => swatch(variant.color))}<span
      >${plural(language, product.variants.length, messages.shades)}</span
    >
  </p>`;
}

/** The whole card is one link; the quick button is a form of its own above it. `position` counts from 1. */
export function productCard(visit: Visit, product: Product, position: number): Html {
  const { language, messages } = visit;
  const [first] = product.variants;
  return html`<li class="card" data-product="${product.id}" data-position="${position}">
    <div class="card-picture">
      <img
        src="${pictureOf(product, first)}"
        alt=""
        width="600"
        height="720"
        loading="${position > 4 ? 'lazy' : 'eager'}"
      /><img
        class="card-alternate"
        src="${pictureOf(product, first, 'scene')}"
        alt=""
        width="600"
        height="720"
        loading="lazy"
      />
      ${badges(visit, product)}
      ${
        !product.soldOut &&
        html`<form class="quick" method="post" action="${link(visit, '/cart/add')}" data-add>
          <input type="hidden" name="product" value="${product.id}" /><input
            type="hidden"
            name="variant"
            value="${first.id}"
          /><button class="quick-button" aria-label="${messages.addToBag}: ${product.name}">
            ${ICONS.plus}<span>${messages.addToBag}</span>
          </button>
        </form>`
      }
    </div>
    <h3><a href="${link(visit, `/product/${product.id}`)}">${product.name}</a></h3>
    <p class="card-kind">${product.kind[language]}</p>
    ${variantLine(visit, product)}
    <p class="card-foot">${priceTag(visit, product)}${ratingLine(visit, product)}</p>
  </li>`;
}

/** Columns that the last row leaves free, for each width of the grid. */
function gapClasses(count: number): string {
  return [4, 3, 2].map((columns) => `of${columns}-${(columns - (count % columns)) % columns}`).join(' ');
}

export interface Filler {
  kicker: string;
  title: string;
  action: string;
  href: string;
  picture: string;
}

/** The filler takes what the last row leaves free, and nothing where that is nothing. */
export function productGrid(visit: Visit, products: readonly Product[], filler?: Filler): Html {
  return html`<ul class="grid">
    ${products.map((product, index) => productCard(visit, product, index + 1))}${
      filler &&
      html`<li class="filler ${gapClasses(products.length)}">
        <a href="${link(visit, filler.href)}"
          ><img src="${filler.picture}" alt="" width="900" height="1000" loading="lazy" /><span
            ><small class="kicker">${filler.kicker}</small><strong>${filler.title}</strong
            ><em>${filler.action} ${ICONS.arrow}</em></span
          ></a
        >
      </li>`
    }
  </ul>`;
}
