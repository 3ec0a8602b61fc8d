// Every string field of every widget, as the schema has them: what is added there is tested without a line here.
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

export type Json = null | boolean | number | string | Json[] | { [key: string]: Json };
export type JsonObject = { [key: string]: Json };
interface Node {
  $ref?: string;
  type?: string;
  const?: string;
  pattern?: string;
  minItems?: number;
  minimum?: number;
  items?: Node;
  properties?: Record<string, Node>;
  [keyword: string]: unknown;
}

/** A word is what has a form of its own: a colour, an id, a duration. */
export type Kind = 'text' | 'link' | 'picture' | 'word';
export interface Field { widget: string; path: string[]; kind: Kind }

const SCHEMA = JSON.parse(readFileSync(fileURLToPath(new URL('../../sdk/schema/campaign-document.schema.json', import.meta.url)), 'utf8')) as Node & { $defs: Record<string, Node> };
const PICTURES = ['cover', 'image', 'icon'];
export const PICTURE = '/picture.png';

/** The form of each widget's content. */
export const WIDGETS = new Map((SCHEMA.$defs['campaign']!['allOf'] as { if: Node; then: Node }[])
  .map((rule) => [rule.if.properties!['widget']!.const!, rule.then.properties!['content']!]));

const nameOf = ({ $ref = '' }: Node): string => $ref.split('/').at(-1)!;

/** What a reference leads to, narrowed by what stands beside it. */
function resolved(node: Node): Node {
  if (!node.$ref) return node;
  const form = SCHEMA.$defs[nameOf(node)]!;
  const properties: Record<string, Node> = { ...form.properties };
  for (const [name, narrower] of Object.entries(node.properties ?? {})) properties[name] = { ...properties[name], ...narrower };
  return { ...form, properties };
}

function kindOf(node: Node, name: string): Kind | undefined {
  if (nameOf(node) == 'localizedText') return 'text';
  if (nameOf(node) == 'localizedUrl') return PICTURES.includes(name) ? 'picture' : 'link';
  return resolved(node).type == 'string' ? 'word' : undefined;
}

/** `*` in a path is each element of an array. */
function fieldsOf(widget: string, node: Node, path: string[]): Field[] {
  const kind = kindOf(node, path.at(-1) ?? '');
  if (kind) return [{ widget, path, kind }];
  const { items, properties = {} } = resolved(node);
  if (items) return fieldsOf(widget, items, [...path, '*']);
  return Object.entries(properties).flatMap(([name, member]) => fieldsOf(widget, member, [...path, name]));
}

/** Content with every member there is. */
export const exampleOf = (widget: string): JsonObject => example(WIDGETS.get(widget)!, '', 0) as JsonObject;

function example(node: Node, name: string, index: number): Json {
  const kind = kindOf(node, name);
  if (kind == 'text') return 'A text';
  if (kind == 'link') return '/link';
  if (kind == 'picture') return PICTURE;
  if (kind == 'word') return word(resolved(node), name, index);
  const { items, type, properties = {}, minItems = 1, minimum = 0 } = resolved(node);
  if (items) return Array.from({ length: Math.max(2, minItems) }, (_, at) => example(items, name, at));
  if (type == 'number') return minimum;
  return Object.fromEntries(Object.entries(properties).map(([member, form]) => [member, example(form, member, index)]));
}

function word({ pattern = '' }: Node, name: string, index: number): string {
  const known = [`${name}-${index}`, '#123abc', '5s', '12345'].find((text) => new RegExp(pattern).test(text));
  if (!known) throw new Error(`no example of ${name}: ${pattern}`);
  return known;
}

/** Puts a value where the field is: a text in each element of its arrays, anything else in the first. */
export function put(content: JsonObject, { path, kind }: Field, value: Json): void {
  let holders: any[] = [content];
  for (const name of path.slice(0, -1)) {
    holders = name == '*' ? holders.flatMap((list) => (kind == 'text' ? list : list.slice(0, 1))) : holders.map((holder) => holder[name]);
  }
  for (const holder of holders) {
    holder[path.at(-1)!] = value;
    // An address goes before the id of an app.
    if (path.at(-1) == 'app') delete holder.url;
  }
}

export const fields = [...WIDGETS].flatMap(([widget, content]) => fieldsOf(widget, content, []));
