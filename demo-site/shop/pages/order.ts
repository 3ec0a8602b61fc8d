import { pictureOf } from '../catalogue/catalogue.ts';
import { html, type Html } from '../html.ts';
import { date, money } from '../i18n/format.ts';
import { fill } from '../i18n/messages.ts';
import type { Order } from '../store/orders.ts';
import { trackedOrder } from '../tracked.ts';
import { link, type Visit } from '../visit.ts';
import { discountLine } from './coupon.ts';
import { ICONS } from './icons.ts';
import type { Page } from './layout.ts';

function receipt(visit: Visit, order: Order): Html {
  const { language, messages } = visit;
  return html`<ul class="mini-lines">
      ${order.lines.map(
        ({ product, variant, quantity, price }) =>
          html`<li>
            <img src="${pictureOf(product, variant)}" alt="" width="600" height="720" />
            <p><strong>${product.name}</strong><span>${variant.name[language]} × ${quantity}</span></p>
            <span>${money(language, price * quantity)}</span>
          </li>`,
      )}
    </ul>
    <dl>
      <div>
        <dt>${messages.cart.subtotal}</dt>
        <dd>${money(language, order.subtotal)}</dd>
      </div>
      <div>
        <dt>${messages.cart.shipping}</dt>
        <dd>${order.shipping === 0 ? messages.cart.free : money(language, order.shipping)}</dd>
      </div>
      ${order.coupon && discountLine(visit, order.coupon.code, order.coupon.discount)}
      <div class="grand">
        <dt>${messages.cart.total}</dt>
        <dd>${money(language, order.total)}</dd>
      </div>
    </dl>`;
}

function facts(visit: Visit, order: Order): Html {
  const { language, messages } = visit;
  const { details } = order;
  const country = new Intl.DisplayNames(language, { type: 'region' }).of(details.country) ?? details.country;
  return html`<dl class="facts">
    <div>
      <dt>${messages.order.number}</dt>
      <dd>${order.id}</dd>
    </div>
    <div>
      <dt>${messages.order.placed}</dt>
      <dd>${date(language, order.createdAt)}</dd>
    </div>
    <div>
      <dt>${messages.order.to}</dt>
      <dd>
        ${details.firstName} ${details.lastName}<br />${details.address}<br />${details.postcode} ${details.city}<br />${country}
      </dd>
    </div>
    <div>
      <dt>${messages.order.how}</dt>
      <dd>${messages.deliveries[details.delivery][0]}, ${messages.deliveries[details.delivery][1]}</dd>
    </div>
    <div>
      <dt>${messages.order.paid}</dt>
      <dd>${messages.payments[details.payment][0]}</dd>
    </div>
  </dl>`;
}

export function orderPage(visit: Visit, order: Order): Page {
  const { messages } = visit;
  return {
    type: 'order',
    title: `${messages.order.number} ${order.id}`,
    personal: true,
    data: order.reported ? {} : { order: trackedOrder(visit, order) },
    body: html`<section class="thanks">
        <span class="seal">${ICONS.check}</span>
        <h1>${fill(messages.order.title, { name: order.details.firstName })}</h1>
        <p>${fill(messages.order.text, { id: order.id, email: order.details.email })}</p>
      </section>
      <div class="order">
        <div>
          ${facts(visit, order)}${
            !visit.account &&
            html`<aside class="invite">
              <h2>${messages.order.account}</h2>
              <p>${messages.order.accountText}</p>
              <a class="button secondary" href="${link(visit, '/sign-up')}">${messages.signUp.action}</a>
            </aside>`
          }
        </div>
        <aside class="summary">
          <h2>${messages.cart.summary}</h2>
          ${receipt(visit, order)}<a class="button wide" href="${link(visit, '/category/new')}"
            >${messages.order.next}</a
          >
        </aside>
      </div>`,
  };
}
