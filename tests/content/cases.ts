// What is tried with a line: campaigns that carry it, alone in one field or in all texts of a widget at once.
import { exampleOf, fields, put, WIDGETS, type Field, type Json, type JsonObject } from './fields.ts';

export type Agent = 'android' | 'ios';
/** What the collector answers a draw: a status, and its body but for the id. */
export interface Answer { status: number; body: JsonObject }

export interface Case {
  line: string;
  /** Names of the fields that hold the line. */
  fields: string[];
  widget: string;
  campaign: JsonObject;
  agent: Agent;
  answer: Answer;
  /** `refused`: shown, or said to be bad by a problem with its path. */
  expects: 'shown' | 'refused' | 'either';
  /** Cases of the same form draw the same number of texts. */
  form: string;
  /** Whether it is clicked through, or looked at alone. */
  isUsed: boolean;
  /** The event that shows it, instead of a call. */
  event?: string;
}

/** A longer line stands in one field at a time: a document has its limit. */
const LONG_CHARS = 40_000;
const SLICE = 'id-0';
const nameOf = ({ widget, path }: Field): string => [widget, ...path].join('.').replaceAll('.*', '[]');
const WON = (code: string): Answer => ({ status: 200, body: { success: true, slice: SLICE, code } });
const textsOf = (widget: string): Field[] => fields.filter((field) => field.widget == widget && field.kind == 'text');
const others = fields.filter(({ kind }) => kind != 'text');

type Parts = Partial<Omit<Case, 'line' | 'campaign'>> & { widget: string; name?: string; change?: JsonObject };

function caseOf(line: string, content: JsonObject, { change, name = 'A campaign', ...parts }: Parts): Case {
  const campaign = { name, widget: parts.widget, trigger: { on: 'manual' }, content, ...change };
  return { line, fields: [], campaign, agent: 'android', answer: WON('CODE-1'), expects: 'shown', form: '', isUsed: true, ...parts };
}

/** The value in those texts. */
function inTexts(line: string, texts: Field[], value: Json, parts: Parts): Case {
  const content = exampleOf(parts.widget);
  for (const field of texts) put(content, field, value);
  return caseOf(line, content, { ...parts, fields: [...texts.map(nameOf), ...(parts.fields ?? [])] });
}

/**
 * Each text is the line, and each in several languages, of which one is named like the line. The collector says it to a wheel too: as a code, as
 * the slice of a draw that wins nothing, and in a failure.
 */
function textCases(line: string, widget: string): Case[] {
  const byLanguage = { en: line, de: 'Ein Text', ...Object.fromEntries([[line, line]]) };
  const isWheel = widget == 'wheel';
  const texts = textsOf(widget);
  const groups = line.length > LONG_CHARS ? texts.map((field) => [field]) : [texts];
  const form = (what: string): string => (groups.length == 1 ? `${widget} ${what}` : '');
  return groups.flatMap((group) => {
    const won = inTexts(line, group, line, { widget, form: form('texts'), name: line, fields: isWheel ? ['campaign name', 'draw code'] : ['campaign name'], answer: WON(line) });
    const lost = inTexts(line, group, byLanguage, { widget, form: form('languages'), fields: isWheel ? ['draw slice'] : [], answer: { status: 200, body: { success: true, slice: line } } });
    const failed = inTexts(line, group, line, { widget, form: form('failure'), fields: ['draw error'], answer: { status: 503, body: { success: false, error: { code: line, detail: line } } } });
    return isWheel ? [won, lost, failed] : [won, lost];
  });
}

/** The texts of a case one by one and then what else there is, to see which of them it was. */
export function narrowed({ line, widget, fields: names, answer, campaign }: Case): Case[] {
  const texts = textsOf(widget).filter((field) => names.includes(nameOf(field)));
  if (texts.length < 2) return [];
  const rest = names.filter((name) => !texts.some((field) => nameOf(field) == name));
  return [...texts.map((field) => inTexts(line, [field], line, { widget })), inTexts(line, [], line, { widget, answer, name: campaign['name'] as string, fields: rest })];
}

/** Addresses in both forms, in turn. */
function otherCase(line: string, field: Field, isByLanguage: boolean): Case {
  const content = exampleOf(field.widget);
  put(content, field, isByLanguage && field.kind != 'word' ? { en: line, de: '/link' } : line);
  return caseOf(line, content, { widget: field.widget, fields: [nameOf(field)], expects: 'refused', isUsed: field.kind != 'word', agent: field.path[0] == 'ios' ? 'ios' : 'android' });
}

/** Fields of a campaign that are no content. */
function campaignCases(line: string): Case[] {
  const bar = (field: string, change: JsonObject, parts: Partial<Case> = {}): Case =>
    caseOf(line, exampleOf('bar'), { widget: 'bar', fields: [`campaign ${field}`], change, expects: 'either', isUsed: false, ...parts });
  return [
    bar('id', { id: line }, { expects: 'shown' }),
    bar('slot', { slot: line }),
    bar('selector', { slot: `inline:${line}` }),
    bar('trigger', { trigger: { on: 'event', name: line }, goal: { event: line } }, { event: line }),
    bar('members', { ...Object.fromEntries([[line, line]]), content: { ...exampleOf('bar'), ...Object.fromEntries([[line, { [line]: line }]]) } }),
  ];
}

export const casesOf = (line: string, number: number): Case[] => [
  ...[...WIDGETS.keys()].flatMap((widget) => textCases(line, widget)),
  ...others.map((field, index) => otherCase(line, field, (number + index) % 2 == 1)),
  ...campaignCases(line),
];

/** Where facts come from that texts may hold; each is told by the function of that name in probe.ts. */
export const SOURCES = {
  trait: '{{ traits.line }}', context: '{{ context.line }}', event: '{{ event.line }}', title: '{{ page.title }}', url: '{{ page.url }}',
  parameter: '{{ page.query.line }}', campaign: '{{ traffic.campaign }}', meta: '{{ page.meta.line }}', product: '{{ product.name }}',
} as const;
export type SourceName = keyof typeof SOURCES | 'cart' | 'app';

/** A campaign for each widget whose texts are made of those facts. */
export function factCampaigns(widgets: readonly string[], sources: readonly SourceName[]): JsonObject[] {
  const template = sources.map((source) => `${source}=${SOURCES[source as keyof typeof SOURCES] ?? ''};`).join('');
  return widgets.map((widget) => {
    const content = exampleOf(widget);
    for (const field of textsOf(widget)) put(content, field, template);
    // The link to the app then comes from the page.
    if (sources.includes('app')) for (const store of ['ios', 'android']) delete content[store];
    return { id: widget, name: template, widget, trigger: { on: 'event', name: 'Said' }, content };
  });
}
