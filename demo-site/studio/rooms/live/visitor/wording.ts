// Conditions, values and spans of time in words. What came with a document is shown as it is, never trusted to be of a form.
import type { Why, WhyMeasure } from '../../../../collector/inspection.ts';
import type { WatchText } from '../../../text/watch.en.ts';

export interface Words { text: WatchText; language: string }

const signs: Record<string, string> = { $eq: '=', $is: '=', $ne: '≠', $lt: '<', $lte: '≤', $gt: '>', $gte: '≥', $veq: '=', $vne: '≠', $vlt: '<', $vlte: '≤', $vgt: '>', $vgte: '≥' };
const unitMs: Record<string, number> = { s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000, w: 604_800_000 };
/** Facts that are whole seconds. */
const seconds: ReadonlySet<string> = new Set(['session.duration', 'session.activeTime', 'page.dwell', 'cart.idle']);

type Show = (value: unknown) => string;

/** In two units at most: `2 h 5 min`. */
export function span(ms: number, { text, language }: Words): string {
  const parts: string[] = [];
  let rest = Math.round(ms / 1_000) * 1_000;
  for (const unit of ['d', 'h', 'm', 's']) {
    const count = Math.floor(rest / unitMs[unit]!);
    rest -= count * unitMs[unit]!;
    if (count > 0) parts.push(`${count.toLocaleString(language)} ${text.units[unit]}`);
    if (parts.length === 2 || (parts.length === 1 && count === 0)) break;
  }
  return parts.length > 0 ? parts.join(' ') : `0 ${text.units['s']}`;
}

/** As it runs down: `0:45`, `12:05`, then in words. */
export function countdown(ms: number, words: Words): string {
  if (ms >= unitMs['h']!) return span(Math.ceil(ms / unitMs['m']!) * unitMs['m']!, words);
  const left = Math.max(0, Math.ceil(ms / 1_000));
  return `${Math.floor(left / 60)}:${String(left % 60).padStart(2, '0')}`;
}

/** `7d`, as documents write it. */
function written(duration: string, { text }: Words): string {
  const [, number, unit] = /^(\d+(?:\.\d+)?)([smhdw])$/.exec(duration) ?? [];
  return number === undefined ? duration : text.durations[unit!]!(Number(number));
}

export function windowText(within: unknown, words: Words): string {
  const { text, language } = words;
  if (within === undefined || within === null || within === 'lifetime') return '';
  if (within === 'session') return text.within(text.thisSession);
  if (typeof within === 'string') return text.within(written(within, words));
  const { from, to } = within as { from?: unknown; to?: unknown };
  const day = (value: unknown) => (typeof value === 'string' && !Number.isNaN(Date.parse(value)) ? new Date(value).toLocaleDateString(language) : String(value));
  return text.between(day(from), day(to));
}

export function valueText(value: unknown, { text, language }: Words): string {
  if (value === null || value === undefined) return text.nothing;
  if (typeof value === 'boolean') return value ? text.yes : text.no;
  if (typeof value === 'number') return value.toLocaleString(language, { maximumFractionDigits: 2 });
  return typeof value === 'string' ? value : shortened(JSON.stringify(value));
}

function shortened(text: string): string {
  return text.length > 80 ? `${text.slice(0, 79)}…` : text;
}

function operatorText(name: string, operand: unknown, show: Show, { text }: Words): string {
  if (name in signs) return `${signs[name]} ${show(operand)}`;
  if (name === '$exists') return operand ? text.operators['exists']! : text.operators['absent']!;
  const listed = Array.isArray(operand) ? operand.map(show).join(', ') : show(operand);
  return `${text.operators[name] ?? name} ${listed}`;
}

/** `≥ 3`, of a bare value or of an object of operators. */
export function conditionText(condition: unknown, show: Show, words: Words): string {
  if (!isOperators(condition)) return `= ${show(condition)}`;
  return Object.entries(condition).map(([name, operand]) => operatorText(name, operand, show, words)).join(', ');
}

function isOperators(condition: unknown): condition is Record<string, unknown> {
  return typeof condition === 'object' && condition !== null && !Array.isArray(condition) && Object.keys(condition).length > 0 && Object.keys(condition).every((name) => name.startsWith('$'));
}

/** `category = lips`, for each property that is asked for. */
export function whereTexts(where: unknown, words: Words): string[] {
  if (typeof where !== 'object' || where === null) return [];
  const show: Show = (value) => valueText(value, words);
  return Object.entries(where).map(([name, condition]) => (name.startsWith('$') ? shortened(JSON.stringify({ [name]: condition })) : `${name} ${conditionText(condition, show, words)}`));
}

export interface Reading { seen: string; wanted: string }

export function factReading({ fact = '', operator = '', seen, wanted }: Why, words: Words): Reading {
  const { text } = words;
  const show: Show = (value) => {
    if (typeof value === 'number' && seconds.has(fact)) return span(value * 1_000, words);
    const named = fact === 'stage' ? text.stages : fact === 'rfm.cell' ? text.cells : {};
    return (typeof value === 'string' && named[value]) || valueText(value, words);
  };
  return { seen: show(seen), wanted: isOperators(wanted) ? conditionText(wanted, show, words) : operatorText(operator, wanted, show, words) };
}

export function measureReading({ measure, seen, wanted }: WhyMeasure, words: Words): Reading {
  const isSpan = /^since/.test(measure);
  const show: Show = (value) => (!isSpan ? valueText(value, words) : typeof value === 'string' ? written(value, words) : typeof value === 'number' ? span(value, words) : valueText(value, words));
  const shown = measure === 'count' && typeof seen === 'number' ? words.text.times(seen) : show(seen);
  return { seen: shown, wanted: conditionText(wanted, show, words) };
}

export function missingText({ missing, fact = '' }: Why, words: Words): string {
  const { text } = words;
  const shown = (n: number) => (seconds.has(fact) ? span(n * 1_000, words) : valueText(n, words));
  if (missing?.events !== undefined) return text.events(missing.events);
  if (missing?.more !== undefined) return text.more(shown(missing.more));
  return missing?.less !== undefined ? text.less(shown(missing.less)) : '';
}
