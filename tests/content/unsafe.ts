// Makes a page unsafe, for the test of the canaries: texts are HTML, and what follows `#unsafe:` in an address is the address.

const text = Object.getOwnPropertyDescriptor(Node.prototype, 'textContent')!;
Object.defineProperty(Node.prototype, 'textContent', {
  ...text,
  set(this: Node, value: string) {
    if (this instanceof Element && this.getRootNode() instanceof ShadowRoot) this.innerHTML = value;
    else text.set!.call(this, value);
  },
});

const { setAttribute } = Element.prototype;
Element.prototype.setAttribute = function (name, value) {
  setAttribute.call(this, name, value.split('#unsafe:').at(-1)!);
};
