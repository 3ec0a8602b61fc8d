// Vessels of skin care and fragrance. Each stands on y = 0, is centred on x = 0, and grows upwards, about 400 high.
import { darken, lighten } from './color.ts';
import { at, ellipse, groundShadow, path, rect, type Sketch, wordmark } from './sketch.ts';
import { type Paint, shine } from './paint.ts';

const LABEL_INK = '#4a2f2c';

function paperLabel(y: number, width: number, height: number): string {
  return (
    rect(-width / 2, y, width, height, 2, '#fbf6ee', 'opacity=".93"') +
    wordmark(0, y + height * 0.45, width / 8.2, LABEL_INK) +
    rect(-width * 0.14, y + height * 0.6, width * 0.28, 1.2, 0, '#b08d57') +
    rect(-width * 0.24, y + height * 0.74, width * 0.48, 2, 1, LABEL_INK, 'opacity=".35"')
  );
}

export function dropper({ sketch, color, material }: Paint): string {
  return (
    groundShadow(sketch, 150) +
    path(
      'M-78 -22 Q-78 0 -56 0 H56 Q78 0 78 -22 V-186 Q78 -222 44 -230 L30 -236 H-30 L-44 -230 Q-78 -222 -78 -186 Z',
      sketch.glass(color),
    ) +
    path(
      'M-64 -26 Q-64 -12 -50 -12 H50 Q64 -12 64 -26 V-160 H-64 Z',
      sketch.glass(darken(color, 0.08)),
      'opacity=".75"',
    ) +
    rect(-3, -236, 6, 190, 3, '#ffffff', 'opacity=".4"') +
    shine(sketch, -62, -200, 13, 170, 0.8) +
    paperLabel(-150, 108, 92) +
    rect(-36, -276, 72, 44, 5, sketch.gold()) +
    path('M-26 -276 V-352 Q-26 -392 0 -392 Q26 -392 26 -352 V-276 Z', sketch.material(material)) +
    shine(sketch, -15, -370, 8, 84, 0.4)
  );
}

export function jar({ sketch, color, material }: Paint): string {
  return (
    groundShadow(sketch, 260, 0.11) +
    path('M-136 -34 Q-136 0 -100 0 H100 Q136 0 136 -34 V-144 H-136 Z', sketch.glass(lighten(color, 0.35))) +
    path('M-116 -42 Q-116 -16 -90 -16 H90 Q116 -16 116 -42 V-136 H-116 Z', sketch.cylinder(color), 'opacity=".85"') +
    shine(sketch, -120, -128, 15, 100, 0.85) +
    paperLabel(-118, 142, 78) +
    rect(-130, -156, 260, 14, 3, sketch.gold()) +
    rect(-142, -240, 284, 88, 16, sketch.material(material)) +
    ellipse(0, -236, 132, 10, '#ffffff', 'opacity=".22"') +
    shine(sketch, -116, -228, 16, 66, 0.5)
  );
}

export function powder({ sketch, color, material }: Paint): string {
  const crumbs = [
    [-190, -8, 9],
    [-168, -4, 5],
    [176, -6, 7],
    [196, -3, 4],
    [158, -2, 4],
  ] as const;
  return (
    groundShadow(sketch, 280, 0.09) +
    rect(-136, -106, 272, 106, 26, sketch.glass(lighten(color, 0.3))) +
    rect(-116, -76, 232, 62, 18, sketch.cylinder(color), 'opacity=".8"') +
    shine(sketch, -118, -96, 14, 80, 0.8) +
    rect(-144, -164, 288, 62, 14, sketch.material(material)) +
    rect(-144, -110, 288, 8, 0, sketch.gold()) +
    wordmark(0, -127, 17, '#f1dcb4') +
    ellipse(0, -186, 118, 44, lighten(color, 0.35)) +
    ellipse(0, -204, 118, 48, sketch.radial(0.4, 0.3, 0.8, [0, '#fffaf4'], [1, lighten(color, 0.45)])) +
    rect(-50, -230, 100, 18, 9, sketch.material(material)) +
    wordmark(0, -217, 8, '#f1dcb4') +
    crumbs.map(([x, y, r]) => ellipse(x, y, r, r * 0.55, color)).join('')
  );
}

export function tube({ sketch, color, material }: Paint): string {
  return (
    groundShadow(sketch, 130) +
    path('M-82 -404 H82 L70 -92 Q68 -78 52 -78 H-52 Q-68 -78 -70 -92 Z', sketch.cylinder(color)) +
    path('M-84 -418 H84 V-396 H-84 Z', sketch.cylinder(darken(color, 0.1))) +
    `<path d="${Array.from({ length: 20 }, (_, index) => `M${-78 + index * 8.2} -416 V-398`).join('')}" stroke="#00000022" stroke-width="2"/>` +
    shine(sketch, -56, -384, 13, 280, 0.55) +
    rect(-58, -84, 116, 12, 3, sketch.gold()) +
    rect(-60, -74, 120, 74, 11, sketch.material(material)) +
    shine(sketch, -42, -66, 9, 54, 0.4) +
    wordmark(0, -266, 17, LABEL_INK) +
    rect(-20, -250, 40, 1.4, 0, LABEL_INK) +
    rect(-34, -226, 68, 2.4, 1, LABEL_INK, 'opacity=".45"') +
    rect(-24, -214, 48, 2.4, 1, LABEL_INK, 'opacity=".45"')
  );
}

export function pump({ sketch, color, material }: Paint): string {
  return (
    groundShadow(sketch, 160) +
    path(
      'M-86 -22 Q-86 0 -64 0 H64 Q86 0 86 -22 V-240 Q86 -282 30 -288 H-30 Q-86 -282 -86 -240 Z',
      sketch.cylinder(color),
    ) +
    shine(sketch, -64, -240, 15, 210, 0.5) +
    paperLabel(-190, 116, 112) +
    rect(-34, -318, 68, 34, 6, sketch.material(material)) +
    rect(-9, -356, 18, 40, 4, sketch.gold()) +
    path(
      'M-98 -392 Q-98 -400 -88 -400 H38 Q52 -400 52 -386 V-366 Q52 -354 40 -354 H-30 Q-44 -354 -50 -366 Q-54 -374 -66 -374 H-98 Z',
      sketch.material(material),
    ) +
    rect(-80, -395, 110, 7, 3.5, '#ffffff', 'opacity=".35"')
  );
}

export function spray({ sketch, color, material }: Paint): string {
  const mist = Array.from({ length: 22 }, (_, index) =>
    ellipse(
      -70 - index * 5.4,
      -376 + Math.sin(index * 2.1) * (4 + index * 1.7),
      1.2 + (index % 4) * 0.7,
      1.2 + (index % 4) * 0.7,
      '#ffffff',
      'opacity=".8"',
    ),
  ).join('');
  return (
    groundShadow(sketch, 130) +
    path(
      'M-66 -20 Q-66 0 -46 0 H46 Q66 0 66 -20 V-272 Q66 -312 26 -318 H-26 Q-66 -312 -66 -272 Z',
      sketch.glass(lighten(color, 0.2)),
    ) +
    path('M-54 -26 Q-54 -12 -40 -12 H40 Q54 -12 54 -26 V-224 H-54 Z', sketch.glass(color), 'opacity=".8"') +
    rect(-2, -316, 4, 280, 2, '#ffffff', 'opacity=".5"') +
    shine(sketch, -52, -280, 11, 240, 0.8) +
    paperLabel(-186, 92, 104) +
    rect(-28, -340, 56, 24, 4, sketch.gold()) +
    path('M-26 -340 V-386 Q-26 -402 -10 -402 H14 Q26 -402 26 -390 V-340 Z', sketch.material(material)) +
    ellipse(-25, -376, 3, 5, '#1c0d12') +
    mist
  );
}

function collar(sketch: Sketch, y: number): string {
  return rect(-26, y - 26, 52, 28, 3, sketch.gold()) + rect(-26, y - 16, 52, 2, 0, '#6d4c22', 'opacity=".45"');
}

export function block({ sketch, color, material }: Paint): string {
  return (
    groundShadow(sketch, 220, 0.11) +
    rect(-114, -262, 228, 262, 14, sketch.glass(lighten(color, 0.5))) +
    rect(
      -96,
      -240,
      192,
      216,
      7,
      sketch.slant([0, lighten(color, 0.5), 0.9], [0.5, color, 0.85], [1, darken(color, 0.2), 0.9]),
    ) +
    path('M-96 -240 H-30 L-96 -110 Z', '#ffffff', 'opacity=".35"') +
    shine(sketch, -108, -250, 8, 236, 0.9) +
    paperLabel(-170, 126, 92) +
    collar(sketch, -262) +
    rect(-58, -392, 116, 106, 8, sketch.material(material)) +
    shine(sketch, -42, -382, 11, 86, 0.45)
  );
}

export function orb({ sketch, color, material }: Paint): string {
  return (
    groundShadow(sketch, 220, 0.12) +
    ellipse(0, -136, 142, 138, sketch.glass(lighten(color, 0.45))) +
    ellipse(
      0,
      -132,
      118,
      116,
      sketch.radial(0.38, 0.32, 0.78, [0, lighten(color, 0.65)], [0.55, color], [1, darken(color, 0.25)]),
      'opacity=".9"',
    ) +
    path('M-104 -190 Q-84 -246 -24 -260 Q-76 -228 -88 -164 Z', '#ffffff', 'opacity=".75"') +
    ellipse(0, -6, 70, 7, '#ffffff', 'opacity=".4"') +
    wordmark(0, -132, 22, '#ffffff') +
    rect(-24, -118, 48, 1.5, 0, '#ffffff') +
    collar(sketch, -270) +
    ellipse(0, -344, 54, 54, sketch.material(material)) +
    ellipse(-18, -364, 13, 18, '#ffffff', 'opacity=".4"')
  );
}

export function column({ sketch, color, material }: Paint): string {
  const ribs = Array.from({ length: 9 }, (_, index) =>
    rect(-76 + index * 17, -286, 5, 280, 2.5, '#ffffff', 'opacity=".22"'),
  ).join('');
  return (
    groundShadow(sketch, 150, 0.13) +
    rect(-84, -296, 168, 296, 34, sketch.glass(lighten(color, 0.35))) +
    rect(-70, -250, 140, 236, 24, sketch.cylinder(color), 'opacity=".7"') +
    ribs +
    paperLabel(-196, 98, 110) +
    collar(sketch, -296) +
    rect(-44, -432, 88, 112, 42, sketch.material(material)) +
    shine(sketch, -29, -414, 10, 82, 0.5)
  );
}

export function facet({ sketch, color, material }: Paint): string {
  return (
    groundShadow(sketch, 230, 0.11) +
    path(
      'M-60 0 H60 L136 -92 L112 -222 L52 -268 H-52 L-112 -222 L-136 -92 Z',
      sketch.slant([0, lighten(color, 0.6)], [0.5, color], [1, darken(color, 0.3)]),
      'opacity=".93"',
    ) +
    path('M-136 -92 L-112 -222 L-52 -268 L-36 -150 Z', '#ffffff', 'opacity=".38"') +
    path('M-136 -92 L-36 -150 L-60 0 Z', '#ffffff', 'opacity=".16"') +
    path('M-36 -150 L36 -150 L60 0 H-60 Z', '#ffffff', 'opacity=".1"') +
    path('M136 -92 L36 -150 L52 -268 L112 -222 Z', darken(color, 0.3), 'opacity=".28"') +
    path('M-52 -268 H52 L36 -150 H-36 Z', '#ffffff', 'opacity=".24"') +
    wordmark(0, -86, 19, '#ffffff') +
    rect(-20, -72, 40, 1.4, 0, '#ffffff') +
    collar(sketch, -268) +
    path('M-52 -294 L-38 -394 H38 L52 -294 Z', sketch.material(material)) +
    path('M-38 -394 H38 L30 -404 H-30 Z', lighten(color, 0.4)) +
    at(-22, -384, shine(sketch, -4, 0, 8, 82, 0.5))
  );
}
