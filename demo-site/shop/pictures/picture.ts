import type { CategoryId, Product, Variant } from '../catalogue/types.ts';
import { darken, lighten, mix } from './color.ts';
import type { Vessel, View } from './look.ts';
import type { Paint } from './paint.ts';
import { at, ellipse, groundShadow, MATERIAL_COLORS, path, rect, Sketch, wordmark } from './sketch.ts';
import { branch, TEXTURES } from './textures.ts';
import { block, column, dropper, facet, jar, orb, powder, pump, spray, tube } from './vessels_care.ts';
import { gloss, lipstick, mascara, pen, tint } from './vessels_colour.ts';
import { cushion, palette, pan, quad } from './vessels_compact.ts';

export const VESSELS: Record<Vessel, (paint: Paint) => string> = {
  lipstick,
  gloss,
  jar,
  tube,
  tint,
  cushion,
  pan,
  dropper,
  powder,
  palette,
  quad,
  mascara,
  pen,
  pump,
  spray,
  block,
  orb,
  column,
  facet,
};

/** The paper behind the products of a category. */
export const GROUNDS: Record<CategoryId, string> = {
  lips: '#f0d9d2',
  face: '#efdfd0',
  eyes: '#e2d8de',
  skin: '#dfe3d8',
  fragrance: '#e9ddc9',
};

const WIDTH = 600;
const HEIGHT = 720;
const WIDE: readonly Vessel[] = ['palette', 'powder', 'jar', 'cushion', 'pan'];

export interface Shown {
  product: Product;
  variant: Variant;
}

function vessel(sketch: Sketch, { product, variant }: Shown): string {
  return VESSELS[product.look.vessel]({ sketch, color: variant.color, material: product.look.material });
}

function backdrop(sketch: Sketch, ground: string, horizon: number): string {
  return (
    rect(
      0,
      0,
      WIDTH,
      HEIGHT,
      0,
      sketch.radial(
        0.42,
        0.36,
        0.85,
        [0, lighten(ground, 0.55)],
        [0.6, lighten(ground, 0.14)],
        [1, darken(ground, 0.07)],
      ),
    ) +
    rect(
      0,
      horizon,
      WIDTH,
      HEIGHT - horizon,
      0,
      sketch.down([0, darken(ground, 0.1), 0.55], [0.5, ground, 0.2], [1, lighten(ground, 0.4), 0.25]),
    )
  );
}

function pack(sketch: Sketch, shown: Shown): string {
  const ground = GROUNDS[shown.product.category];
  const scale = WIDE.includes(shown.product.look.vessel) ? 1.1 : 1.17;
  return backdrop(sketch, ground, 548) + at(300, 612, vessel(sketch, shown), scale);
}

function texture(sketch: Sketch, { product, variant }: Shown): string {
  const ground = mix(GROUNDS[product.category], variant.color, 0.12);
  return (
    rect(0, 0, WIDTH, HEIGHT, 0, sketch.slant([0, lighten(ground, 0.62)], [1, lighten(ground, 0.2)])) +
    TEXTURES[product.look.texture](sketch, variant.color)
  );
}

function scene(sketch: Sketch, shown: Shown): string {
  const tone = mix(GROUNDS[shown.product.category], shown.variant.color, 0.3);
  const arch = path(
    'M110 560 V300 A190 190 0 0 1 490 300 V560 Z',
    sketch.down([0, lighten(tone, 0.5)], [1, lighten(tone, 0.08)]),
  );
  const plinth = (x: number, y: number, rx: number, height: number) =>
    path(
      `M${x - rx} ${y} V${y + height} A${rx} ${rx * 0.2} 0 0 0 ${x + rx} ${y + height} V${y} Z`,
      sketch.across([0, darken(tone, 0.2)], [0.3, lighten(tone, 0.42)], [1, darken(tone, 0.24)]),
    ) + ellipse(x, y, rx, rx * 0.2, sketch.radial(0.4, 0.4, 0.8, [0, lighten(tone, 0.66)], [1, lighten(tone, 0.22)]));
  return (
    rect(0, 0, WIDTH, HEIGHT, 0, sketch.down([0, darken(tone, 0.04)], [1, darken(tone, 0.2)])) +
    arch +
    at(500, 600, branch(sketch, '#8c9a80', 9), 0.95, 14) +
    at(96, 590, branch(sketch, '#a5907f', 7), 0.7, -16) +
    rect(0, 556, WIDTH, 164, 0, sketch.down([0, lighten(tone, 0.04)], [1, darken(tone, 0.14)])) +
    at(300, 690, groundShadow(sketch, 420, 0.1)) +
    plinth(300, 580, 200, 78) +
    at(300, 586, vessel(sketch, shown), 0.86) +
    path('M-40 720 L250 -40 H340 L50 720 Z', '#ffffff', `opacity=".16" filter="${sketch.blur(18)}"`)
  );
}

function carton(sketch: Sketch, { product, variant }: Shown): string {
  const paper = lighten(
    MATERIAL_COLORS[product.look.material],
    product.look.material === 'ink' || product.look.material === 'wine' ? 0 : 0.35,
  );
  const ink = product.look.material === 'ink' || product.look.material === 'wine' ? '#f1dcb4' : '#4a2f2c';
  return (
    groundShadow(sketch, 190) +
    path('M-92 0 V-410 L-62 -426 H118 L92 -410 V0 Z', darken(paper, 0.06)) +
    rect(-92, -410, 184, 410, 0, sketch.across([0, lighten(paper, 0.18)], [1, darken(paper, 0.06)])) +
    path('M92 0 V-410 L118 -426 V-18 Z', darken(paper, 0.3)) +
    rect(-92, -92, 184, 92, 0, variant.color, 'opacity=".92"') +
    rect(-92, -98, 184, 6, 0, sketch.gold()) +
    wordmark(0, -276, 22, ink) +
    rect(-24, -254, 48, 1.5, 0, ink) +
    wordmark(0, -226, 9, ink, product.name.toUpperCase().slice(0, 16))
  );
}

function box(sketch: Sketch, shown: Shown): string {
  const ground = mix(GROUNDS[shown.product.category], '#ffffff', 0.25);
  const wide = WIDE.includes(shown.product.look.vessel);
  return (
    backdrop(sketch, ground, 530) +
    at(wide ? 190 : 192, 576, carton(sketch, shown), 1.06) +
    at(wide ? 372 : 418, 636, vessel(sketch, shown), wide ? 0.78 : 0.92)
  );
}

const VIEW_PAINTERS: Record<View, (sketch: Sketch, shown: Shown) => string> = { pack, texture, scene, box };

export function productPicture(shown: Shown, view: View): string {
  const sketch = new Sketch();
  const body = VIEW_PAINTERS[view](sketch, shown);
  return sketch.finish(WIDTH, HEIGHT, body, shown.product.name);
}
