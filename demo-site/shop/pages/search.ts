import { productsOf, search } from '../catalogue/catalogue.ts';
import { html } from '../html.ts';
import { plural } from '../i18n/format.ts';
import { fill } from '../i18n/messages.ts';
import { trackedProduct } from '../tracked.ts';
import { link, type Visit } from '../visit.ts';
import { ICONS } from './icons.ts';
import type { Page } from './layout.ts';
import { productGrid } from './product_card.ts';

export function searchPage(visit: Visit, query: string): Page {
  const { language, messages } = visit;
  const { searchPage: text } = messages;
  const found = search(language, query);
  const heading = query === '' ? text.title : fill(found.length > 0 ? text.results : text.none, { query });
  const shown = found.length > 0 ? found : productsOf('new');
  return {
    type: 'search',
    title: heading,
    personal: true,
    data: query === '' ? {} : { search: { query, products: found.map((product) => trackedProduct(visit, product)) } },
    body: html`<div class="page-head search-head">
        <h1>${heading}</h1>
        <form class="search-form" role="search" action="${link(visit, '/search')}">
          <input
            type="search"
            name="q"
            value="${query}"
            placeholder="${messages.searchHint}"
            aria-label="${messages.search}"
            maxlength="100"
          /><button class="button">${ICONS.search}<span class="visually-hidden">${messages.search}</span></button>
        </form>
        ${found.length > 0 ? html`<p>${plural(language, found.length, messages.products)}</p>` : html`<p>${text.noneText}</p>`}
      </div>
      <section class="section tight">
        ${found.length === 0 && html`<h2>${messages.categories.new}</h2>`}${productGrid(visit, shown)}
      </section>`,
  };
}
