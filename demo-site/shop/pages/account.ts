import { pictureOf } from '../catalogue/catalogue.ts';
import { html, type Html } from '../html.ts';
import { date, money, plural } from '../i18n/format.ts';
import { fill, type Messages } from '../i18n/messages.ts';
import type { Account } from '../store/accounts.ts';
import type { CartLine } from '../store/carts.ts';
import type { Order } from '../store/orders.ts';
import { link, type Visit } from '../visit.ts';
import { errorSummary, errorTexts, type Field, type FormState, textInput } from './fields.ts';
import { ICONS } from './icons.ts';
import type { Page } from './layout.ts';

export const MIN_PASSWORD = 10;

function signUpFields({ checkout, signUp }: Messages): Field[] {
  return [
    { name: 'firstName', label: checkout.firstName, autocomplete: 'given-name' },
    { name: 'email', label: checkout.email, type: 'email', autocomplete: 'email' },
    {
      name: 'password',
      label: signUp.password,
      type: 'password',
      autocomplete: 'new-password',
      hint: signUp.hint,
      minlength: MIN_PASSWORD,
    },
  ];
}

function signInFields({ checkout, signUp }: Messages): Field[] {
  return [
    { name: 'email', label: checkout.email, type: 'email', autocomplete: 'username' },
    { name: 'password', label: signUp.password, type: 'password', autocomplete: 'current-password' },
  ];
}

export function signUpPage(visit: Visit, state: FormState): Page {
  const { messages } = visit;
  const { signUp } = messages;
  return {
    type: 'signup',
    title: signUp.title,
    description: signUp.text,
    body: html`<section class="join-page" id="signup">
      <div class="join-picture"><img src="/pictures/scene.shades.svg" alt="" width="900" height="1000" /></div>
      <div class="join-form">
        <h1>${signUp.title}</h1>
        <p>${signUp.text}</p>
        <ul class="benefits">
          ${signUp.benefits.map((text) => html`<li>${ICONS.check}${text}</li>`)}
        </ul>
        <form method="post" action="${link(visit, '/sign-up')}" novalidate data-checked ${errorTexts(messages)}>
          ${errorSummary(messages, state.errors)}
          <div class="fields">
            ${signUpFields(messages).map((field) => textInput(messages, field, state))}
          </div>
          <button class="button wide">${signUp.action}</button>
        </form>
        <p>${signUp.have} <a href="${link(visit, '/sign-in')}">${messages.signIn.action}</a></p>
      </div>
    </section>`,
  };
}

export function signInPage(visit: Visit, state: FormState): Page {
  const { messages } = visit;
  const { signIn } = messages;
  return {
    type: 'signin',
    title: signIn.title,
    description: signIn.text,
    body: html`<section class="join-page">
      <div class="join-picture"><img src="/pictures/scene.ritual.svg" alt="" width="900" height="1000" /></div>
      <div class="join-form">
        <h1>${signIn.title}</h1>
        <p>${signIn.text}</p>
        <form method="post" action="${link(visit, '/sign-in')}" novalidate data-checked ${errorTexts(messages)}>
          ${errorSummary(messages, state.errors)}
          <div class="fields">
            ${signInFields(messages).map((field) => textInput(messages, field, state))}
          </div>
          <button class="button wide">${signIn.action}</button>
        </form>
        <p>${signIn.none} <a href="${link(visit, '/sign-up')}">${messages.signUp.action}</a></p>
      </div>
    </section>`,
  };
}

function orderPicture({ product, variant }: CartLine): Html {
  return html`<img src="${pictureOf(product, variant)}" alt="${product.name}" width="600" height="720" />`;
}

function orderCard(visit: Visit, order: Order): Html {
  const { language, messages } = visit;
  const count = order.lines.reduce((sum, line) => sum + line.quantity, 0);
  return html`<li class="order-card">
    <a href="${link(visit, `/order/${order.id}`)}"
      ><span
        ><strong>${order.id}</strong
        ><small>${date(language, order.createdAt)} · ${plural(language, count, messages.items)}</small></span
      ><span class="order-pictures"
        >${order.lines.slice(0, 4).map(orderPicture)}</span
      ><span class="order-total">${money(language, order.total)}</span></a
    >
  </li>`;
}

export function accountPage(visit: Visit, account: Account, orders: readonly Order[]): Page {
  const { language, messages } = visit;
  const { accountPage: text } = messages;
  return {
    type: 'account',
    title: messages.account,
    personal: true,
    body: html`<div class="page-head">
        <h1>${fill(text.title, { name: account.firstName })}</h1>
        <p>${fill(text.text, { date: date(language, account.createdAt) })}</p>
      </div>
      <div class="account">
        <section>
          <h2>${text.orders}</h2>
          ${
            orders.length === 0
              ? html`<p class="nothing">${text.none}</p>
                  <a class="button" href="${link(visit, '/category/new')}">${messages.hero.action}</a>`
              : html`<ul class="orders">
                  ${orders.map((order) => orderCard(visit, order))}
                </ul>`
          }
        </section>
        <aside class="summary">
          <h2>${text.details}</h2>
          <dl class="facts">
            <div>
              <dt>${messages.checkout.firstName}</dt>
              <dd>${account.firstName}</dd>
            </div>
            <div>
              <dt>${messages.checkout.email}</dt>
              <dd>${account.email}</dd>
            </div>
          </dl>
          <form method="post" action="${link(visit, '/sign-out')}">
            <button class="button secondary wide">${messages.signIn.out}</button>
          </form>
        </aside>
      </div>`,
  };
}
