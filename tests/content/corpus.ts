// Our own corpus: written out (corpus.txt), and made of blocks: what runs × where it stands × how it is written.
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { readLines, wellFormed } from './lines.ts';

/** What a script does when it runs: each is one of the canaries. */
const DEEDS = [
  'alert(1)', 'canary(2)', 'window.seen=3', "fetch('https://canary.example/4')", "location='https://canary.example/5'", 'alert`6`', "self['con'+'firm'](7)",
  'console.log(8)', 'Object.prototype.seen=9', "document.body.append('10')", 'throw 11', "new Image().src='//canary.example/12'", 'prompt(13)',
];

const MARKUP: ((deed: string) => string)[] = [
  (deed) => `<script>${deed}</script>`,
  (deed) => `<ScRiPt type=module>${deed}</ScRiPt>`,
  (deed) => `<img src=x onerror="${deed}">`,
  (deed) => `<img/src='x'/onerror='${deed.replaceAll("'", '&apos;')}'/>`,
  (deed) => `<image href=x onerror="${deed}">`,
  (deed) => `<svg onload="${deed}">`,
  (deed) => `<svg><script>${deed}</script></svg>`,
  (deed) => `<svg><animate onbegin="${deed}" attributeName=x dur=1s>`,
  (deed) => `<svg><a xlink:href="javascript:${deed}"><text y=20>here</text></a></svg>`,
  (deed) => `<svg><a><animate attributeName=href values="javascript:${deed}" /><text y=20>here</text></a></svg>`,
  (deed) => `<svg><foreignObject><iframe srcdoc="<script>parent.${deed}</script>"></iframe></foreignObject></svg>`,
  (deed) => `<svg><use href="data:image/svg+xml,<svg id=x xmlns='http://www.w3.org/2000/svg' onload='${deed.replaceAll("'", '')}'/>#x"/></svg>`,
  (deed) => `<svg><style><img src=x onerror="${deed}"></style></svg>`,
  (deed) => `<math><mtext><table><mglyph><style><!--</style><img title="--><img src=x onerror='${deed.replaceAll("'", '')}'>">`,
  (deed) => `<math href="javascript:${deed}">here</math>`,
  (deed) => `<iframe src="javascript:${deed}"></iframe>`,
  (deed) => `<iframe srcdoc="<img src=x onerror=parent.${deed}>"></iframe>`,
  (deed) => `<object data="javascript:${deed}"></object>`,
  (deed) => `<embed src="javascript:${deed}">`,
  (deed) => `<video><source onerror="${deed}"></video>`,
  (deed) => `<audio src=x onloadstart="${deed}">`,
  (deed) => `<details open ontoggle="${deed}">`,
  (deed) => `<input autofocus onfocus="${deed}">`,
  (deed) => `<body onload="${deed}" onpageshow="${deed}">`,
  (deed) => `<marquee onstart="${deed}">here</marquee>`,
  (deed) => `<div popover id=x onbeforetoggle="${deed}"></div><button popovertarget=x>here</button>`,
  (deed) => `<p style="animation:x 1s" onanimationstart="${deed}">here</p>`,
  (deed) => `<div contenteditable autofocus onfocusin="${deed}">here</div>`,
  (deed) => `<form action="javascript:${deed}"><button>here</button></form>`,
  (deed) => `<button formaction="javascript:${deed}" form=email>here</button>`,
  (deed) => `<a href="javascript:${deed}">here</a>`,
  (deed) => `<map name=m><area href="javascript:${deed}"></map>`,
  (deed) => `<meta http-equiv=refresh content="0;url=javascript:${deed}">`,
  (deed) => `<template shadowrootmode=open><img src=x onerror="${deed}"></template>`,
  (deed) => `"><img src=x onerror="${deed}">`,
  (deed) => `'><svg onload="${deed}">`,
  (deed) => `" autofocus onfocus="${deed}" x="`,
  (deed) => `' onpointerenter='${deed.replaceAll("'", '')}' x='`,
  (deed) => `\` onclick=\`${deed}\``,
  (deed) => `</title></textarea></style></script><img src=x onerror="${deed}">`,
  (deed) => `--!><img src=x onerror="${deed}"><!--`,
  (deed) => `]]><img src=x onerror="${deed}"><![CDATA[`,
  (deed) => `<noscript><p title="</noscript><img src=x onerror='${deed.replaceAll("'", '')}'>">`,
  (deed) => `<x-y onclick="${deed}" is=x tabindex=0 autofocus onfocus="${deed}">here</x-y>`,
];

const everyCode = (text: string, write: (code: number) => string): string => [...text].map((letter) => write(letter.codePointAt(0)!)).join('');
const WRITINGS: ((text: string) => string)[] = [
  (text) => everyCode(text, (code) => `&#${code};`),
  (text) => everyCode(text, (code) => `&#x${code.toString(16).padStart(6, '0')}`),
  (text) => text.replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;'),
  (text) => text.replaceAll('<', '&LT').replaceAll('>', '&GT'),
  (text) => encodeURIComponent(text),
  (text) => encodeURIComponent(encodeURIComponent(text)),
  (text) => text.replaceAll('<', '\\u003c').replaceAll('>', '\\u003e'),
  (text) => text.replaceAll('<', '\\x3c').replaceAll('"', '\\x22'),
  (text) => text.replaceAll('<', '\uff1c').replaceAll('>', '\uff1e'),
  (text) => text.replaceAll('<', '+ADw-').replaceAll('>', '+AD4-'),
  (text) => text.replaceAll(' ', '/'),
  (text) => text.replaceAll(' ', '\n\t\f'),
  (text) => text.replace(/[a-z]/, (letter) => letter + '\0'),
  (text) => text.replaceAll('<', '<\0'),
  (text) => text.replaceAll('<', '<<'),
  (text) => text.toUpperCase(),
  (text) => text.replaceAll('=', ' \u00a0= '),
  (text) => text.slice(0, -1),
];

const SCHEMES: [scheme: string, rest: string][] = [
  ['javascript', 'alert(1)'], ['javascript', '//canary.example/%0aalert(1)'], ['javascript', '"<script>alert(1)</script>"'], ['vbscript', 'msgbox(1)'], ['data', 'text/html,<script>alert(1)</script>'],
  ['data', 'text/html;base64,PHNjcmlwdD5hbGVydCgxKTwvc2NyaXB0Pg=='], ['data', "image/svg+xml,<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>"], ['blob', 'https://canary.example/4a5b'],
  ['file', '///etc/passwd'], ['filesystem', 'https://canary.example/temporary/x'], ['view-source', 'https://canary.example'], ['about', 'srcdoc'], ['livescript', 'alert(1)'], ['mocha', 'alert(1)'], ['jar', 'https://canary.example!/x'],
  ['intent', '//canary.example#Intent;scheme=https;end'], ['feed', 'javascript:alert(1)'], ['ws', '//canary.example'], ['ftp', '//canary.example'], ['chrome', '//version'], ['x-javascript', 'alert(1)'],
];
const SPELLINGS: ((scheme: string, rest: string) => string)[] = [
  (scheme, rest) => `${scheme}:${rest}`,
  (scheme, rest) => `${scheme.toUpperCase()}:${rest}`,
  (scheme, rest) => `${[...scheme].map((letter, at) => (at % 2 ? letter : letter.toUpperCase())).join('')}:${rest}`,
];
/** What browsers take out of an address, or a careless check overlooks; of the first schemes alone. */
const DISGUISES: ((scheme: string, rest: string) => string)[] = [
  ...['\t', '\n', '\r', '\0', '\u200b', '\u00ad', '\ufeff', '\u2060', '\u202e', '\\', '/**/', '%09', '&Tab;', '&NewLine;', '&#9;', '&#x0A'].flatMap((sign) => [
    (scheme: string, rest: string) => `${scheme.slice(0, 4)}${sign}${scheme.slice(4)}:${rest}`,
    (scheme: string, rest: string) => `${sign}${scheme}:${rest}`,
    (scheme: string, rest: string) => `${scheme}${sign}:${rest}`,
  ]),
  ...[' ', '\x01', '\x1f', '\x7f', '\u00a0', '\u3000', '\u2028', 'x', './', '/', '?', '#', ':', 'url=', 'https:', 'view-source:'].map((sign) => (scheme: string, rest: string) => `${sign}${scheme}:${rest}`),
  (scheme, rest) => `${scheme}&colon;${rest}`,
  (scheme, rest) => `${scheme}%3a${rest}`,
  (scheme, rest) => `${scheme}\uff1a${rest}`,
  (scheme, rest) => `${everyCode(scheme, (code) => `&#${code};`)}:${rest}`,
  (scheme, rest) => `${everyCode(scheme, (code) => `%${code.toString(16)}`)}:${rest}`,
  (scheme, rest) => `${everyCode(scheme, (code) => String.fromCodePoint(code + 0xfee0))}:${rest}`,
  (scheme, rest) => `${scheme.replace('a', '\u0430').replace('i', '\u0131')}:${rest}`,
  (scheme, rest) => `${scheme.replace('s', '\u017f').replace('k', '\u212a')}:${rest}`,
];

const STYLES = [
  'background:url(https://canary.example/1)', 'background-image:url("javascript:alert(1)")', 'width:expression(alert(1))', 'behavior:url(#x)', '-moz-binding:url(//canary.example/x#y)',
  '@import "https://canary.example/2";', "@import url('//canary.example/3')", 'position:fixed;inset:0;z-index:2147483647', '}*{display:none!important}', 'red;}:host{all:unset}', '#fff;background:url(//canary.example/4)',
  '#123456}body{background:url(//canary.example/5)}', 'var(--wm-surface)', 'attr(data-x url)', 'image-set("//canary.example/6" 1x)', 'url(data:image/svg+xml,<svg onload=alert(1)>)', '\\75rl(//canary.example/7)',
  'rgb(0 0 0 / 0)', 'red', 'transparent', 'currentColor', '#12345', '#1234567', '#fff\n', '#ffg', '#\uff11\uff12\uff13', '/*', '*/', 'x{}</style><img src=x onerror=alert(1)>', 'font-family:"</style>"', "'}@font-face{font-family:x;src:url(//canary.example/8)}",
  '*{color:red}', 'input[value^="a"]{background:url(//canary.example/9)}', 'calc(1px*(2', '!important', '@namespace svg url(http://www.w3.org/2000/svg)', 'filter:url(#x)', 'content:url(//canary.example/10)', 'cursor:url(//canary.example/11),auto',
];

const NAMES = [
  '__proto__', 'constructor', 'prototype', 'constructor.prototype', '__proto__.seen', '__defineGetter__', '__lookupSetter__', 'hasOwnProperty', 'toString', 'valueOf', 'toJSON', 'then', 'length', 'window', 'self', 'document', 'location',
  'name', 'body', 'head', 'currentScript', 'forms', 'images', 'parentNode', 'attributes', 'innerHTML', 'textContent', 'shadowRoot', 'fetch', 'waymark', 'undefined', 'null', 'NaN', 'Infinity', 'true', '0', '-1', '1e999', '[object Object]',
  'everyone', '$segment', '$or', '*', 'html', 'body > div', '#p0', ':host', 'div:has(*)', '[data-waymark]', 'modal', 'inline:', 'inline:*', 'top', 'en', 'version',
];

const LONG = [
  'x'.repeat(20_000), '<img src=x onerror=alert(1)>'.repeat(300), '<b>'.repeat(3000), '{{'.repeat(4000), '&'.repeat(9000), `https://canary.example/${'a'.repeat(30_000)}`, `javascript:${' '.repeat(9000)}alert(1)`, 'e\u0301'.repeat(3000),
  '\ud83d\ude00'.repeat(3000), '[{"a":'.repeat(900), `#${'f'.repeat(50_000)}`, '\u202e'.repeat(2000),
];

/** Every place of a script with one deed, and every deed in one place. */
function markup(): string[] {
  const placed = MARKUP.map((write, at) => write(DEEDS[at % DEEDS.length]!));
  const done = DEEDS.map((deed) => MARKUP[2]!(deed));
  const written = WRITINGS.flatMap((write) => [2, 0, 5, 30].map((place) => write(MARKUP[place]!('alert(1)'))));
  return [...placed, ...MARKUP.map((write) => write('alert(1)')), ...done, ...written];
}

function addresses(): string[] {
  const plain = SCHEMES.flatMap(([scheme, rest]) => SPELLINGS.map((spell) => spell(scheme, rest)));
  return [...plain, ...DISGUISES.flatMap((disguise) => [SCHEMES[0]!, SCHEMES[4]!].map(([scheme, rest]) => disguise(scheme, rest)))];
}

export function corpus(): string[] {
  const written = readLines(readFileSync(fileURLToPath(new URL('corpus.txt', import.meta.url))));
  return [...new Set([...written, ...markup(), ...addresses(), ...STYLES, ...NAMES, ...LONG].map((line) => wellFormed(line)))];
}
