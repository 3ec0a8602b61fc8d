// Compositions of several products: the hero of the home page, heads of categories, editorial pictures.
import type { CategoryId } from '../catalogue/types.ts';
import { darken, lighten, mix } from './color.ts';
import type { Material, Vessel } from './look.ts';
import { GROUNDS, VESSELS } from './picture.ts';
import { bareLipstick } from './vessels_colour.ts';
import { at, ellipse, groundShadow, path, rect, Sketch, wordmark } from './sketch.ts';
import { branch, TEXTURES } from './textures.ts';

type Placed = readonly [
  vessel: Vessel,
  color: string,
  material: Material,
  x: number,
  y: number,
  scale: number,
  turn?: number,
];

function place(sketch: Sketch, placed: readonly Placed[]): string {
  return placed
    .map(([vessel, color, material, x, y, scale, turn]) =>
      at(x, y, VESSELS[vessel]({ sketch, color, material }), scale, turn),
    )
    .join('');
}

function plinth(sketch: Sketch, tone: string, x: number, y: number, rx: number, height: number): string {
  return (
    at(x, y + height + rx * 0.12, groundShadow(sketch, rx * 2.1, 0.11)) +
    path(
      `M${x - rx} ${y} V${y + height} A${rx} ${rx * 0.17} 0 0 0 ${x + rx} ${y + height} V${y} Z`,
      sketch.across([0, darken(tone, 0.22)], [0.3, lighten(tone, 0.35)], [0.65, tone], [1, darken(tone, 0.28)]),
    ) +
    ellipse(x, y, rx, rx * 0.17, sketch.radial(0.4, 0.4, 0.8, [0, lighten(tone, 0.6)], [1, lighten(tone, 0.18)]))
  );
}

function arch(sketch: Sketch, color: string, x: number, top: number, width: number, floor: number): string {
  const r = width / 2;
  return path(
    `M${x - r} ${floor} V${top + r} A${r} ${r} 0 0 1 ${x + r} ${top + r} V${floor} Z`,
    sketch.down([0, lighten(color, 0.3)], [1, darken(color, 0.06)]),
  );
}

function light(sketch: Sketch, height: number, x: number): string {
  return path(
    `M${x - 340} ${height} L${x} -40 H${x + 110} L${x - 230} ${height} Z M${x - 160} ${height} L${x + 180} -40 H${x + 220} L${x - 120} ${height} Z`,
    '#ffffff',
    `opacity=".15" filter="${sketch.blur(14)}"`,
  );
}

function heroStage(sketch: Sketch, width: number, height: number, floor: number, focus: number): string {
  return (
    rect(0, 0, width, height, 0, sketch.slant([0, '#f3ded5'], [0.5, '#e6bfb2'], [1, '#c98d82'])) +
    arch(sketch, '#b9626a', focus + 30, floor - 560, 430, floor) +
    arch(sketch, '#8c2f45', focus + 60, floor - 430, 310, floor) +
    ellipse(focus - 210, floor - 430, 84, 84, sketch.radial(0.4, 0.35, 0.8, [0, '#ffe9c9'], [1, '#e9bd86'])) +
    at(focus + 330, floor + 20, branch(sketch, '#7d8a6e', 12), 1.15, 16) +
    at(focus - 300, floor - 4, branch(sketch, '#a4796c', 8), 0.72, -10) +
    rect(0, floor, width, height - floor, 0, sketch.down([0, '#d9a499'], [1, '#c08077']))
  );
}

function heroProducts(sketch: Sketch, focus: number, floor: number): string {
  return (
    plinth(sketch, '#e8c4b6', focus - 190, floor - 70, 120, 110) +
    plinth(sketch, '#f0d8c8', focus + 40, floor - 150, 140, 200) +
    plinth(sketch, '#d9a597', focus + 250, floor - 20, 120, 80) +
    place(sketch, [
      ['dropper', '#e2a95e', 'wine', focus - 190, floor - 66, 0.86],
      ['lipstick', '#a3243b', 'gold', focus + 40, floor - 144, 0.94],
      ['facet', '#d98a86', 'gold', focus + 250, floor - 14, 0.8],
      ['pan', '#d4626b', 'gold', focus - 20, floor + 118, 0.62],
      ['mascara', '#4a2b2b', 'wine', focus + 420, floor + 96, 0.62],
    ])
  );
}

function heroWide(): string {
  const sketch = new Sketch();
  return sketch.finish(
    1600,
    900,
    heroStage(sketch, 1600, 900, 690, 1090) + heroProducts(sketch, 1090, 690) + light(sketch, 900, 860),
    'Aurelle',
  );
}

function heroTall(): string {
  const sketch = new Sketch();
  const art = at(0, 0, heroStage(sketch, 1000, 1000, 770, 470) + heroProducts(sketch, 470, 770));
  return sketch.finish(1000, 1000, art + light(sketch, 1000, 330), 'Aurelle');
}

const CATEGORY_PLACES: Record<CategoryId | 'new', readonly Placed[]> = {
  lips: [
    ['lipstick', '#a3243b', 'gold', 1000, 430, 0.78],
    ['gloss', '#d9808a', 'rose', 1200, 430, 0.78],
    ['tint', '#c14a52', 'ink', 1360, 430, 0.8],
  ],
  face: [
    ['cushion', '#e0b891', 'ivory', 1010, 430, 0.74],
    ['tube', '#dfb593', 'sand', 1250, 430, 0.8],
    ['dropper', '#f0cfa0', 'gold', 1420, 430, 0.78],
  ],
  eyes: [
    ['palette', '#8f5b4e', 'wine', 1070, 430, 0.76],
    ['mascara', '#3a2430', 'ink', 1340, 430, 0.78],
  ],
  skin: [
    ['pump', '#e6e2d4', 'sage', 1010, 430, 0.8],
    ['jar', '#f2e6da', 'sage', 1220, 430, 0.68],
    ['dropper', '#e2a95e', 'sage', 1420, 430, 0.82],
  ],
  fragrance: [
    ['block', '#e0b57a', 'ink', 1000, 430, 0.8],
    ['orb', '#d58f9a', 'gold', 1220, 430, 0.76],
    ['column', '#a9b7a0', 'sand', 1410, 430, 0.76],
  ],
  new: [
    ['quad', '#a65f58', 'rose', 1000, 430, 0.8],
    ['lipstick', '#b8505a', 'rose', 1200, 430, 0.76],
    ['facet', '#cf9a8c', 'gold', 1400, 430, 0.78],
  ],
};

function categoryHead(id: CategoryId | 'new'): string {
  const ground = id === 'new' ? '#ecd5c6' : GROUNDS[id];
  const sketch = new Sketch();
  const floor = 396;
  return sketch.finish(
    1600,
    480,
    rect(0, 0, 1600, 480, 0, sketch.across([0, lighten(ground, 0.35)], [1, darken(ground, 0.06)])) +
      arch(sketch, darken(ground, 0.1), 1210, 40, 560, floor) +
      at(1530, 420, branch(sketch, '#8c9a80', 9), 0.9, 14) +
      rect(0, floor, 1600, 84, 0, sketch.down([0, darken(ground, 0.14)], [1, darken(ground, 0.05)])) +
      place(sketch, CATEGORY_PLACES[id]) +
      light(sketch, 480, 900),
    'Aurelle',
  );
}

/** The editorial picture of the skin ritual. */
function ritual(): string {
  const sketch = new Sketch();
  const tone = '#cdd3c2';
  return sketch.finish(
    900,
    1000,
    rect(0, 0, 900, 1000, 0, sketch.slant([0, '#e6e8dc'], [1, '#b6bfa9'])) +
      arch(sketch, '#a3b094', 470, 130, 560, 760) +
      at(770, 790, branch(sketch, '#6f7f64', 13), 1.2, 10) +
      at(150, 790, branch(sketch, '#7f8e72', 11), 1.05, -12) +
      rect(0, 760, 900, 240, 0, sketch.down([0, '#b2bca3'], [1, '#98a489'])) +
      plinth(sketch, tone, 450, 690, 190, 130) +
      place(sketch, [
        ['pump', '#efe9dc', 'sage', 400, 700, 0.98],
        ['dropper', '#e2a95e', 'gold', 560, 706, 0.86],
        ['jar', '#f2e6da', 'sage', 660, 900, 0.74],
        ['spray', '#e8b9b4', 'ivory', 220, 890, 0.8],
      ]) +
      light(sketch, 1000, 420),
    'Aurelle',
  );
}

function shades(): string {
  const sketch = new Sketch();
  const colors = ['#7d1f33', '#a3243b', '#c14a52', '#d9808a', '#b3655a', '#8f4a42'];
  // The back row first, so that the front row stands before it.
  const bullets = [0, 2, 4, 1, 3, 5]
    .map((index) => ({ color: colors[index] ?? '#a3243b', index }))
    .map(({ color, index }) =>
      at(
        165 + index * 114,
        790 + (index % 2) * 110,
        bareLipstick({ sketch, color, material: index % 2 ? 'gold' : 'wine' }),
        0.94,
      ),
    );
  return sketch.finish(
    900,
    1000,
    rect(0, 0, 900, 1000, 0, sketch.slant([0, '#e9c9c0'], [1, '#b2747a'])) +
      arch(sketch, '#c98a88', 450, 120, 640, 1000) +
      at(60, -70, TEXTURES.smear(sketch, mix('#8c2f45', '#ffffff', 0.12)), 1.25, 4) +
      rect(0, 740, 900, 260, 0, sketch.down([0, '#b97a7d', 0.9], [1, '#9f5f68'])) +
      bullets.join('') +
      light(sketch, 1000, 420),
    'Aurelle',
  );
}

/** An open shopping bag with nothing in it but a branch. */
function empty(): string {
  const sketch = new Sketch();
  const paper = sketch.across([0, '#e9cfc4'], [0.5, '#f3e0d6'], [1, '#d3aca0']);
  return sketch.finish(
    480,
    400,
    ellipse(240, 196, 190, 180, sketch.radial(0.5, 0.45, 0.55, [0, '#f6e6dc'], [1, '#f6e6dc', 0])) +
      at(286, 190, branch(sketch, '#8c9a80', 6), 0.62, 14) +
      at(240, 350, groundShadow(sketch, 230, 0.09)) +
      path('M184 170 C184 96 296 96 296 170', 'none', 'stroke="#8c2f45" stroke-width="5" stroke-linecap="round"') +
      path('M142 166 H338 L354 350 H126 Z', paper) +
      path('M338 166 L354 350 H320 Z', '#00000014') +
      rect(142, 166, 196, 5, 0, '#ffffff', 'opacity=".6"') +
      path('M190 178 C190 112 290 112 290 178', 'none', 'stroke="#a8455a" stroke-width="5" stroke-linecap="round"') +
      wordmark(240, 272, 22, '#6b2438') +
      rect(218, 286, 44, 1.5, 0, '#b08d57'),
    'Aurelle',
  );
}

function icon(): string {
  const sketch = new Sketch();
  return sketch.finish(
    64,
    64,
    rect(0, 0, 64, 64, 14, '#6b2438') +
      path('M24 40 V26 C24 18 34 10 40 9 V40 Z', sketch.across([0, '#e9a0a4'], [1, '#c9606c'])) +
      rect(22, 40, 20, 15, 2, sketch.gold()),
    'Aurelle',
  );
}

const SCENES: Record<string, () => string> = {
  'hero-wide': heroWide,
  'hero-tall': heroTall,
  ritual,
  shades,
  empty,
  icon,
};

/** The drawing of that name, or undefined: `hero-wide hero-tall ritual shades empty icon category-<id>`. */
export function scenePicture(name: string): string | undefined {
  const painter = SCENES[name];
  if (painter) return painter();
  const id = name.replace(/^category-/, '') as CategoryId | 'new';
  return name !== id && Object.hasOwn(CATEGORY_PLACES, id) ? categoryHead(id) : undefined;
}
