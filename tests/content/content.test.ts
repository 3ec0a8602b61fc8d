// A part of our corpus in every string field of every widget; all of it is `script/soak content`.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { launch, skip } from '../browser/chromium.ts';
import { BUILT } from '../browser/sdk.ts';
import { check } from './check.ts';
import { corpus } from './corpus.ts';
import { exampleOf, fields, WIDGETS } from './fields.ts';
import { readLines } from './lines.ts';

/** A line in so many, with a different start than its neighbours of the same block. */
const SHARE = 17;

test('the corpus has more than five hundred lines, each once', () => {
  assert.ok(corpus().length >= 500, `${corpus().length}`);
  assert.equal(new Set(corpus()).size, corpus().length);
});

test('every widget of the schema has fields, and an example of its content', () => {
  assert.deepEqual([...WIDGETS.keys()].sort(), ['bar', 'cart-nudge', 'smart-banner', 'story', 'wheel']);
  for (const widget of WIDGETS.keys()) {
    const strings = JSON.stringify(exampleOf(widget)).match(/:"/g)!.length;
    assert.ok(strings >= fields.filter((field) => field.widget == widget).length, widget);
  }
  assert.deepEqual(fields.filter(({ kind }) => kind == 'picture').map(({ widget, path }) => [widget, path.at(-1)]), [['story', 'cover'], ['story', 'image'], ['smart-banner', 'icon']]);
});

test('a file is read line by line as it is; json: is for what a line cannot hold', () => {
  const text = '\ufeff<b>\r\n\n   \n # no comment \njson:"a\\nb"\njson:"\\ud800"\njson:{"x":1}\njson:"\n<b>\n';
  assert.deepEqual(readLines(Buffer.from(text)), ['<b>', ' # no comment ', 'a\nb', '\ufffd', 'json:{"x":1}', 'json:"']);
});

test('hostile content in every string field of every widget does nothing', { skip, timeout: 300_000 }, async () => {
  const lines = corpus().filter((_, at) => at % SHARE == 0);
  const browser = await launch();
  const report = await check(lines, { browser, sdk: BUILT, jobs: 2, say: console.log }).finally(() => browser.close());
  assert.deepEqual(report.failures, []);
  assert.ok([...report.fields.values()].every((field) => field.lines == lines.length), 'a field was left out');
  console.log(`${lines.length} lines × ${report.fields.size} fields, ${report.seconds} s`);
});
