// What surrounds every page: header, menu of the small screen, footer, and the panel that tells what was added.
import { html, type Html } from '../html.ts';
import { type Language, LANGUAGE_NAMES, LANGUAGES, pathIn } from '../i18n/language.ts';
import { CATEGORY_IDS } from '../catalogue/types.ts';
import { FREE_SHIPPING_FROM } from '../pricing.ts';
import { BRAND } from '../tracked.ts';
import { link, type Visit } from '../visit.ts';
import { ICONS } from './icons.ts';

const CURRENT = html`aria-current="page"`;
const MENU = ['new', ...CATEGORY_IDS] as const;

function menuLinks(visit: Visit, ids: readonly (keyof Visit['messages']['categories'])[]): Html {
  const here = visit.address.split('?')[0];
  return html`${ids.map(
    (id) =>
      html`<li>
        <a href="${link(visit, `/category/${id}`)}" ${here === `/category/${id}` && CURRENT}
          >${visit.messages.categories[id]}</a
        >
      </li>`,
  )}`;
}

function languageLink({ address, language: current }: Visit, language: Language): Html {
  return html`<a
    href="${pathIn(language, address)}"
    lang="${language}"
    hreflang="${language}"
    title="${LANGUAGE_NAMES[language]}"
    ${language === current && html`aria-current="true"`}
    >${language.toUpperCase()}</a
  >`;
}

export function languageSwitch(visit: Visit): Html {
  return html`<ul class="languages" aria-label="${visit.messages.language}">
    ${LANGUAGES.map((language) => html`<li>${languageLink(visit, language)}</li>`)}
  </ul>`;
}

export function header(visit: Visit): Html {
  const { messages } = visit;
  return html`<p class="announcement">${messages.announcement}</p>
    <header class="header">
      <div class="header-inner">
        <button class="icon-button menu-button" type="button" popovertarget="menu" aria-label="${messages.menu}">
          ${ICONS.menu}
        </button>
        <nav class="header-nav" aria-label="${messages.mainNavigation}">
          <ul>
            ${menuLinks(visit, MENU)}
          </ul>
        </nav>
        <a class="logo" href="${link(visit, '/')}">${BRAND}</a>
        <div class="header-actions">
          ${languageSwitch(visit)}
          <a class="icon-button" href="${link(visit, '/search')}" aria-label="${messages.search}">${ICONS.search}</a>
          <a
            class="icon-button account-link"
            href="${link(visit, visit.account ? '/account' : '/sign-in')}"
            aria-label="${messages.account}"
            >${ICONS.account}</a
          >
          <a class="icon-button bag-link" href="${link(visit, '/cart')}" aria-label="${messages.bag}"
            >${ICONS.bag}<span class="bag-count" data-bag-count ${visit.cartCount === 0 && html`hidden`}
              >${visit.cartCount}</span
            ></a
          >
        </div>
      </div>
    </header>`;
}

/** A popover: it opens without a script. */
export function mobileMenu(visit: Visit): Html {
  const { messages } = visit;
  return html`<div class="menu" id="menu" popover>
    <div class="menu-head">
      <span class="logo">${BRAND}</span
      ><button
        class="icon-button"
        type="button"
        popovertarget="menu"
        popovertargetaction="hide"
        aria-label="${messages.close}"
      >
        ${ICONS.close}
      </button>
    </div>
    <form class="menu-search" action="${link(visit, '/search')}" role="search">
      <input type="search" name="q" placeholder="${messages.searchHint}" aria-label="${messages.search}" /><button
        class="icon-button"
        aria-label="${messages.search}"
      >
        ${ICONS.search}
      </button>
    </form>
    <nav aria-label="${messages.menu}">
      <ul>
        ${menuLinks(visit, [...MENU, 'all'])}
      </ul>
    </nav>
    <div class="menu-foot">
      <a href="${link(visit, visit.account ? '/account' : '/sign-in')}"
        >${visit.account ? messages.account : messages.signIn.action}</a
      >${languageSwitch(visit)}
    </div>
  </div>`;
}

export function footer(visit: Visit): Html {
  const { messages } = visit;
  return html`<footer class="footer">
    <div class="footer-inner">
      <div class="footer-brand">
        <span class="logo">${BRAND}</span>
        <p>${messages.brandLine}</p>
      </div>
      <nav aria-label="${messages.footer.shop}">
        <h2>${messages.footer.shop}</h2>
        <ul>
          ${menuLinks(visit, [...MENU, 'all'])}
        </ul>
      </nav>
      <nav aria-label="${messages.footer.help}">
        <h2>${messages.footer.help}</h2>
        <ul>
          <li>
            <a href="${link(visit, visit.account ? '/account' : '/sign-in')}"
              >${visit.account ? messages.account : messages.signIn.action}</a
            >
          </li>
          ${!visit.account && html`<li><a href="${link(visit, '/sign-up')}">${messages.signUp.action}</a></li>`}
          <li><a href="${link(visit, '/cart')}">${messages.bag}</a></li>
          <li><a href="${link(visit, '/search')}">${messages.search}</a></li>
        </ul>
      </nav>
      <div class="footer-about">
        <h2>${messages.footer.about}</h2>
        <p>${messages.footer.aboutText}</p>
      </div>
    </div>
    <div class="footer-base">
      <p>© 2026 ${BRAND}. ${messages.footer.rights}</p>
      <button class="text-button" type="button" data-consent-open hidden>${messages.footer.privacy}</button
      >${languageSwitch(visit)}
    </div>
  </footer>`;
}

/** Filled and shown by the scripts; does not take the focus, so it is announced by the live region inside. */
export function addedPanel(visit: Visit): Html {
  const { messages } = visit;
  return html`<aside class="added" id="added" popover="manual" aria-label="${messages.bag}">
    <div class="added-head">
      <p role="status" data-added-status></p>
      <button class="icon-button" type="button" data-added-close aria-label="${messages.close}">${ICONS.close}</button>
    </div>
    <div class="added-line">
      <img data-added-picture alt="" width="120" height="144" />
      <p><strong data-added-name></strong><span data-added-variant></span><span data-added-amount></span></p>
    </div>
    <div class="delivery">
      <p data-delivery-text></p>
      <progress
        data-delivery-progress
        max="${FREE_SHIPPING_FROM}"
        value="0"
        aria-label="${messages.cart.shipping}"
      ></progress>
    </div>
    <div class="added-actions">
      <a class="button" href="${link(visit, '/cart')}">${messages.cart.view}</a
      ><a class="button secondary" href="${link(visit, '/checkout')}">${messages.cart.checkout}</a>
    </div>
    <span hidden data-added-text>${messages.cart.added}</span>
  </aside>`;
}
