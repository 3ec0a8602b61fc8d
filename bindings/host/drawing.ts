// Carries out what the core draws, and what its widgets ask for.
import { copyText } from './clipboard.ts';
import { createDom } from './dom.ts';
import type { Performers } from './effects.ts';
import { encode } from './encode.ts';
import type { Loop } from './loop.ts';
import type { Transport } from './transport.ts';

export interface Drawing extends Performers { clear(): void }

export function createDrawing(window: Window & typeof globalThis, loop: Loop, transport: Transport): Drawing {
  const dom = createDom(window, (campaign, action, value) => {
    loop.post({ kind: 'ui', campaign, action, value });
    // Before a link leaves the page.
    loop.run();
  });
  return {
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
