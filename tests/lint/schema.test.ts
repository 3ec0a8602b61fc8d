// The shipped schema says of a document what the core says when it loads it.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { ensureBuilt } from '../replay/builds.ts';
import { openWasm } from '../replay/wasmCore.ts';

const root = join(import.meta.dirname, '../..');
const read = (path: string): unknown => JSON.parse(readFileSync(join(root, path), 'utf8'));

const validate = new Ajv2020({ strict: true, strictTypes: false, strictRequired: false, allErrors: true }).compile(
  read('sdk/schema/campaign-document.schema.json') as object,
);
ensureBuilt(root, 'wasm', console.error);
const core = await openWasm(root);
const environment = JSON.stringify({ entropy: '0'.repeat(32), consent: 'required', locale: 'en', display: true });

interface Problem { code: string; path: string; detail: string }

/** What the core has to say against the document. */
async function problemsOf(document: unknown): Promise<Problem[]> {
  const report = JSON.parse(await core.load(`${environment}\n${JSON.stringify(document)}`));
  return report.error ? [report.error] : report.problems;
}
const text = (value: unknown): string => JSON.stringify(value, null, 1);

const when = (rule: unknown): object => ({ version: 1, segments: [{ id: 's', when: rule }] });
const campaign = (over: object): object => ({
  version: 1,
  campaigns: [{ id: 'c', widget: 'bar', trigger: { on: 'page' }, content: { text: 'Hello' }, ...over }],
});
const banner = (over: object): object => campaign({ widget: 'smart-banner', content: { title: 'App', ...over } });
const nudge = (over: object): object => campaign({ widget: 'cart-nudge', content: { action: { label: 'To the bag', url: '/cart' }, ...over } });
const event = (over: object): object => when({ $event: { name: 'Product Viewed', ...over } });
const linked = (url: unknown): object => campaign({ content: { text: 'Hello', action: { label: 'Go', url } } });
const wheel = (over: object): object => campaign({
  widget: 'wheel', slot: 'modal',
  content: { title: 'Spin', slices: [{ id: 'a', label: 'A' }, { id: 'b', label: 'B' }], gate: { consent: 'I agree' }, ...over },
});
const sliced = (...over: object[]): object => wheel({ slices: [{ id: 'a', label: 'A' }, ...over] });
const capped = (cap: unknown): object => campaign({ pressure: { caps: [cap] } });

const GOOD: Record<string, unknown> = {
  'a version and nothing else': { version: 1 },
  'members that are for later': { version: 1, experiments: [], theme: { accent: 'red' } },
  'every source': { version: 1, site: { sources: ['dataLayer', 'jsonLd', 'openGraph', 'meta'], dataLayer: true } },
  'changes that become events': { version: 1, site: { track: ['segments', 'stages'] } },
  'groups': { version: 1, groups: { vip: [1, 'a'], nobody: [] }, segments: [{ id: 's', when: { 'visitor.userId': { $inGroup: 'vip', $notInGroup: 'nobody' } } }] },
  'stages': { version: 1, stages: [{ id: 'buyer', name: 'Buyers', when: { $event: { name: 'Order Completed' } } }, { id: 'other', when: {} }] },
  'no stages': { version: 1, stages: [] },
  'rfm': { version: 1, rfm: { event: 'Order', value: 'revenue', within: '180d', recency: ['7d', '30d', '90d', '180d'], frequency: [2, 3, 5, 10], monetary: [50, 100, 250, 500.5] } },
  'a sequence of one step': when({ $sequence: { steps: [{ name: 'Product Added' }] } }),
  'a whole sequence': when({ $sequence: {
    steps: [{ name: 'Product Added', where: { price: { $gt: 5 } } }, { name: 'Checkout Started', within: '1h' }], within: '1d',
    unless: { name: 'Order Completed', where: { total: 1 }, within: '30m' }, until: { name: 'Cart Cleared' },
  } }),
  'no sources': { version: 1, site: { sources: [], dataLayer: false } },
  'session lengths': { version: 1, site: { session: { idle: '20m', maximum: '12h' } } },
  'caps for all campaigns': { version: 1, pressure: { caps: [{ scope: 'all', max: 3, within: 'session' }] } },
  'a rule that always holds': when({}),
  'facts as bare values of every type': when({ 'visitor.sessions': 1, 'page.type': null, 'traits.vip': true, 'page.tags': ['a'], 'traits.x': {} }),
  'every operator': when({
    a: { $eq: 1, $ne: 'x', $lt: 2, $lte: 1, $gt: 0, $gte: null, $exists: true, $type: 'string' },
    g: { $alli: ['x', 5], $regex: '^/p/[0-9]+$', $regexi: 'sale' },
    b: { $in: ['x'], $nin: [1], $ini: ['A'], $nini: ['b'], $all: ['x', { $gt: 1 }], $size: { $gte: 2 }, $not: { $eq: 1 } },
    c: { $veq: '1', $vne: '1', $vlt: '1', $vlte: '1', $vgt: '1', $vgte: '1.2' },
    d: { $elemMatch: { $gt: 1 } }, e: { $elemMatch: { size: 'm', $or: [{ a: 1 }] } }, f: { $elemMatch: {} },
  }),
  'logic, nested': when({ $and: [{ $or: [] }, { $nor: [{ a: 1 }] }, { $not: { $segment: 'everyone' } }] }),
  'an object of operators and names is a bare value': when({ a: { $gt: 1, plain: 2 } }),
  'a name without letters': when({ '': 1 }),
  'all measures': event({
    count: 2, sum: { of: 'price', is: { $gt: 1 } }, avg: { of: 'price', is: 1 }, min: { of: 'price', is: 1 }, max: { of: 'price', is: 1 },
    distinct: { of: 'brand', is: { $gte: 2 } }, first: { of: 'x', is: 'y' }, last: { of: 'x', is: null, note: 'ignored' },
    sinceFirst: '1d', sinceLast: { $lt: '2d', $not: { $in: ['5s'] } },
  }),
  'where of every form': event({ where: { category: 'lips', $nor: [{ price: { $gt: 1 } }], $not: { a: 1 } } }),
  'windows': when({ $and: ['7d', 'session', 'lifetime', {}, { to: '2026-02-28' }, { from: '2026-11-01T00:00Z', to: '2026-12-01 10:00:00.5+03:00' }]
    .map((within) => ({ $event: { name: 'x', within } })) }),
  'a condition on a campaign': when({ $campaign: { id: 'welcome', outcome: 'closed', within: '3d' } }),
  'a small campaign': campaign({}),
  'a whole campaign': campaign({
    name: 'n', slot: 'inline:#stories', audience: { 'visitor.sessions': 1 }, trigger: { on: 'event', name: 'Product Added', where: { 'event.price': { $gt: 1 } } },
    pressure: { priority: 5, caps: [{ outcome: 'closed', max: 0, within: 'day' }, { max: 1 }, { max: 2, within: '1d' }] },
    goal: { event: 'Order Completed', within: '0s' },
    content: { text: { en: 'a', ru: 'б' }, action: { label: 'Go', url: { en: '/a', ru: 'HTTPS://x.example/?q=a:b' } }, close: { en: 'Close' } },
  }),
  'links of the allowed kinds': { version: 1, campaigns: ['/x', 'x', '#x', '?a:b', 'mailto:a@b', 'tel:1', 'http://x', './a:b'].map((url, i) =>
    ({ ...(linked(url) as any).campaigns[0], id: `c${i}` })) },
  'several triggers': campaign({ trigger: [{ on: 'exit' }, { on: 'cart-idle', after: '5m', where: { 'cart.value': { $gt: 20 } } }] }),
  'a small smart banner': banner({}),
  'a whole smart banner': banner({
    title: { en: 'App', ru: 'Приложение' }, text: 'Free', icon: '/icon.svg', rating: 4.8, button: 'Get', close: { en: 'No' },
    ios: { url: { en: '/a', ru: '/b' }, app: '123' }, android: { app: 'com.Shop_2.x' },
  }),
  'a small cart nudge': nudge({}),
  'a whole cart nudge': nudge({ title: { en: 'Bag', ru: 'Корзина' }, text: 'Still here', total: 'Sum', more: { ru: 'и ещё #' }, close: 'No' }),
  'a small wheel': wheel({}),
  'a whole wheel': wheel({
    title: { en: 'Spin', ru: 'Крутите' }, text: 't', gate: { consent: 'c', email_label: 'e', submit: { en: 's' } },
    slices: Array.from({ length: 12 }, (_, i) => ({ id: `${i}`, label: { en: `Prize ${i}` }, color: '#fff', text_color: '#00aAfF' })),
    button: 'b', win: 'w', lose: 'l', copy: 'c', again: 'a', action: { label: 'Go', url: '/cart' }, close: 'x',
  }),
  'a campaign by hand': campaign({ trigger: { on: 'manual', name: 7 } }),
};

const BAD: Record<string, unknown> = {
  'a time since with an operator that lacks its $': event({ sinceLast: { lt: '2d' } }),
  'no object': [],
  'no version': {},
  'another version': { version: 2 },
  'the version as text': { version: '1' },
  'segments that are no list': { version: 1, segments: {} },
  'campaigns that are null': { version: 1, campaigns: null },
  'an unknown change to become an event': { version: 1, site: { track: ['segment'] } },
  'a group that is no list': { version: 1, groups: { vip: 'a' } },
  'groups that are a list': { version: 1, groups: [] },
  'stages that are no list': { version: 1, stages: {} },
  'a stage without id': { version: 1, stages: [{ when: {} }] },
  'a stage without rule': { version: 1, stages: [{ id: 'x' }] },
  'rfm without thresholds': { version: 1, rfm: {} },
  'rfm with three thresholds': { version: 1, rfm: { recency: ['7d', '30d', '90d'], frequency: [2, 3, 5, 10], monetary: [1, 2, 3, 4] } },
  'rfm with a number for a duration': { version: 1, rfm: { recency: [7, 30, 90, 180], frequency: [2, 3, 5, 10], monetary: [1, 2, 3, 4] } },
  'rfm with another part': { version: 1, rfm: { recency: ['7d', '30d', '90d', '180d'], frequency: [2, 3, 5, 10], monetary: [1, 2, 3, 4], cells: {} } },
  'a sequence without steps': when({ $sequence: {} }),
  'a sequence of no step': when({ $sequence: { steps: [] } }),
  'a step without name': when({ $sequence: { steps: [{ where: {} }] } }),
  'a first step with a gap': when({ $sequence: { steps: [{ name: 'a', within: '1h' }] } }),
  'a gap of no length': when({ $sequence: { steps: [{ name: 'a' }, { name: 'b', within: '0h' }] } }),
  'an until with a length': when({ $sequence: { steps: [{ name: 'a' }], until: { name: 'b', within: '1h' } } }),
  'a sequence with another part': when({ $sequence: { steps: [{ name: 'a' }], before: { name: 'b' } } }),
  'a regular expression that is a number': when({ a: { $regex: 5 } }),
  'an $alli that is no list': when({ a: { $alli: 'x' } }),
  'a group that is a number': when({ a: { $inGroup: 5 } }),
  'an unknown source': { version: 1, site: { sources: ['meta', 'rdfa'] } },
  'a source that is no text': { version: 1, site: { sources: [1] } },
  'a session without length': { version: 1, site: { session: { idle: '0m' } } },
  'a segment without id': { version: 1, segments: [{ when: {} }] },
  'a segment called everyone': { version: 1, segments: [{ id: 'everyone', when: {} }] },
  'a segment without rule': { version: 1, segments: [{ id: 's' }] },
  'an unknown operator': when({ a: { $near: 1 } }),
  'an operator where a rule belongs': when({ $gt: 1 }),
  'a list of operands that is none': when({ a: { $in: 'x' } }),
  'a type that is no text': when({ a: { $type: 1 } }),
  'a version that is no text': when({ a: { $vgt: 2 } }),
  '$and with something that is no rule': when({ $and: [1] }),
  '$not with a list': when({ $not: [] }),
  '$elemMatch with a bare value': when({ a: { $elemMatch: 1 } }),
  'logic among operators': when({ a: { $and: [] } }),
  'an event without name': when({ $event: { count: 1 } }),
  'an unknown part of $event': event({ at: '1d' }),
  'a measure without condition': event({ sum: { of: 'price' } }),
  'a measure without property': event({ avg: { is: 1 } }),
  'history inside where': event({ where: { $event: { name: 'x' } } }),
  'a length in months': event({ within: '1y' }),
  'a window without length': event({ within: '0d' }),
  'a window of ten digits': event({ within: '1234567890d' }),
  'a window that is null': event({ within: null }),
  'a window with another member': event({ within: { since: '2026-01-01' } }),
  'the 31st of April': event({ within: { from: '2026-04-31' } }),
  'sinceLast with a number': event({ sinceLast: { $lt: 5 } }),
  'sinceLast with an unknown operator': event({ sinceLast: { $near: '1d' } }),
  'a campaign condition without id': when({ $campaign: { outcome: 'shown' } }),
  'a campaign condition with an unknown outcome': when({ $campaign: { id: 'c', outcome: 'seen' } }),
  'a campaign condition with another member': when({ $campaign: { id: 'c', count: 2 } }),
  'a segment reference that is no text': when({ $segment: 1 }),
  'a campaign without id': campaign({ id: '' }),
  'an unknown widget': campaign({ widget: 'hologram' }),
  'an unknown slot': campaign({ slot: 'left' }),
  'an inline slot without selector': campaign({ slot: 'inline:' }),
  'a campaign without trigger': campaign({ trigger: undefined }),
  'an unknown trigger': campaign({ trigger: { on: 'click' } }),
  'an event trigger without event': campaign({ trigger: { on: 'event' } }),
  'no trigger in a list': campaign({ trigger: [] }),
  'one bad trigger of two': campaign({ trigger: [{ on: 'page' }, { on: 'click' }] }),
  'an idle cart without a time': campaign({ trigger: { on: 'cart-idle' } }),
  'an audience that is null': campaign({ audience: null }),
  'a goal without event': campaign({ goal: {} }),
  'a goal with a bad length': campaign({ goal: { event: 'x', within: 7 } }),
  'a cap without maximum': capped({ within: '1d' }),
  'a cap below zero': capped({ max: -1 }),
  'a cap that is no whole number': capped({ max: 1.5 }),
  'a cap over a million': capped({ max: 1_000_001 }),
  'a cap of an unknown scope': capped({ max: 1, scope: 'visitor' }),
  'a cap with a bad window': capped({ max: 1, within: 'week' }),
  'caps that are no list': campaign({ pressure: { caps: {} } }),
  'no text': campaign({ content: {} }),
  'an empty text': campaign({ content: { text: '' } }),
  'a text in no language': campaign({ content: { text: {} } }),
  'a link without label': campaign({ content: { text: 'x', action: { url: '/x' } } }),
  'a link without address': linked(undefined),
  'a link to a script': linked('javascript:alert(1)'),
  'a link to a script in one language': linked({ en: '/x', ru: 'JavaScript:alert(1)' }),
  'a link with a line feed': linked('java\nscript:x'),
  'a smart banner without title': banner({ title: undefined }),
  'a smart banner with an empty text': banner({ text: '' }),
  'a smart banner with a number for a button': banner({ button: 1 }),
  'a smart banner with a script for a picture': banner({ icon: 'javascript:x' }),
  'a rating over 5': banner({ rating: 5.5 }),
  'a rating that is text': banner({ rating: '5' }),
  'an app that is nowhere': banner({ ios: {} }),
  'an app that is no object': banner({ android: '/app' }),
  'an app at a bad address': banner({ ios: { app: '1', url: 'data:x' } }),
  'an app of Apple with a name for an id': banner({ ios: { app: 'com.x' } }),
  'an app of Google with an id that is none': banner({ android: { app: 'com.x&y' } }),
  'a cart nudge that leads nowhere': nudge({ action: undefined }),
  'a cart nudge with an empty link': nudge({ action: {} }),
  'a cart nudge that leads to a script': nudge({ action: { label: 'x', url: 'javascript:x' } }),
  'a cart nudge with an empty title': nudge({ title: '' }),
  'a cart nudge with a number for the rest': nudge({ more: 5 }),
  'a wheel without title': wheel({ title: undefined }),
  'a wheel without slices': wheel({ slices: undefined }),
  'a wheel of one slice': sliced(),
  'a wheel of thirteen slices': wheel({ slices: Array.from({ length: 13 }, (_, i) => ({ id: `${i}`, label: 'x' })) }),
  'a slice without id': sliced({ label: 'B' }),
  'a slice with an empty id': sliced({ id: '', label: 'B' }),
  'a slice without label': sliced({ id: 'b' }),
  'a slice that is text': sliced('b' as never),
  'a slice of a colour with a name': sliced({ id: 'b', label: 'B', color: 'red' }),
  'letters of a colour of four digits': sliced({ id: 'b', label: 'B', text_color: '#ffff' }),
  'a wheel without gate': wheel({ gate: undefined }),
  'a gate without consent': wheel({ gate: { submit: 'Go' } }),
  'a wheel with a link to a script': wheel({ action: { label: 'Go', url: 'javascript:alert(1)' } }),
  'a link with a backslash': linked('\\\\evil.example'),
};

/** Contents of the widget `story`, good but for what the case changes. */
const story = (page: object = {}, one: object = {}, content: object = {}) => campaign({ widget: 'story', slot: 'inline:#s', content: {
  title: 'New', stories: [{ id: 'a', title: { en: 'Lips', ru: 'Губы' }, cover: '/a.webp', pages: [{ image: '/1.webp' }, { image: '/2.webp', ...page }], ...one }], ...content } });
Object.assign(GOOD, {
  'a story': story(),
  'a story page with everything': story({ alt: 'x', text: { ru: 'y' }, duration: '8s', action: { label: 'Go', url: '/x' } }),
});
Object.assign(BAD, {
  'stories without title': story({}, {}, { title: undefined }),
  'no stories': story({}, {}, { stories: [] }),
  'stories that are no list': story({}, {}, { stories: {} }),
  'a story without id': story({}, { id: '' }),
  'a story without cover': story({}, { cover: undefined }),
  'a story without pages': story({}, { pages: [] }),
  'a page without picture': story({ image: undefined }),
  'a page with a script for a picture': story({ image: 'javascript:1' }),
  'a page of no time': story({ duration: '0s' }),
  'a page of an hour': story({ duration: '61s' }),
  'a page with a link to a script': story({ action: { label: 'x', url: 'javascript:1' } }),
});

/** Rests on more than one place of the document, or on the calendar: no schema says that. */
const ONLY_CORE_SEES: Record<string, unknown> = {
  'two segments of one id': { version: 1, segments: [{ id: 's', when: {} }, { id: 's', when: {} }] },
  'two campaigns of one id': { version: 1, campaigns: [...(campaign({}) as any).campaigns, ...(campaign({}) as any).campaigns] },
  'an unknown segment': when({ $segment: 'nobody' }),
  'a segment that refers to itself': when({ $segment: 's' }),
  'an unknown group': when({ a: { $inGroup: 'vip' } }),
  'an invalid regular expression': when({ a: { $regex: '(' } }),
  'a segment that nobody can be in': when({ 'cart.value': { $gt: 5, $lt: 3 } }),
  'a segment of no value': when({ 'page.type': { $in: [] } }),
  'a stage that depends on the stage': { version: 1, stages: [{ id: 'x', when: { stage: 'y' } }] },
  'two stages of one id': { version: 1, stages: [{ id: 'x', when: {} }, { id: 'x', when: {} }] },
  'thresholds that fall': { version: 1, rfm: { recency: ['30d', '7d', '90d', '180d'], frequency: [2, 3, 5, 10], monetary: [1, 2, 3, 4] } },
  'two slices of one id': sliced({ id: 'a', label: 'B' }),
  '29 February in a common year': event({ within: { from: '2026-02-29' } }),
};

/** The core takes the default, or means nothing by it. */
const ONLY_SCHEMA_REFUSES: Record<string, unknown> = {
  'changes that are no list': { version: 1, site: { track: 'segments' } },
  'sources that are no list': { version: 1, site: { sources: 'meta' } },
  'a data layer that is text': { version: 1, site: { dataLayer: 'yes' } },
  'a revision that is text': { version: 1, revision: '17' },
  'a priority that is text': campaign({ pressure: { priority: 'high' } }),
  'a spin button without text': wheel({ button: '' }),
  'an empty text beside another': campaign({ content: { text: { en: 'Hello', ru: '' } } }),
};

function check(cases: Record<string, unknown>, wanted: { schema: boolean; core: boolean }): void {
  for (const [name, document] of Object.entries(cases)) {
    test(`${wanted.schema && wanted.core ? 'good' : 'bad'}: ${name}`, async () => {
      // What is undefined is left out, for both.
      const plain = JSON.parse(JSON.stringify(document));
      assert.equal(validate(plain), wanted.schema, `schema: ${text(validate.errors)}`);
      const problems = await problemsOf(plain);
      assert.equal(problems.length == 0, wanted.core, `core: ${text(problems)}`);
    });
  }
}

test("the demo's document is good", async () => {
  const document = read('demo-site/waymark.json');
  assert.ok(validate(document), text(validate.errors));
  assert.deepEqual(await problemsOf(document), []);
});
check(GOOD, { schema: true, core: true });
check(BAD, { schema: false, core: false });
check(ONLY_CORE_SEES, { schema: true, core: false });
check(ONLY_SCHEMA_REFUSES, { schema: false, core: true });
