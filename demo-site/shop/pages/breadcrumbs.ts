import { html, type Html } from '../html.ts';
import { link, type Visit } from '../visit.ts';
import type { Crumb } from './structured_data.ts';

function here({ name }: Crumb): Html {
  return html`<span aria-current="page">${name}</span>`;
}

function step(visit: Visit, { name, path }: Crumb): Html {
  return html`<a href="${link(visit, path)}">${name}</a>`;
}

export function breadcrumbs(visit: Visit, crumbs: readonly Crumb[]): Html {
  const last = crumbs.length - 1;
  return html`<nav class="crumbs" aria-label="${visit.messages.breadcrumb}">
    <ol>
      ${crumbs.map((crumb, index) => html`<li>${index === last ? here(crumb) : step(visit, crumb)}</li>`)}
    </ol>
  </nav>`;
}
