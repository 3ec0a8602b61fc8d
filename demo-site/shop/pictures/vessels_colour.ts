// Vessels of colour products. Each stands on y = 0, is centred on x = 0, and grows upwards, about 400 high.
import { darken, lighten } from './color.ts';
import type { Material } from './look.ts';
import { at, ellipse, groundShadow, path, rect, type Sketch, wordmark } from './sketch.ts';

export interface Paint { sketch: Sketch; color: string; material: Material }

const GOLD_INK = '#f1dcb4';
const inkOn = (material: Material): string => (material === 'wine' || material === 'ink' ? GOLD_INK : '#4f3218');

function shine(sketch: Sketch, x: number, y: number, width: number, height: number, opacity = 0.5): string {
  return rect(x, y, width, height, width / 2, sketch.down([0, '#ffffff', opacity], [1, '#ffffff', opacity * 0.15]));
}

/** Without its cap. */
export function bareLipstick({ sketch, color, material }: Paint): string {
  const bullet = `M-31 -262 V-352 C-31 -398 2 -428 24 -432 C30 -433 31 -428 31 -420 V-262 Z`;
  return groundShadow(sketch, 130)
    + path(bullet, sketch.cylinder(color)) + path('M-31 -352 C-31 -398 2 -428 24 -432 C6 -408 -10 -372 -12 -300 L-31 -300 Z', lighten(color, 0.3), 'opacity=".45"')
    + rect(-37, -282, 74, 96, 4, sketch.gold()) + rect(-37, -206, 74, 5, 0, '#6d4c22', 'opacity=".4"')
    + rect(-46, -196, 92, 20, 5, sketch.gold())
    + rect(-54, -180, 108, 180, 9, sketch.material(material)) + rect(-54, -16, 108, 7, 0, sketch.gold())
    + shine(sketch, -36, -168, 11, 140);
}

export function lipstick(paint: Paint): string {
  const { sketch, material } = paint;
  const cap = groundShadow(sketch, 110) + rect(-50, -232, 100, 232, 9, sketch.material(material)) + rect(-50, -20, 100, 8, 0, sketch.gold())
    + shine(sketch, -32, -220, 10, 190) + wordmark(0, -108, 10, inkOn(material));
  return at(-112, 0, cap) + at(52, 0, bareLipstick(paint));
}

export function gloss({ sketch, color, material }: Paint): string {
  return groundShadow(sketch, 110)
    + rect(-44, -236, 88, 236, 20, sketch.glass(lighten(color, 0.1))) + rect(-31, -226, 62, 212, 14, sketch.glass(color))
    + rect(-5, -226, 10, 150, 5, '#ffffff', 'opacity=".3"') + ellipse(0, -70, 10, 24, darken(color, 0.2), 'opacity=".4"')
    + shine(sketch, -30, -216, 9, 180, 0.75)
    + rect(-34, -250, 68, 18, 4, sketch.gold())
    + rect(-42, -436, 84, 190, 12, sketch.material(material)) + shine(sketch, -27, -424, 9, 160)
    + wordmark(0, -120, 10, '#ffffff');
}

export function tint({ sketch, color, material }: Paint): string {
  return groundShadow(sketch, 140)
    + path('M-70 -30 Q-70 0 -40 0 H40 Q70 0 70 -30 V-128 Q70 -172 26 -184 H-26 Q-70 -172 -70 -128 Z', sketch.glass(color))
    + path('M-58 -34 Q-58 -12 -36 -12 H36 Q58 -12 58 -34 V-118 Q58 -148 22 -158 H-22 Q-58 -148 -58 -118 Z', sketch.cylinder(color), 'opacity=".55"')
    + shine(sketch, -52, -146, 12, 110, 0.8)
    + rect(-28, -202, 56, 22, 3, sketch.gold())
    + path('M-30 -202 L-22 -372 Q-21 -384 0 -384 Q21 -384 22 -372 L30 -202 Z', sketch.material(material)) + shine(sketch, -17, -366, 7, 150)
    + wordmark(0, -78, 13, '#ffffff') + rect(-18, -66, 36, 1.5, 0, '#ffffff', 'opacity=".7"');
}

export function mascara({ sketch, color, material }: Paint): string {
  const bristles = Array.from({ length: 26 }, (_, index) => {
    const half = 17 - Math.abs(index - 10) * 0.55;
    return `M${-half} ${-150 + index * 5.2} L${half} ${-146 + index * 5.2}`;
  }).join('');
  const wand = at(86, -4, rect(-3, -200, 6, 120, 3, '#3a2d30') + `<path d="${bristles}" transform="translate(0 48)" stroke="${darken(color, 0.35)}" stroke-width="3.4" stroke-linecap="round"/>`
    + rect(-15, -214, 30, 16, 3, sketch.gold()) + rect(-27, -420, 54, 210, 12, sketch.material(material)) + shine(sketch, -17, -408, 7, 176));
  return groundShadow(sketch, 100) + at(-46, 0, rect(-34, -318, 68, 318, 12, sketch.material(material)) + rect(-34, -24, 68, 8, 0, sketch.gold())
    + rect(-24, -334, 48, 20, 3, sketch.gold()) + rect(-16, -348, 32, 16, 3, '#2b2226')
    + shine(sketch, -22, -304, 8, 262) + at(4, -160, wordmark(0, 0, 14, inkOn(material)), 1, -90)) + wand;
}

export function pen({ sketch, color, material }: Paint): string {
  const swash = path('M-150 -26 C-70 -74 20 -62 96 -26 C130 -10 170 -34 186 -62 C176 -16 142 8 92 0 C10 -16 -70 -20 -150 -26 Z', sketch.across([0, lighten(color, 0.15)], [1, color]));
  const barrel = rect(-19, -356, 38, 250, 12, sketch.material(material)) + rect(-19, -124, 38, 10, 0, sketch.gold())
    + path('M-17 -116 H17 L8 -62 H-8 Z', sketch.cylinder('#2b2226')) + path('M-7 -62 H7 L1 -18 Q0 -12 -1 -18 Z', sketch.cylinder(color))
    + shine(sketch, -11, -344, 5, 214) + at(3, -236, wordmark(0, 0, 11, inkOn(material)), 1, -90);
  const cap = at(-118, -40, rect(-22, -236, 44, 236, 11, sketch.material(material)) + rect(-22, -16, 44, 8, 0, sketch.gold()) + shine(sketch, -12, -224, 6, 190), 1, -8);
  return groundShadow(sketch, 190, 0.1) + swash + cap + at(74, -44, barrel, 1.06, 24);
}

function pans(sketch: Sketch, colors: readonly string[], columns: number, cell: number, gap: number): string {
  return colors.map((color, index) => {
    const x = (index % columns) * (cell + gap);
    const y = Math.floor(index / columns) * (cell + gap);
    return rect(x - 2, y - 2, cell + 4, cell + 4, 7, '#00000033') + rect(x, y, cell, cell, 6, sketch.slant([0, lighten(color, 0.22)], [0.5, color], [1, darken(color, 0.18)]))
      + path(`M${x + 7} ${y + cell - 9} Q${x + cell / 2} ${y + cell * 0.35} ${x + cell - 9} ${y + 9}`, 'none', `stroke="${lighten(color, 0.45)}" stroke-width="3" stroke-linecap="round" opacity=".5"`);
  }).join('');
}

function family(color: string, count: number): string[] {
  return Array.from({ length: count }, (_, index) => {
    const share = index / (count - 1);
    return share < 0.45 ? lighten(color, 0.72 - share * 1.5) : darken(color, (share - 0.45) * 1.15);
  });
}

export function palette({ sketch, color, material }: Paint): string {
  const lid = at(0, -206, rect(-206, -196, 412, 200, 16, sketch.material(material)) + rect(-192, -182, 384, 172, 9, sketch.slant([0, '#dfe3e6'], [0.35, '#fbfcfd'], [0.5, '#c9d0d6'], [1, '#eef1f3']))
    + path('M-130 -12 L-20 -182 H40 L-70 -12 Z', '#ffffff', 'opacity=".55"'));
  const tray = rect(-206, -206, 412, 206, 16, sketch.material(material)) + rect(-206, -14, 412, 14, 7, '#00000030')
    + at(-183, -184, pans(sketch, family(color, 12), 6, 52, 11)) + rect(-183, -52, 366, 22, 9, '#00000026') + rect(-176, -47, 250, 8, 4, sketch.gold());
  return groundShadow(sketch, 330, 0.06) + lid + tray + rect(-150, -211, 300, 10, 4, sketch.gold());
}

export function quad({ sketch, color, material }: Paint): string {
  const lid = at(0, -186, rect(-98, -190, 196, 192, 24, sketch.material(material)) + rect(-82, -174, 164, 160, 14, sketch.slant([0, '#dfe3e6'], [0.4, '#fdfdfe'], [0.55, '#c6cdd3'], [1, '#eef1f3']))
    + path('M-64 -16 L0 -174 H34 L-30 -16 Z', '#ffffff', 'opacity=".6"'));
  const tray = rect(-98, -186, 196, 186, 24, sketch.material(material)) + rect(-84, -172, 168, 158, 14, '#00000030')
    + at(-73, -162, pans(sketch, family(color, 4), 2, 68, 10));
  return groundShadow(sketch, 200, 0.08) + lid + tray + rect(-40, -191, 80, 10, 4, sketch.gold()) + rect(-16, -6, 32, 10, 4, sketch.gold());
}

export function pan({ sketch, color, material }: Paint): string {
  const lid = at(24, -196, ellipse(0, 0, 152, 152, sketch.material(material)) + ellipse(0, 0, 134, 134, sketch.slant([0, '#d7dce0'], [0.4, '#fdfdfe'], [0.56, '#c3cad0'], [1, '#eef1f3']))
    + path('M-90 96 L10 -134 H52 L-48 124 Z', '#ffffff', 'opacity=".5"'));
  const base = ellipse(-14, -58, 172, 62, sketch.material(material)) + ellipse(-14, -72, 172, 60, sketch.gold()) + ellipse(-14, -75, 158, 53, '#00000040')
    + ellipse(-14, -74, 148, 48, sketch.radial(0.4, 0.35, 0.75, [0, lighten(color, 0.35)], [0.6, color], [1, darken(color, 0.2)]))
    + path('M-120 -76 Q-60 -104 30 -96 Q-40 -86 -88 -60 Z', lighten(color, 0.55), 'opacity=".35"');
  return groundShadow(sketch, 250, 0.11) + lid + base;
}

export function cushion({ sketch, color, material }: Paint): string {
  const dots = Array.from({ length: 40 }, (_, index) => {
    const angle = index * 2.4;
    const radius = Math.sqrt(index / 40);
    return ellipse(Math.cos(angle) * radius * 116, Math.sin(angle) * radius * 36, 2.4, 1.2, darken(color, 0.3), 'opacity=".28"');
  }).join('');
  const puff = at(126, -26, ellipse(0, -10, 74, 30, lighten(color, 0.2)) + ellipse(0, -18, 74, 30, sketch.radial(0.4, 0.3, 0.8, [0, '#fff7f0'], [1, lighten(color, 0.5)])) + rect(-46, -24, 92, 11, 5, sketch.material(material)), 1, -7);
  const lid = at(-26, -212, ellipse(0, 0, 148, 148, sketch.material(material)) + ellipse(0, 0, 118, 118, 'none', `stroke="${GOLD_INK}" stroke-width="1.5" opacity=".7"`) + wordmark(0, 6, 21, inkOn(material)));
  const base = ellipse(-44, -52, 166, 58, sketch.material(material)) + ellipse(-44, -70, 166, 56, lighten(color, 0.75)) + ellipse(-44, -72, 150, 49, '#00000022')
    + at(-44, -72, ellipse(0, 0, 142, 45, sketch.radial(0.4, 0.35, 0.75, [0, lighten(color, 0.4)], [0.7, color], [1, darken(color, 0.12)])) + dots);
  return groundShadow(sketch, 270, 0.1) + lid + base + puff;
}
