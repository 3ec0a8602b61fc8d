// Conditions and attributes of every kind, odd ones above all, from a seed: what two evaluators must answer alike.
import { Random } from '../wasm/random.ts';

export interface OddCase { condition: any; attributes: any; groups: Record<string, unknown> }

const TEXTS = ['', 'a', 'A', 'b', 'ab', 'aB', 'null', 'true', 'false', 'undefined', 'NaN', 'Infinity', '-Infinity', '0', '-0', '1', '01', '1.0', '10', '9', ' 9 ', '\t9\n',
  '0x10', '1e3', '1_0', '.5', '5.', '+5', '--5', '[object Object]', '1,2', ',', 'İzmir', 'i̇zmir', 'ß', 'SS', 'Σίσυφος', 'σίσυφοσ', '😀', '\ue000', '\uffff', 'é', 'e\u0301',
  'a/b', 'a\\/b', '/a/', '$gt', 'length', '2020-01-01', '\u00a05', '\u180e5', '\u2028', 'length.x'];
const NUMBERS = [0, -0, 1, -1, 2, 3, 5, 9, 10, 0.1, 0.30000000000000004, 1e21, 1e-7, 123456789012345680000, 5e-324, 1.7976931348623157e308, 4294967296];
const VERSIONS = ['1', '1.0', '1.0.0', 'v1.0.0', 'V1.0.0', '1.0.0-beta', '1.0.0-beta.2', '1.0.0-beta.11', '1.0.0-rc.1+build', '1.0.0+build.7', '0.9.99', '10.0.0', '9.0.0', '1.2.3.4', 'v',
  'v1', '-1', '1..2', '1.0.0-', 'a.b.c', '123456.0.0', '99999.0.0', '1.0.0-alpha', '1.0.0-Alpha', '00001.0.0', '1-2-3', '+1.0.0', 'vv1.0.0', '1.0.0~', '~'];
const PATTERNS = ['a', '^a', 'b$', 'a/b', '/', '\\/', '[/]', '[^/]+/', '(', ')', '[', 'a{2,', 'a{2}', '^$', '.', '\\d+', '\\bab\\b', '(a|b)+', '(?<x>a)\\k<x>', '(?=a)', '(?<!a)b', '(?<=a)b', 'É', 'é',
  'σ', 'ß', '\\u0061', '^.$', '^\\S+$', '\\s', '^null$', 'object', ',', '^\\w$', '[a-', '*', 'i', '$', '\\', '[😀]', '😀', '\\p{L}', '^(?:a.)+$', '1|2'];
const KEYS = ['a', 'b', 'c', 'list', 'deep', 'items', 'v', '0', '1', '$x', 'a.b', '', 'length'];
const PATHS = ['a', 'b', 'c', 'list', 'deep', 'deep.a', 'deep.b', 'deep.deep.a', 'deep.list', 'list.0', 'list.1', 'list.01', 'list.-1', 'list.1e0', 'list.length', 'list.length.a', 'list.0.a', 'items.0.a',
  'items.1', 'items.0.length', 'items.length', 'v', 'a.length', 'a.b', 'a..b', '', '.', 'a.', '.a', 'missing', 'missing.a', '0', 'length', 'deep.length', '$x', 'deep.0'];
const TYPES = ['null', 'boolean', 'number', 'string', 'array', 'object', 'undefined', 'unknown', 'Array', ''];
const GROUPS = ['g', 'h', 'none', 'listed', 'byCondition', 'cyclic', 'broken', 'empty', '1', 'nothing'];

/** Kept out are what GrowthBook answers by accident, and what it throws for; docs/rules.md names both. */
export class OddCases {
  private readonly random: Random;

  constructor(seed: number) {
    this.random = new Random(seed);
  }

  next(): OddCase {
    const attributes = this.attributes();
    return { attributes, condition: this.condition(attributes, 0), groups: this.groups(attributes) };
  }

  private pick<T>(list: readonly T[]): T {
    return this.random.pick(list);
  }
  private some<T>(most: number, make: () => T): T[] {
    return Array.from({ length: this.random.below(most + 1) }, make);
  }

  private scalar(): unknown {
    switch (this.random.below(9)) {
      case 0: return null;
      case 1: return this.random.chance(0.5);
      case 2: case 3: return this.pick(NUMBERS);
      case 4: return this.random.below(12);
      case 5: return this.pick(VERSIONS);
      default: return this.pick(TEXTS);
    }
  }
  private value(depth = 0): any {
    const kind = depth > 2 ? 0 : this.random.below(10);
    if (kind < 6) return this.scalar();
    if (kind < 8) return this.some(4, () => this.value(depth + 1));
    return this.object(depth);
  }
  private object(depth: number): any {
    return Object.fromEntries(this.some(4, () => [this.pick(KEYS), this.value(depth + 1)]));
  }
  private attributes(): any {
    const all = this.object(0);
    if (this.random.chance(0.6)) all.list = this.some(4, () => this.value(1));
    if (this.random.chance(0.4)) all.items = this.some(3, () => this.object(1));
    if (this.random.chance(0.4)) all.deep = { ...this.object(1), ...(this.random.chance(0.5) && { deep: this.object(2) }), ...(this.random.chance(0.5) && { list: this.some(3, () => this.scalar()) }) };
    if (this.random.chance(0.4)) all.v = this.random.chance(0.8) ? this.pick(VERSIONS) : this.pick(NUMBERS);
    return all;
  }

  /** Often what is there to be found: otherwise nothing would ever be equal. */
  private literal(seen: any): any {
    const found = this.found(seen);
    switch (this.random.below(6)) {
      case 0: return Array.isArray(found) && found.length ? this.pick(found) : found;
      case 1: return typeof found == 'object' && found ? reordered(this.random, found) : '' + found;
      case 2: return typeof found == 'string' && !Number.isNaN(Number(found)) ? Number(found) : found;
      case 3: return found;
      default: return this.value(1);
    }
  }
  private found(seen: any): any {
    const values = typeof seen == 'object' && seen ? Object.values(seen) : [seen];
    const one = values.length ? this.pick(values) : null;
    return this.random.chance(0.4) && typeof one == 'object' && one ? this.found(one) : one;
  }

  private condition(seen: any, depth: number): any {
    const parts = Object.fromEntries(this.some(depth ? 2 : 3, () => this.part(seen, depth)));
    return parts;
  }
  private part(seen: any, depth: number): [string, unknown] {
    if (depth < 3 && this.random.chance(0.25)) {
      const list = (): unknown => (this.random.chance(0.02) ? this.pick([{}, 5, true, { a: 1 }]) : this.some(3, () => (this.random.chance(0.02) ? this.pick([1, true, {}]) : this.condition(seen, depth + 1))));
      switch (this.random.below(5)) {
        case 0: return ['$and', list()];
        case 1: return ['$or', list()];
        case 2: return ['$nor', list()];
        case 3: return ['$savedGroup', this.random.chance(0.9) ? { id: this.random.chance(0.95) ? this.pick(GROUPS) : 5, ...(this.random.chance(0.4) && { attributeKey: this.random.chance(0.9) ? this.pick(PATHS) : null }) } : this.pick([5, null, []])];
        default: return ['$not', this.random.chance(0.02) ? 5 : this.condition(seen, depth + 1)];
      }
    }
    const keys = typeof seen == 'object' && seen && !Array.isArray(seen) ? Object.keys(seen) : [];
    const path = keys.length && this.random.chance(0.6) ? this.pick(keys) : this.pick(PATHS);
    return [path, this.test(seen?.[path] ?? seen, depth)];
  }
  private test(seen: any, depth: number): unknown {
    if (this.random.chance(0.3)) return this.literal(seen);
    const operators = Object.fromEntries([this.operator(seen, depth), ...(this.random.chance(0.2) ? [this.operator(seen, depth)] : [])]);
    if (this.random.chance(0.02)) operators.plain = 1;
    return operators;
  }

  private operator(seen: any, depth: number): [string, unknown] {
    const list = (): unknown => (this.random.chance(0.05) ? this.literal(seen) : this.some(4, () => this.literal(seen)));
    const element = Array.isArray(seen) && seen.length ? this.pick(seen) : seen;
    switch (this.random.below(30)) {
      case 0: return ['$eq', this.literal(seen)];
      case 1: return ['$ne', this.literal(seen)];
      case 2: case 3: return ['$lt', this.literal(seen)];
      case 4: case 5: return ['$lte', this.literal(seen)];
      case 6: case 7: return ['$gt', this.literal(seen)];
      case 8: case 9: return ['$gte', this.literal(seen)];
      case 10: return ['$in', list()];
      case 11: return ['$nin', list()];
      case 12: return ['$ini', list()];
      case 13: return ['$nini', list()];
      case 14: return ['$exists', this.pick([true, false, null, 0, 1, '', 'x', []])];
      case 15: return ['$type', this.random.chance(0.95) ? this.pick(TYPES) : this.literal(seen)];
      case 16: case 17: return ['$regex', this.pattern(seen)];
      case 18: return ['$regexi', this.pattern(seen)];
      case 19: return ['$size', depth < 3 ? this.test(Array.isArray(seen) ? seen.length : 0, depth + 1) : this.random.below(4)];
      case 20: case 21: return ['$elemMatch', this.random.chance(0.5) ? this.test(element, depth + 1) ?? {} : this.condition(element, depth + 1)].map(objectOnly) as [string, unknown];
      case 22: return ['$all', this.random.chance(0.95) ? this.some(3, () => this.test(element, depth + 1)) : this.literal(seen)];
      case 23: return ['$alli', this.random.chance(0.95) ? this.some(3, () => (this.random.chance(0.6) ? turned(this.random, '' + element) : this.test(element, depth + 1))) : this.literal(seen)];
      case 24: return [this.pick(['$inGroup', '$notInGroup']), this.random.chance(0.9) ? this.pick(GROUPS) : this.pick([1, null, true, ['g'], {}])];
      case 25: case 26: return ['$not', depth < 4 ? this.test(seen, depth + 1) : 1];
      case 27: return [this.pick(['$foo', '$', '$or', '$EQ', '$savedGroup']), this.literal(seen)];
      default: return [this.pick(['$veq', '$vne', '$vgt', '$vgte', '$vlt', '$vlte']), this.random.chance(0.85) ? this.pick(VERSIONS) : this.literal(seen)];
    }
  }
  private pattern(seen: any): unknown {
    // Not null: GrowthBook finds the expression of the text "null" for it, once there has been one.
    if (this.random.chance(0.05)) return this.pick([5, [], {}]);
    const text = Array.isArray(seen) || typeof seen != 'string' ? '' : seen;
    return text && this.random.chance(0.3) ? text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&') : this.pick(PATTERNS);
  }

  private groups(seen: any): Record<string, unknown> {
    const values = (): unknown[] => this.some(4, () => this.literal(seen));
    return {
      g: values(), h: values(), 1: values(), empty: [], nothing: null,
      listed: { type: 'list', attributeKey: this.random.chance(0.9) ? this.pick(PATHS) : 5, values: this.random.chance(0.9) ? values() : 'x' },
      byCondition: { type: 'condition', condition: this.random.chance(0.9) ? this.condition(seen, 2) : this.pick([5, null, 'x']) },
      cyclic: { type: 'condition', condition: this.pick([{ $savedGroup: { id: 'cyclic' } }, { $not: { $savedGroup: { id: 'cyclic' } } }, { $savedGroup: { id: 'byCondition' } }]) },
      broken: this.pick([5, 'text', {}, { type: 'other' }, { type: 'list' }, true]),
    };
  }
}

/** GrowthBook throws for an `$elemMatch` of null and walks through the characters of a text. */
const objectOnly = (value: unknown): unknown => (typeof value == 'string' && value.startsWith('$') ? value : typeof value == 'object' && value && !Array.isArray(value) ? value : { $eq: value });

const turned = (random: Random, text: string): string => (random.chance(0.5) ? text.toUpperCase() : text.toLowerCase());

function reordered(random: Random, value: object): unknown {
  if (Array.isArray(value)) return random.chance(0.5) ? [...value].reverse() : value;
  return random.chance(0.5) ? Object.fromEntries(Object.entries(value).reverse()) : value;
}
