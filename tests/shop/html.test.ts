import assert from 'node:assert/strict';
import { test } from 'node:test';
import { dataBlock, html } from '../../demo-site/shop/html.ts';
import { money, plural } from '../../demo-site/shop/i18n/format.ts';
import { barePath, languageOfPath, pathIn } from '../../demo-site/shop/i18n/language.ts';
import { messagesIn } from '../../demo-site/shop/i18n/messages.ts';

test('what is interpolated is text, in elements and in attributes', () => {
  const evil = `"><script>alert('x')</script>&`;
  assert.equal(
    String(html`<p title="${evil}">${evil}</p>`),
    '<p title="&quot;&gt;&lt;script&gt;alert(&#39;x&#39;)&lt;/script&gt;&amp;">&quot;&gt;&lt;script&gt;alert(&#39;x&#39;)&lt;/script&gt;&amp;</p>',
  );
});

test('markup nests, lists join, nothing renders as nothing', () => {
  const items = ['a', '<b>'].map((name) => html`<li>${name}</li>`);
  assert.equal(String(html`<ul>${items}</ul>`), '<ul><li>a</li><li>&lt;b&gt;</li></ul>');
  assert.equal(String(html`<b>${[null, undefined, false, 0, '']}</b>`), '<b>0</b>');
});

test('no value closes a data block', () => {
  const block = String(dataBlock('application/json', { name: '</script><script>' }, 'data'));
  assert.equal(block, '<script type="application/json" id="data">{"name":"\\u003c/script>\\u003cscript>"}</script>');
});

test('prices and plurals follow the language', () => {
  assert.equal(money('en', 2650), '€26.50');
  assert.equal(money('ru', 2650), '26,50\u00a0€');
  const { reviews } = messagesIn('ru');
  assert.deepEqual(
    [1, 2, 5, 11, 21, 104].map((count) => plural('ru', count, reviews)),
    ['1 отзыв', '2 отзыва', '5 отзывов', '11 отзывов', '21 отзыв', '104 отзыва'],
  );
  assert.equal(plural('en', 1, messagesIn('en').reviews), '1 review');
});

test('paths carry the language and lose it again', () => {
  assert.equal(pathIn('en', '/cart'), '/cart');
  assert.equal(pathIn('ru', '/'), '/ru');
  assert.equal(pathIn('ru', '/cart?a=1'), '/ru/cart?a=1');
  assert.equal(languageOfPath('/russia'), 'en');
  assert.equal(barePath('/ru'), '/');
  assert.equal(barePath('/ru/cart?a=1'), '/cart?a=1');
});
