export type Cell = string | number | undefined;

/** Prints a table: the first column to the left, the others to the right. */
export function printTable(title: string, head: string[], rows: Cell[][]): void {
  const lines = [head, ...rows.map((row) => row.map((cell) => (cell === undefined ? '' : typeof cell == 'number' ? cell.toLocaleString('en') : cell)))];
  const widths = head.map((_, column) => Math.max(...lines.map((line) => (line[column] ?? '').length)));
  console.log(`\n${title}\n`);
  for (const line of lines) console.log(line.map((cell, column) => (column ? cell.padStart(widths[column]!) : cell.padEnd(widths[column]!))).join('  '));
}

export function median(values: number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
}

/** Medians of each figure over samples that have the same figures. */
export const medians = <T extends Record<string, number>>(samples: T[]): T =>
  Object.fromEntries(Object.keys(samples[0]!).map((key) => [key, median(samples.map((sample) => sample[key]!))])) as T;

export const fixed = (value: number, digits = 1): string => value.toLocaleString('en', { minimumFractionDigits: digits, maximumFractionDigits: digits });
/** How many times ours the other is. */
export const ratio = (other: number, ours: number): string => (ours > 0 ? `${fixed(other / ours, other / ours < 10 ? 2 : 0)}×` : '');

/** A new order each round, so that drift of the machine meets all alike. */
export function shuffled<T>(items: T[]): T[] {
  return items.map((item) => ({ item, at: Math.random() })).sort((a, b) => a.at - b.at).map(({ item }) => item);
}
