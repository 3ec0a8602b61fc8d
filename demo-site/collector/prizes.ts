// The file of prizes: `{ "<campaign>": [prize, …] }`. It is for the server alone; no route reads it.
import { readFileSync } from 'node:fs';
import { normalCode } from './codes.ts';
import { isObject } from './json.ts';
import type { JsonObject } from './json.ts';

export type DiscountKind = 'percent' | 'amount' | 'shipping';
/** `value`: percent, or cents of an amount; 0 for free shipping. */
export interface Discount { kind: DiscountKind; value: number }
export type CodeSource = { kind: 'generated'; prefix: string } | { kind: 'static'; code: string } | { kind: 'pool'; codes: string[] };

export interface Prize {
  slice: string;
  /** For people who read the database. */
  label: string;
  weight: number;
  /** How many can be won in all; null for no limit. */
  stock: number | null;
  /** Null for the slice that wins nothing. */
  win: { discount: Discount; code: CodeSource } | null;
}

/** By campaign. Throws an error that names the place of the first mistake. */
export function readPrizes(file: string): Map<string, Prize[]> {
  const content: unknown = JSON.parse(readFileSync(file, 'utf8'));
  if (!isObject(content)) throw new Error(`${file}: needs an object of campaigns`);
  const campaigns = new Map(Object.entries(content).map(([campaign, prizes]) => [campaign, readCampaign(prizes, `${file}: ${campaign}`)]));
  requireDistinct([...campaigns.values()].flat().flatMap(codesOf), `${file}: code`);
  return campaigns;
}

function readCampaign(value: unknown, path: string): Prize[] {
  if (!Array.isArray(value) || value.length === 0) throw new Error(`${path}: needs a list of prizes`);
  const prizes = value.map((prize, index) => readPrize(prize, `${path}/${index}`));
  requireDistinct(prizes.map(({ slice }) => slice), `${path}: slice`);
  return prizes;
}

function codesOf({ win }: Prize): string[] {
  if (win?.code.kind === 'static') return [win.code.code];
  return win?.code.kind === 'pool' ? win.code.codes : [];
}

function requireDistinct(names: string[], path: string): void {
  const repeated = names.find((name, index) => names.indexOf(name) !== index);
  if (repeated !== undefined) throw new Error(`${path} ${repeated} is there twice`);
}

function readPrize(value: unknown, path: string): Prize {
  if (!isObject(value)) throw new Error(`${path}: needs an object`);
  const { weight, stock, discount } = value;
  const slice = textAt(value, 'slice', path);
  if (!isWhole(weight, 1)) throw new Error(`${path}/weight: needs a whole number from 1`);
  if (stock !== null && !isWhole(stock, 0)) throw new Error(`${path}/stock: needs a whole number from 0, or null for no limit`);
  const win = discount === null ? null : { discount: readDiscount(discount, `${path}/discount`), code: readSource(value['code'], `${path}/code`) };
  return { slice, label: textAt(value, 'label', path), weight, stock, win };
}

function readDiscount(value: unknown, path: string): Discount {
  const { kind, value: amount = 0 } = isObject(value) ? value : {};
  if (kind === 'shipping') return { kind, value: 0 };
  if (kind === 'percent' && isWhole(amount, 1) && amount <= 100) return { kind, value: amount };
  if (kind === 'amount' && isWhole(amount, 1)) return { kind, value: amount };
  throw new Error(`${path}: needs a kind percent (value 1 to 100), amount (value in cents) or shipping; null wins nothing`);
}

function readSource(value: unknown, path: string): CodeSource {
  const source = isObject(value) ? value : {};
  switch (source['kind']) {
    case 'generated': return { kind: 'generated', prefix: normalCode(textAt(source, 'prefix', path)) };
    case 'static': return { kind: 'static', code: normalCode(textAt(source, 'code', path)) };
    case 'pool': return { kind: 'pool', codes: readPool(source['codes'], `${path}/codes`) };
    default: throw new Error(`${path}: needs a kind generated, static or pool`);
  }
}

function readPool(value: unknown, path: string): string[] {
  if (Array.isArray(value) && value.every((code) => typeof code === 'string' && normalCode(code) !== '')) return value.map(normalCode);
  throw new Error(`${path}: needs a list of codes`);
}

function textAt(value: JsonObject, name: string, path: string): string {
  const text = value[name];
  if (typeof text !== 'string' || text.trim() === '') throw new Error(`${path}/${name}: needs text`);
  return text;
}

function isWhole(value: unknown, least: number): value is number {
  return Number.isSafeInteger(value) && (value as number) >= least;
}
