// What consent platforms say, as purposes of ours.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readTcf, watchConsent } from '../../bindings/host/consent.ts';

type Said = Record<string, boolean>;
const all = (is: boolean): Said => ({ functional: is, analytics: is, personalization: is, marketing: is });
const consents = (...ids: number[]) => ({ consents: Object.fromEntries(ids.map((id) => [id, true])) });
/** The last words that reached the API. */
function page(fields: object = {}) {
  const words: Said[] = [];
  const made: any = { navigator: {}, waymark: { push: ([method, purposes]: [string, Said]) => { assert.equal(method, 'consent'); words.push(purposes); } }, ...fields };
  return { made, words };
}
const settled = (ms = 0): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

for (const [what, data, expected] of [
  ['nothing while the visitor is being asked', { eventStatus: 'cmpuishown', gdprApplies: true, purpose: consents(1, 8, 9) }, undefined],
  ['all where the regulation does not apply', { eventStatus: 'tcloaded', gdprApplies: false }, all(true)],
  ['what was agreed to where it is not known whether it applies', { eventStatus: 'tcloaded', purpose: consents(1) }, { ...all(false), functional: true }],
  ['nothing without storage', { eventStatus: 'useractioncomplete', gdprApplies: true, purpose: consents(3, 4, 5, 6, 8, 9) }, all(false)],
  ['all', { eventStatus: 'useractioncomplete', gdprApplies: true, purpose: consents(1, 3, 4, 5, 6, 8, 9) }, all(true)],
  ['measurement by legitimate interest', { eventStatus: 'tcloaded', gdprApplies: true, purpose: { ...consents(1), legitimateInterests: { 8: true, 9: true } } }, { ...all(false), functional: true, analytics: true }],
  ['no profile by legitimate interest', { eventStatus: 'tcloaded', gdprApplies: true, purpose: { ...consents(1), legitimateInterests: { 3: true, 4: true, 5: true, 6: true } } }, { ...all(false), functional: true }],
  ['half of a pair is none of it', { eventStatus: 'tcloaded', gdprApplies: true, purpose: consents(1, 3, 5, 8) }, { ...all(false), functional: true }],
  ['nothing without purposes', { eventStatus: 'tcloaded', gdprApplies: true }, all(false)],
] as const) {
  test(`TCF: ${what}`, () => assert.deepEqual(readTcf(data as never), expected));
}

test('TCF: the platform comes late, asks, and the visitor changes their mind', async () => {
  const { made, words } = page();
  watchConsent(made, ['tcf']);
  await settled(150);
  let tell = (_: object | null, __: boolean): void => {};
  made.__tcfapi = (command: string, version: number, listener: typeof tell) => { assert.deepEqual([command, version], ['addEventListener', 2]); tell = listener; };
  await settled(250);
  tell(null, false);
  tell({ eventStatus: 'cmpuishown', gdprApplies: true }, true);
  assert.deepEqual(words, []);
  tell({ eventStatus: 'useractioncomplete', gdprApplies: true, purpose: consents(1, 8, 9) }, true);
  tell({ eventStatus: 'useractioncomplete', gdprApplies: true, purpose: consents(1, 8, 9) }, true);
  tell({ eventStatus: 'useractioncomplete', gdprApplies: true, purpose: consents() }, true);
  assert.deepEqual(words, [{ ...all(false), functional: true, analytics: true }, all(false)]);
});

test('TCF: a platform that throws, or is no function, says nothing', async () => {
  for (const __tcfapi of [() => { throw new Error('theirs'); }, 'no function', { querySelector: 1 }]) {
    const { made, words } = page({ __tcfapi });
    watchConsent(made, ['tcf']);
    await settled();
    assert.deepEqual(words, []);
    made.__tcfapi = () => {};
    await settled(120);
  }
});

const GRANTED = { ad_storage: 'granted', ad_user_data: 'granted', ad_personalization: 'granted', analytics_storage: 'granted', functionality_storage: 'granted', personalization_storage: 'granted' };
for (const [what, entries, expected] of [
  ['nothing has been said', [['js', 1], { event: 'x' }, null, 'text', 7], undefined],
  ['a default that refuses', [['consent', 'default', { analytics_storage: 'denied' }]], all(false)],
  ['a default that grants', [['consent', 'default', GRANTED]], all(true)],
  ['what is not named is refused', [['consent', 'default', { analytics_storage: 'granted' }]], { ...all(false), analytics: true }],
  ['the update over the default', [['consent', 'default', { ...GRANTED, analytics_storage: 'denied' }], ['consent', 'update', { analytics_storage: 'granted' }]], all(true)],
  ['an update before the default that is there already', [['consent', 'update', GRANTED]], all(true)],
  ['only ad_personalization is refused', [['consent', 'default', { ...GRANTED, ad_personalization: 'denied' }]], { ...all(true), marketing: false }],
  ['only ad_user_data is refused', [['consent', 'default', { ...GRANTED, ad_user_data: 'denied' }]], { ...all(true), marketing: false }],
  ['a grant for some regions only does not count', [['consent', 'default', { ...GRANTED, region: ['US'] }]], all(false)],
  ['a refusal for some regions does', [['consent', 'default', GRANTED], ['consent', 'default', { analytics_storage: 'denied', region: ['DE'] }]], { ...all(true), analytics: false }],
  ['values that are none of theirs refuse', [['consent', 'default', { ...GRANTED, analytics_storage: true, functionality_storage: 'yes' }]], { ...all(true), analytics: false, functional: false }],
  ['a broken entry', [['consent', 'default'], ['consent', 'update', 'x'], ['consent', 'other', GRANTED]], undefined],
] as const) {
  test(`Consent Mode: ${what}`, () => {
    const before = page({ dataLayer: [...entries] });
    watchConsent(before.made, ['google']);
    assert.deepEqual(before.words.at(-1), expected);
    // The same, pushed afterwards, as arguments objects.
    const after = page();
    watchConsent(after.made, ['google']);
    for (const entry of entries) after.made.dataLayer.push(Array.isArray(entry) ? (function (..._: unknown[]) { return arguments; })(...entry) : entry);
    assert.deepEqual(after.words.at(-1), expected);
  });
}

test('Consent Mode: an update is waited for as long as the default says', async () => {
  const { made, words } = page({ dataLayer: [['consent', 'default', { ...GRANTED, wait_for_update: 50 }]] });
  watchConsent(made, ['google']);
  assert.deepEqual(words, []);
  made.dataLayer.push(['consent', 'update', { analytics_storage: 'denied' }]);
  assert.deepEqual(words, [{ ...all(true), analytics: false }]);
  const other = page({ dataLayer: [['consent', 'default', { ...GRANTED, wait_for_update: 50 }]] });
  watchConsent(other.made, ['google']);
  await settled(100);
  assert.deepEqual(other.words, [all(true)]);
});

test('the page’s own pushes work and give what they gave', () => {
  const { made } = page({ dataLayer: [] });
  watchConsent(made, ['google']);
  assert.equal(made.dataLayer.push({ event: 'a' }, { event: 'b' }), 2);
  assert.deepEqual([...made.dataLayer], [{ event: 'a' }, { event: 'b' }]);
});

test('Global Privacy Control refuses marketing, whatever is said', () => {
  const { made, words } = page({ navigator: { globalPrivacyControl: true }, dataLayer: [['consent', 'default', GRANTED]] });
  watchConsent(made, ['google']);
  assert.deepEqual(words, [{ ...all(true), marketing: false }]);
});

test('where both are asked nothing is said before both have spoken, and what one refuses is refused', () => {
  let tell = (_: object, __: boolean): void => {};
  const { made, words } = page({ dataLayer: [['consent', 'default', { ...GRANTED, personalization_storage: 'denied' }]], __tcfapi: (_: string, __: number, listener: typeof tell) => { tell = listener; } });
  watchConsent(made, ['tcf', 'google']);
  assert.deepEqual(words, []);
  tell({ eventStatus: 'tcloaded', gdprApplies: true, purpose: consents(1, 5, 6, 8, 9) }, true);
  assert.deepEqual(words, [{ functional: true, analytics: true, personalization: false, marketing: false }]);
});

test('a page without the tag yet keeps the word for it', () => {
  const { made } = page({ waymark: undefined, dataLayer: [['consent', 'default', GRANTED]] });
  watchConsent(made, ['google']);
  assert.deepEqual(made.waymark, [['consent', all(true)]]);
});
