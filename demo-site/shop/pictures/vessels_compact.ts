// Palettes and compacts, open. Each stands on y = 0, is centred on x = 0, and grows upwards, about 400 high.
import { darken, lighten } from './color.ts';
import { GOLD_INK, inkOn, type Paint } from './paint.ts';
import { at, ellipse, groundShadow, path, rect, type Sketch, wordmark } from './sketch.ts';

function pans(sketch: Sketch, colors: readonly string[], columns: number, cell: number, gap: number): string {
  return colors
    .map((color, index) => {
      const x = (index % columns) * (cell + gap);
      const y = Math.floor(index / columns) * (cell + gap);
      return (
        rect(x - 2, y - 2, cell + 4, cell + 4, 7, '#00000033') +
        rect(x, y, cell, cell, 6, sketch.slant([0, lighten(color, 0.22)], [0.5, color], [1, darken(color, 0.18)])) +
        path(
          `M${x + 7} ${y + cell - 9} Q${x + cell / 2} ${y + cell * 0.35} ${x + cell - 9} ${y + 9}`,
          'none',
          `stroke="${lighten(color, 0.45)}" stroke-width="3" stroke-linecap="round" opacity=".5"`,
        )
      );
    })
    .join('');
}

function family(color: string, count: number): string[] {
  return Array.from({ length: count }, (_, index) => {
    const share = index / (count - 1);
    return share < 0.45 ? lighten(color, 0.72 - share * 1.5) : darken(color, (share - 0.45) * 1.15);
  });
}

export function palette({ sketch, color, material }: Paint): string {
  const lid = at(
    0,
    -206,
    rect(-206, -196, 412, 200, 16, sketch.material(material)) +
      rect(-192, -182, 384, 172, 9, sketch.slant([0, '#dfe3e6'], [0.35, '#fbfcfd'], [0.5, '#c9d0d6'], [1, '#eef1f3'])) +
      path('M-130 -12 L-20 -182 H40 L-70 -12 Z', '#ffffff', 'opacity=".55"'),
  );
  const tray =
    rect(-206, -206, 412, 206, 16, sketch.material(material)) +
    rect(-206, -14, 412, 14, 7, '#00000030') +
    at(-183, -184, pans(sketch, family(color, 12), 6, 52, 11)) +
    rect(-183, -52, 366, 22, 9, '#00000026') +
    rect(-176, -47, 250, 8, 4, sketch.gold());
  return groundShadow(sketch, 330, 0.06) + lid + tray + rect(-150, -211, 300, 10, 4, sketch.gold());
}

export function quad({ sketch, color, material }: Paint): string {
  const lid = at(
    0,
    -186,
    rect(-98, -190, 196, 192, 24, sketch.material(material)) +
      rect(-82, -174, 164, 160, 14, sketch.slant([0, '#dfe3e6'], [0.4, '#fdfdfe'], [0.55, '#c6cdd3'], [1, '#eef1f3'])) +
      path('M-64 -16 L0 -174 H34 L-30 -16 Z', '#ffffff', 'opacity=".6"'),
  );
  const tray =
    rect(-98, -186, 196, 186, 24, sketch.material(material)) +
    rect(-84, -172, 168, 158, 14, '#00000030') +
    at(-73, -162, pans(sketch, family(color, 4), 2, 68, 10));
  return (
    groundShadow(sketch, 200, 0.08) +
    lid +
    tray +
    rect(-40, -191, 80, 10, 4, sketch.gold()) +
    rect(-16, -6, 32, 10, 4, sketch.gold())
  );
}

export function pan({ sketch, color, material }: Paint): string {
  const lid = at(
    24,
    -196,
    ellipse(0, 0, 152, 152, sketch.material(material)) +
      ellipse(0, 0, 134, 134, sketch.slant([0, '#d7dce0'], [0.4, '#fdfdfe'], [0.56, '#c3cad0'], [1, '#eef1f3'])) +
      path('M-90 96 L10 -134 H52 L-48 124 Z', '#ffffff', 'opacity=".5"'),
  );
  const base =
    ellipse(-14, -58, 172, 62, sketch.material(material)) +
    ellipse(-14, -72, 172, 60, sketch.gold()) +
    ellipse(-14, -75, 158, 53, '#00000040') +
    ellipse(
      -14,
      -74,
      148,
      48,
      sketch.radial(0.4, 0.35, 0.75, [0, lighten(color, 0.35)], [0.6, color], [1, darken(color, 0.2)]),
    ) +
    path('M-120 -76 Q-60 -104 30 -96 Q-40 -86 -88 -60 Z', lighten(color, 0.55), 'opacity=".35"');
  return groundShadow(sketch, 250, 0.11) + lid + base;
}

export function cushion({ sketch, color, material }: Paint): string {
  const dots = Array.from({ length: 40 }, (_, index) => {
    const angle = index * 2.4;
    const radius = Math.sqrt(index / 40);
    return ellipse(
      Math.cos(angle) * radius * 116,
      Math.sin(angle) * radius * 36,
      2.4,
      1.2,
      darken(color, 0.3),
      'opacity=".28"',
    );
  }).join('');
  const puff = at(
    126,
    -26,
    ellipse(0, -10, 74, 30, lighten(color, 0.2)) +
      ellipse(0, -18, 74, 30, sketch.radial(0.4, 0.3, 0.8, [0, '#fff7f0'], [1, lighten(color, 0.5)])) +
      rect(-46, -24, 92, 11, 5, sketch.material(material)),
    1,
    -7,
  );
  const lid = at(
    -26,
    -212,
    ellipse(0, 0, 148, 148, sketch.material(material)) +
      ellipse(0, 0, 118, 118, 'none', `stroke="${GOLD_INK}" stroke-width="1.5" opacity=".7"`) +
      wordmark(0, 6, 21, inkOn(material)),
  );
  const base =
    ellipse(-44, -52, 166, 58, sketch.material(material)) +
    ellipse(-44, -70, 166, 56, lighten(color, 0.75)) +
    ellipse(-44, -72, 150, 49, '#00000022') +
    at(
      -44,
      -72,
      ellipse(
        0,
        0,
        142,
        45,
        sketch.radial(0.4, 0.35, 0.75, [0, lighten(color, 0.4)], [0.7, color], [1, darken(color, 0.12)]),
      ) + dots,
    );
  return groundShadow(sketch, 270, 0.1) + lid + base + puff;
}
