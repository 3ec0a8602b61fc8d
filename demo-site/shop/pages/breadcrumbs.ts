import { html, type Html } from '../html.ts';
import { link, type Visit } from '../visit.ts';
import type { Crumb } from './structured_data.ts';

export function breadcrumbs(visit: Visit, crumbs: readonly Crumb[]): Html {
  const last = crumbs.length - 1;
  return html`<nav class="crumbs" aria-label="${visit.messages.breadcrumb}"><ol>${crumbs.map(({ name, path }, index) => html`<li>${index === last ? html`<span aria-current="page">${name}</span>` : html`<a href="${link(visit, path)}">${name}</a>`}</li>`)}</ol></nav>`;
}
