import assert from 'node:assert/strict';
import { test } from 'node:test';
import { open } from '../../bindings/host/cookie.ts';

const ID = '01a21db9-754f-7000-afcc-6616ba2fb0cd';

/** A browser's jar as far as pages see it: public suffixes are refused, and names that the page is not below. */
function jarOf(hostname: string, publicSuffixes: string[] = ['com', 'co.uk', 'uk', 'test']) {
  const cookies = new Map<string, { value: string; domain: string }>();
  const written: string[] = [];
  const document = {
    get cookie() { return [...cookies].map(([key, { value }]) => `${key.split('@')[0]}=${value}`).join('; '); },
    set cookie(text: string) {
      written.push(text);
      const [pair, ...attributes] = text.split('; ');
      const [name, value] = pair!.split('=');
      const attribute = (wanted: string) => attributes.find((one) => one.startsWith(wanted + '='))?.slice(wanted.length + 1);
      const domain = attribute('Domain') ?? '';
      if (domain && (publicSuffixes.includes(domain) || !(hostname == domain || hostname.endsWith('.' + domain)))) return;
      if (Number(attribute('Max-Age')) > 0) cookies.set(`${name}@${domain}`, { value: value!, domain });
      else cookies.delete(`${name}@${domain}`);
    },
  };
  return { document, written, cookies };
}

function opened(hostname: string, cookie = 'wm_id', protocol = 'https:', fetch: typeof globalThis.fetch = async () => { throw 'not asked'; }) {
  const jar = jarOf(hostname);
  return { ...jar, cookie: open({ window: { document: jar.document, location: { hostname, protocol } }, cookie, collector: 'https://collect.shop.com', key: 'demo', fetch }) };
}

for (const [hostname, domain] of [['www.shop.com', 'shop.com'], ['a.b.shop.co.uk', 'shop.co.uk'], ['shop.com', 'shop.com'], ['localhost', ''], ['127.0.0.1', ''], ['[::1]', '']]) {
  test(`on ${hostname} the id is kept for ${domain || 'the host alone'}`, () => {
    const { cookie, cookies, written } = opened(hostname!);
    cookie.keep(ID);
    assert.deepEqual([...cookies.keys()], [`wm_id@${domain}`]);
    assert.equal(cookie.read(), ID);
    const last = written.at(-1)!;
    assert.match(last, /Path=\/; Max-Age=34128000; SameSite=Lax/);
    assert.match(last, /; Secure$/);
    assert.ok(last.length <= 200, last);
    assert.ok('wm_id='.length + ID.length <= 200);
  });
}

test('null takes the cookie away, whatever domain it has', () => {
  const { cookie, cookies, document } = opened('a.b.shop.co.uk');
  cookie.keep(ID);
  document.cookie = `wm_id=${ID}; Max-Age=9`;
  document.cookie = 'other=1; Max-Age=9';
  cookie.keep(null);
  assert.deepEqual([...cookies.keys()], ['other@']);
});

test('null writes nothing where there is no cookie', () => {
  const { cookie, written } = opened('www.shop.com');
  cookie.keep(null);
  assert.deepEqual(written, []);
});

test('what another script has put under that name is no id', () => {
  for (const value of ['', 'a b', '"x"', 'a'.repeat(100), '%41']) {
    const { cookie, document } = opened('www.shop.com');
    document.cookie = `wm_id=${value}; Max-Age=9`;
    assert.equal(cookie.read(), undefined, value);
  }
  const { cookie, document } = opened('www.shop.com');
  document.cookie = `not_wm_id=${ID}; Max-Age=9`;
  assert.equal(cookie.read(), undefined);
});

test('a page without https keeps it without Secure', () => {
  const { cookie, written } = opened('www.shop.com', 'wm_id', 'http:');
  cookie.keep(ID);
  assert.doesNotMatch(written.at(-1)!, /Secure/);
});

test('a bad name is refused with what it may be', () => {
  for (const name of ['', ' ', 'a;b', 'a=b', 'ü', 'a'.repeat(41)]) assert.throws(() => opened('shop.com', name), /data-cookie needs a name of up to 40/);
  opened('shop.com', 'a'.repeat(40));
});

test('a frame without cookies says so at once', () => {
  const document = { get cookie(): string { throw new Error('The document is sandboxed'); }, set cookie(_: string) {} };
  assert.throws(() => open({ window: { document, location: { hostname: 'shop.com', protocol: 'https:' } }, cookie: 'wm_id', collector: '', key: '', fetch }), /sandboxed/);
});

test('by the collector: it is asked with credentials, once, and the page sets what it did not', async () => {
  const asked: [string, RequestInit][] = [];
  const jar = jarOf('www.shop.com');
  const answers = [() => { jar.document.cookie = `wm_id=${ID}; Max-Age=9; Domain=shop.com`; }, () => {}, () => { throw new TypeError('network'); }];
  const fetch = (async (url: string, init: RequestInit) => { asked.push([url, init]); answers.shift()!(); return new Response(null, { status: 204 }); }) as typeof globalThis.fetch;
  const cookie = open({ window: { document: jar.document, location: { hostname: 'www.shop.com', protocol: 'https:' } }, cookie: 'wm_id collector', collector: 'https://collect.shop.com', key: 'demo', fetch });
  const later = () => new Promise((resolve) => setTimeout(resolve, 1));
  cookie.keep(ID);
  await later();
  assert.equal(cookie.read(), ID);
  assert.equal(jar.written.length, 1, 'the collector alone has set it');
  cookie.keep(ID);
  await later();
  const [[url, init]] = asked as [[string, RequestInit]];
  assert.deepEqual([asked.length, url, init.method, init.credentials, init.body], [1, 'https://collect.shop.com/v1/id', 'POST', 'include', `{"writeKey":"demo","anonymousId":"${ID}"}`]);
  for (const other of ['b', 'c']) {
    cookie.keep(other);
    await later();
    assert.equal(cookie.read(), other);
  }
});
