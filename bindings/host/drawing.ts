// Carries out what the core draws, and what its widgets ask for.
import { copyText } from './clipboard.ts';
import { createDom } from './dom.ts';
import type { Performers } from './effects.ts';
import { encode } from './encode.ts';
import type { Loop, Posted } from './loop.ts';
import type { Transport } from './transport.ts';

type Report = (code: string, path: string, cause: unknown) => void;
export interface Drawing extends Performers {
  /** The command that says which of these selectors of inline slots are on the page, if that has changed. */
  ahead(slots: string[]): Posted | undefined;
  clear(): void;
}

export function createDrawing(window: Window & typeof globalThis, loop: Loop, transport: Transport, report: Report): Drawing {
  const dom = createDom(window, (campaign, action, value) => {
    loop.post({ kind: 'ui', campaign, action, value });
    // Before a link leaves the page.
    loop.run();
  });
  let known: string | undefined;
  const refused: string[] = [];
  const isPresent = (selector: string): boolean => {
    try {
      return !!window.document.querySelector(selector);
    } catch (error) {
      refused.push(selector);
      report('slot', selector, error);
      return false;
    }
  };
  return {
    ahead(slots) {
      const present = slots.filter((selector) => !refused.includes(selector) && isPresent(selector));
      const told = [slots, present].join(' | ');
      if (told == known || !slots.length) return;
      known = told;
      return { kind: 'slots', present };
    },
    clear: dom.clear,
    style: ({ widget, css }) => dom.style(widget, css),
    mount: dom.mount,
    patch: ({ campaign, ops }) => dom.patch(campaign, ops),
    reveal: ({ campaign, ops }) => dom.reveal(campaign, ops),
    unmount: ({ campaign }) => dom.unmount(campaign),
    copy({ campaign, text }) {
      copyText(window, text).then((isCopied) => loop.post({ kind: 'ui', campaign, action: isCopied ? 'copied' : 'uncopied' }));
    },
    draw({ campaign, request }) {
      const draw = request['draw'] as string;
      transport.ask('/v1/draws', encode(request, '', () => {})!).then(({ status, body }) => loop.post({ kind: 'drawn', campaign, draw, status, body }));
    },
  };
}
