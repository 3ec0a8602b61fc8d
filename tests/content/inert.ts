// What may stand in our shadow trees: a list of its own, so that a mistake in that of dom.ts is seen.

const TAGS = /^(div|span|p|h[1-4]|button|a|img|ul|ol|li|section|strong|em|label|input|form|dialog|svg|g|path|circle|text)$/;
const WORDS = /^[\w .:/-]*$/;
const SHAPES = /^[-\w .,()]*$/;
const COLOR = /^(#[0-9a-f]{3}|#[0-9a-f]{6}|none|currentcolor)$/i;
const TEXTS = /^(aria-label|alt|title|placeholder|value)$/;
const SCHEMES: Record<string, RegExp> = { href: /^(https?|mailto|tel):$/, src: /^https?:$/ };
const ATTRIBUTES: [names: RegExp, values: RegExp][] = [
  [/^(class|role|type|name|id|for|rel|target|lang|dir|tabindex|hidden|disabled|required|novalidate|autocomplete|inputmode|maxlength|width|height|referrerpolicy|open)$/, WORDS],
  [/^(aria|data)-[a-z-]+$/, WORDS],
  [/^(viewBox|d|transform|x|y|r|cx|cy|text-anchor)$/, SHAPES],
  [/^fill$/, COLOR],
];
const HOST = ['data-waymark', 'data-slot', 'lang', 'dir'];

export interface Place { element: Element; text: string }

/** What should not be there, in words, and the texts that are: of elements, and of the attributes that hold text. */
export function oddities(host: Element): { odd: string[]; places: Place[] } {
  const odd = host.getAttributeNames().filter((name) => !HOST.includes(name)).map((name) => `the host has ${name}`);
  // But for another host, whose campaign has asked for this place.
  if ([...host.childNodes].some((child) => !(child instanceof Element && child.hasAttribute(HOST[0]!)))) odd.push('the host has children');
  const places: Place[] = [];
  for (const child of host.shadowRoot!.childNodes) lookAt(child, odd, places);
  return { odd, places };
}

function lookAt(node: Node, odd: string[], places: Place[]): void {
  if (node instanceof Text) return void places.push({ element: node.parentElement!, text: node.data });
  if (!(node instanceof Element) || !TAGS.test(node.localName)) return void odd.push(`<${node.nodeName.toLowerCase()}>`);
  if (node.shadowRoot) odd.push(`a shadow tree in <${node.localName}>`);
  for (const { name, value } of node.attributes) {
    if (TEXTS.test(name)) places.push({ element: node, text: value });
    else if (!isInert(node, name, value)) odd.push(`${name}="${value}" of <${node.localName}>`);
  }
  // A label broken into two lines is one text.
  const lines = node.localName == 'g' ? [...node.children].filter(({ localName }) => localName == 'text') : [];
  if (lines.length > 1) places.push({ element: node, text: lines.map(({ textContent }) => textContent).join(' ') });
  for (const child of node.childNodes) lookAt(child, odd, places);
}

function isInert(element: Element, name: string, value: string): boolean {
  const schemes = SCHEMES[name];
  if (schemes) return URL.canParse(value, document.baseURI) && schemes.test(new URL(value, document.baseURI).protocol) && !/^[\0-\x20]/.test(value);
  return element.getAttributeNode(name)!.namespaceURI == null && ATTRIBUTES.some(([names, values]) => names.test(name) && values.test(value));
}
