// What lies in the database, field by field, in the form of Segment's spec.
import assert from 'node:assert/strict';
import type { Event } from './backend.ts';
import { acceptAll, bar, settled, signUp } from './shopper.ts';
import { visit } from './world.ts';

const UUID7 = /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;
const EVERYTHING = { functional: true, analytics: true, personalization: true, marketing: true };

/** Checks the ids and times, and gives the rest. */
function withoutIds({ messageId, anonymousId, timestamp, ...rest }: Event): Record<string, any> {
  assert.match(messageId, UUID7);
  assert.match(anonymousId, UUID7);
  assert.equal(new Date(timestamp).toISOString(), timestamp);
  assert.ok(Math.abs(Date.now() - Date.parse(timestamp)) < 60_000, timestamp);
  assert.match(rest.context.waymark.session.id, UUID7);
  assert.match(rest.context.library.version, /^\d+\.\d+\.\d+$/);
  return rest;
}

visit('page, track, campaign, identify: each field is in its place', async ({ page, shop, flushed }) => {
  await page.goto(`${shop}/?utm_source=letter&utm_medium=mail&utm_campaign=spring`, { referer: 'https://friend.example/' });
  await acceptAll(page);
  await bar(page, 'welcome-bar').waitFor();
  await settled(page);
  await signUp(page);
  const events = await flushed(7);
  const forms = events.map(withoutIds);
  const [first] = events;
  assert.equal(new Set(events.map(({ anonymousId }) => anonymousId)).size, 1);
  assert.equal(new Set(events.map(({ context }) => context.waymark.session.id)).size, 1);

  const search = '?utm_source=letter&utm_medium=mail&utm_campaign=spring';
  const home = { path: '/', referrer: 'https://friend.example/', search, title: await titleOf(page, shop), url: `${shop}/${search}` };
  const context = {
    library: { name: 'waymark', version: first!.context.library.version },
    page: home,
    campaign: { name: 'spring', source: 'letter', medium: 'mail' },
    locale: 'en',
    consent: { categoryPreferences: EVERYTHING },
    waymark: { session: { id: first!.context.waymark.session.id, number: 1 }, segments: ['new-visitor'], campaigns: [] as string[] },
  };
  // Before the choice the consent of the moment is none.
  const undecided = { ...context, consent: { categoryPreferences: { functional: false, analytics: false, personalization: false, marketing: false } } };
  assert.deepEqual(forms[0], { type: 'page', properties: { ...home, type: 'home' }, context: undecided });

  const { products, ...list } = forms[1]!.properties;
  assert.deepEqual({ ...forms[1], properties: list }, { type: 'track', event: 'Product List Viewed', properties: { list_id: 'home-bestsellers', category: 'bestsellers' }, context: undecided });
  assert.deepEqual(Object.keys(products[0]), ['product_id', 'sku', 'category', 'name', 'brand', 'variant', 'price', 'url', 'image_url', 'position']);

  assert.deepEqual(forms[2], {
    type: 'track', event: 'Campaign Shown',
    properties: { campaign_id: 'welcome-bar', campaign_name: 'Welcome to new visitors', widget: 'bar', slot: 'bottom' },
    context: { ...context, waymark: { ...context.waymark, campaigns: ['welcome-bar'] } },
  });

  const identify = forms.find(({ type }) => type == 'identify')!;
  const { page: account, ...rest } = identify.context;
  assert.equal(account.path, '/account');
  const { page: _, ...expected } = { ...context, waymark: { ...context.waymark, campaigns: ['welcome-bar'] } };
  assert.deepEqual(rest, expected);
  assert.deepEqual(identify.traits, { firstName: 'Anna', language: 'en', email: 'anna@example.com' });
  assert.equal('properties' in identify || 'event' in identify, false);
  assert.ok(identify.userId);
  assert.deepEqual(events.map(({ type, userId }) => [type, userId]).slice(3), [
    ['page', undefined], ['page', undefined], ['identify', identify.userId], ['track', identify.userId],
  ]);
});

visit('group and alias, a call with fields of its own, and a page with a name', async ({ backend, site, page, flushed }) => {
  const { origin } = await site((collector) => ({
    '/': `<!doctype html><html lang="de"><head><title>A page</title><link rel="icon" href="data:,">
      <script async src="/waymark.js" data-key="demo" data-collector="${collector}" data-consent="granted" data-pages="manual"></script></head></html>`,
  }));
  await page.goto(origin);
  await page.waitForFunction(() => window.waymark);
  await page.evaluate(() => {
    const { waymark } = window;
    waymark.page('Landing', { depth: 2 });
    waymark.track('Note Written', { length: 7, words: ['a', 'b'] }, { messageId: 'note-1', context: { app: { name: 'notes' }, locale: 'fr' } });
    waymark.track('Note Written', { length: 7, words: ['a', 'b'] }, { messageId: 'note-1', context: { app: { name: 'notes' }, locale: 'fr' } });
    waymark.identify('u-1', { plan: 'free' });
    waymark.group('g-1', { name: 'Readers' });
    waymark.alias('u-2');
    return waymark.flush();
  });
  const events = await flushed(5);
  assert.equal(backend.events().length, 5);
  const [landing, note, identify, group, alias] = events;
  assert.deepEqual([landing!.type, landing!.name, landing!.properties], ['page', 'Landing', { depth: 2, name: 'Landing', path: '/', title: 'A page', url: `${origin}/` }]);
  assert.equal(note!.messageId, 'note-1');
  assert.deepEqual(note!.properties, { length: 7, words: ['a', 'b'] });
  assert.deepEqual([note!.context.app, note!.context.locale, landing!.context.locale], [{ name: 'notes' }, 'fr', 'de']);
  assert.deepEqual([identify!.type, identify!.userId, identify!.traits], ['identify', 'u-1', { plan: 'free' }]);
  assert.deepEqual([group!.type, group!.groupId, group!.userId, group!.traits], ['group', 'g-1', 'u-1', { name: 'Readers' }]);
  assert.deepEqual([alias!.type, alias!.userId, alias!.previousId, alias!.context.groupId], ['alias', 'u-2', 'u-1', 'g-1']);
});

async function titleOf(page: { request: { get(url: string): Promise<{ text(): Promise<string> }> } }, shop: string): Promise<string> {
  return /<title>(.*?)<\/title>/.exec(await (await page.request.get(shop)).text())![1]!;
}
