// A document just large enough for the host: elements, shadow roots, bubbling events, history.
type Listener = (event: any) => void;

class Target {
  listeners = new Map<string, Set<Listener>>();
  addEventListener(type: string, listener: Listener): void {
    this.listeners.set(type, (this.listeners.get(type) ?? new Set()).add(listener));
  }
  removeEventListener(type: string, listener: Listener): void { this.listeners.get(type)?.delete(listener); }
  hears(): number { return [...this.listeners.values()].reduce((sum, set) => sum + set.size, 0); }
  emit(type: string, event: object = {}): any {
    const full = { type, target: this, isPrevented: false, preventDefault() { full.isPrevented = true; }, ...event };
    for (const listener of [...(this.listeners.get(type) ?? [])]) listener(full);
    return full;
  }
}

export class FakeElement extends Target {
  attributes: Record<string, string> = {};
  children: FakeElement[] = [];
  parentNode: FakeElement | null = null;
  shadowRoot: FakeElement | null = null;
  adoptedStyleSheets: FakeSheet[] = [];
  text = '';
  value = '';
  constructor(readonly nodeName: string, readonly ownerDocument?: FakeDocument) { super(); }
  get textContent(): string { return this.text + this.children.map((child) => child.textContent).join(''); }
  set textContent(text: string) { this.children = []; this.text = text; }
  setAttribute(name: string, value: string): void { this.attributes[name] = value; }
  removeAttribute(name: string): void { delete this.attributes[name]; }
  attachShadow(): FakeElement { return (this.shadowRoot = new FakeElement('#shadow')); }
  append(child: FakeElement): void { this.insertBefore(child, null); }
  insertBefore(child: FakeElement, before: FakeElement | null): void {
    child.remove();
    const at = before ? this.children.indexOf(before) : this.children.length;
    if (at < 0) throw new Error('NotFoundError');
    this.children.splice(at, 0, child);
    child.parentNode = this;
  }
  open = false;
  modal = 0;
  showModal(): void { this.open = true; this.modal++; }
  close(): void { this.open = false; }
  get activeElement(): FakeElement | null { return FakeElement.active && this.contains(FakeElement.active) ? FakeElement.active : null; }
  static active: FakeElement | null = null;
  focus(): void { FakeElement.active = this; }
  motions: unknown[][] = [];
  animate(frames: object, timing: object): object {
    const log = (what: string) => () => this.motions.push([what]);
    this.motions.push([frames, timing]);
    return { cancel: log('cancel'), pause: log('pause'), play: log('play') };
  }
  remove(): void {
    if (this.parentNode) this.parentNode.children = this.parentNode.children.filter((child) => child != this);
    this.parentNode = null;
  }
  get isConnected(): boolean {
    let node: FakeElement = this;
    while (node.parentNode) node = node.parentNode;
    return node.ownerDocument?.body == node || Object.values(node.ownerDocument?.places ?? {}).includes(node);
  }
  /** Of a shadow tree: `[open]` alone. */
  querySelector(): FakeElement | null {
    const all = (node: FakeElement): FakeElement[] => [node, ...node.children.flatMap(all)];
    return all(this).find(({ open }) => open) ?? null;
  }
  contains(other: FakeElement | null): boolean {
    for (let node = other; node; node = node.parentNode) if (node == this) return true;
    return false;
  }
  /** An event as the browser delivers it: to each ancestor in turn. */
  fire(type: string, more: object = {}): any {
    const event: any = { type, target: this, ...more, isPrevented: false, preventDefault() { event.isPrevented = true; } };
    for (let node: FakeElement | null = this; node; node = node.parentNode) for (const listener of [...(node.listeners.get(type) ?? [])]) listener(event);
    return event;
  }
  outline(): string {
    const attributes = Object.entries(this.attributes).map(([name, value]) => ` ${name}=${value}`).join('');
    return `<${this.nodeName.toLowerCase()}${attributes}>${this.text}${this.children.map((child) => child.outline()).join('')}`;
  }
}

class FakeSheet {
  css = '';
  replaceSync(css: string): void { this.css = css; }
}

class FakeScript extends FakeElement {
  dataset: Record<string, string> = {};
  src = 'https://shop.test/static/waymark.js';
}

class FakeDocument extends Target {
  body = new FakeElement('BODY', this);
  documentElement = { lang: 'en', scrollHeight: 600 };
  baseURI = 'https://shop.test/home';
  title = 'Home';
  referrer = 'https://search.test/';
  visibilityState = 'visible';
  prerendering = false;
  currentScript: unknown = null;
  places: Record<string, FakeElement> = {};
  ids = new Set<string>();
  createElementNS(space: string, tag: string): FakeElement { return Object.assign(new FakeElement(tag, this), { space }); }
  createElement(tag: string): FakeElement { return new FakeElement(tag.toUpperCase(), this); }
  querySelector(selector: string): unknown {
    if (selector.startsWith('!')) throw new SyntaxError('bad selector');
    return this.places[selector] ?? null;
  }
  /** By tag alone: `scripts` and `metas` are what the page has of them. */
  scripts: string[] = [];
  metas: Record<string, string>[] = [];
  querySelectorAll(selector: string): object[] {
    if (selector.startsWith('script')) return this.scripts.map((textContent) => ({ textContent }));
    return this.metas.map((meta) => ({ getAttribute: (name: string) => meta[name] ?? null }));
  }
  getElementById(id: string): unknown { return this.ids.has(id) ? {} : null; }
  getElementsByName(): unknown[] { return []; }
}

export class FakeWindow extends Target {
  top: unknown = this;
  clock = 0;
  performance = { now: (): number => this.clock };
  watched: { observer: object; changed: () => void }[] = [];
  /** All of the document is watched, or nothing. */
  MutationObserver = ((window: FakeWindow) => class {
    constructor(readonly changed: () => void) {}
    observe(): void { if (!window.watched.some(({ observer }) => observer == this)) window.watched.push({ observer: this, changed: this.changed }); }
    disconnect(): void { window.watched = window.watched.filter(({ observer }) => observer != this); }
  })(this);
  /** Nodes have come or gone. */
  mutate(): void { for (const { changed } of [...this.watched]) changed(); }
  getComputedStyle = () => ({ transform: 'none' });
  document = new FakeDocument();
  navigator = { userAgent: 'fake', language: 'de', maxTouchPoints: 0 };
  innerWidth = 800;
  innerHeight = 600;
  CSSStyleSheet = FakeSheet;
  HTMLScriptElement = FakeScript;
  waymark: any;
  fetch: any;
  location = { href: 'https://shop.test/home', assigned: [] as string[], assign(url: string) { this.assigned.push(url); } };
  navigation: Target | undefined;
  history = {
    pushState: (_state: unknown, _title: string, url: string): void => this.moveTo(url),
    replaceState: (_state: unknown, _title: string, url: string): void => this.moveTo(url),
  };
  FormData = class {
    constructor(readonly form: FakeElement) {}
    forEach(each: (value: string, name: string) => void): void {
      for (const field of this.form.children) if (field.attributes['name']) each(field.value, field.attributes['name']);
    }
  };
  /** As the browser moves within a document. */
  moveTo(url: string): void {
    this.location.href = new URL(url, this.location.href).href;
    this.navigation?.emit('currententrychange');
  }
  useNavigationApi(): void { this.navigation = new Target(); }
  addScript(dataset: Record<string, string>): void {
    const script = new FakeScript('SCRIPT');
    script.dataset = dataset;
    this.document.currentScript = script;
  }
  hide(): void { this.document.visibilityState = 'hidden'; this.document.emit('visibilitychange'); }
  show(): void { this.document.visibilityState = 'visible'; this.document.emit('visibilitychange'); }
}
