// Lipsticks, bottles and wands. Each stands on y = 0, is centred on x = 0, and grows upwards, about 400 high.
import { darken, lighten } from './color.ts';
import { inkOn, type Paint, shine } from './paint.ts';
import { at, ellipse, groundShadow, path, rect, wordmark } from './sketch.ts';

/** Without its cap. */
export function bareLipstick({ sketch, color, material }: Paint): string {
  const bullet = `M-31 -262 V-352 C-31 -398 2 -428 24 -432 C30 -433 31 -428 31 -420 V-262 Z`;
  return (
    groundShadow(sketch, 130) +
    path(bullet, sketch.cylinder(color)) +
    path(
      'M-31 -352 C-31 -398 2 -428 24 -432 C6 -408 -10 -372 -12 -300 L-31 -300 Z',
      lighten(color, 0.3),
      'opacity=".45"',
    ) +
    rect(-37, -282, 74, 96, 4, sketch.gold()) +
    rect(-37, -206, 74, 5, 0, '#6d4c22', 'opacity=".4"') +
    rect(-46, -196, 92, 20, 5, sketch.gold()) +
    rect(-54, -180, 108, 180, 9, sketch.material(material)) +
    rect(-54, -16, 108, 7, 0, sketch.gold()) +
    shine(sketch, -36, -168, 11, 140)
  );
}

export function lipstick(paint: Paint): string {
  const { sketch, material } = paint;
  const cap =
    groundShadow(sketch, 110) +
    rect(-50, -232, 100, 232, 9, sketch.material(material)) +
    rect(-50, -20, 100, 8, 0, sketch.gold()) +
    shine(sketch, -32, -220, 10, 190) +
    wordmark(0, -108, 10, inkOn(material));
  return at(-112, 0, cap) + at(52, 0, bareLipstick(paint));
}

export function gloss({ sketch, color, material }: Paint): string {
  return (
    groundShadow(sketch, 110) +
    rect(-44, -236, 88, 236, 20, sketch.glass(lighten(color, 0.1))) +
    rect(-31, -226, 62, 212, 14, sketch.glass(color)) +
    rect(-5, -226, 10, 150, 5, '#ffffff', 'opacity=".3"') +
    ellipse(0, -70, 10, 24, darken(color, 0.2), 'opacity=".4"') +
    shine(sketch, -30, -216, 9, 180, 0.75) +
    rect(-34, -250, 68, 18, 4, sketch.gold()) +
    rect(-42, -436, 84, 190, 12, sketch.material(material)) +
    shine(sketch, -27, -424, 9, 160) +
    wordmark(0, -120, 10, '#ffffff')
  );
}

export function tint({ sketch, color, material }: Paint): string {
  return (
    groundShadow(sketch, 140) +
    path(
      'M-70 -30 Q-70 0 -40 0 H40 Q70 0 70 -30 V-128 Q70 -172 26 -184 H-26 Q-70 -172 -70 -128 Z',
      sketch.glass(color),
    ) +
    path(
      'M-58 -34 Q-58 -12 -36 -12 H36 Q58 -12 58 -34 V-118 Q58 -148 22 -158 H-22 Q-58 -148 -58 -118 Z',
      sketch.cylinder(color),
      'opacity=".55"',
    ) +
    shine(sketch, -52, -146, 12, 110, 0.8) +
    rect(-28, -202, 56, 22, 3, sketch.gold()) +
    path('M-30 -202 L-22 -372 Q-21 -384 0 -384 Q21 -384 22 -372 L30 -202 Z', sketch.material(material)) +
    shine(sketch, -17, -366, 7, 150) +
    wordmark(0, -78, 13, '#ffffff') +
    rect(-18, -66, 36, 1.5, 0, '#ffffff', 'opacity=".7"')
  );
}

export function mascara({ sketch, color, material }: Paint): string {
  const bristles = Array.from({ length: 26 }, (_, index) => {
    const half = 17 - Math.abs(index - 10) * 0.55;
    return `M${-half} ${-150 + index * 5.2} L${half} ${-146 + index * 5.2}`;
  }).join('');
  const wand = at(
    86,
    -4,
    rect(-3, -200, 6, 120, 3, '#3a2d30') +
      `<path d="${bristles}" transform="translate(0 48)" stroke="${darken(color, 0.35)}" stroke-width="3.4" stroke-linecap="round"/>` +
      rect(-15, -214, 30, 16, 3, sketch.gold()) +
      rect(-27, -420, 54, 210, 12, sketch.material(material)) +
      shine(sketch, -17, -408, 7, 176),
  );
  return (
    groundShadow(sketch, 100) +
    at(
      -46,
      0,
      rect(-34, -318, 68, 318, 12, sketch.material(material)) +
        rect(-34, -24, 68, 8, 0, sketch.gold()) +
        rect(-24, -334, 48, 20, 3, sketch.gold()) +
        rect(-16, -348, 32, 16, 3, '#2b2226') +
        shine(sketch, -22, -304, 8, 262) +
        at(4, -160, wordmark(0, 0, 14, inkOn(material)), 1, -90),
    ) +
    wand
  );
}

export function pen({ sketch, color, material }: Paint): string {
  const swash = path(
    'M-150 -26 C-70 -74 20 -62 96 -26 C130 -10 170 -34 186 -62 C176 -16 142 8 92 0 C10 -16 -70 -20 -150 -26 Z',
    sketch.across([0, lighten(color, 0.15)], [1, color]),
  );
  const barrel =
    rect(-19, -356, 38, 250, 12, sketch.material(material)) +
    rect(-19, -124, 38, 10, 0, sketch.gold()) +
    path('M-17 -116 H17 L8 -62 H-8 Z', sketch.cylinder('#2b2226')) +
    path('M-7 -62 H7 L1 -18 Q0 -12 -1 -18 Z', sketch.cylinder(color)) +
    shine(sketch, -11, -344, 5, 214) +
    at(3, -236, wordmark(0, 0, 11, inkOn(material)), 1, -90);
  const cap = at(
    -118,
    -40,
    rect(-22, -236, 44, 236, 11, sketch.material(material)) +
      rect(-22, -16, 44, 8, 0, sketch.gold()) +
      shine(sketch, -12, -224, 6, 190),
    1,
    -8,
  );
  return groundShadow(sketch, 190, 0.1) + swash + cap + at(74, -44, barrel, 1.06, 24);
}
