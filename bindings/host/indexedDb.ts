import type { Backend, Clock, StoredEvent } from './api.ts';

const OPEN_LIMIT_MS = 1500;
const EVENTS = 'events';
const STATE = 'state';

/** Database `wm.<key>`: `events` holds one record per event, `state` one text. */
export function indexedDbBackend(key: string, factory: () => IDBFactory, clock: Clock): Backend {
  const name = 'wm.' + key;
  let db: IDBDatabase | undefined;
  // Work that finds no open connection waits in this line; with one, work starts in the caller's task (pagehide).
  let line: Promise<unknown> = Promise.resolve();

  /** Without `create` a database that is not there stays away: the upgrade that would make it is aborted. */
  const connect = (create: boolean): Promise<IDBDatabase | undefined> =>
    new Promise((resolve, reject) => {
      let isLate = false;
      const cancel = clock.later(OPEN_LIMIT_MS, () => { isLate = true; reject('no answer'); });
      const request = factory().open(name);
      let isAbsent = false;
      request.onupgradeneeded = () => {
        isAbsent = !create;
        if (isAbsent) request.transaction!.abort();
        else for (const store of [EVENTS, STATE]) request.result.createObjectStore(store);
      };
      request.onsuccess = () => {
        cancel();
        const opened = request.result;
        if (isLate) return opened.close();
        db = opened;
        opened.onversionchange = opened.onclose = () => {
          opened.close();
          if (db == opened) db = undefined;
        };
        resolve(opened);
      };
      request.onerror = (event) => {
        event.preventDefault();
        cancel();
        if (isAbsent) resolve(undefined);
        else reject(request.error);
      };
    });

  const transact = (connection: IDBDatabase, mode: IDBTransactionMode, work: (events: IDBObjectStore, state: IDBObjectStore) => void): Promise<void> =>
    new Promise((resolve, reject) => {
      const transaction = connection.transaction([EVENTS, STATE], mode);
      transaction.oncomplete = () => resolve();
      transaction.onabort = () => reject(transaction.error);
      work(transaction.objectStore(EVENTS), transaction.objectStore(STATE));
      // A page that is going away gets no further callback that would let the transaction commit by itself.
      transaction.commit?.();
    });

  const queue = <T>(work: () => T | Promise<T>): Promise<T> => {
    const result = line.then(work);
    line = result.catch(() => {});
    return result;
  };

  return {
    kind: 'indexedDB',
    read: () =>
      queue(async () => {
        const connection = db ?? (await connect(false));
        if (!connection) return { state: null, events: [] };
        let ids!: IDBRequest, bodies!: IDBRequest, text!: IDBRequest;
        await transact(connection, 'readonly', (events, state) => {
          ids = events.getAllKeys();
          bodies = events.getAll();
          text = state.get(STATE);
        });
        const events: StoredEvent[] = ids.result.map((id: string, index: number) => ({ id, body: bodies.result[index] }));
        return { state: text.result ?? null, events };
      }),
    write(changes) {
      const apply = (connection: IDBDatabase): Promise<void> =>
        transact(connection, 'readwrite', (events, state) => {
          if (changes.remove == 'all') events.clear();
          for (const { id, body } of changes.put) events.put(body, id);
          if (changes.remove != 'all') for (const id of changes.remove) events.delete(id);
          if (changes.state === null) state.delete(STATE);
          else if (changes.state) state.put(changes.state, STATE);
        });
      const reopened = (): Promise<void> => queue(async () => apply(db ?? (await connect(true))!));
      // A connection can die while it is held; it is opened again once before this backend counts as broken.
      return db ? apply(db).catch((error) => { if (!/^(InvalidState|Unknown|Abort)/.test(error?.name)) throw error; db = undefined; return reopened(); }) : reopened();
    },
    erase() {
      const remove = (): Promise<void> =>
        new Promise((resolve, reject) => {
          db?.close();
          db = undefined;
          const request = factory().deleteDatabase(name);
          request.onsuccess = () => resolve();
          request.onerror = () => reject(request.error);
        });
      if (!db) return queue(remove);
      const removed = remove();
      line = removed.catch(() => {});
      return removed;
    },
  };
}
