import type { Material } from './look.ts';
import { darken, lighten } from './color.ts';

/** `[offset 0…1, colour, opacity?]` */
export type Stop = readonly [number, string, number?];

/** One SVG file in the making: hands out gradients whose ids cannot clash, and keeps them for the head of the file. */
export class Sketch {
  private readonly definitions: string[] = [];

  private define(make: (id: string) => string): string {
    const id = `d${this.definitions.length}`;
    this.definitions.push(make(id));
    return `url(#${id})`;
  }

  private stops(stops: readonly Stop[]): string {
    return stops
      .map(
        ([offset, color, opacity]) =>
          `<stop offset="${offset}" stop-color="${color}"${opacity === undefined ? '' : ` stop-opacity="${opacity}"`}/>`,
      )
      .join('');
  }

  across(...stops: Stop[]): string {
    return this.define((id) => `<linearGradient id="${id}">${this.stops(stops)}</linearGradient>`);
  }

  down(...stops: Stop[]): string {
    return this.define((id) => `<linearGradient id="${id}" x2="0" y2="1">${this.stops(stops)}</linearGradient>`);
  }

  slant(...stops: Stop[]): string {
    return this.define((id) => `<linearGradient id="${id}" x2="1" y2="1">${this.stops(stops)}</linearGradient>`);
  }

  /** Centre and radius are shares of the painted box. */
  radial(cx: number, cy: number, r: number, ...stops: Stop[]): string {
    return this.define(
      (id) => `<radialGradient id="${id}" cx="${cx}" cy="${cy}" r="${r}">${this.stops(stops)}</radialGradient>`,
    );
  }

  blur(deviation: number): string {
    return this.define(
      (id) =>
        `<filter id="${id}" x="-50%" y="-50%" width="200%" height="200%"><feGaussianBlur stdDeviation="${deviation}"/></filter>`,
    );
  }

  clip(shape: string): string {
    return this.define((id) => `<clipPath id="${id}">${shape}</clipPath>`);
  }

  /** A round body lit from the left. */
  cylinder(color: string): string {
    return this.across(
      [0, darken(color, 0.38)],
      [0.14, lighten(color, 0.08)],
      [0.27, lighten(color, 0.5)],
      [0.4, lighten(color, 0.1)],
      [0.68, color],
      [0.9, darken(color, 0.3)],
      [1, darken(color, 0.48)],
    );
  }

  glass(color: string): string {
    return this.across(
      [0, darken(color, 0.25), 0.92],
      [0.12, lighten(color, 0.3), 0.82],
      [0.24, lighten(color, 0.7), 0.8],
      [0.42, lighten(color, 0.12), 0.84],
      [0.75, color, 0.88],
      [1, darken(color, 0.3), 0.95],
    );
  }

  material(material: Material): string {
    return material === 'gold' ? this.gold() : this.cylinder(MATERIAL_COLORS[material]);
  }

  gold(): string {
    return this.across(
      [0, '#7d5a2c'],
      [0.12, '#c79a5a'],
      [0.26, '#fff1cf'],
      [0.38, '#e2bd80'],
      [0.62, '#b98a4a'],
      [0.85, '#8d6530'],
      [1, '#5f4320'],
    );
  }

  finish(width: number, height: number, body: string, title: string): string {
    return (
      `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img">` +
      `<title>${title}</title><defs>${this.definitions.join('')}</defs>${body}</svg>`
    );
  }
}

export const MATERIAL_COLORS: Record<Material, string> = {
  gold: '#c79a5a',
  wine: '#6b2438',
  ivory: '#efe4d6',
  ink: '#2b2226',
  rose: '#d9a79c',
  sage: '#9aa78d',
  sand: '#cdb091',
};

export function rect(
  x: number,
  y: number,
  width: number,
  height: number,
  radius: number,
  fill: string,
  more = '',
): string {
  return `<rect x="${x}" y="${y}" width="${width}" height="${height}" rx="${radius}" fill="${fill}" ${more}/>`;
}

export function ellipse(cx: number, cy: number, rx: number, ry: number, fill: string, more = ''): string {
  return `<ellipse cx="${cx}" cy="${cy}" rx="${rx}" ry="${ry}" fill="${fill}" ${more}/>`;
}

export function path(d: string, fill: string, more = ''): string {
  return `<path d="${d}" fill="${fill}" ${more}/>`;
}

export function at(x: number, y: number, body: string, scale = 1, turn = 0): string {
  return `<g transform="translate(${x} ${y}) scale(${scale}) rotate(${turn})">${body}</g>`;
}

/** The maker's name, centred on x. */
export function wordmark(x: number, y: number, size: number, color: string, text = 'AURELLE'): string {
  const width = size * text.length * 0.92;
  return (
    `<text x="${x}" y="${y}" font-family="'Noto Serif Display','Didot','Bodoni MT','Palatino Linotype',Georgia,serif" font-size="${size}"` +
    ` text-anchor="middle" textLength="${width}" fill="${color}">${text}</text>`
  );
}

/** The soft contact shadow of something `width` wide that stands on y = 0. */
export function groundShadow(sketch: Sketch, width: number, depth = 0.14): string {
  const fill = sketch.radial(0.5, 0.5, 0.5, [0, '#2a1218', 0.42], [0.55, '#2a1218', 0.16], [1, '#2a1218', 0]);
  return ellipse(width * 0.06, 2, width * 0.78, width * depth, fill);
}
