import { html } from '../html.ts';
import { link, type Visit } from '../visit.ts';
import type { Page } from './layout.ts';

export function notFoundPage(visit: Visit): Page {
  const { notFound } = visit.messages;
  return {
    type: 'notfound',
    title: notFound.title,
    personal: true,
    body: html`<section class="empty">
      <img src="/pictures/scene.empty.svg" alt="" width="480" height="400" />
      <p class="kicker">404</p>
      <h1>${notFound.title}</h1>
      <p>${notFound.text}</p>
      <a class="button" href="${link(visit, '/')}">${notFound.action}</a>
    </section>`,
  };
}

export function failedPage(visit: Visit): Page {
  const { failed, notFound } = visit.messages;
  return {
    type: 'notfound',
    title: failed.title,
    personal: true,
    body: html`<section class="empty">
      <img src="/pictures/scene.empty.svg" alt="" width="480" height="400" />
      <h1>${failed.title}</h1>
      <p>${failed.text}</p>
      <a class="button" href="${link(visit, '/')}">${notFound.action}</a>
    </section>`,
  };
}
