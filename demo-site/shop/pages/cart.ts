import { pictureOf } from '../catalogue/catalogue.ts';
import { html, type Html } from '../html.ts';
import { money, plural } from '../i18n/format.ts';
import { FREE_SHIPPING_FROM, totalsOf, type Totals } from '../pricing.ts';
import { type CartLine, MAX_QUANTITY } from '../store/carts.ts';
import { cartState, deliveryText, lineKey } from '../tracked.ts';
import { link, type Visit } from '../visit.ts';
import { ICONS } from './icons.ts';
import type { Page } from './layout.ts';

function lineItem(visit: Visit, line: CartLine): Html {
  const { language, messages } = visit;
  const { product, variant, quantity } = line;
  const fields = html`<input type="hidden" name="product" value="${product.id}" /><input
      type="hidden"
      name="variant"
      value="${variant.id}"
    />`;
  return html`<li class="line" data-line="${lineKey(line)}">
    <a
      class="line-picture"
      href="${link(visit, `/product/${product.id}?variant=${variant.id}`)}"
      tabindex="-1"
      aria-hidden="true"
      ><img src="${pictureOf(product, variant)}" alt="" width="600" height="720"
    /></a>
    <div class="line-text">
      <h2><a href="${link(visit, `/product/${product.id}?variant=${variant.id}`)}">${product.name}</a></h2>
      <p>${product.kind[language]}</p>
      <p>${variant.name[language]} · ${money(language, line.price)} ${messages.cart.each}</p>
    </div>
    <form class="line-quantity" method="post" action="${link(visit, '/cart/update')}" data-update>
      ${fields}
      <div class="stepper" data-stepper>
        <button type="button" data-step="-1" aria-label="${messages.cart.less}: ${product.name}" hidden>
          ${ICONS.minus}</button
        ><input
          type="number"
          name="quantity"
          value="${quantity}"
          min="0"
          max="${MAX_QUANTITY}"
          inputmode="numeric"
          aria-label="${messages.quantity}: ${product.name}"
        /><button type="button" data-step="1" aria-label="${messages.cart.more}: ${product.name}" hidden>
          ${ICONS.plus}
        </button>
      </div>
      <button class="text-button" data-update-button>${messages.cart.update}</button>
    </form>
    <p class="line-amount" data-line-amount>${money(language, line.price * quantity)}</p>
    <form class="line-remove" method="post" action="${link(visit, '/cart/remove')}" data-remove>
      ${fields}<button class="text-button" aria-label="${messages.cart.remove}: ${product.name}">
        ${messages.cart.remove}
      </button>
    </form>
  </li>`;
}

export function deliveryProgress(visit: Visit, totals: Totals): Html {
  return html`<div class="delivery">
    <p data-delivery-text>${deliveryText(visit, totals)}</p>
    <progress
      data-delivery-progress
      max="${FREE_SHIPPING_FROM}"
      value="${Math.min(totals.subtotal, FREE_SHIPPING_FROM)}"
      aria-label="${visit.messages.cart.shipping}"
    ></progress>
  </div>`;
}

function summary(visit: Visit, totals: Totals): Html {
  const { language, messages } = visit;
  return html`<aside class="summary">
    <h2>${messages.cart.summary}</h2>
    ${deliveryProgress(visit, totals)}
    <dl>
      <div>
        <dt>${messages.cart.subtotal}</dt>
        <dd data-subtotal>${money(language, totals.subtotal)}</dd>
      </div>
      <div>
        <dt>${messages.cart.shipping}</dt>
        <dd data-shipping>${totals.shipping === 0 ? messages.cart.free : money(language, totals.shipping)}</dd>
      </div>
      <div class="grand">
        <dt>${messages.cart.total}</dt>
        <dd data-total>${money(language, totals.total)}</dd>
      </div>
    </dl>
    <p class="fine">${messages.cart.tax}</p>
    <a class="button wide" href="${link(visit, '/checkout')}">${messages.cart.checkout}</a
    ><a class="more" href="${link(visit, '/category/all')}">${messages.cart.keep} ${ICONS.arrow}</a>
  </aside>`;
}

function emptyBag(visit: Visit, hidden: boolean): Html {
  const { cart } = visit.messages;
  return html`<section class="empty" data-cart-empty ${hidden && html`hidden`}>
    <img src="/pictures/scene.empty.svg" alt="" width="480" height="400" />
    <h2>${cart.empty}</h2>
    <p>${cart.emptyText}</p>
    <a class="button" href="${link(visit, '/category/all')}">${cart.emptyAction}</a>
  </section>`;
}

export function cartPage(visit: Visit, lines: readonly CartLine[]): Page {
  const { language, messages } = visit;
  const totals = totalsOf(lines);
  const isEmpty = lines.length === 0;
  return {
    type: 'cart',
    title: messages.cart.title,
    personal: true,
    data: { cart: cartState(visit, lines) },
    body: html`<div class="page-head">
        <h1>${messages.cart.title}</h1>
        <p data-cart-count ${isEmpty && html`hidden`}>${plural(language, totals.count, messages.items)}</p>
      </div>
      <p class="visually-hidden" role="status" data-cart-status data-text="${messages.cart.removed}"></p>
      ${emptyBag(visit, !isEmpty)}
      ${
        !isEmpty &&
        html`<div class="cart" data-cart>
          <ul class="lines">
            ${lines.map((line) => lineItem(visit, line))}
          </ul>
          ${summary(visit, totals)}
        </div>`
      }`,
  };
}
