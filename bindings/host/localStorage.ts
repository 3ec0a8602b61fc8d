import type { Backend, StoredEvent } from './api.ts';

/**
 * One key per event, so that two tabs never write the same one. The storage is asked for at each use: in a sandboxed
 * frame even reading the property throws, which rejects the promise.
 */
export function localStorageBackend(key: string, storage: () => Storage): Backend {
  const prefix = `wm.${key}.`;
  const eventPrefix = prefix + 'e.';
  let isProbed = false;

  const names = (start: string): string[] => {
    const all = storage();
    return Array.from({ length: all.length }, (_, index) => all.key(index)!).filter((name) => name.startsWith(start));
  };
  const remove = (name: string): void => storage().removeItem(name);
  const probe = (): void => {
    const name = prefix + 'probe';
    storage().setItem(name, name);
    if (storage().getItem(name) != name) throw new Error('write without effect');
    remove(name);
    isProbed = true;
  };
  return {
    kind: 'localStorage',
    async read() {
      const events: StoredEvent[] = names(eventPrefix).map((name) => ({ id: name.slice(eventPrefix.length), body: storage().getItem(name)! }));
      return { state: storage().getItem(prefix + 'state'), events };
    },
    async write(changes) {
      if (changes.remove == 'all') names(eventPrefix).forEach(remove);
      if (!isProbed && (changes.put.length || changes.state)) probe();
      for (const { id, body } of changes.put) storage().setItem(eventPrefix + id, body);
      if (changes.remove != 'all') for (const id of changes.remove) remove(eventPrefix + id);
      if (changes.state) storage().setItem(prefix + 'state', changes.state);
      else if (changes.state === null) remove(prefix + 'state');
    },
    async erase() {
      names(prefix).forEach(remove);
    },
  };
}
