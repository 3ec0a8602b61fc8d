import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { LISTINGS, pictureOf, PRODUCTS } from '../../demo-site/shop/catalogue/catalogue.ts';
import { VIEWS } from '../../demo-site/shop/pictures/look.ts';
import { COLLECTOR, DETAILS, type OpenShop, openShop, Visitor } from './fixture.ts';

let shop: OpenShop;
before(async () => {
  shop = await openShop();
});
after(() => shop.close());

const POLICY =
  "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; img-src 'self' data:; font-src 'self'; " +
  `connect-src 'self' ${COLLECTOR}; form-action 'self'; base-uri 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'; trusted-types 'none'`;

function assertStrict(page: string, path: string): void {
  assert.doesNotMatch(page, /\sstyle\s*=/i, `${path}: style attribute`);
  assert.doesNotMatch(page, /<style/i, `${path}: style element`);
  assert.doesNotMatch(page, /\son[a-z]+\s*=/i, `${path}: inline handler`);
  for (const [tag] of page.matchAll(/<script[^>]*>/g))
    assert.match(tag, /\ssrc="\/|type="application\/(ld\+)?json"/, `${path}: ${tag}`);
}

const head = (page: string): string => page.split('</head>')[0] ?? '';

async function assertPage(visitor: Visitor, path: string, language: string): Promise<string> {
  const response = await visitor.get(path);
  const page = await response.text();
  assert.equal(response.status, 200, path);
  assert.equal(response.headers.get('content-security-policy'), POLICY, path);
  assert.match(page, new RegExp(`<html lang="${language}">`), path);
  assert.match(page, /<meta name="waymark:page-type" content="[a-z]+" ?\/?>/, path);
  assert.ok(head(page).includes('<meta name="apple-itunes-app" content="app-id=1234567890, app-argument=https://aurelle.example/app" />'), path);
  assert.ok(head(page).includes('<meta name="google-play-app" content="app-id=com.aurelle.shop" />'), path);
  assert.equal(page.match(/<h1/g)?.length, 1, `${path}: one main heading`);
  assertStrict(page, path);
  return page;
}

for (const [language, prefix] of [
  ['en', ''],
  ['ru', '/ru'],
] as const) {
  test(`every public page is there in ${language}, under the strict policy`, async () => {
    const visitor = new Visitor(shop);
    const paths = [
      prefix || '/',
      `${prefix}/cart`,
      `${prefix}/sign-up`,
      `${prefix}/sign-in`,
      `${prefix}/search`,
      `${prefix}/search?q=rose`,
      ...LISTINGS.map((id) => `${prefix}/category/${id}`),
      ...PRODUCTS.map(({ id }) => `${prefix}/product/${id}`),
    ];
    for (const path of paths) await assertPage(visitor, path, language);
    assert.equal(visitor.cookie, '', 'looking around needs no cookie');
  });

  test(`every page of a customer is there in ${language}`, async () => {
    const visitor = new Visitor(shop);
    await visitor.post(`${prefix}/sign-up`, {
      firstName: 'Anna',
      email: `anna.${language}@example.com`,
      password: 'correct horse battery',
    });
    await visitor.add('velvet-hour', 'fig');
    await assertPage(visitor, `${prefix}/account`, language);
    await assertPage(visitor, `${prefix}/checkout`, language);
    const order = (await visitor.post(`${prefix}/checkout`, DETAILS)).headers.get('location') ?? '';
    assert.match(order, new RegExp(`^${prefix}/order/AU-`));
    assert.match(await assertPage(visitor, order, language), /page-type" content="order"/);
  });
}

test('the head carries the tag after the stub, the languages and the structured data', async () => {
  const page = await new Visitor(shop).text('/product/velvet-hour');
  const stub = page.indexOf('/assets/stub.js');
  const tag = page.indexOf(
    `<script async src="/waymark.js" data-key="demo" data-collector="${COLLECTOR}" data-consent="required"></script>`,
  );
  assert.ok(stub > 0 && tag > stub);
  assert.match(page, /<link rel="preload" href="\/waymark\.wasm" as="fetch" crossorigin \/>/);
  assert.match(page, new RegExp(`<link rel="alternate" hreflang="ru" href="${shop.origin}/ru/product/velvet-hour" />`));
  const blocks = [...page.matchAll(/ld\+json">(.*?)<\/script>/gs)].map(
    ([, json]) => JSON.parse(json ?? '{}') as Record<string, never>,
  );
  assert.deepEqual(
    blocks.map((block) => block['@type']),
    ['Organization', 'Product', 'BreadcrumbList'],
  );
});

test('the home page has an empty place for stories, right under the picture', async () => {
  for (const path of ['/', '/ru'])
    assert.match(await new Visitor(shop).text(path), /<\/section>\s*<div id="stories"><\/div>\s*<ul class="promises">/);
});

test('links of a Russian page stay Russian', async () => {
  const page = await new Visitor(shop).text('/ru/category/lips');
  const links = [...page.matchAll(/(?:href|action)="(\/[^"]*)"/g)]
    .map(([, path]) => path ?? '')
    .filter((path) => !/^\/(assets|pictures|waymark)/.test(path));
  assert.deepEqual(
    links.filter((path) => !path.startsWith('/ru')),
    ['/category/lips', '/category/lips', '/category/lips'],
    'only the language switches lead to English',
  );
});

test('every picture is drawn, as SVG and without scripts', async () => {
  const paths = PRODUCTS.flatMap((product) =>
    product.variants.flatMap((variant) => VIEWS.map((view) => pictureOf(product, variant, view))),
  );
  const scenes = [
    'hero-wide',
    'hero-tall',
    'ritual',
    'shades',
    'empty',
    'icon',
    'category-new',
    'category-lips',
    'category-face',
    'category-eyes',
    'category-skin',
    'category-fragrance',
  ];
  for (const path of [...paths, ...scenes.map((name) => `/pictures/scene.${name}.svg`)]) {
    const response = await new Visitor(shop).get(path);
    assert.equal(response.status, 200, path);
    assert.match(response.headers.get('content-type') ?? '', /^image\/svg\+xml/);
    const svg = await response.text();
    assert.match(svg, /^<svg xmlns/);
    assert.doesNotMatch(svg, /<script|style=|NaN|undefined/, path);
  }
});

test('what is not there is a page that says so', async () => {
  for (const path of [
    '/nowhere',
    '/ru/nowhere',
    '/product/nothing',
    '/category/toString',
    '/pictures/constructor.svg',
    '/order/AU-22222222',
  ]) {
    const response = await new Visitor(shop).get(path);
    assert.equal(response.status, 404, path);
    assertStrict(await response.text(), path);
  }
});

test('the SDK is served with its types, and only the files that a page needs', async () => {
  const visitor = new Visitor(shop);
  assert.match((await visitor.get('/waymark.js')).headers.get('content-type') ?? '', /javascript/);
  assert.equal((await visitor.get('/waymark.wasm')).headers.get('content-type'), 'application/wasm');
  for (const path of ['/waymark.single.js', '/package.json', '/waymark.js.map', '/shop.db'])
    assert.equal((await visitor.get(path)).status, 404, path);
});

test('a host name that is none gets no page', async () => {
  const { request } = await import('node:http');
  const status = await new Promise((resolve) => {
    request(shop.origin, { headers: { host: 'evil.test; script-src *' } }, (response) =>
      resolve(response.statusCode),
    ).end();
  });
  assert.equal(status, 400);
});

test('search finds words of the language, and shows what was searched as text', async () => {
  const visitor = new Visitor(shop);
  assert.deepEqual(
    (await visitor.data('/ru/search?q=кушон')).search?.products.map(({ product_id }) => product_id),
    ['cloud-cushion'],
  );
  const page = await visitor.text(`/search?q=${encodeURIComponent('"><img src=x onerror=alert(1)>')}`);
  assert.doesNotMatch(page, /<img src=x/);
});
