import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createDom } from '../../bindings/host/dom.ts';
import type { Operation } from '../../bindings/host/protocol.ts';
import { isSafeUrl } from '../../bindings/host/url.ts';
import { FakeElement, FakeWindow } from './fakeDom.ts';
import { muteWarnings, started } from './stage.ts';

muteWarnings();
const MOUNT = { kind: 'mount', campaign: 'c', widget: 'bar', slot: 'bottom', lang: 'ar', dir: 'rtl' } as const;

function setup() {
  const window = new FakeWindow();
  const used: unknown[][] = [];
  const dom = createDom(window as never, (...args) => used.push(args.filter((arg) => arg !== undefined)));
  return { window, used, dom, body: window.document.body };
}
function drawn(...ops: Operation[]) {
  const made = setup();
  made.dom.mount(MOUNT);
  const root = made.body.children[0]!.shadowRoot!;
  let refusal: unknown;
  try {
    made.dom.patch('c', ops);
  } catch (error) {
    refusal = error;
  }
  return { ...made, root, refusal, outline: root.children.map((child) => child.outline()).join('') };
}

test('a mounted campaign is one element in the body, with an open shadow root and the widget\'s sheet', () => {
  const { dom, body } = setup();
  dom.style('bar', '.a{}');
  dom.mount(MOUNT);
  assert.equal(body.outline(), '<body><div data-waymark=c data-slot=bottom lang=ar dir=rtl>');
  assert.deepEqual(body.children[0]!.shadowRoot!.adoptedStyleSheets.map(({ css }) => css), ['.a{}']);
});

test('a sheet that comes after the mount styles it all the same', () => {
  const { dom, body } = setup();
  dom.mount(MOUNT);
  dom.style('bar', '.late{}');
  assert.equal(body.children[0]!.shadowRoot!.adoptedStyleSheets[0]!.css, '.late{}');
});

test('an inline slot is filled in its place, and a missing or bad one is an error', () => {
  const { dom, body, window } = setup();
  const place = (window.document.places['#stories'] = new FakeElement('SECTION'));
  dom.mount({ ...MOUNT, slot: 'inline:#stories' });
  assert.equal(place.outline(), '<section><div data-waymark=c data-slot=inline lang=ar dir=rtl>');
  assert.throws(() => dom.mount({ ...MOUNT, slot: 'inline:#none' }));
  assert.throws(() => dom.mount({ ...MOUNT, slot: 'inline:!' }));
  assert.equal(body.children.length, 0);
});

test('operations create, fill, place, move and remove nodes', () => {
  const create: Operation[] = [[1, 1, 'ul', 0, 0], [1, 2, 'li', 1, 0], [1, 3, 'li', 1, 2], [2, 2, 'two'], [2, 3, 'three'], [3, 1, 'class', 'x']];
  assert.equal(drawn(...create).outline, '<ul class=x><li>three<li>two');
  assert.equal(drawn(...create, [6, 3, 1, 0]).outline, '<ul class=x><li>two<li>three');
  assert.equal(drawn(...create, [4, 1, 'class'], [5, 3]).outline, '<ul><li>two');
});

test('text stays text', () => {
  assert.equal(drawn([1, 1, 'p', 0, 0], [2, 1, '<img src=x onerror=alert(1)>']).root.children[0]!.children.length, 0);
});

for (const tag of ['script', 'iframe', 'style', 'object', 'svg', 'link', 'meta', 'base', 'divx', 'a:b', 'DIV']) {
  test(`a <${tag}> is refused and the operations after it still run`, () => {
    const { outline, refusal } = drawn([1, 1, tag, 0, 0], [1, 2, 'p', 0, 0]);
    assert.equal(outline, '<p>');
    assert.equal(refusal, `tag ${tag}`);
  });
}

for (const name of ['onclick', 'style', 'srcdoc', 'srcset', 'action', 'formaction', 'xlink:href', 'is', 'slot', 'ONCLICK', 'aria-', 'classx']) {
  test(`the attribute ${name} is refused`, () => {
    const { outline, refusal } = drawn([1, 1, 'a', 0, 0], [3, 1, name, 'x']);
    assert.equal(outline, '<a>');
    assert.equal(refusal, `attribute ${name}`);
  });
}

for (const url of ['javascript:alert(1)', ' java\nscript:alert(1)', 'JaVaScRiPt:1', '\u0001javascript:1', 'data:text/html,x', 'blob:https://a/b', 'vbscript:x', 'file:///etc', 'https://']) {
  test(`the link ${JSON.stringify(url)} is refused and what was there before is taken away`, () => {
    assert.equal(drawn([1, 1, 'a', 0, 0], [3, 1, 'href', '/ok'], [3, 1, 'href', url]).outline, '<a>');
  });
}

for (const url of ['https://shop.test/x', 'http://a', '/sale?x=1#y', 'sale', '#top', 'mailto:a@b', 'tel:+1', '//cdn.test/a']) {
  test(`the link ${url} is set as it is written`, () => {
    assert.equal(drawn([1, 1, 'a', 0, 0], [3, 1, 'href', url]).outline, `<a href=${url}>`);
  });
}

test('a picture comes over http only and without a referrer', () => {
  assert.equal(drawn([1, 1, 'img', 0, 0], [3, 1, 'src', 'https://cdn.test/a.jpg']).outline, '<img referrerpolicy=no-referrer src=https://cdn.test/a.jpg>');
  assert.equal(isSafeUrl('mailto:a@b', 'https://shop.test/', true), false);
});

test('a link to another window never gives its opener away', () => {
  assert.equal(drawn([1, 1, 'a', 0, 0], [3, 1, 'target', '_blank']).outline, '<a target=_blank rel=noopener noreferrer>');
});

test('an event reaches the nearest listening ancestor, once', () => {
  const { root, used } = drawn([1, 1, 'div', 0, 0], [7, 1, 'click', 'outer'], [1, 2, 'button', 1, 0], [7, 2, 'click', 'close'], [1, 3, 'span', 2, 0], [1, 4, 'p', 1, 0]);
  const [button, paragraph] = root.children[0]!.children;
  button!.children[0]!.fire('click');
  paragraph!.fire('click');
  assert.deepEqual(used, [['c', 'close'], ['c', 'outer']]);
  assert.equal(root.listeners.get('click')!.size, 1);
});

test('an empty action stops listening', () => {
  const { root, used } = drawn([1, 1, 'button', 0, 0], [7, 1, 'click', 'x'], [7, 1, 'click', '']);
  root.children[0]!.fire('click');
  assert.deepEqual(used, []);
});

test('a field tells its text, a form all its fields, and the page is not left', () => {
  const { root, used } = drawn([1, 1, 'form', 0, 0], [7, 1, 'submit', 'send'], [1, 2, 'input', 1, 0], [3, 2, 'name', 'email'], [7, 2, 'input', 'typed']);
  const input = root.children[0]!.children[0]!;
  input.value = 'a@b';
  input.fire('input');
  const event = root.children[0]!.fire('submit');
  assert.deepEqual(used, [['c', 'typed', 'a@b'], ['c', 'send', '{"email":"a@b"}']]);
  assert.equal(event.isPrevented, true);
});

test('a form nobody listens to does not leave the page either', () => {
  const { root } = drawn([1, 1, 'form', 0, 0]);
  assert.equal(root.children[0]!.fire('submit').isPrevented, true);
});

test('operations for a campaign that is not mounted do nothing, a second mount replaces the first', () => {
  const { dom, body } = setup();
  dom.patch('c', [[1, 1, 'p', 0, 0]]);
  dom.mount(MOUNT);
  dom.mount(MOUNT);
  assert.equal(body.children.length, 1);
  dom.unmount('c');
  dom.unmount('c');
  assert.equal(body.children.length, 0);
});

test('a use of a widget is dispatched before the click is over', async () => {
  const { core, window, api } = await started();
  core.script = (command) => (command.kind == 'show'
    ? [MOUNT, { kind: 'patch', campaign: 'c', ops: [[1, 1, 'a', 0, 0], [3, 1, 'href', '/x'], [7, 1, 'click', 'open']] }]
    : []);
  api.show('c');
  await Promise.resolve();
  window.document.body.children[0]!.shadowRoot!.children[0]!.fire('click');
  const { kind, campaign, action } = core.commands.at(-1);
  assert.deepEqual([kind, campaign, action], ['ui', 'c', 'open']);
});

test('a refused effect is reported with its campaign and the effects after it still happen', async () => {
  const { core, api, errors, window } = await started();
  core.script = (command) => (command.kind == 'show'
    ? [MOUNT, { kind: 'patch', campaign: 'c', ops: [[1, 1, 'script', 0, 0]] }, { kind: 'navigate', url: 'javascript:1' }, { kind: 'unknown' } as never, { kind: 'navigate', url: '/sale' }]
    : []);
  api.show('c');
  await Promise.resolve();
  assert.deepEqual(errors.map(({ code, path, detail }) => [code, path, detail]), [['effect', 'patch/c', 'tag script'], ['effect', 'navigate', 'javascript:1']]);
  assert.deepEqual(window.location.assigned, ['/sale']);
});
