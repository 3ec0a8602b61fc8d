// What is shipped to every visitor names nothing that is the server's alone: odds, stock, codes, secrets.
import assert from 'node:assert/strict';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';

const root = join(import.meta.dirname, '../..');
const ODDS = ['weight', 'stock', 'code', 'codes', 'prefix', 'odds', 'probability', 'discount'];
const SECRETS = ['prizes.json', 'prizesFile', 'couponToken', 'identitySecret', 'FORWARD_KEY', 'COUPON_TOKEN', '"weight"', '"stock"'];

function* names(value: unknown): Generator<string> {
  if (!value || typeof value != 'object') return;
  for (const [name, member] of Object.entries(value)) {
    if (!Array.isArray(value)) yield name;
    yield* names(member);
  }
}
const json = (file: string): any => JSON.parse(readFileSync(join(root, file), 'utf8'));
const found = (value: unknown): string[] => [...new Set(names(value))].filter((name) => ODDS.includes(name)).sort();

test('the campaign document has slices to show, and no odds, stock or codes', () => {
  assert.deepEqual(found(json('demo-site/prizes.json')), ['code', 'discount', 'prefix', 'stock', 'weight'], 'the words to look for');
  const contents = json('demo-site/waymark.json').campaigns.map(({ content }: { content: object }) => content);
  assert.ok(contents.some(({ slices }: { slices?: unknown[] }) => slices?.length));
  assert.deepEqual(found(contents), []);
});

test('no file of the SDK knows of prizes or of the collector\'s secrets', () => {
  const files = readdirSync(join(root, 'dist'), { recursive: true }).map((name) => join(root, 'dist', String(name))).filter((file) => statSync(file).isFile());
  assert.ok(files.length > 10);
  for (const file of files) {
    const text = readFileSync(file, 'latin1');
    assert.deepEqual(SECRETS.filter((secret) => text.includes(secret)), [], file);
  }
});
