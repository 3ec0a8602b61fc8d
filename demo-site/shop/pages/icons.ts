import { html, type Html } from '../html.ts';

const icon = (shape: Html): Html =>
  html`<svg
    class="icon"
    viewBox="0 0 24 24"
    width="24"
    height="24"
    fill="none"
    stroke="currentColor"
    stroke-width="1.5"
    stroke-linecap="round"
    stroke-linejoin="round"
    aria-hidden="true"
    focusable="false"
  >
    ${shape}
  </svg>`;

export const ICONS = {
  menu: icon(html`<path d="M3.5 7h17M3.5 12h17M3.5 17h11" />`),
  close: icon(html`<path d="m5.5 5.5 13 13m0-13-13 13" />`),
  search: icon(html`<circle cx="11" cy="11" r="6.5" /><path d="m16 16 4.5 4.5" />`),
  account: icon(html`<circle cx="12" cy="8" r="3.8" /><path d="M4.5 20.5c.9-4 3.8-6 7.5-6s6.6 2 7.5 6" />`),
  bag: icon(html`<path d="M5 8.5h14l1 12H4z" /><path d="M8.5 11V7a3.5 3.5 0 0 1 7 0v4" />`),
  arrow: icon(html`<path d="M4 12h16m-6-6 6 6-6 6" />`),
  plus: icon(html`<path d="M12 5v14M5 12h14" />`),
  minus: icon(html`<path d="M5 12h14" />`),
  check: icon(html`<path d="m4.5 12.5 5 5 10-11" />`),
  truck: icon(
    html`<path d="M2.5 6h11v11h-11zM13.5 10h4l4 4v3h-8z" /><circle cx="7" cy="18" r="1.8" /><circle
        cx="17.5"
        cy="18"
        r="1.8"
      />`,
  ),
  gift: icon(
    html`<path
      d="M4 11h16v9.5H4zM3 7.5h18V11H3zM12 7.5v13M12 7.5c-5 0-5-5-2.5-4.5S12 7.5 12 7.5s0-4 2.5-4.5S17 7.5 12 7.5z"
    />`,
  ),
  turn: icon(html`<path d="M4 10h11a5 5 0 0 1 0 10H9" /><path d="M8 5.5 3.5 10 8 14.5" />`),
  leaf: icon(html`<path d="M5 19C4 10 9 4.5 20 4.5 20 15 14.5 20 7 17.5M5 21c1.5-5 4.5-8 9-10.5" />`),
} as const;

const STAR = 'M10 1.6l2.6 5.3 5.8.85-4.2 4.1 1 5.8L10 14.9l-5.2 2.75 1-5.8L1.6 7.75l5.8-.85z';

function row(fill: string): Html {
  return html`${[0, 1, 2, 3, 4].map((index) => html`<path transform="translate(${index * 20} 0)" d="${STAR}" fill="${fill}" />`)}`;
}

/** Five stars, filled up to the rating; the text says it to those who do not see it. */
export function stars(rating: number, text: string): Html {
  return html`<svg class="stars" viewBox="0 0 100 20" width="100" height="20" role="img" aria-label="${text}">
    ${row('#e3d5ca')}<svg x="0" y="0" width="${rating * 20}" height="20" viewBox="0 0 ${rating * 20} 20">
      ${row('#a87432')}
    </svg>
  </svg>`;
}

/** Colour without a style attribute. */
export function swatch(color: string): Html {
  return html`<svg class="swatch" viewBox="0 0 24 24" width="24" height="24" aria-hidden="true" focusable="false">
    <circle cx="12" cy="12" r="11.5" fill="${color}" stroke="#2a1a1f" stroke-opacity=".16" />
  </svg>`;
}
