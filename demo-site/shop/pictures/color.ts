type Rgb = [number, number, number];

function parse(hex: string): Rgb {
  return [1, 3, 5].map((at) => Number.parseInt(hex.slice(at, at + 2), 16)) as Rgb;
}

function print(rgb: readonly number[]): string {
  return (
    '#' +
    rgb
      .map((channel) =>
        Math.round(Math.min(255, Math.max(0, channel)))
          .toString(16)
          .padStart(2, '0'),
      )
      .join('')
  );
}

/** `share` of the second colour, 0 to 1; colours are `#rrggbb`. */
export function mix(first: string, second: string, share: number): string {
  const a = parse(first);
  const b = parse(second);
  return print(a.map((channel, index) => channel + ((b[index] ?? 0) - channel) * share));
}

export const lighten = (color: string, share: number): string => mix(color, '#ffffff', share);
export const darken = (color: string, share: number): string => mix(color, '#1c0d12', share);

/** Relative luminance, 0 to 1 (WCAG 2, without the gamma step: enough to choose black or white ink). */
export function brightness(color: string): number {
  const [red, green, blue] = parse(color);
  return (0.2126 * red + 0.7152 * green + 0.0722 * blue) / 255;
}
