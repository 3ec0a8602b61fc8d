/** How a product is drawn: the vessel, the material of its case, and what a swatch of it looks like. */
export type Vessel =
  | 'lipstick'
  | 'gloss'
  | 'tint'
  | 'jar'
  | 'tube'
  | 'cushion'
  | 'pan'
  | 'dropper'
  | 'powder'
  | 'palette'
  | 'quad'
  | 'mascara'
  | 'pen'
  | 'pump'
  | 'spray'
  | 'block'
  | 'orb'
  | 'column'
  | 'facet';

export type Texture = 'smear' | 'drops' | 'powder' | 'gel' | 'mist';
export type Material = 'gold' | 'wine' | 'ivory' | 'ink' | 'rose' | 'sage' | 'sand';

export interface Look {
  vessel: Vessel;
  material: Material;
  texture: Texture;
}

export const VIEWS = ['pack', 'texture', 'scene', 'box'] as const;
export type View = (typeof VIEWS)[number];
