import type { Material } from './look.ts';
import { rect, type Sketch } from './sketch.ts';

/** What a vessel is drawn with: its contents' colour and its case's material. */
export interface Paint {
  sketch: Sketch;
  color: string;
  material: Material;
}

export const GOLD_INK = '#f1dcb4';

/** Ink that reads on a case of that material. */
export const inkOn = (material: Material): string => (material === 'wine' || material === 'ink' ? GOLD_INK : '#4f3218');

/** A soft streak of light along a body. */
export function shine(sketch: Sketch, x: number, y: number, width: number, height: number, opacity = 0.5): string {
  return rect(x, y, width, height, width / 2, sketch.down([0, '#ffffff', opacity], [1, '#ffffff', opacity * 0.15]));
}
