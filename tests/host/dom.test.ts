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
    made.dom.reveal('c', ops);
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

test('a click by pointer within 300 ms was meant for what was there before; keys and scripts are heard', () => {
  const { root, used, window } = drawn([1, 1, 'a', 0, 0], [7, 1, 'click', 'x']);
  const click = (detail: number, timeStamp: number) => root.children[0]!.fire('click', { detail, timeStamp }).isPrevented;
  assert.equal(click(1, window.clock + 299), true);
  assert.deepEqual(used, []);
  assert.deepEqual([click(0, window.clock + 1), click(1, window.clock + 300)], [false, false]);
  assert.deepEqual(used, [['c', 'x'], ['c', 'x']]);
});

test('what the page takes away is put back three times, and then given up', () => {
  const { body, used, window, root } = drawn([1, 1, 'a', 0, 0], [7, 1, 'click', 'x']);
  const host = body.children[0]!;
  window.mutate();
  for (let times = 0; times < 3; times++) {
    window.clock += 5000;
    host.remove();
    window.mutate();
    assert.equal(body.children[0], host);
  }
  // It has come anew.
  root.children[0]!.fire('click', { detail: 1, timeStamp: window.clock + 200 });
  assert.deepEqual(used, []);
  host.remove();
  window.mutate();
  window.mutate();
  assert.deepEqual([body.children.length, used], [0, [['c', 'gone']]]);
  assert.deepEqual(window.watched, []);
});

test('a new body gets what the one before had', () => {
  const { window, body } = drawn();
  const host = body.children[0]!;
  const next = (window.document.body = new FakeElement('BODY', window.document));
  window.mutate();
  assert.equal(next.children[0], host);
});

test('a place that has gone, and a dialog that was closed with its element, are given up at once', () => {
  const { dom, used, window } = setup();
  const place = (window.document.places['#stories'] = new FakeElement('SECTION', window.document));
  dom.mount({ ...MOUNT, slot: 'inline:#stories' });
  dom.mount({ ...MOUNT, campaign: 'd' });
  const ops: Operation[] = [[1, 1, 'dialog', 0, 0]];
  dom.patch('d', ops);
  dom.reveal('d', ops);
  place.children[0]!.remove();
  delete window.document.places['#stories'];
  window.document.body.children[0]!.remove();
  window.mutate();
  assert.deepEqual(used, [['c', 'gone'], ['d', 'gone']]);
});

test('the page is watched only while something is shown', () => {
  const { dom, window } = setup();
  assert.equal(window.watched.length, 0);
  dom.mount(MOUNT);
  dom.mount({ ...MOUNT, campaign: 'd' });
  assert.equal(window.watched.length, 1);
  dom.unmount('c');
  assert.equal(window.watched.length, 1);
  dom.clear();
  assert.equal(window.watched.length, 0);
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

for (const tag of ['script', 'iframe', 'style', 'object', 'foreignObject', 'use', 'link', 'meta', 'base', 'divx', 'a:b', 'DIV']) {
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
  assert.deepEqual(used, [['c', 'typed', 'a@b'], ['c', 'send', { email: 'a@b' }]].map((call) => call.map((part) => (typeof part == 'object' ? Object.assign(Object.create(null), part) : part))));
  assert.equal(event.isPrevented, true);
});

test('a form nobody listens to does not leave the page either', () => {
  const { root } = drawn([1, 1, 'form', 0, 0]);
  assert.equal(root.children[0]!.fire('submit').isPrevented, true);
});

test('a key is heard alone, and taken from the page', () => {
  const { root, used } = drawn([1, 1, 'div', 0, 0], [7, 1, 'keydown:Escape', 'close'], [1, 2, 'button', 1, 0]);
  const button = root.children[0]!.children[0]!;
  assert.equal(button.fire('keydown', { key: 'Enter' }).isPrevented, false);
  assert.equal(button.fire('keydown', { key: 'Escape' }).isPrevented, true);
  assert.deepEqual(used, [['c', 'close']]);
});

test('a dialog is shown modally once it is whole, closed before it goes, and never by the browser alone', () => {
  const { dom, root, used } = drawn([1, 1, 'dialog', 0, 0], [7, 1, 'cancel', 'close'], [1, 2, 'button', 1, 0]);
  const dialog = root.children[0]!;
  assert.equal(dialog.modal, 1);
  assert.equal(dialog.fire('cancel').isPrevented, true);
  assert.deepEqual(used, [['c', 'close']]);
  dom.patch('c', [[2, 2, 'x']]);
  dom.reveal('c', [[2, 2, 'x']]);
  assert.equal(dialog.modal, 1);
  dom.patch('c', [[5, 1]]);
  assert.equal(dialog.open, false);
});

test('what the core takes away does not report that it was closed', () => {
  const { dom, root, used } = drawn([1, 1, 'dialog', 0, 0], [7, 1, 'close', 'close']);
  const dialog = root.children[0]!;
  dialog.fire('close');
  assert.deepEqual(used, [['c', 'close']]);
  dom.unmount('c');
  dialog.fire('close');
  assert.equal(used.length, 1);
});

test('an unmounted dialog is closed too', () => {
  const { dom, root } = drawn([1, 1, 'dialog', 0, 0]);
  const dialog = root.children[0]!;
  dom.unmount('c');
  assert.equal(dialog.open, false);
});

test('focus goes where it is sent, after a dialog has been shown', () => {
  const { root } = drawn([1, 1, 'dialog', 0, 0], [1, 2, 'button', 1, 0], [8, 2]);
  assert.equal(FakeElement.active, root.children[0]!.children[0]!);
});

test('the focus goes back to where it came from when what has it goes', () => {
  const { body, root, dom } = drawn([1, 1, 'section', 0, 0], [1, 2, 'button', 1, 0]);
  const before = new FakeElement('A');
  body.children[0]!.emit('focusin', { relatedTarget: before });
  root.children[0]!.children[0]!.focus();
  dom.unmount('c');
  assert.equal(FakeElement.active, before);
});

test('a focus outside stays where it is', () => {
  const { dom } = drawn([1, 1, 'section', 0, 0]);
  const elsewhere = new FakeElement('A');
  elsewhere.focus();
  dom.unmount('c');
  assert.equal(FakeElement.active, elsewhere);
});

test('a motion runs in the browser, is paused and goes on, and another takes its place', () => {
  const { dom, root } = drawn([1, 1, 'div', 0, 0], [9, 1, 'rotate', '0deg', '720deg', 'ease-out', 4000], [10, 1, true], [10, 1, false]);
  dom.patch('c', [[9, 1, 'rotate', '720deg', '0deg', 'linear', 1]]);
  assert.deepEqual(root.children[0]!.motions, [[{ rotate: ['0deg', '720deg'] }, { duration: 4000, easing: 'ease-out', fill: 'both' }], ['pause'], ['play'], ['cancel'],
    [{ rotate: ['720deg', '0deg'] }, { duration: 1, easing: 'linear', fill: 'both' }]]);
});

test('svg is made in its namespace, and its colours load nothing', () => {
  const { root, refusal } = drawn([1, 1, 'svg', 0, 0], [1, 2, 'path', 1, 0], [3, 2, 'd', 'M0 0L1 1Z'], [3, 2, 'fill', '#fff'], [3, 2, 'fill', 'url(https://evil.test/#a)']);
  assert.equal((root.children[0] as never as { space: string }).space, 'http://www.w3.org/2000/svg');
  assert.deepEqual(root.children[0]!.children[0]!.attributes, { d: 'M0 0L1 1Z', fill: '#fff' });
  assert.equal(refusal, 'attribute fill');
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
  const { core, window, api, clock } = await started();
  core.script = (command) => (command.kind == 'show'
    ? [MOUNT, { kind: 'patch', campaign: 'c', ops: [[1, 1, 'a', 0, 0], [3, 1, 'href', '/x'], [7, 1, 'click', 'open']] }]
    : []);
  api.show('c');
  await clock.advance(0);
  window.document.body.children[0]!.shadowRoot!.children[0]!.fire('click');
  const { kind, campaign, action } = core.commands.at(-1);
  assert.deepEqual([kind, campaign, action], ['ui', 'c', 'open']);
});

test('a refused effect is reported with its campaign and the effects after it still happen', async () => {
  const { core, api, errors, clock } = await started();
  let told = 0;
  api.on('after', () => told++);
  core.script = (command) => (command.kind == 'show'
    ? [MOUNT, { kind: 'patch', campaign: 'c', ops: [[1, 1, 'script', 0, 0]] }, { kind: 'mount', campaign: 'd', widget: 'bar', slot: 'inline:#gone', lang: 'en', dir: 'ltr' } as const,
      { kind: 'unknown' } as never, { kind: 'notify', event: 'after', detail: {} }]
    : []);
  api.show('c');
  await clock.advance(0);
  assert.deepEqual(errors.map(({ code, path, detail }) => [code, path, detail]), [['effect', 'patch/c', 'tag script'], ['effect', 'mount/d', 'no element for inline:#gone']]);
  assert.equal(told, 1);
});
