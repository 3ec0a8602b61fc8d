// The only file that builds or changes nodes. No operation carries HTML: elements, text nodes and listed attributes.
import type { Effect, Operation } from './protocol.ts';
import { isSafeUrl } from './url.ts';

const TAGS = /^(div|span|p|h[1-4]|button|a|img|ul|ol|li|section|strong|em|label|input|form|dialog|svg|g|path|circle|text)$/;
const SVG_TAGS = /^(svg|g|path|circle|text)$/;
const ATTRIBUTES = /^(class|role|aria-[a-z]+|data-[a-z-]+|href|src|alt|title|type|tabindex|hidden|target|rel|name|value|placeholder|width|height|disabled|lang|dir|id|for|required|novalidate|autocomplete|inputmode|maxlength|viewBox|d|fill|cx|cy|r|x|y|transform|text-anchor)$/;
const SLOT_SELECTOR = 'inline:';
/** Who clicks sooner meant what was there before. */
const EARLY_MS = 300;
/** So often is put back what the page takes away. */
const MOST_RETURNS = 3;

type Mount = Extract<Effect, { kind: 'mount' }>;
export type Used = (campaign: string, action: string, value?: string | Record<string, string>) => void;
interface Tree {
  host: HTMLElement;
  root: ShadowRoot;
  nodes: Map<number, Element>;
  actions: Map<Node, Record<string, string>>;
  heard: Set<string>;
  motions: Map<Node, Animation>;
  /** What had the focus before the visitor came in. */
  origin: HTMLElement | null;
  /** Puts it on the page, at the time. */
  put(): void;
  since: number;
  returns: number;
}

export interface Dom {
  style(widget: string, css: string): void;
  mount(mount: Mount): void;
  /** Operations after a refused one still run; the first refusal is thrown at the end. */
  patch(campaign: string, ops: Operation[]): void;
  /** Opens the dialogs of those operations and moves the focus, which takes as long again. */
  reveal(campaign: string, ops: Operation[]): void;
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
    if (!ATTRIBUTES.test(name) || (name == 'fill' && /url/i.test(value))) throw `attribute ${name}`;
    if ((name == 'href' || name == 'src') && !isSafeUrl(value, document.baseURI, name == 'src')) {
      element.removeAttribute(name);
      throw `${name} ${value}`;
    }
    element.setAttribute(name, value);
    if (name == 'value') (element as HTMLInputElement).value = value;
    if (name == 'target') element.setAttribute('rel', 'noopener noreferrer');
  };

  /** Captured, for `cancel` of a dialog and `load` of an image do not bubble. */
  const hear = (campaign: string, tree: Tree, type: string): void => {
    const { root, actions, heard } = tree;
    if (heard.has(type)) return;
    heard.add(type);
    root.addEventListener(type, (event) => {
      // By a pointer: keys and scripts have no count of clicks.
      if (type == 'click' && (event as MouseEvent).detail && event.timeStamp < tree.since + EARLY_MS) return event.preventDefault();
      // The page must not be left by a form, nor a dialog closed before the core says so.
      if (type == 'submit' || type == 'cancel') event.preventDefault();
      const name = type == 'keydown' ? `${type}:${(event as KeyboardEvent).key}` : type;
      for (let node = event.target as Node | null; node; node = node.parentNode) {
        const action = actions.get(node)?.[name];
        if (!action) continue;
        if (type == 'keydown') event.preventDefault();
        return used(campaign, action, valueOf(window, node));
      }
    }, true);
  };

  /** What has the focus goes: it must not be lost. Dialogs see to themselves when they are closed. */
  const release = ({ host, nodes, actions, origin }: Tree, gone: Element): void => {
    for (const node of nodes.values()) {
      if (!gone.contains(node) || !(node as HTMLDialogElement).open) continue;
      // Its event `close` would come after it.
      actions.delete(node);
      (node as HTMLDialogElement).close();
    }
    const active = host.shadowRoot?.activeElement;
    if (active && gone.contains(active)) origin?.focus({ preventScroll: true });
  };

  const apply = (campaign: string, tree: Tree, op: Operation): void => {
    const { root, nodes, actions, motions } = tree;
    const node = nodes.get(op[1])!;
    const insert = (child: Element, parent: number, before: number): void => {
      (parent ? nodes.get(parent)! : root).insertBefore(child, nodes.get(before) ?? null);
    };
    if (op[0] == 1) {
      if (!TAGS.test(op[2])) throw `tag ${op[2]}`;
      const element = SVG_TAGS.test(op[2]) ? document.createElementNS('http://www.w3.org/2000/svg', op[2]) : document.createElement(op[2]);
      if (op[2] == 'img') element.setAttribute('referrerpolicy', 'no-referrer');
      nodes.set(op[1], element);
      insert(element, op[3], op[4]);
    } else if (op[0] == 2) node.textContent = op[2];
    else if (op[0] == 3) setAttribute(node, op[2], op[3]);
    else if (op[0] == 4) node.removeAttribute(op[2]);
    else if (op[0] == 5) {
      release(tree, node);
      node.remove();
      for (const [id, other] of nodes) {
        if (!node.contains(other)) continue;
        nodes.delete(id);
        actions.delete(other);
        motions.delete(other);
      }
    } else if (op[0] == 6) insert(node, op[2], op[3]);
    else if (op[0] == 7) {
      actions.set(node, { ...actions.get(node), [op[2]]: op[3] });
      hear(campaign, tree, op[2].split(':')[0]!);
    } else if (op[0] == 9) {
      const [, , property, from, to, easing, duration] = op;
      motions.get(node)?.cancel();
      motions.set(node, node.animate({ [property]: [from, to] }, { duration, easing, fill: 'both' }));
    } else if (op[0] == 10) motions.get(node)?.[op[2] ? 'pause' : 'play']();
    else if (op[0] == 11) motions.get(node)?.cancel();
  };

  const each = (campaign: string, ops: Operation[], work: (campaign: string, tree: Tree, op: Operation) => void): void => {
    const tree = trees.get(campaign);
    let refusal: unknown;
    if (tree) for (const op of ops) {
      try {
        work(campaign, tree, op);
      } catch (error) {
        refusal ??= error;
      }
    }
    if (refusal) throw refusal;
  };

  const unmount = (campaign: string): void => {
    const tree = trees.get(campaign);
    if (!tree) return;
    trees.delete(campaign);
    if (!trees.size) watcher.disconnect();
    for (const child of [...tree.root.children]) release(tree, child);
    tree.host.remove();
  };

  /** The page may draw itself anew, and not know of us. A dialog that it has taken away was closed with that. */
  const watcher = new window.MutationObserver(() => {
    for (const [campaign, tree] of trees) {
      if (tree.host.isConnected) continue;
      try {
        if (++tree.returns > MOST_RETURNS || tree.root.querySelector('[open]')) throw campaign;
        tree.put();
      } catch {
        unmount(campaign);
        used(campaign, 'gone');
      }
    }
  });

  return {
    style(widget, css) {
      sheetOf(widget).replaceSync(css);
    },
    mount({ campaign, widget, slot, lang, dir }) {
      unmount(campaign);
      const selector = slot.startsWith(SLOT_SELECTOR) && slot.slice(SLOT_SELECTOR.length);
      const host = document.createElement('div');
      const attributes = { 'data-waymark': campaign, 'data-slot': selector ? 'inline' : slot, lang, dir };
      for (const [name, value] of Object.entries(attributes)) host.setAttribute(name, value);
      const root = host.attachShadow({ mode: 'open' });
      root.adoptedStyleSheets = [sheetOf(widget)];
      const tree: Tree = {
        host, root, nodes: new Map(), actions: new Map(), heard: new Set(), motions: new Map(), origin: null, since: 0, returns: 0,
        put() {
          const { body, documentElement } = document;
          // The body has the page's font; one that is transformed, or not there yet, cannot hold what is fixed to the window.
          const isFit = body && window.getComputedStyle(body).transform == 'none';
          const place = selector ? document.querySelector(selector) : isFit ? body : documentElement;
          if (!place) throw `no element for ${slot}`;
          place.append(host);
          this.since = window.performance.now();
        },
      };
      tree.put();
      hear(campaign, tree, 'submit');
      host.addEventListener('focusin', ({ relatedTarget }) => {
        if (relatedTarget && relatedTarget != host) tree.origin = relatedTarget as HTMLElement;
      });
      trees.set(campaign, tree);
      watcher.observe(document, { childList: true, subtree: true });
    },
    patch: (campaign, ops) => each(campaign, ops, apply),
    reveal(campaign, ops) {
      each(campaign, ops, (_, { nodes }, op) => {
        if (op[0] == 1 && op[2] == 'dialog') (nodes.get(op[1]) as HTMLDialogElement | undefined)?.showModal();
      });
      each(campaign, ops, (_, { nodes }, op) => {
        if (op[0] == 8) (nodes.get(op[1]) as HTMLElement | undefined)?.focus({ preventScroll: true });
      });
    },
    unmount,
    clear() {
      for (const campaign of [...trees.keys()]) unmount(campaign);
    },
  };
}

/** The text of a field; of a form, all its fields by name. */
function valueOf(window: Window & typeof globalThis, node: Node): string | Record<string, string> | undefined {
  if (node.nodeName == 'INPUT') return (node as HTMLInputElement).value;
  if (node.nodeName != 'FORM') return undefined;
  const fields: Record<string, string> = Object.create(null);
  new window.FormData(node as HTMLFormElement).forEach((value, name) => { if (typeof value == 'string') fields[name] = value; });
  return fields;
}
