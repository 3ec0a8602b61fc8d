import { readFile } from 'node:fs/promises';
import type { Environment, LoadReport, Problem } from '../../bindings/host/protocol.ts';
import type { CoreText } from './core.ts';
import { reasonOf, Refusal } from './refusal.ts';

/** The same for every replay, so that ids are the same too. */
const ENVIRONMENT: Environment = { entropy: '0123456789abcdef0123456789abcdef', consent: 'granted', locale: 'en', display: false };

/** Compiles the document, once, and returns the ids of its segments in its order, disabled ones too. */
export async function loadDocument(core: CoreText, path: string, problem: (problem: Problem) => void): Promise<string[]> {
  const text = await readFile(path, 'utf8').catch((error) => { throw new Refusal(`cannot read ${path}: ${reasonOf(error)}`); });
  const document = text.replace(/^\ufeff/, '');
  const report: LoadReport & { error?: Problem } = JSON.parse(await core.load(`${JSON.stringify(ENVIRONMENT)}\n${document}`));
  if (report.error) throw new Refusal(`cannot use ${path}: ${problemText(report.error)}`);
  report.problems.forEach(problem);
  const segments: { id?: unknown }[] = JSON.parse(document).segments ?? [];
  return [...new Set(segments.map((segment) => segment?.id).filter((id): id is string => typeof id == 'string'))];
}

export const problemText = ({ code, path, detail }: Problem): string => `${path || '/'}: ${detail} (${code})`;
