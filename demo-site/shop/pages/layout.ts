import { dataBlock, html, type Html } from '../html.ts';
import { DEFAULT_LANGUAGE, type Language, LANGUAGES, pathIn } from '../i18n/language.ts';
import type { PageData } from '../page_data.ts';
import { basicData, BRAND } from '../tracked.ts';
import type { Visit } from '../visit.ts';
import { consentBar } from './consent.ts';
import { addedPanel, footer, header, mobileMenu } from './frame.ts';
import { organization } from './structured_data.ts';

export type PageType =
  | 'home'
  | 'category'
  | 'product'
  | 'cart'
  | 'checkout'
  | 'order'
  | 'signup'
  | 'signin'
  | 'account'
  | 'search'
  | 'notfound';

export interface Page {
  type: PageType;
  title: string;
  description?: string;
  /** Path of the picture for social networks. */
  image?: string;
  body: Html;
  structured?: readonly object[];
  data?: Partial<PageData>;
  /** Pages of one visitor stay out of search engines. */
  personal?: boolean;
}

function social(visit: Visit, page: Page, canonical: string, description: string): Html {
  const properties = {
    'og:site_name': BRAND,
    'og:type': page.type === 'product' ? 'product' : 'website',
    'og:title': page.title,
    'og:description': description,
    'og:url': canonical,
    'og:image': visit.origin + (page.image ?? '/pictures/scene.hero-wide.svg'),
    'og:locale': visit.language === 'ru' ? 'ru_RU' : 'en_GB',
  };
  return html`${Object.entries(properties).map(([name, content]) => html`<meta property="${name}" content="${content}" />
    `)}<meta name="twitter:card" content="summary_large_image" />`;
}

function languages(visit: Visit, path: string): Html {
  const urlIn = (language: Language): string => visit.origin + pathIn(language, path);
  const alternates = [...LANGUAGES.map((language) => [language, urlIn(language)]), ['x-default', urlIn(DEFAULT_LANGUAGE)]];
  return html`<link rel="canonical" href="${urlIn(visit.language)}" />
    ${alternates.map(([language, url]) => html`<link rel="alternate" hreflang="${language}" href="${url}" />`)}`;
}

/** The stub comes first, so that calls made before the SDK is up are kept. */
function scripts({ assets, writeKey, collectorOrigin, isInspected }: Visit): Html {
  const settings = html`data-key="${writeKey}" data-collector="${collectorOrigin}" data-consent="required"`;
  return html`<script src="${assets['stub.js']}"></script>
    <link rel="preload" href="/waymark.wasm" as="fetch" crossorigin />
    <script async src="/waymark.js" ${settings}></script>
    ${isInspected && html`<script async src="/waymark.inspect.js" data-collector="${collectorOrigin}" data-watch="always"></script>`}
    <script type="module" src="${assets['shop.js']}"></script>`;
}

/** Where a smart banner finds the shop's app. */
const APP = html`<meta name="apple-itunes-app" content="app-id=1234567890, app-argument=https://aurelle.example/app" />
    <meta name="google-play-app" content="app-id=com.aurelle.shop" />`;

function head(visit: Visit, page: Page): Html {
  const path = visit.address.split('?')[0] ?? '/';
  const description = page.description ?? visit.messages.brandLine;
  return html`<meta charset="utf-8" />
    <meta name="viewport" content="width=device-width, initial-scale=1" />
    <title>${page.title} · ${BRAND}</title>
    <meta name="description" content="${description}" />
    <meta name="theme-color" content="#fbf7f2" />
    <meta name="waymark:page-type" content="${page.type}" />
    ${APP}
    ${page.personal ? html`<meta name="robots" content="noindex" />` : languages(visit, path)}
    ${social(visit, page, visit.origin + pathIn(visit.language, path), description)}
    <link rel="icon" href="/pictures/scene.icon.svg" type="image/svg+xml" />
    <link rel="stylesheet" href="${visit.assets['shop.css']}" />
    ${scripts(visit)}
    ${[organization(visit), ...(page.structured ?? [])].map((entry) => dataBlock('application/ld+json', entry))}`;
}

export function renderPage(visit: Visit, page: Page): string {
  return html`<!doctype html>
    <html lang="${visit.language}">
      <head>
        ${head(visit, page)}
      </head>
      <body class="page-${page.type}">
        <a class="skip" href="#content">${visit.messages.skip}</a>
        ${header(visit)} ${mobileMenu(visit)}
        <main id="content" tabindex="-1">${page.body}</main>
        ${footer(visit)} ${addedPanel(visit)} ${consentBar(visit)}
        ${dataBlock('application/json', { ...basicData(visit), ...page.data }, 'page-data')}
      </body>
    </html> `.toString();
}
