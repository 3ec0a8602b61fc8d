// A check that finds nothing must be able to find something: on a page made unsafe each kind of canary is seen, and told with line and field.
import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import type { Browser } from 'playwright-core';
import { launch, skip } from '../browser/chromium.ts';
import { BUILT } from '../browser/sdk.ts';
import { casesOf } from './cases.ts';
import { bundled, check } from './check.ts';
import { playCases } from './page.ts';
import type { Finding } from './probe.ts';
import { openSite, type Site } from './site.ts';

let browser: Browser | undefined;
let site: Site | undefined;
after(async () => {
  await browser?.close();
  site?.close();
});
const [probe, unsafe] = ['probe.ts', 'unsafe.ts'].map(bundled) as [string, string];

const onError = (deed: string): string => `<img src=/picture.png?x onload="${deed}">`;

/** What is found, by the name of the canary, in what the line does when it is HTML. */
const UNSAFE: [kind: string, detail: RegExp, line: string][] = [
  ['dialog', /^alert\(1\)/, onError('alert(1)')],
  ['dialog', /^confirm\(2\)/, onError('confirm(2)')],
  ['dialog', /^prompt\(3\)/, onError('prompt(3)')],
  ['dialog', /^print\(/, onError('print()')],
  ['function', /^canary\(4\)/, onError('canary(4)')],
  ['global', /seen5/, onError('window.seen5 = 1')],
  ['handler', /onclick/, onError('window.onclick = () => {}')],
  ['prototype', /seen6/, onError('Object.prototype.seen6 = 1; setTimeout(() => { delete Object.prototype.seen6 }, 5000)')],
  ['console', /seven/, onError("console.log('seven')")],
  ['error', /eight/, onError("throw 'eight'")],
  ['error', /nine/, onError("Promise.reject('nine')")],
  ['page', /<h1>/, onError("document.body.append(document.createElement('h1'))")],
  ['page', /attributes/, onError("document.body.className = 'ten'")],
  ['storage', /eleven/, onError("localStorage.eleven = 1")],
  ['cookie', /twelve/, onError("document.cookie = 'twelve=1'")],
  ['name', /thirteen/, onError("window.name = 'thirteen'")],
  ['address', /fourteen/, onError("history.pushState(null, '', '/fourteen')")],
  ['sheets', /1/, onError('document.adoptedStyleSheets = [new CSSStyleSheet()]')],
  ['navigation', /canary\.example\/15/, onError("location = 'https://canary.example/15'")],
  ['request', /fetch https:\/\/canary\.example\/16/, onError("fetch('https://canary.example/16').catch(() => {})")],
  ['request', /ping https:\/\/canary\.example\/17/, onError("navigator.sendBeacon('https://canary.example/17')")],
  ['request', /websocket wss:\/\/canary\.example\/18/, onError("new WebSocket('wss://canary.example/18')")],
  ['request', /image https:\/\/canary\.example\/19/, '<img src=https://canary.example/19>'],
  ['request', /image .*\/twenty/, '<svg><image href=/twenty></svg>'],
  ['window', /^/, onError("window.open('about:blank#21')")],
  ['worker', /./, onError("new Worker('/waymark.sources.js')")],
  ['frame', /^/, '<iframe></iframe>'],
  ['policy', /require-trusted-types-for/, '<b></b>'],
  ['policy', /style-src/, '<i style="color: red"></i>'],
  ['node', /^<script>/, '<script>22</script>'],
  ['node', /^<style>/, '<style>*{}</style>'],
  ['node', /^<iframe>/, '<iframe srcdoc=23></iframe>'],
  ['node', /^<#comment>/, '<!-- 24 -->'],
  ['node', /^onclick=/, '<p onclick="25">'],
  ['node', /^style=/, '<p style="color: red">'],
  ['node', /^srcset=/, '<img srcset=/picture.png>'],
  ['node', /^class=/, '<p class="x;y">'],
  ['node', /^fill=/, '<svg><path fill="url(#x)"></path></svg>'],
  ['node', /^href="javascript:/, '<a href="javascript:26">x</a>'],
  ['node', /^href="data:/, '<a href="data:text/html,27">x</a>'],
  ['node', /^href="blob:/, '<a href="blob:https://canary.example/28">x</a>'],
  ['node', /^xlink:href=/, '<svg><a xlink:href="/29"></a></svg>'],
  ['node', /^src="data:/, '<img src="data:,30">'],
];

const CASE = casesOf('', 0).find(({ fields }) => fields.includes('bar.text'))!;

/** What is found where bars say the lines. */
async function found(lines: string[], scripts: string[]): Promise<Finding[]> {
  const cases = lines.map((line) => ({ ...CASE, line, campaign: { ...CASE.campaign, content: { text: line, action: { label: 'Here', url: '/link' } } } }));
  const results = await playCases({ browser: (browser ??= await launch()), site: (site ??= await openSite(BUILT)), scripts }, cases);
  return results.flatMap(({ findings }) => findings);
}

test('on the page as it is none of these lines does anything', { skip, timeout: 60_000 }, async () => {
  assert.deepEqual(await found(UNSAFE.map(([, , line]) => line), [probe]), []);
});

let unsafely: Promise<Finding[]> | undefined;

for (const [kind, detail, line] of UNSAFE) {
  test(`on an unsafe page ${line} is found: ${kind}`, { skip, timeout: 60_000 }, async () => {
    const findings = await (unsafely ??= found(UNSAFE.map(([, , text]) => text), [probe, unsafe]));
    assert.ok(findings.some((finding) => finding.kind == kind && detail.test(finding.detail)), JSON.stringify(findings.filter((finding) => finding.kind == kind)));
  });
}

test('an address that slipped through is found on the link, and by its deed', { skip, timeout: 60_000 }, async () => {
  const content = { text: 'A text', action: { label: 'Here', url: 'https://canary.example/#unsafe:javascript:alert(31)' } };
  const cases = [{ ...CASE, line: 'A text', campaign: { ...CASE.campaign, content } }];
  const [result] = await playCases({ browser: browser!, site: site!, scripts: [probe, unsafe] }, cases);
  const kinds = result!.findings.map(({ kind }) => kind);
  assert.ok(kinds.includes('node') && kinds.includes('dialog'), JSON.stringify(result!.findings));
});

test('a failure names the line and the field', { skip, timeout: 180_000 }, async () => {
  const line = onError('alert(32)');
  const { failures, fields } = await check([line], { browser: browser!, sdk: BUILT, jobs: 1, say: () => {}, scripts: [unsafe], repeats: 8 });
  const alone = failures.filter((failure) => failure.kind == 'node' && failure.line == line && failure.fields.length == 1).flatMap((failure) => failure.fields);
  for (const name of ['bar.text', 'bar.action.label']) assert.ok(alone.includes(name), `${name} is not among ${alone.join()}`);
  assert.equal(fields.get('bar.text')!.failed, 1);
});
