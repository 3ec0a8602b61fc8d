import { PRODUCTS } from '../catalogue/catalogue.ts';
import { CATEGORY_IDS } from '../catalogue/types.ts';
import { html, type Html } from '../html.ts';
import { trackedProduct } from '../tracked.ts';
import { link, type Visit } from '../visit.ts';
import { ICONS, stars } from './icons.ts';
import type { Page } from './layout.ts';
import { productGrid } from './product_card.ts';

function hero(visit: Visit): Html {
  const { hero: text } = visit.messages;
  return html`<section class="hero">
    <picture
      ><source media="(max-width: 760px)" srcset="/pictures/scene.hero-tall.svg" />
      <img src="/pictures/scene.hero-wide.svg" alt="" width="1600" height="900" fetchpriority="high"
    /></picture>
    <div class="hero-text">
      <p class="kicker">${text.kicker}</p>
      <h1>${text.title}</h1>
      <p>${text.text}</p>
      <p class="hero-actions">
        <a class="button" href="${link(visit, '/category/new')}">${text.action}</a
        ><a class="button ghost" href="${link(visit, '/product/velvet-hour?variant=carmine')}">${text.second}</a>
      </p>
    </div>
  </section>`;
}

function promises({ messages }: Visit): Html {
  const icons = [ICONS.truck, ICONS.gift, ICONS.turn, ICONS.leaf];
  return html`<ul class="promises">
    ${messages.promises.map(
      ([title, text], index) =>
        html`<li>
          ${icons[index]}
          <p><strong>${title}</strong><span>${text}</span></p>
        </li>`,
    )}
  </ul>`;
}

function categoryTiles(visit: Visit): Html {
  const faces = {
    lips: 'velvet-hour.carmine',
    face: 'afterglow.tea-rose',
    eyes: 'dusk-palette.rose-dusk',
    skin: 'cashmere.50ml',
    fragrance: 'paper-rose.30ml',
  } as const;
  return html`<section class="section">
    <h2>${visit.messages.shopByCategory}</h2>
    <ul class="tiles">
      ${CATEGORY_IDS.map(
        (id) =>
          html`<li>
            <a href="${link(visit, `/category/${id}`)}"
              ><img src="/pictures/${faces[id]}.scene.svg" alt="" width="600" height="720" loading="lazy" /><span
                >${visit.messages.categories[id]} ${ICONS.arrow}</span
              ></a
            >
          </li>`,
      )}
    </ul>
  </section>`;
}

interface Story {
  kicker: string;
  title: string;
  text: string;
  action: string;
}

function story(visit: Visit, text: Story, picture: string, href: string, side: string): Html {
  return html`<section class="story ${side}">
    <img src="/pictures/scene.${picture}.svg" alt="" width="900" height="1000" loading="lazy" />
    <div>
      <p class="kicker">${text.kicker}</p>
      <h2>${text.title}</h2>
      <p>${text.text}</p>
      <a class="button secondary" href="${link(visit, href)}">${text.action}</a>
    </div>
  </section>`;
}

export function homePage(visit: Visit): Page {
  const { messages } = visit;
  const loved = PRODUCTS.filter((product) => product.badge === 'bestseller').slice(0, 4);
  return {
    type: 'home',
    title: messages.hero.title,
    description: messages.hero.text,
    data: {
      list: {
        list_id: 'home-bestsellers',
        category: 'bestsellers',
        products: loved.map((product) => trackedProduct(visit, product)),
      },
    },
    body: html`${hero(visit)}
      <div id="stories"></div>
      ${promises(visit)}
      <section class="section">
        <div class="section-head">
          <div>
            <h2>${messages.bestsellers}</h2>
            <p>${messages.bestsellersText}</p>
          </div>
          <a class="more" href="${link(visit, '/category/all')}">${messages.seeAll} ${ICONS.arrow}</a>
        </div>
        ${productGrid(visit, loved)}
      </section>
      ${story(visit, messages.shadesStory, 'shades', '/product/velvet-hour', 'left')} ${categoryTiles(visit)}
      ${story(visit, messages.ritual, 'ritual', '/category/skin', 'right')}
      <section class="voice">
        <h2 class="visually-hidden">${messages.voices}</h2>
        <figure>
          ${stars(5, '5/5')}
          <blockquote><p>${messages.quote}</p></blockquote>
          <figcaption>${messages.quoteBy}</figcaption>
        </figure>
      </section>
      <section class="join">
        <h2>${messages.newsletter.title}</h2>
        <p>${messages.newsletter.text}</p>
        <a class="button light" href="${link(visit, '/sign-up')}">${messages.newsletter.action}</a>
      </section>`,
  };
}
