// Lines × fields: what is tried, what came of it, and of a failure which field it was.
import { buildSync } from 'esbuild';
import { fileURLToPath } from 'node:url';
import type { Browser } from 'playwright-core';
import { casesOf, factCampaigns, narrowed, SOURCES, type Case, type SourceName } from './cases.ts';
import { WIDGETS } from './fields.ts';
import { playCases, sayLines, type Result, type Stage } from './page.ts';
import type { Finding, Played } from './probe.ts';
import { wellFormed } from './lines.ts';
import { openSite } from './site.ts';

export interface Failure { line: string; fields: string[]; kind: string; detail: string }
export interface Report {
  /** How many lines each field was given, and how many of them went wrong. */
  fields: Map<string, { lines: number; failed: number }>;
  failures: Failure[];
  seconds: number;
}
export interface Options {
  browser: Browser;
  sdk: string;
  jobs: number;
  say(text: string): void;
  failed?(failure: Failure): void;
  /** Scripts that run first in each page: tests make it unsafe by them. */
  scripts?: string[];
  /** Page loads that may be spent on finding out which field it was. */
  repeats?: number;
}

const MAX_CASES = 640;
const MAX_CHARS = 3_000_000;
const FACT_LINES = 40;
/** Properties and context have limits of their own. */
const FACT_CHARS = 2000;
const REPEATS = 80;
const PROGRESS_MS = 5000;
const REFERENCE = '<Reference>';

const widgets = [...WIDGETS.keys()];
const sources = [...(Object.keys(SOURCES) as SourceName[]), 'cart', 'app'] as SourceName[];
const nameOfFact = (source: SourceName): string => `fact ${source}`;

/** A script of ours for the page. */
export const bundled = (file: string): string =>
  buildSync({ entryPoints: [fileURLToPath(new URL(file, import.meta.url))], bundle: true, write: false, format: 'iife' }).outputFiles[0]!.text;

/** Lines may not hold what UTF-8 cannot. */
export async function check(lines: string[], { browser, sdk, jobs, say, scripts = [], repeats = REPEATS, failed = () => {} }: Options): Promise<Report> {
  const started = Date.now();
  const site = await openSite(sdk);
  const stage: Stage = { browser, site, scripts: [bundled('probe.ts'), ...scripts] };
  const judge = await createJudge(stage, repeats);
  const batches = [...batchesOf(lines), ...factBatchesOf(lines)];
  const fields: Report['fields'] = new Map();
  const failures: Failure[] = [];
  let done = 0;
  let said = Date.now();
  const work = async (): Promise<void> => {
    for (let batch = batches.shift(); batch; batch = batches.shift()) {
      const found = await judge(batch);
      found.forEach(failed);
      failures.push(...found);
      for (const name of batch.names) count(fields, name);
      done += batch.names.length;
      if (Date.now() - said < PROGRESS_MS) continue;
      said = Date.now();
      say(`${done} fields filled, ${batches.length} pages to go, ${failures.length} failures, ${seconds(started)} s`);
    }
  };
  try {
    await Promise.all(Array.from({ length: jobs }, work));
  } finally {
    site.close();
  }
  const pairs = new Set(failures.flatMap(({ line, fields: names }) => names.map((name) => `${name}\n${line}`)));
  for (const pair of pairs) fields.get(pair.split('\n', 1)[0]!)!.failed++;
  return { fields, failures, seconds: seconds(started) };
}

const seconds = (since: number): number => Math.round((Date.now() - since) / 1000);

function count(fields: Report['fields'], name: string): void {
  const known = fields.get(name) ?? { lines: 0, failed: 0 };
  fields.set(name, { ...known, lines: known.lines + 1 });
}

interface Batch { cases: Case[]; facts: string[]; /** A field for each line it is given. */ names: string[] }

/** Cases of one page; each field counts once a line, in however many forms it is tried. */
function batchesOf(lines: string[]): Batch[] {
  const open = new Map<string, { cases: Case[]; names: string[]; chars: number }>();
  const full: Batch[] = [];
  const close = (agent: string): void => {
    const { cases, names } = open.get(agent)!;
    // Those that are used in the same steps stand together.
    const order = ({ isUsed, widget }: Case): number => Number(isUsed) * (1 + widgets.indexOf(widget));
    full.push({ cases: cases.sort((a, b) => order(a) - order(b)), facts: [], names });
    open.delete(agent);
  };
  lines.forEach((line, number) => {
    const named = new Set<string>();
    for (const one of casesOf(line, number)) {
      const batch = open.get(one.agent) ?? { cases: [], names: [], chars: 0 };
      open.set(one.agent, batch);
      batch.cases.push(one);
      batch.names.push(...one.fields.filter((name) => !named.has(name)));
      for (const name of one.fields) named.add(name);
      batch.chars += line.length * (one.fields.length + 3);
      if (batch.cases.length >= MAX_CASES || batch.chars > MAX_CHARS) close(one.agent);
    }
  });
  for (const agent of [...open.keys()]) close(agent);
  return full;
}

function factBatchesOf(lines: string[]): Batch[] {
  const batches: Batch[] = [];
  for (let from = 0; from < lines.length; from += FACT_LINES) {
    const facts = lines.slice(from, from + FACT_LINES);
    batches.push({ cases: [], facts, names: facts.flatMap(() => sources.map(nameOfFact)) });
  }
  return batches;
}

/** Plays a batch, and what went wrong again in smaller parts. */
async function createJudge(stage: Stage, repeats: number): Promise<(batch: Batch) => Promise<Failure[]>> {
  const reference = new Map<string, number>();
  const first = casesOf(REFERENCE, 0).filter(({ agent, form }) => agent == 'android' && form);
  (await playCases(stage, first)).forEach(({ texts }, at) => reference.set(first[at]!.form, texts));
  const [said] = await sayLines(stage, [REFERENCE], sources, widgets, factCampaigns(widgets, sources));

  const expected = ({ line, form, expects }: Case, { isShown, texts, problems }: Result): Finding | undefined => {
    if (!isShown && expects == 'shown') return { kind: 'absent', detail: `not shown: ${JSON.stringify(problems)}` };
    if (!isShown && expects == 'refused' && !problems.length) return { kind: 'absent', detail: 'neither shown nor refused' };
    // What stands in braces is replaced.
    const wanted = line.includes('{{') ? 0 : reference.get(form) ?? 0;
    if (isShown && texts < wanted) return { kind: 'text', detail: `to be read ${texts} times instead of ${wanted}` };
  };

  async function judgeCases(cases: Case[]): Promise<Failure[]> {
    const results = await playCases(stage, cases).catch((error: Error) => cases.map((): Result => ({ isShown: true, texts: Infinity, problems: [], findings: [{ kind: 'page', detail: error.message }] })));
    const failures: Failure[] = [];
    const suspects: [Case, Finding][] = [];
    for (const [at, one] of cases.entries()) {
      const { findings } = results[at]!;
      const sure = findings.find(({ campaign }) => campaign != undefined) ?? expected(one, results[at]!) ?? (cases.length == 1 ? findings[0] : undefined);
      if (sure) failures.push(...(await narrow(one, sure)));
      else if (findings[0]) suspects.push([one, findings[0]]);
    }
    return [...failures, ...(await part(suspects))];
  }

  /** One of them, or several, did what was found. */
  async function part(suspects: [Case, Finding][]): Promise<Failure[]> {
    if (!suspects.length) return [];
    if (repeats <= 0) return suspects.map(([one, finding]) => failureOf(one, finding));
    repeats -= 2;
    const half = Math.ceil(suspects.length / 2);
    const cases = suspects.map(([one]) => one);
    const failures = [...(await judgeCases(cases.slice(0, half))), ...(suspects.length > 1 ? await judgeCases(cases.slice(half)) : [])];
    // It takes several of them at once.
    return failures.length ? failures : suspects.map(([one, finding]) => failureOf(one, finding));
  }

  async function narrow(one: Case, finding: Finding): Promise<Failure[]> {
    const alone = narrowed(one);
    if (!alone.length || repeats-- <= 0) return [failureOf(one, finding)];
    const failures = await judgeCases(alone);
    return failures.length ? failures : [failureOf(one, finding)];
  }

  async function judgeFacts(lines: string[], told = sources): Promise<Failure[]> {
    const short = lines.map((line) => wellFormed(line.slice(0, FACT_CHARS)));
    const results = await sayLines(stage, short, told, widgets, factCampaigns(widgets, told)).catch((error: Error) => lines.map(() => [{ isShown: true, texts: Infinity, findings: [{ kind: 'page', detail: error.message }] }]));
    const failures: Failure[] = [];
    for (const [at, line] of lines.entries()) {
      const finding = results[at]!.flatMap((played, widget) => oddOf(played, short[at]!, told == sources ? said![widget]!.texts : 0))[0];
      if (finding) failures.push(...(await narrowFacts(line, told, finding)));
    }
    return failures;
  }

  async function narrowFacts(line: string, told: SourceName[], { kind, detail }: Finding): Promise<Failure[]> {
    const all = [{ line, fields: told.map(nameOfFact), kind, detail }];
    if (told.length == 1 || repeats <= 0) return all;
    repeats -= told.length;
    const failures: Failure[] = [];
    for (const source of told) failures.push(...(await judgeFacts([line], [source])));
    return failures.length ? failures : all;
  }

  return async ({ cases, facts }) => [...(cases.length ? await judgeCases(cases) : []), ...(facts.length ? await judgeFacts(facts) : [])];
}

function failureOf({ line, fields }: Case, { kind, detail }: Finding): Failure {
  return { line, fields, kind, detail };
}

/** A browser trims titles and drops what is no text from addresses. */
const isKept = (line: string): boolean => !/^\s|\s$|\s\s|[\0-\x1f\x7f-\x9f\ufffd]|[^\S ]/.test(line);

function oddOf({ findings, texts }: Played & { findings: Finding[] }, line: string, wanted: number): Finding[] {
  if (findings.length) return findings;
  return texts < wanted && isKept(line) ? [{ kind: 'text', detail: `to be read ${texts} times instead of ${wanted}` }] : [];
}
