import { pictureOf, priceOf, related } from '../catalogue/catalogue.ts';
import type { Product, Variant } from '../catalogue/types.ts';
import { html, type Html } from '../html.ts';
import { decimal, money, plural } from '../i18n/format.ts';
import { fill } from '../i18n/messages.ts';
import { type View, VIEWS } from '../pictures/look.ts';
import type { Shown } from '../pictures/picture.ts';
import { trackedProduct } from '../tracked.ts';
import { link, type Visit } from '../visit.ts';
import { breadcrumbs } from './breadcrumbs.ts';
import { ICONS, stars, swatch } from './icons.ts';
import type { Page } from './layout.ts';
import { badges, productGrid, ratingLine } from './product_card.ts';
import { reviewsOf } from './reviews.ts';
import { breadcrumbList, productData } from './structured_data.ts';

const PROMISE_ICONS = [ICONS.truck, ICONS.turn, ICONS.gift];

function galleryPicture({ messages }: Visit, { product, variant }: Shown, view: View, lazy: boolean): Html {
  return html`<img
    id="view-${view}"
    src="${pictureOf(product, variant, view)}"
    data-view="${view}"
    alt="${product.name}: ${messages.galleryViews[view]}"
    width="600"
    height="720"
    loading="${lazy ? 'lazy' : 'eager'}"
  />`;
}

function gallery(visit: Visit, product: Product, variant: Variant): Html {
  const { galleryViews, gallery: label } = visit.messages;
  return html`<div class="gallery" data-gallery>
    <ul class="thumbs">
      ${VIEWS.map(
        (view) =>
          html`<li>
            <a href="#view-${view}" data-thumb="${view}" aria-label="${galleryViews[view]}"
              ><img src="${pictureOf(product, variant, view)}" data-view="${view}" alt="" width="600" height="720"
            /></a>
          </li>`,
      )}
    </ul>
    <div class="views" tabindex="0" role="group" aria-label="${label}" data-views>
      ${VIEWS.map((view, index) => galleryPicture(visit, { product, variant }, view, index > 0))}
    </div>
    ${badges(visit, product)}
  </div>`;
}

function shadeLabel(name: string, color: string): Html {
  return html`${swatch(color)}<span class="visually-hidden">${name}</span>`;
}

function sizeLabel(name: string, price: string): Html {
  return html`<span class="size">${name}<small>${price}</small></span>`;
}

function choice({ language }: Visit, { product, variant }: Shown, isChosen: boolean): Html {
  const name = variant.name[language];
  const price = money(language, priceOf(product, variant));
  return html`<label title="${name}">
    <input type="radio" name="variant" value="${variant.id}" ${isChosen && html`checked`} />
    ${product.variantsAre === 'shade' ? shadeLabel(name, variant.color) : sizeLabel(name, price)}
  </label>`;
}

function choices(visit: Visit, product: Product, chosen: Variant): Html {
  const { language, messages } = visit;
  const isShade = product.variantsAre === 'shade';
  return html`<fieldset class="choices ${isShade ? 'shades' : 'sizes'}">
    <legend>
      ${isShade ? messages.shade : messages.size}: <strong data-variant-name>${chosen.name[language]}</strong>
    </legend>
    ${product.variants.map((variant) => choice(visit, { product, variant }, variant === chosen))}
  </fieldset>`;
}

function stepper(visit: Visit): Html {
  const { messages } = visit;
  return html`<div class="stepper" data-stepper>
    <button type="button" data-step="-1" aria-label="${messages.cart.less}" hidden>${ICONS.minus}</button
    ><input
      type="number"
      name="quantity"
      value="1"
      min="1"
      max="10"
      inputmode="numeric"
      aria-label="${messages.quantity}"
    /><button type="button" data-step="1" aria-label="${messages.cart.more}" hidden>${ICONS.plus}</button>
  </div>`;
}

function buyForm(visit: Visit, product: Product, variant: Variant): Html {
  const { messages } = visit;
  return html`<form class="buy" method="post" action="${link(visit, '/cart/add')}" data-add>
    <input type="hidden" name="product" value="${product.id}" />
    ${choices(visit, product, variant)}
    ${
      product.soldOut
        ? html`<p class="stock out">${messages.notify}</p>
            <button class="button wide" disabled>${messages.soldOut}</button>`
        : html`<p class="stock">${ICONS.check}${messages.inStock}</p>
            <div class="buy-row">
              ${stepper(visit)}<button class="button wide">
                ${messages.addToBag}
                <span data-price aria-hidden="true">· ${money(visit.language, priceOf(product, variant))}</span>
              </button>
            </div>`
    }
  </form>`;
}

function accordion(visit: Visit, product: Product): Html {
  const { language, messages } = visit;
  const parts = [
    [messages.details, product.description[language]],
    [messages.usage, product.usage[language]],
    [messages.ingredients, product.ingredients],
    [messages.delivery, messages.deliveryText],
  ] as const;
  return html`<div class="accordion">
    ${parts.map(
      ([title, text], index) =>
        html`<details name="about" ${index === 0 && html`open`}>
          <summary>${title}${ICONS.plus}</summary>
          <p>${text}</p>
        </details>`,
    )}
  </div>`;
}

function reviews(visit: Visit, product: Product): Html {
  const { language, messages } = visit;
  const score = decimal(language, product.rating);
  return html`<section class="section reviews" id="reviews">
    <div class="review-score">
      <h2>${messages.reviewsTitle}</h2>
      <p class="score">${score}</p>
      ${stars(product.rating, fill(messages.rating, { rating: score }))}
      <p>${plural(language, product.reviewCount, messages.reviews)}</p>
    </div>
    <ul>
      ${reviewsOf(product).map(
        (review) =>
          html`<li>
            <p>${stars(review.stars, fill(messages.rating, { rating: decimal(language, review.stars) }))}</p>
            <blockquote>${review.text[language]}</blockquote>
            <p class="review-by">${review.author[language]} <small>${messages.verified}</small></p>
          </li>`,
      )}
    </ul>
  </section>`;
}

function variantsData(visit: Visit, product: Product) {
  return Object.fromEntries(
    product.variants.map((variant) => [
      variant.id,
      {
        ...trackedProduct(visit, product, variant),
        amount: money(visit.language, priceOf(product, variant)),
        label: variant.name[visit.language],
        pictures: VIEWS.map((view) => pictureOf(product, variant, view)),
      },
    ]),
  );
}

export function productPage(visit: Visit, product: Product, variant: Variant): Page {
  const { language, messages } = visit;
  const crumbs = [
    { name: messages.home, path: '/' },
    { name: messages.categories[product.category], path: `/category/${product.category}` },
    { name: product.name, path: `/product/${product.id}` },
  ];
  const others = related(product, 4);
  return {
    type: 'product',
    title: `${product.name}, ${product.kind[language]}`,
    description: product.tagline[language],
    image: pictureOf(product, variant),
    structured: [productData(visit, product), breadcrumbList(visit, crumbs)],
    data: {
      product: { selected: variant.id, variants: variantsData(visit, product) },
      list: { list_id: 'related', category: 'related', products: others.map((other) => trackedProduct(visit, other)) },
    },
    body: html`${breadcrumbs(visit, crumbs)}
      <article class="product">
        ${gallery(visit, product, variant)}
        <div class="product-text">
          <p class="kicker">${product.kind[language]} · ${product.size[language]}</p>
          <h1>${product.name}</h1>
          <p class="tagline">${product.tagline[language]}</p>
          <p class="product-rating"><a href="#reviews">${ratingLine(visit, product)}</a></p>
          <p class="product-price">
            <span data-amount>${money(language, priceOf(product, variant))}</span
            >${product.compareAt && html` <s>${money(language, product.compareAt)}</s>`}<small
              >${messages.cart.tax}</small
            >
          </p>
          ${buyForm(visit, product, variant)}
          <ul class="assurances">
            ${messages.shortPromises.map((text, index) => html`<li>${PROMISE_ICONS[index]}${text}</li>`)}
          </ul>
          ${accordion(visit, product)}
        </div>
      </article>
      ${reviews(visit, product)}
      <section class="section">
        <h2>${messages.related}</h2>
        ${productGrid(visit, others)}
      </section>`,
  };
}
