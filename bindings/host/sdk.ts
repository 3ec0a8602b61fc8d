// The public API: what the page says becomes commands. Nothing here throws at the page.
import type { Waymark } from './api.ts';
import type { Host } from './host.ts';

const numberAsText = (id: unknown): unknown => (typeof id == 'number' ? '' + id : id ?? undefined);
const picked = (fields: any): object => ({ messageId: fields?.messageId, context: fields?.context });

export function createApi(key: string, host: Host): Waymark {
  const { loop, events } = host;
  const methods: Record<string, (...args: any[]) => unknown> = {
    track: (name, properties, fields) => host.call({ kind: 'track', name, properties, ...picked(fields) }),
    page: (name, properties, fields) => host.call({ kind: 'page', page: host.page(), name, properties, ...picked(fields) }),
    identify: (userId, traits, fields) => host.call({ kind: 'identify', userId: numberAsText(userId) as string, traits, ...picked(fields) }),
    alias: (userId, previousId, fields) =>
      host.call({ kind: 'alias', userId: numberAsText(userId) as string, previousId: numberAsText(previousId) as string, ...picked(fields) }),
    group: (groupId, traits, fields) => host.call({ kind: 'group', groupId: numberAsText(groupId) as string, traits, ...picked(fields) }),
    reset: () => loop.post({ kind: 'reset' }),
    consent: (purposes) =>
      host.consent(purposes),
    context: (context) => loop.post({ kind: 'context', context }),
    on: events.on,
    ready: () => host.ready,
    show: (campaign) => loop.post({ kind: 'show', campaign }),
    explain: (campaign) => host.ask('explain', campaign),
    stats: host.stats,
    flush: host.flush,
    destroy: host.destroy,
    push(...calls) {
      for (const [method, ...args] of calls) {
        if (Object.keys(methods).includes(method)) api[method]!(...args);
        else events.report('call', '' + method, 'no such method');
      }
    },
  };
  for (const question of ['segments', 'facts'] as const) methods[question] = () => host.ask(question);
  for (const wish of ['exportData', 'forget'] as const) methods[wish] = () => host.privacy(wish);
  const api: Record<string, (...args: any[]) => unknown> = {};
  for (const [name, method] of Object.entries(methods)) {
    api[name] = (...args) => {
      try {
        return method(...args);
      } catch (error) {
        events.report('call', name, error);
      }
    };
  }
  return Object.assign(api, { key }) as unknown as Waymark;
}
