// A rule as each engine wants it.
import type { Leaf, Rule } from './ruleSet.ts';

const MONGO: Record<Leaf['test'], string> = {
  is: '$eq', isNot: '$ne', in: '$in', notIn: '$nin', gt: '$gt', gte: '$gte', lt: '$lt', lte: '$lte', matches: '$regex', exists: '$exists',
  hasSome: '$in', hasNone: '$nin', hasAll: '$all', size: '$size',
};

/** GrowthBook, sift, mingo, and ours. Conditions about different facts are one object, as people write them. */
export function toMongo(rule: Rule): any {
  if ('some' in rule) return { $or: rule.some.map(toMongo) };
  if ('not' in rule) return { $nor: [toMongo(rule.not)] };
  if ('fact' in rule) return { [rule.fact]: rule.test == 'is' ? rule.value : { [MONGO[rule.test]]: rule.value } };
  const parts = rule.all.map(toMongo);
  const keys = parts.flatMap((part) => Object.keys(part));
  return new Set(keys).size == keys.length ? Object.assign({}, ...parts) : { $and: parts };
}

/** JsonLogic has no regular expressions: `matches` is added to both engines. */
export function toJsonLogic(rule: Rule): any {
  if ('all' in rule) return { and: rule.all.map(toJsonLogic) };
  if ('some' in rule) return { or: rule.some.map(toJsonLogic) };
  if ('not' in rule) return { '!': [toJsonLogic(rule.not)] };
  const { value } = rule;
  const seen = { var: rule.fact };
  const some = { some: [seen, { in: [{ var: '' }, value] }] };
  switch (rule.test) {
    case 'is': return { '===': [seen, value] };
    case 'isNot': return { '!==': [seen, value] };
    case 'in': return { in: [seen, value] };
    case 'notIn': return { '!': [{ in: [seen, value] }] };
    case 'gt': return { '>': [seen, value] };
    case 'gte': return { '>=': [seen, value] };
    case 'lt': return { '<': [seen, value] };
    case 'lte': return { '<=': [seen, value] };
    case 'matches': return { matches: [seen, value] };
    case 'exists': return { [value ? '!==' : '===']: [seen, null] };
    case 'hasSome': return some;
    case 'hasNone': return { '!': [some] };
    case 'hasAll': return { and: value.map((one: string) => ({ in: [one, seen] })) };
    case 'size': return { '===': [{ var: `${rule.fact}.length` }, value] };
  }
}

export const toDocument = (rules: Rule[]): object => ({ version: 1, segments: rules.map((rule, i) => ({ id: `s${i}`, when: toMongo(rule) })) });
