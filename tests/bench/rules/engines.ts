// What a shop would use instead: each made ready once, then asked about a profile at a time.
import { toJsonLogic, toMongo } from './dialects.ts';
import type { Facts, Leaf, Rule } from './ruleSet.ts';

/** 0 or 1 a rule; the array is used again. */
export type Ask = (facts: Facts) => Uint8Array;
export type Engine = (rules: Rule[]) => Ask;

function asking<T>(prepared: T[], test: (one: T, facts: Facts) => unknown): Ask {
  const verdicts = new Uint8Array(prepared.length);
  return (facts) => {
    for (let i = 0; i < prepared.length; i++) verdicts[i] = test(prepared[i]!, facts) ? 1 : 0;
    return verdicts;
  };
}

/** The packages of tests/bench/package.json; without their types, for they are only there once script/bench has installed them. */
const load = (name: string): Promise<any> => import(name);

export async function peers(): Promise<Record<string, Engine>> {
  const [growthbook, logicEngine, jsonLogic, mingo, sift] = await Promise.all(
    ['@growthbook/growthbook', 'json-logic-engine', 'json-logic-js', 'mingo', 'sift'].map(load));
  const patterns = new Map<string, RegExp>();
  const matches = (text: string, pattern: string): boolean => {
    let compiled = patterns.get(pattern);
    if (!compiled) patterns.set(pattern, (compiled = new RegExp(pattern)));
    return compiled.test(text);
  };
  jsonLogic.default.add_operation('matches', matches);
  const engine = new logicEngine.LogicEngine();
  engine.addMethod('matches', ([text, pattern]: [string, string]) => matches(text, pattern), { deterministic: true });
  return {
    '@growthbook/growthbook': (rules) => asking(rules.map(toMongo), (rule, facts) => growthbook.evalCondition(facts, rule)),
    'json-logic-engine, compiled': (rules) => asking(rules.map((rule) => engine.build(toJsonLogic(rule))), (built, facts) => built(facts)),
    'json-logic-js': (rules) => asking(rules.map(toJsonLogic), (logic, facts) => jsonLogic.default.apply(logic, facts)),
    mingo: (rules) => asking(rules.map((rule) => new mingo.Query(toMongo(rule))), (query, facts) => query.test(facts)),
    sift: (rules) => asking(rules.map((rule) => sift.default(toMongo(rule))), (test, facts) => test(facts)),
    'closures by hand': (rules) => asking(rules.map(closure), (test, facts) => test(facts)),
    'closures by hand, conditions shared': sharedClosures,
  };
}

function testOf({ test, value }: Leaf): (seen: any) => boolean {
  const set = new Set(Array.isArray(value) ? value : []);
  const pattern = test == 'matches' ? new RegExp(value) : /./;
  switch (test) {
    case 'is': return (seen) => seen === value;
    case 'isNot': return (seen) => seen !== value;
    case 'in': return (seen) => set.has(seen);
    case 'notIn': return (seen) => !set.has(seen);
    case 'gt': return (seen) => seen > value;
    case 'gte': return (seen) => seen >= value;
    case 'lt': return (seen) => seen < value;
    case 'lte': return (seen) => seen <= value;
    case 'matches': return (seen) => pattern.test(seen);
    case 'exists': return (seen) => (seen !== undefined) === value;
    case 'hasSome': return (seen) => seen.some((one: string) => set.has(one));
    case 'hasNone': return (seen) => !seen.some((one: string) => set.has(one));
    case 'hasAll': return (seen) => value.every((one: string) => seen.includes(one));
    case 'size': return (seen) => seen.length === value;
  }
}

function closure(rule: Rule): (facts: Facts) => boolean {
  if ('fact' in rule) {
    const [root, name] = rule.fact.split('.') as [string, string];
    const test = testOf(rule);
    return (facts) => test(facts[root]?.[name]);
  }
  if ('not' in rule) {
    const part = closure(rule.not);
    return (facts) => !part(facts);
  }
  const isAll = 'all' in rule;
  const parts = (isAll ? rule.all : rule.some).map(closure);
  return (facts) => {
    for (const part of parts) if (part(facts) != isAll) return !isAll;
    return isAll;
  };
}

/** As far as one gets in plain JavaScript: each fact is read once a profile, each distinct condition asked at most once. */
const sharedClosures: Engine = (rules) => {
  const facts: string[][] = [];
  const conditions: { fact: number; test: (seen: any) => boolean }[] = [];
  const numbers = new Map<string, number>();
  const numbered = (key: string, add: () => number): number => {
    if (!numbers.has(key)) numbers.set(key, add() - 1);
    return numbers.get(key)!;
  };
  let values: unknown[] = [];
  let known = new Uint8Array(0); // by condition: 0 not asked, 1 holds, 2 does not
  const build = (rule: Rule): (() => boolean) => {
    if ('fact' in rule) {
      const fact = numbered(rule.fact, () => facts.push(rule.fact.split('.')));
      const at = numbered(JSON.stringify(rule), () => conditions.push({ fact, test: testOf(rule) }));
      const { test } = conditions[at]!;
      return () => (known[at] || (known[at] = test(values[fact]) ? 1 : 2)) == 1;
    }
    if ('not' in rule) {
      const part = build(rule.not);
      return () => !part();
    }
    const isAll = 'all' in rule;
    const parts = (isAll ? rule.all : rule.some).map(build);
    return () => {
      for (let i = 0; i < parts.length; i++) if (parts[i]!() != isAll) return !isAll;
      return isAll;
    };
  };
  const tests = rules.map(build);
  known = new Uint8Array(conditions.length);
  values = new Array(facts.length);
  const ask = asking(tests, (test) => test());
  return (profile) => {
    known.fill(0);
    for (let i = 0; i < facts.length; i++) values[i] = profile[facts[i]![0]!]?.[facts[i]![1]!];
    return ask(profile);
  };
};
