// The types of dist/rules.mjs: the rule language by itself, to test rules where there is no page. docs/rules.md explains.

/** Loads the module: in Node without configuration, in a browser from `rules.wasm` beside the script. Rejects when that cannot be had. */
export declare function createRules(options?: RulesOptions): Promise<Rules>;

export interface RulesOptions {
  /** Default: `rules.wasm` beside this module. Bundlers that move the module need the URL. */
  wasm?: string | URL | BufferSource | WebAssembly.Module;
}

/** Values go in as JSON.stringify has them. What is no JSON or is nested deeper than 64 levels throws a RulesError. */
export interface Rules {
  /** Compiles the segments, groups, stages and rfm of a campaign document, an object or JSON. Throws bad-document, too-large. */
  compile(document: object | string): CompiledRules;
  /** GrowthBook's evalCondition: what is no condition does not hold; only JSON that cannot be read throws. */
  evaluate(condition: object, attributes: object, options?: { groups?: Record<string, readonly unknown[]> }): boolean;
  /** GrowthBook's hash, from 0 to below 1; null for another version than 1 and 2. */
  hash(seed: string, value: string, version: number): number | null;
}

export interface CompiledRules {
  /** Ids in the order of the document. */
  readonly segments: readonly string[];
  /** What is wrong with single rules. Nobody is in a segment that has one. */
  readonly problems: readonly RuleProblem[];
  /** By segment, whether somebody is in it who has these facts and did this. Throws bad-facts, bad-history. */
  evaluate(facts: object, history?: History): Record<string, boolean>;
  /** The same in the order of `segments`, 0 or 1: quicker where there are many. */
  verdicts(facts: object, history?: History): Uint8Array;
}

export interface History {
  /** In any order, none later than `now`. Sessions follow from the times by the document's `site.session` (30 minutes without activity). */
  events: readonly { name: string; time: Moment; properties?: object }[];
  now: Moment;
}

/** Milliseconds since the epoch, a Date, or a text that `Date.parse` reads. */
export type Moment = number | Date | string;

export interface RuleProblem {
  code: string;
  /** A JSON pointer into the document. */
  path: string;
  detail: string;
}

export interface RulesError extends Error {
  name: 'RulesError';
  code: string;
  /** A JSON pointer into what was given. */
  path: string;
}
