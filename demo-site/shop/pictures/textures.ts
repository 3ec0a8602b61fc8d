// Close looks at what is inside: drawn on a 600 × 720 sheet around its centre.
import { darken, lighten } from './color.ts';
import type { Texture } from './look.ts';
import { at, ellipse, path, type Sketch } from './sketch.ts';

type Swatch = (sketch: Sketch, color: string) => string;

const smear: Swatch = (sketch, color) => {
  const streaks = Array.from({ length: 15 }, (_, index) => {
    const y = 232 + index * 17;
    const start = 118 + ((index * 37) % 46);
    const end = 470 + ((index * 53) % 62);
    const tone = index % 3 === 0 ? lighten(color, 0.28) : darken(color, 0.12);
    return path(
      `M${start} ${y + 34} C${start + 120} ${y + 4} ${end - 130} ${y - 24} ${end} ${y - 52}`,
      'none',
      `stroke="${tone}" stroke-width="${2.5 + (index % 4) * 1.6}" stroke-linecap="round" opacity=".42"`,
    );
  }).join('');
  const body =
    'M92 300 C130 236 250 210 360 182 C440 160 520 150 546 178 C566 204 520 238 528 272 C536 312 564 332 528 376 C492 420 420 414 352 436 C266 466 170 524 108 494 C62 470 92 424 84 386 C78 352 72 334 92 300 Z';
  return (
    path(body, '#2a1218', `opacity=".22" transform="translate(8 16)" filter="${sketch.blur(14)}"`) +
    path(body, sketch.slant([0, lighten(color, 0.22)], [0.45, color], [1, darken(color, 0.22)])) +
    `<g clip-path="${sketch.clip(`<path d="${body}"/>`)}">${streaks}</g>` +
    path(
      'M140 320 C220 262 360 226 484 204',
      'none',
      `stroke="#ffffff" stroke-width="9" stroke-linecap="round" opacity=".38" filter="${sketch.blur(3)}"`,
    )
  );
};

function drop(sketch: Sketch, x: number, y: number, r: number, color: string): string {
  return (
    ellipse(x + r * 0.1, y + r * 0.22, r, r * 0.9, '#2a1218', `opacity=".24" filter="${sketch.blur(r * 0.12)}"`) +
    ellipse(
      x,
      y,
      r,
      r * 0.94,
      sketch.radial(
        0.62,
        0.7,
        0.8,
        [0, lighten(color, 0.6), 0.95],
        [0.55, color, 0.94],
        [1, darken(color, 0.25), 0.96],
      ),
    ) +
    ellipse(
      x - r * 0.36,
      y - r * 0.42,
      r * 0.24,
      r * 0.14,
      '#ffffff',
      `opacity=".9" transform="rotate(-32 ${x - r * 0.36} ${y - r * 0.42})"`,
    ) +
    ellipse(x + r * 0.3, y + r * 0.48, r * 0.36, r * 0.12, '#ffffff', 'opacity=".4"')
  );
}

const drops: Swatch = (sketch, color) =>
  drop(sketch, 262, 380, 148, color) +
  drop(sketch, 448, 262, 74, color) +
  drop(sketch, 446, 486, 46, color) +
  drop(sketch, 158, 196, 42, color) +
  drop(sketch, 340, 178, 24, color) +
  drop(sketch, 110, 540, 26, color);

const powder: Swatch = (sketch, color) => {
  const crumbs = Array.from({ length: 150 }, (_, index) => {
    const angle = index * 2.399;
    const distance = 120 + ((index * 71) % 160);
    const radius = 1.5 + ((index * 29) % 9) * (distance < 200 ? 1 : 0.6);
    return ellipse(
      300 + Math.cos(angle) * distance,
      360 + Math.sin(angle) * distance * 0.8,
      radius,
      radius * 0.8,
      index % 3 ? color : lighten(color, 0.3),
      'opacity=".9"',
    );
  }).join('');
  const heap =
    'M136 396 C120 300 210 250 296 236 C392 222 470 290 474 366 C478 452 400 500 306 498 C206 496 148 468 136 396 Z';
  return (
    path(heap, '#2a1218', `opacity=".25" transform="translate(8 18)" filter="${sketch.blur(16)}"`) +
    crumbs +
    path(heap, sketch.radial(0.36, 0.3, 0.85, [0, lighten(color, 0.42)], [0.55, color], [1, darken(color, 0.25)])) +
    path(
      'M170 380 C240 330 320 300 440 330 C360 322 260 346 196 420 Z',
      lighten(color, 0.5),
      `opacity=".5" filter="${sketch.blur(4)}"`,
    ) +
    path(
      'M210 452 C290 404 380 396 450 410 C370 412 300 432 250 480 Z',
      darken(color, 0.3),
      `opacity=".35" filter="${sketch.blur(5)}"`,
    )
  );
};

const gel: Swatch = (sketch, color) => {
  const pool =
    'M120 402 C96 320 176 300 204 246 C234 188 330 176 378 222 C430 272 506 268 500 356 C494 442 450 430 414 482 C372 542 290 528 236 502 C186 478 136 470 120 402 Z';
  const bubbles = [
    [250, 330, 20],
    [330, 300, 11],
    [372, 388, 26],
    [300, 430, 13],
    [214, 410, 9],
    [430, 340, 8],
  ] as const;
  return (
    path(pool, '#2a1218', `opacity=".2" transform="translate(6 16)" filter="${sketch.blur(14)}"`) +
    path(
      pool,
      sketch.radial(0.4, 0.35, 0.75, [0, lighten(color, 0.62)], [0.6, lighten(color, 0.22)], [1, darken(color, 0.08)]),
    ) +
    path(
      'M160 390 C160 332 214 318 238 268 C258 226 312 214 350 234',
      'none',
      `stroke="#ffffff" stroke-width="13" stroke-linecap="round" opacity=".75" filter="${sketch.blur(2.5)}"`,
    ) +
    path(
      'M452 396 C430 440 396 456 372 484',
      'none',
      `stroke="#ffffff" stroke-width="7" stroke-linecap="round" opacity=".6" filter="${sketch.blur(2)}"`,
    ) +
    bubbles
      .map(
        ([x, y, r]) =>
          ellipse(x, y, r, r, '#ffffff', 'opacity=".28"') +
          ellipse(x - r * 0.3, y - r * 0.35, r * 0.28, r * 0.2, '#ffffff', 'opacity=".95"'),
      )
      .join('')
  );
};

/** A branch whose leaves point outwards; the scent's picture. */
export function branch(sketch: Sketch, color: string, leaves = 11): string {
  const fill = sketch.slant([0, lighten(color, 0.25)], [1, darken(color, 0.25)]);
  const pairs = Array.from({ length: leaves }, (_, index) => {
    const y = -30 - index * 36;
    const size = 1.05 - index * 0.055;
    return (
      at(index * index * 0.5, y, path('M0 0 C24 -34 74 -40 104 -22 C78 6 30 14 0 0 Z', fill), size, -22) +
      at(index * index * 0.5, y - 12, path('M0 0 C-24 -34 -74 -40 -104 -22 C-78 6 -30 14 0 0 Z', fill), size, 22)
    );
  }).join('');
  return (
    path(
      `M0 20 Q4 ${-leaves * 20} ${leaves * leaves * 0.5} ${-leaves * 37}`,
      'none',
      `stroke="${darken(color, 0.3)}" stroke-width="4" stroke-linecap="round"`,
    ) + pairs
  );
}

const mist: Swatch = (sketch, color) => {
  const petals = Array.from({ length: 7 }, (_, index) =>
    at(
      300,
      380,
      path(
        'M0 0 C-58 -44 -66 -150 0 -190 C66 -150 58 -44 0 0 Z',
        sketch.down([0, lighten(color, 0.7), 0.9], [1, color, 0.75]),
      ),
      1,
      index * 51.4,
    ),
  ).join('');
  return (
    at(150, 690, branch(sketch, '#8c9a80', 10), 1, 16) +
    at(470, 700, branch(sketch, '#8c9a80', 8), 0.8, -18) +
    ellipse(300, 392, 190, 180, '#2a1218', `opacity=".16" filter="${sketch.blur(22)}"`) +
    petals +
    ellipse(300, 380, 40, 40, sketch.radial(0.4, 0.35, 0.8, [0, '#f5dfae'], [1, '#b98a4a']))
  );
};

export const TEXTURES: Record<Texture, Swatch> = { smear, drops, powder, gel, mist };
