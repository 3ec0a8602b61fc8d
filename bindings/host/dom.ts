// The only file that builds or changes nodes. No operation carries HTML: elements, text nodes and listed attributes.
import { encode } from './encode.ts';
import type { Effect, Operation } from './protocol.ts';
import { isSafeUrl } from './url.ts';

const TAGS = /^(div|span|p|h[1-4]|button|a|img|ul|ol|li|section|strong|em|label|input|form)$/;
const ATTRIBUTES = /^(class|role|aria-[a-z]+|data-[a-z-]+|href|src|alt|title|type|tabindex|hidden|target|rel|name|value|placeholder|width|height|disabled|lang|dir|id|for|required|autocomplete|inputmode|maxlength)$/;
const SLOT_SELECTOR = 'inline:';

type Mount = Extract<Effect, { kind: 'mount' }>;
type Used = (campaign: string, action: string, value?: string) => void;
interface Tree { host: HTMLElement; root: ShadowRoot; nodes: Map<number, Element>; actions: Map<Node, Record<string, string>>; heard: Set<string> }

export interface Dom {
  style(widget: string, css: string): void;
  mount(mount: Mount): void;
  /** Operations after a refused one still run; the first refusal is thrown at the end. */
  patch(campaign: string, ops: Operation[]): void;
  unmount(campaign: string): void;
  clear(): void;
}

export function createDom(window: Window & typeof globalThis, used: Used): Dom {
  const { document } = window;
  const sheets = new Map<string, CSSStyleSheet>();
  const trees = new Map<string, Tree>();

  const sheetOf = (widget: string): CSSStyleSheet => {
    const sheet = sheets.get(widget) ?? new window.CSSStyleSheet();
    sheets.set(widget, sheet);
    return sheet;
  };

  const setAttribute = (element: Element, name: string, value: string): void => {
    if (!ATTRIBUTES.test(name)) throw `attribute ${name}`;
    if ((name == 'href' || name == 'src') && !isSafeUrl(value, document.baseURI, name == 'src')) {
      element.removeAttribute(name);
      throw `${name} ${value}`;
    }
    element.setAttribute(name, value);
    if (name == 'value') (element as HTMLInputElement).value = value;
    if (name == 'target') element.setAttribute('rel', 'noopener noreferrer');
  };

  const hear = (campaign: string, { root, actions, heard }: Tree, type: string): void => {
    if (heard.has(type)) return;
    heard.add(type);
    root.addEventListener(type, (event) => {
      // The page must not be left by a form: what was typed goes to the core.
      if (type == 'submit') event.preventDefault();
      for (let node = event.target as Node | null; node; node = node.parentNode) {
        const action = actions.get(node)?.[type];
        if (action) return used(campaign, action, valueOf(window, node));
      }
    });
  };

  const apply = (campaign: string, tree: Tree, op: Operation): void => {
    const { root, nodes, actions } = tree;
    const node = nodes.get(op[1])!;
    const insert = (child: Element, parent: number, before: number): void => {
      (parent ? nodes.get(parent)! : root).insertBefore(child, nodes.get(before) ?? null);
    };
    if (op[0] == 1) {
      if (!TAGS.test(op[2])) throw `tag ${op[2]}`;
      const element = document.createElement(op[2]);
      if (op[2] == 'img') element.setAttribute('referrerpolicy', 'no-referrer');
      nodes.set(op[1], element);
      insert(element, op[3], op[4]);
    } else if (op[0] == 2) node.textContent = op[2];
    else if (op[0] == 3) setAttribute(node, op[2], op[3]);
    else if (op[0] == 4) node.removeAttribute(op[2]);
    else if (op[0] == 5) {
      node.remove();
      for (const [id, other] of nodes) {
        if (node.contains(other)) { nodes.delete(id); actions.delete(other); }
      }
    } else if (op[0] == 6) insert(node, op[2], op[3]);
    else if (op[0] == 7) {
      actions.set(node, { ...actions.get(node), [op[2]]: op[3] });
      hear(campaign, tree, op[2]);
    }
  };

  const unmount = (campaign: string): void => {
    trees.get(campaign)?.host.remove();
    trees.delete(campaign);
  };

  return {
    style(widget, css) {
      sheetOf(widget).replaceSync(css);
    },
    mount({ campaign, widget, slot, lang, dir }) {
      unmount(campaign);
      const selector = slot.startsWith(SLOT_SELECTOR) && slot.slice(SLOT_SELECTOR.length);
      const place = selector ? document.querySelector(selector) : document.body;
      if (!place) throw `no element for ${slot}`;
      const host = document.createElement('div');
      const attributes = { 'data-waymark': campaign, 'data-slot': selector ? 'inline' : slot, lang, dir };
      for (const [name, value] of Object.entries(attributes)) host.setAttribute(name, value);
      const root = host.attachShadow({ mode: 'open' });
      root.adoptedStyleSheets = [sheetOf(widget)];
      const tree: Tree = { host, root, nodes: new Map(), actions: new Map(), heard: new Set() };
      hear(campaign, tree, 'submit');
      trees.set(campaign, tree);
      place.append(host);
    },
    patch(campaign, ops) {
      const tree = trees.get(campaign);
      if (!tree) return;
      let refusal: unknown;
      for (const op of ops) {
        try {
          apply(campaign, tree, op);
        } catch (error) {
          refusal ??= error;
        }
      }
      if (refusal) throw refusal;
    },
    unmount,
    clear() {
      for (const campaign of [...trees.keys()]) unmount(campaign);
    },
  };
}

/** The text of a field; of a form, all its fields by name as JSON. */
function valueOf(window: Window & typeof globalThis, node: Node): string | undefined {
  if (node.nodeName == 'INPUT') return (node as HTMLInputElement).value;
  if (node.nodeName != 'FORM') return undefined;
  const fields: Record<string, string> = Object.create(null);
  new window.FormData(node as HTMLFormElement).forEach((value, name) => { if (typeof value == 'string') fields[name] = value; });
  return encode(fields, '', () => {});
}
