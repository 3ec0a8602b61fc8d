import type { Random } from './codes.ts';

/** One of them, each as likely as its weight says; undefined where there are none. */
export function pickByWeight<T extends { weight: number }>(slices: readonly T[], random: Random): T | undefined {
  const total = slices.reduce((sum, { weight }) => sum + weight, 0);
  if (total === 0) return undefined;
  let left = random(total);
  return slices.find(({ weight }) => (left -= weight) < 0);
}
