import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { gzipSync } from 'node:zlib';
import { csvOf, generate, HEADER, ndjsonOf, rowsOf } from './clickstream.ts';
import { outcomeOf } from './reference.ts';
import { RETAIL_CASES, RETAIL_PATH } from './retailSegments.ts';
import { RETAIL_SHOP } from './retailShop.ts';
import { CASES, DOCUMENT } from './segments.ts';

const root = join(import.meta.dirname, '../..');
const BUILDS = [[], ['--native']];
const folder = mkdtempSync(join(tmpdir(), 'waymark-replay-'));
after(() => rmSync(folder, { recursive: true }));

function file(name: string, content: string | Buffer): string {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
}
function replay(...args: string[]) {
  const { status, stdout, stderr } = spawnSync(join(root, 'script/replay'), args, { encoding: 'utf8', maxBuffer: 1 << 26 });
  return { status, stdout, stderr };
}
function outputOf(...args: string[]): string {
  const { status, stdout, stderr } = replay(...args);
  assert.equal(status, 0, stderr);
  return stdout;
}

const document = file('waymark.json', JSON.stringify(DOCUMENT));
const rows = generate(20240229, 150);
const clickstream = file('clickstream.csv', csvOf(rows));

const real = join(root, '../shared/data/rees46-2019-10-01.csv.gz');
const skip = existsSync(real) ? false : `${real} is not there`;
const retailRows = generate(20191001, 150, RETAIL_SHOP);
const comparisons = [
  { what: 'rules of every kind', document, cases: CASES, rows, path: clickstream },
  { what: 'retail segments', document: RETAIL_PATH, cases: RETAIL_CASES, rows: retailRows, path: file('retail.csv', csvOf(retailRows)) },
];

for (const { what, document, cases, rows, path } of comparisons) {
  test(`${what}: the generated clickstream puts visitors in and out of every segment`, () => {
    const outcome = outcomeOf(rows, cases);
    for (const [id, { ever, end }] of Object.entries(outcome.segments)) {
      assert.ok(ever > 0 && ever < outcome.visitors, `${id}: ${ever} of ${outcome.visitors} were ever in it`);
      assert.ok(end <= ever, id);
    }
  });

  test(`${what}: a generated clickstream comes out of both builds as reckoned without the core`, () => {
    const outcome = outcomeOf(rows, cases);
    for (const build of BUILDS) assert.deepEqual(JSON.parse(outputOf(path, document, ...build)), outcome);
  });

  test(`${what}: a real clickstream comes out of both builds as reckoned without the core`, { skip }, () => {
    const outcome = outcomeOf(rowsOf(real), cases);
    assert.equal(Object.values(outcome.events).reduce((total, count) => total + count), 17_434);
    for (const build of BUILDS) assert.deepEqual(JSON.parse(outputOf(real, document, ...build)), outcome);
  });
}

test('the document of retail segments has no problem', () => {
  assert.ok(RETAIL_CASES.length >= 30);
  assert.doesNotMatch(replay(clickstream, RETAIL_PATH).stderr, /retail-segments/);
});

test('native and wasm print the same bytes, and nothing but one line of JSON', () => {
  const output = outputOf(clickstream, document);
  assert.equal(outputOf(clickstream, document, '--native'), output);
  assert.match(output, /^\{"visitors":[^\n]*\}\n$/);
});

test('segments stand in the order of the document, whatever their names', () => {
  const ids = [...outputOf(clickstream, document).matchAll(/"([^"]+)":\{"ever"/g)].map((match) => match[1]);
  assert.deepEqual(ids, CASES.map(({ id }) => id));
});

test('gzip, NDJSON of Segment events and CRLF lines come out the same', () => {
  const output = outputOf(clickstream, document);
  assert.equal(outputOf(file('packed.csv.gz', gzipSync(csvOf(rows))), document), output);
  assert.equal(outputOf(file('events.ndjson', ndjsonOf(rows)), document), output);
  assert.equal(outputOf(file('events.ndjson.gz', gzipSync(ndjsonOf(rows))), document), output);
  assert.equal(outputOf(file('crlf.csv', csvOf(rows).replaceAll('\n', '\r\n')), document), output);
});

test('a malformed line is named with its number and its reason and costs no other line', () => {
  const good = ',view,1,2,a.b,x,3.5,u1,s';
  const lines: [text: string, complaint?: string][] = [
    [HEADER],
    [`2019-10-01 00:00:00 UTC${good}`],
    ['2019-10-01 00:00:00 UTC,view,1,2,a.b,"two\nlines ""x""",3.5,u1,s'],
    ['2019-10-01 00:00:00 UTC,view,1,2,a.b,"unclosed,3.5,u1,s', '5: broken quotes'],
    [`2019-10-01 00:00:01 UTC${good}`],
    ['2019-10-01 00:00:01 UTC,view,1,2,a.b,x"y,3.5,u1,s', '7: broken quotes'],
    [`2019-02-29 00:00:01 UTC${good}`, '8: bad time "2019-02-29 00:00:01 UTC"'],
    [`2019-10-01T00:00:01Z${good}`, '9: bad time "2019-10-01T00:00:01Z"'],
    ['2019-10-01 00:00:01 UTC,remove_from_cart,1,2,a.b,x,3.5,u1,s', '10: unknown event_type "remove_from_cart"'],
    ['2019-10-01 00:00:01 UTC,view,1,2,a.b,x,3.5,u1', '11: 8 columns instead of 9'],
    [''],
    ['2019-10-01 00:00:01 UTC,view,1,2,a.b,x,3.5,u1,s,', '13: 10 columns instead of 9'],
    ['2019-10-01 00:00:01 UTC,view,1,2,a.b,x,0x10,u1,s', '14: price "0x10" is not a number'],
    ['2019-10-01 00:00:01 UTC,view,1,2,a.b,x,1e999,u1,s', '15: price "1e999" is not a number'],
    ['2019-10-01 00:00:01 UTC,view,,2,a.b,x,1,u1,s', '16: product_id is missing'],
    ['2019-10-01 00:00:01 UTC,view,1,2,a.b,x,1,,s', '17: user_id is missing'],
    ['2019-10-01 00:00:02 UTC,purchase,1,,,,,u2,'],
    ['2019-10-01 00:00:02 UTC,purchase,1,,,,10.005,u2,'],
    [`2019-10-01 00:00:03 UTC${good}`],
    ['2019-10-01 00:00:03 UTC,view,1,2,a.b,"last,3.5,u1,s', '21: broken quotes'],
  ];
  const path = file('malformed.csv', lines.map(([text]) => text).join('\n'));
  const { stdout, stderr } = replay(path, document);
  const complaints = lines.flatMap(([, complaint]) => (complaint ? `${path}:${complaint}` : []));
  assert.deepEqual(stderr.split('\n').filter((line) => line.startsWith(path)), complaints);
  const { visitors, events, revenue, malformed } = JSON.parse(stdout);
  assert.deepEqual({ visitors, events, revenue, malformed },
    { visitors: 2, events: { 'Product Viewed': 4, 'Order Completed': 2 }, revenue: 10.01, malformed: complaints.length });
});

test('beyond twenty malformed lines the rest is only counted', () => {
  const { stdout, stderr } = replay(file('many.csv', `${HEADER}\n${'x\n'.repeat(25)}`), document);
  assert.equal(JSON.parse(stdout).malformed, 25);
  assert.match(stderr, /:21: 1 columns instead of 9\n… and 5 more malformed lines\n/);
});

test('NDJSON: every type becomes its command, and what is none is named', () => {
  const at = '"timestamp":"2024-02-29T00:00:00.5+01:00"';
  const lines = [
    `{"type":"page","anonymousId":"b",${at},"context":{"page":{"url":"https://shop.test/?utm_source=mail"}}}`,
    `{"type":"track","event":"Order Completed","anonymousId":"b",${at},"properties":{"total":12.344}}`,
    `{"type":"track","event":"42","userId":7,${at},"properties":{"half":"\\ud800"}}`,
    `{"type":"identify","userId":"7",${at},"traits":{"plan":"gold"}}`,
    `{"type":"alias","userId":"7","previousId":"b",${at}}`,
    `{"type":"group","userId":"7","groupId":"g",${at}}`,
    `{"type":"screen","userId":"7",${at}}`,
    `{"type":"track","event":"x",${at}}`,
    `{"type":"track","userId":"7",${at}}`,
    '{"type":"track","event":"x","userId":"7","timestamp":"yesterday"}',
    `{"type":"track","event":"x","userId":"7",${at},"properties":[]}`,
    '{"type":',
    `{"type":"track","event":"x","userId":"7",${at},"properties":${'{"a":'.repeat(70)}1${'}'.repeat(71)}`,
  ];
  const rules = { gold: { 'traits.plan': 'gold' }, mailed: { 'traffic.source': 'mail' }, grouped: { 'visitor.groupId': 'g' } };
  const segments = Object.entries(rules).map(([id, when]) => ({ id, when }));
  const path = file('types.ndjson', lines.join('\n'));
  const { stdout, stderr } = replay(path, file('rules.json', JSON.stringify({ version: 1, segments })));
  assert.deepEqual(JSON.parse(stdout), {
    visitors: 2, sessions: 2, events: { 'Page Viewed': 1, 'Order Completed': 1, 42: 1 }, revenue: 12.34, malformed: 7,
    segments: { gold: { ever: 1, end: 1 }, mailed: { ever: 1, end: 1 }, grouped: { ever: 1, end: 1 } },
  });
  assert.deepEqual(stderr.split('\n').filter((line) => line.startsWith(path)).map((line) => line.slice(path.length + 1)), [
    '7: unknown type "screen"', '8: userId and anonymousId are missing', '9: event is missing', '10: bad time "yesterday"',
    '11: properties is not an object', '12: bad JSON', '13: nested deeper than 60 levels',
  ]);
});

test('a problem of the document is named with its path; its segment stays, empty', () => {
  const segments = [{ id: 'odd', when: { $nope: 1 } }, { id: 'all', when: {} }];
  const { stdout, stderr } = replay(clickstream, file('problem.json', JSON.stringify({ version: 1, segments })));
  assert.match(stderr, /problem\.json: \/segments\/0\/when\/\$nope: .*unknown-operator/);
  assert.deepEqual(JSON.parse(stdout).segments, { odd: { ever: 0, end: 0 }, all: { ever: 150, end: 150 } });
});

test('what cannot be read is said on stderr with exit code 2', () => {
  const cases: [args: string[], reason: RegExp][] = [
    [[], /usage: script\/replay/],
    [[clickstream, document, '--fast'], /--fast/],
    [[join(folder, 'none.csv'), document], /cannot read .*none\.csv: ENOENT/],
    [[clickstream, join(folder, 'none.json')], /cannot read .*none\.json: ENOENT/],
    [[clickstream, file('junk.json', '{"version":1,')], /cannot use .*junk\.json: .*json-syntax/],
    [[file('cut.csv.gz', gzipSync(csvOf(rows)).subarray(0, 2000)), document], /cannot read .*cut\.csv\.gz: unexpected end of file/],
    [[file('header.csv', 'a,b\n1,2\n'), document], /cannot read .*header\.csv: the header line lacks event_time/],
    [[file('empty.csv', ''), document], /cannot read .*empty\.csv: the file is empty/],
  ];
  for (const [args, reason] of cases) {
    const { status, stdout, stderr } = replay(...args);
    assert.deepEqual([status, stdout], [2, ''], args.join(' '));
    assert.match(stderr, reason);
  }
});
