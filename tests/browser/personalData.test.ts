// What addresses, titles and properties say of a person stays on the device: neither what is sent nor what waits to be sent has it.
import assert from 'node:assert/strict';
import { gunzipSync } from 'node:zlib';
import type { BrowserContext, Page } from 'playwright-core';
import { nameOf } from './backend.ts';
import { pageWithTag } from './site.ts';
import { visit } from './world.ts';

const NOTHING = { document: { version: 1 } };
/** No two of them have a part in common that is longer than four characters. */
const CANARIES = {
  mail: 'bob.query@example.com', encoded: 'eve%40example.net', cyrillic: 'почта@пример.рф', phone: '+7 (912) 345-67-89', plain: '+14155552671',
  card: '4111 1111 1111 1111', amex: '378282246310005', jwt: 'eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiI0MiJ9.c2lnbmF0dXJl', reset: 'a81fc3d9e02b', password: 'hunter2hunter2',
  click: 'Cj0KCQiA-click-id', session: 'sess-3fa1',
};
const { mail, encoded, jwt, reset, password, click, session } = CANARIES;
const LANDING = `/reset-password/${reset}?email=${encodeURIComponent(mail)}&q=shoes&user_password=${password}&gclid=${click}&utm_source=news&who=${encoded}`;
const NEXT = `/account?access_token=${session}&tab=orders#id_token=${jwt}`;

/** Bodies that the page has posted, as text. */
function watchBodies(context: BrowserContext): string[] {
  const bodies: string[] = [];
  context.on('request', (request) => {
    const body = request.postDataBuffer();
    if (body) bodies.push((body[0] == 0x1f ? gunzipSync(body) : body).toString());
  });
  return bodies;
}

/** All values of the SDK's databases. */
const databases = (page: Page): Promise<string> =>
  page.evaluate(async () => {
    const found: unknown[] = [];
    for (const { name } of await indexedDB.databases()) {
      const db = await new Promise<IDBDatabase>((resolve) => { const open = indexedDB.open(name!); open.onsuccess = () => resolve(open.result); });
      for (const store of db.objectStoreNames) {
        if (store != 'events') continue;
        found.push(await new Promise((resolve) => { const all = db.transaction(store).objectStore(store).getAll(); all.onsuccess = () => resolve(all.result); }));
      }
      db.close();
    }
    return JSON.stringify(found);
  });

function assertNone(text: string, where: string): void {
  for (const [name, canary] of Object.entries(CANARIES)) {
    for (const form of new Set([canary, encodeURIComponent(canary), canary.replaceAll(' ', '+'), canary.replace(/[ ()-]/g, '')])) {
      assert.ok(!text.includes(form), `${name} is in ${where}: …${text.slice(Math.max(0, text.indexOf(form) - 60), text.indexOf(form) + 60)}…`);
    }
  }
}

async function walk(page: Page, origin: string): Promise<void> {
  await page.goto(origin + LANDING);
  await page.waitForFunction(() => window.waymark?.ready);
  await page.evaluate(async ({ mail, cyrillic, phone, plain, card, amex, jwt, password }) => {
    document.title = `Orders of ${mail}`;
    const { waymark } = window;
    await waymark.ready();
    waymark.track('Form Sent', {
      note: `call ${phone} or ${plain}, write ${cyrillic}`, card, cardNumber: Number(amex), deep: [{ token: jwt }, [mail]], password, amount: 4111.11, product_id: '4006381333931',
    });
    waymark.track(`Sent to ${mail}`, {}, { context: { app: { auth: `Bearer ${jwt}` } } });
    waymark.page(`Mail ${mail}`, { link: `mailto:${mail}` });
  }, CANARIES);
}

visit('nothing personal from addresses, titles and properties is sent, stored at the collector or kept to be sent', async ({ site, page, context, backend, arrived, forgive }) => {
  forgive(/ERR_|^warning: waymark: document/);
  const { origin } = await site((collector) => ({ '/': pageWithTag({ collector, title: `Reset for ${mail}` }) }));
  const bodies = watchBodies(context);
  await backend.stop();
  await walk(page, origin);
  await page.waitForFunction(() => window.waymark.stats().then(({ queued }: { queued: number }) => queued == 4));
  const waiting = await databases(page);
  assert.match(waiting, /Form Sent/);
  assertNone(waiting, 'the outbox');
  await backend.start();
  // By a link, so that there is a referrer.
  await Promise.all([page.waitForEvent('load'), page.evaluate((url) => location.assign(url), NEXT)]);
  const events = await arrived(5);
  assertNone(bodies.join('\n'), 'what was sent');
  assertNone(JSON.stringify(events), 'the collector’s database');

  // What is not personal is there.
  const [first] = events;
  assert.equal(first!.context.page.url, `${origin}/reset-password/***?email=***&q=shoes&user_password=***&gclid=***&utm_source=news&who=***`);
  assert.deepEqual(first!.context.campaign, { source: 'news' });
  const form = events.find((event) => nameOf(event) == 'Form Sent')!;
  assert.deepEqual(form.properties, {
    note: 'call *** or ***, write ***', card: '***', cardNumber: 0, deep: [{ token: '***' }, ['***']], password: '***', amount: 4111.11, product_id: '4006381333931',
  });
  const last = events.at(-1)!;
  assert.equal(last.context.page.referrer, first!.context.page.url);
  assert.equal(last.context.page.url, `${origin}/account?access_token=***&tab=orders#id_token=***`);
}, NOTHING);

visit('rules see what stays on the device', async ({ site, page }) => {
  const { origin } = await site((collector) => ({ '/': pageWithTag({ collector }) }));
  await page.goto(`${origin}/?email=${encodeURIComponent(mail)}`);
  await page.waitForFunction(() => window.waymark?.segments);
  assert.deepEqual(await page.evaluate(() => window.waymark.segments()), [{ id: 'by-mail', name: 'By mail', in: true }]);
}, { document: { version: 1, segments: [{ id: 'by-mail', name: 'By mail', when: { 'page.query.email': { $regex: '@example' } } }] } });

visit('what the shop hands on by identify is sent, and all else too where it says so', async ({ site, page, arrived }) => {
  const { origin } = await site((collector) => ({
    '/': pageWithTag({ collector }), '/keeps': pageWithTag({ collector, attributes: 'data-consent="granted" data-personal-data="keep"' }),
  }));
  await page.goto(origin);
  await page.waitForFunction(() => window.waymark?.ready);
  await page.evaluate((email) => window.waymark.identify(email, { email }), mail);
  const [, identify] = await arrived(2);
  assert.deepEqual([identify!.userId, identify!.traits], [mail, { email: mail }]);

  await page.goto(`${origin}/keeps?email=${mail}`);
  await page.waitForFunction(() => window.waymark?.ready);
  await page.evaluate((email) => window.waymark.track('Newsletter Subscribed', { email }), mail);
  const events = await arrived(4);
  assert.equal(events.at(-1)!.properties.email, mail);
  assert.equal(events.at(-1)!.context.page.search, `?email=${mail}`);
}, NOTHING);
