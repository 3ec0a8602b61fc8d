// HTML that is escaped by construction: only `html` makes markup, everything interpolated into it is text.

/** Markup that is safe to send. Nothing but this file can make one. */
class Markup {
  constructor(readonly text: string) {}
  toString(): string {
    return this.text;
  }
}
export type Html = Markup;
export type Part = Html | string | number | boolean | null | undefined | readonly Part[];

const ENTITIES: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };

export function escape(text: string): string {
  return text.replace(/[&<>"']/g, (character) => ENTITIES[character] ?? '');
}

function render(part: Part): string {
  if (part === null || part === undefined || typeof part === 'boolean') return '';
  if (part instanceof Markup) return part.text;
  if (typeof part === 'object') return part.map(render).join('');
  return escape(String(part));
}

/** Parts may stand in text and in double-quoted attribute values. Booleans, null and undefined render as nothing. */
export function html(strings: TemplateStringsArray, ...parts: Part[]): Html {
  return new Markup(strings.reduce((text, next, index) => text + render(parts[index - 1]) + next));
}

/** A data block: the browser never runs it, and no value can close it early. */
export function dataBlock(type: 'application/json' | 'application/ld+json', value: unknown, id?: string): Html {
  const json = JSON.stringify(value)
    .replace(/</g, '\\u003c')
    .replace(/\u2028/g, '\\u2028')
    .replace(/\u2029/g, '\\u2029');
  return new Markup(`<script type="${type}"${id ? ` id="${escape(id)}"` : ''}>${json}</script>`);
}
