// What a visitor may ask for: to see what is kept on this device, and to be forgotten.
import type { Host } from './host.ts';
import type { Store } from './storage.ts';
import type { Transport } from './transport.ts';

/** The visitor's state (null where none may be kept) and the events that are not delivered yet. */
export async function exportData({ ask }: Host, store: Store): Promise<object> {
  const events: unknown[] = [];
  store.each((_, body) => events.push(JSON.parse(body)));
  return { visitor: await ask('snapshot'), events };
}

/** Says whether the collector has erased the visitor. On this device they are erased in any case, in every tab; whoever goes on is someone else. */
export async function forget({ ask, loop, consent }: Host, _: Store, transport: Transport): Promise<boolean> {
  const { visitor: anonymousId } = ((await ask('stats')) ?? {}) as { visitor?: string };
  consent('denied');
  loop.post({ kind: 'reset' });
  return !!anonymousId && (await transport.ask('/v1/forget', JSON.stringify({ anonymousId }))).status == 200;
}
