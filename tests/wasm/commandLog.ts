// A visit as it might go, made from a seed: it reacts to the effects, so its requests, shows and snapshots are real ones.
import type { Command, Effect, JsonObject, PageInfo } from '../../bindings/host/protocol.ts';
import { Random } from './random.ts';

type Body = Command extends infer C ? (C extends unknown ? Omit<C, 'now' | 'utcOffsetMin'> : never) : never;

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const STEPS = [0, 1, 250, SECOND, 5 * SECOND, MINUTE, 29 * MINUTE, 30 * MINUTE, 61 * MINUTE, 25 * 60 * MINUTE];
const NAMES = ['Product Viewed', 'Product Viewed', 'Product Added', 'Order Completed', 'Größe gewählt 👗'];
const QUERIES = ['', '?utm_source=mail&utm_medium=email&utm_campaign=весна', '?utm_source=ads&gclid=1', '?q=%F0%9F%91%97+%zz', '#top'];
const NUMBERS = [0, -0.0, 0.1, 0.30000000000000004, 19.9, 1e21, 1e-7, 123456789012345680000, -42];
const WON = '{"success":true,"slice":"b","code":"X-1"}';
const DRAWN = [WON, WON, '{"success":true,"slice":"c","code":null}', '{"success":false,"error":{"code":"sold_out"}}', 'no JSON'];
const STATUSES = [200, 200, 200, 0, 400, 401, 413, 429, 500, 503];

export class Visit {
  private readonly random: Random;
  private now = Date.UTC(2026, 2, 29, 0, 30);
  private readonly requests: { request: number; ids: string[] }[] = [];
  private readonly draws: { campaign: string; draw: string }[] = [];
  private readonly shown = new Set<string>();
  private timer: number | null = null;
  private snapshot: JsonObject | null = null;
  private tags = 0;

  constructor(seed: number) {
    this.random = new Random(seed);
  }

  /** The next batch, sometimes one that is no JSON. */
  next(): string {
    if (this.random.chance(0.005)) return '[{"kind":"track",';
    if (this.shown.has('spin') && this.random.chance(0.3)) return JSON.stringify(this.play().map((body) => this.at(body)));
    const commands = Array.from({ length: 1 + this.random.below(4) }, () => this.at(this.command()));
    return JSON.stringify(commands);
  }

  take(effects: Effect[]): void {
    for (const effect of effects) {
      if (effect.kind == 'send') this.requests.push(effect);
      else if (effect.kind == 'draw') this.draws.push({ campaign: effect.campaign, draw: effect.request['draw'] as string });
      else if (effect.kind == 'mount') this.shown.add(effect.campaign);
      else if (effect.kind == 'unmount') this.shown.delete(effect.campaign);
      else if (effect.kind == 'timer') this.timer = effect.at;
      else if (effect.kind == 'answer' && isSnapshot(effect.value)) this.snapshot = effect.value;
    }
  }

  private at(body: Body): object {
    const { random } = this;
    this.now += random.pick(STEPS) * (random.chance(0.02) ? -1 : 1);
    return { now: this.now, ...(random.chance(0.05) ? { utcOffsetMin: random.pick([0, 60, 120, -330, 765]) } : {}), ...body };
  }

  private command(): Body {
    const { random } = this;
    const draw = random.next();
    if (draw < 0.02) return { kind: 'visitor', snapshot: random.chance(0.8) ? this.snapshot : null, outbox: [] };
    if (draw < 0.2) return { kind: 'page', page: this.page(), properties: random.chance(0.3) ? this.properties() : undefined };
    if (draw < 0.5) return { kind: 'track', name: random.pick(NAMES), properties: this.properties() };
    if (draw < 0.54) return { kind: 'identify', userId: random.pick(['u1', 'u2', '']), traits: { country: random.pick(['TR', 'DE']), age: random.pick(NUMBERS) } };
    if (draw < 0.56) return random.chance(0.5) ? { kind: 'alias', userId: 'u3' } : { kind: 'group', groupId: 'g', traits: { size: 3 } };
    if (draw < 0.6) return { kind: 'consent', purposes: this.purposes() };
    if (draw < 0.63) return { kind: 'signal', name: random.pick(['hidden', 'visible', 'online', 'activity', 'scroll']), depth: random.pick(NUMBERS) };
    if (draw < 0.66) return this.told();
    if (draw < 0.72) return { kind: 'ui', campaign: [...this.shown].at(-1) ?? 'welcome', action: random.pick(['click', 'close', 'shake']) };
    if (draw < 0.75) return { kind: 'show', campaign: random.pick(['welcome', 'by-hand', 'unknown']) };
    if (draw < 0.84) return this.elapsed();
    if (draw < 0.91) return this.sent();
    if (draw < 0.92) return { kind: 'flush' };
    if (draw < 0.925) return { kind: 'reset' };
    if (draw < 0.93) return { kind: random.pick(['', 'dance', 'tracks']) } as unknown as Body;
    return { kind: 'query', tag: ++this.tags, ask: random.pick(['explain', 'segments', 'facts', 'stats', 'snapshot', 'snapshot']) };
  }

  /** A part of a game: from the gate to the draw, or from its answer to the prize. */
  private play(): Body[] {
    const { random } = this;
    const drawn = this.draws.pop();
    const use = (action: string): Body => ({ kind: 'ui', campaign: 'spin', action, value: { email: 'mia@shop.test', consent: 'on' } });
    if (!drawn) return [use('check'), use('submit'), use('spin')];
    return [{ kind: 'drawn', ...drawn, status: random.chance(0.8) ? 200 : random.pick(STATUSES), body: random.pick(DRAWN) }, { kind: 'elapsed' }, use('copy'), use('copied')];
  }

  private page(): PageInfo {
    const { random } = this;
    const url = `https://shop.test/${random.pick(['', 'category/lips', 'büro'])}${random.pick(QUERIES)}`;
    return { url, title: random.pick(['Home', 'Дом "1"\n']), referrer: random.pick(['', 'https://google.com/', url]), type: random.pick(['home', 'category', '']) };
  }

  private properties(): JsonObject {
    const { random } = this;
    const price = random.pick(NUMBERS);
    return { product_id: String(random.below(9)), category: random.pick(['lips', 'eyes', '']), brand: random.pick(['a', 'b', 'c', 'ü\u0000\u2028']), price, total: price, list: [null, true, { deep: [price] }] };
  }

  /** What the page says of itself. */
  private told(): Body {
    const { random } = this;
    const [id, price] = [random.pick(['p1', 'p2', 3]), random.pick([...NUMBERS, '19.90', 'free'])];
    const item = { item_id: id, price, index: random.below(3) };
    const product = { '@type': 'Product', productID: id, offers: [{ price, priceCurrency: 'EUR' }], image: ['/1.webp'] };
    const event = random.pick(['view_item', 'add_to_cart', 'purchase', 'search', 'gtm.js']);
    switch (random.below(4)) {
      case 0: return { kind: 'context', context: { store: random.pick(['a', null]), weather: { temp: random.pick(NUMBERS) } } };
      case 1: return { kind: 'markup', jsonLd: [random.pick(['{', JSON.stringify({ '@graph': [product] })])], meta: { 'og:type': 'product', 'og:title': 'ü', 'waymark:season': 'x' } };
      case 2: return { kind: 'device', device: { userAgent: 'Firefox', touch: random.chance(0.5), language: 'ru', width: random.below(2000), height: 9 } };
      default: return { kind: 'pushed', entry: JSON.stringify({ event, ecommerce: { transaction_id: random.below(3), value: price, tax: 0.1, items: [item, item] } }) };
    }
  }

  private purposes() {
    const { random } = this;
    return { functional: random.chance(0.8), analytics: random.chance(0.8), personalization: random.chance(0.8), marketing: random.chance(0.5) };
  }

  private elapsed(): Body {
    if (this.timer !== null && this.random.chance(0.6)) this.now = Math.max(this.now, this.timer);
    return { kind: 'elapsed' };
  }

  private sent(): Body {
    const { random } = this;
    const { request, ids } = this.requests.shift() ?? { request: 999, ids: [] };
    const status = random.pick(STATUSES);
    const body = random.pick(['', '{"success":true}', 'no JSON', JSON.stringify({ accepted: ids.slice(1), rejected: ids.slice(0, 1).map((id) => ({ id, reason: 'bad' })) })]);
    return { kind: 'sent', request, status, body, retryAfter: status == 429 ? random.pick(['7', 'soon']) : undefined };
  }
}

const isSnapshot = (value: unknown): value is JsonObject => typeof value == 'object' && value !== null && 'history' in value;
