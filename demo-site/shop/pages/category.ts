import { type Listing, LISTINGS, productsOf, type Sort, sorted, SORTS } from '../catalogue/catalogue.ts';
import { html, type Html } from '../html.ts';
import { plural } from '../i18n/format.ts';
import { trackedProduct } from '../tracked.ts';
import { link, type Visit } from '../visit.ts';
import { breadcrumbs } from './breadcrumbs.ts';
import type { Page } from './layout.ts';
import { type Filler, productGrid } from './product_card.ts';
import { breadcrumbList } from './structured_data.ts';

function tab(visit: Visit, id: Listing, isHere: boolean): Html {
  const { categories } = visit.messages;
  return html`<a href="${link(visit, `/category/${id}`)}" ${isHere && html`aria-current="page"`}>${categories[id]}</a>`;
}

function sortOption(name: string, id: Sort, isChosen: boolean): Html {
  return html`<option value="${id}" ${isChosen && html`selected`}>${name}</option>`;
}

function sortForm(visit: Visit, listing: Listing, sort: Sort): Html {
  const { messages } = visit;
  return html`<form class="sort" action="${link(visit, `/category/${listing}`)}" data-autosubmit>
    <label
      >${messages.sort}
      <select name="sort">
        ${SORTS.map((id) => sortOption(messages.sorts[id], id, id === sort))}
      </select></label
    ><button class="text-button" data-autosubmit-button>${messages.apply}</button>
  </form>`;
}

function fillerOf({ messages }: Visit, listing: Listing): Filler {
  if (listing === 'skin')
    return {
      kicker: 'Aurelle',
      title: messages.newsletter.title,
      action: messages.newsletter.action,
      href: '/sign-up',
      picture: '/pictures/scene.ritual.svg',
    };
  if (listing === 'lips' || listing === 'new')
    return { ...messages.shadesStory, href: '/product/velvet-hour', picture: '/pictures/scene.shades.svg' };
  return { ...messages.ritual, href: '/category/skin', picture: '/pictures/scene.ritual.svg' };
}

export function categoryPage(visit: Visit, listing: Listing, sort: Sort): Page {
  const { language, messages } = visit;
  const products = sorted(productsOf(listing), sort);
  const name = messages.categories[listing];
  const crumbs = [
    { name: messages.home, path: '/' },
    { name, path: `/category/${listing}` },
  ];
  const picture = listing === 'all' ? 'new' : listing;
  return {
    type: 'category',
    title: name,
    description: messages.categoryLines[listing],
    image: `/pictures/scene.category-${picture}.svg`,
    structured: [breadcrumbList(visit, crumbs)],
    data: {
      list: {
        list_id: listing,
        category: listing,
        products: products.map((product) => trackedProduct(visit, product)),
      },
    },
    body: html`<section class="category-head">
        <img src="/pictures/scene.category-${picture}.svg" alt="" width="1600" height="480" />
        <div>
          ${breadcrumbs(visit, crumbs)}
          <h1>${name}</h1>
          <p>${messages.categoryLines[listing]}</p>
        </div>
      </section>
      <div class="toolbar">
        <ul class="tabs" aria-label="${messages.shopByCategory}">
          ${LISTINGS.map((id) => html`<li>${tab(visit, id, id === listing)}</li>`)}
        </ul>
        <p class="count">${plural(language, products.length, messages.products)}</p>
        ${sortForm(visit, listing, sort)}
      </div>
      <section class="section tight">${productGrid(visit, products, fillerOf(visit, listing))}</section>`,
  };
}
