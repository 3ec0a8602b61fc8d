// npm run test:content -- [FILE] [--jobs N] [--list]: each line of the file, or of our own corpus, in every string field of every widget.
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { launch } from '../browser/chromium.ts';
import { BUILT } from '../browser/sdk.ts';
import { check, type Failure, type Report } from './check.ts';
import { corpus } from './corpus.ts';
import { readLines } from './lines.ts';

const { positionals: [file], values: { jobs, list } } = parseArgs({ allowPositionals: true, options: { jobs: { type: 'string', default: '2' }, list: { type: 'boolean', default: false } } });
const lines = file ? readLines(readFileSync(file)) : corpus();
if (list) {
  for (const line of lines) console.log(`json:${JSON.stringify(line)}`);
  process.exit();
}

const shortened = (text: string): string => (text.length > 160 ? `${text.slice(0, 160)}… (${text.length})` : text);

function print({ fields, seconds }: Report): void {
  for (const [name, { lines: tried, failed }] of [...fields].sort(([a], [b]) => (a < b ? -1 : 1))) console.log(`  ${name.padEnd(46)} ${String(tried).padStart(6)} lines ${failed ? `${failed} FAILED` : ''}`.trimEnd());
  console.log(`${lines.length} lines × ${fields.size} fields, ${seconds} s`);
}

function printFailure({ line, fields, kind, detail }: Failure): void {
  console.log(`FAILED ${fields.join(', ')}\n  line  ${shortened(JSON.stringify(line))}\n  found ${kind}: ${shortened(JSON.stringify(detail))}`);
}

if (!existsSync(join(BUILT, 'waymark.js'))) throw new Error(`nothing in ${BUILT}: run script/build first`);
console.log(`${lines.length} lines`);
const browser = await launch();
const report = await check(lines, { browser, sdk: BUILT, jobs: Number(jobs), say: console.log, failed: printFailure }).finally(() => browser.close());
print(report);
const [tried, failed] = [...report.fields.values()].reduce(([all, bad], field) => [all + field.lines, bad + field.failed], [0, 0] as [number, number]);
console.log(`${tried - failed} passed, ${failed} failed`);
process.exit(failed || !tried ? 1 : 0);
