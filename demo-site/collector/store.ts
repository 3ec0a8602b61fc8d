// The database. Only the files named …Store touch SQLite. Calls are synchronous: when one returns, what it wrote is on the disk.
import { randomInt } from 'node:crypto';
import Database from 'libsql';
import type { DeadLetterRow } from './batch.ts';
import type { Random } from './codes.ts';
import { coupons } from './couponStore.ts';
import { draws } from './drawStore.ts';
import type { EventRow } from './event.ts';
import { forwarding, forwardSchema } from './forwardStore.ts';
import { limits } from './limits.ts';
import { prizeSchema } from './prizeSchema.ts';
import { prizes } from './prizeStore.ts';
import { schema } from './schema.ts';
import { inTransaction } from './transaction.ts';

export type StoredEvent = EventRow & { id: number; write_key: string };
export type StoredDeadLetter = DeadLetterRow & { id: number; write_key: string };
export interface StoredDocument { write_key: string; revision: number; etag: string; body: string; updated_at: string }
export interface Cursor { event: number; deadLetter: number }
export interface Appended { events: StoredEvent[]; deadLetters: StoredDeadLetter[]; duplicates: number }
export type Store = ReturnType<typeof openStore>;

/** `path` is a file or ':memory:'. `random` draws the prizes. Errors of SQLite are thrown as they are; `isStoreFailure` knows them. */
export function openStore(path: string, random: Random = randomInt) {
  const db = new Database(path, { timeout: limits.storeBusyMs });
  // FULL: with NORMAL a power cut may lose a commit that was already acknowledged.
  db.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON;');
  db.exec(schema);
  db.exec(prizeSchema);
  db.exec(forwardSchema);
  return { ...writing(db), ...reading(db), ...documents(db), ...prizes(db), ...draws(db, random), ...coupons(db), ...forwarding(db), ...lifetime(db) };
}

export function isStoreFailure(error: unknown): boolean {
  return error instanceof Error && error.name === 'SqliteError';
}

function writing(db: Database.Database) {
  const addEvent = db.prepare(insert('events', ['write_key', 'message_id', 'type', 'event', 'anonymous_id', 'user_id',
    'session_id', 'campaign_id', 'path', 'timestamp', 'sent_at', 'received_at', 'corrected', 'body']));
  const addDeadLetter = db.prepare(insert('dead_letter', ['write_key', 'message_id', 'code', 'detail', 'body', 'sha256', 'received_at']));
  const touch = db.prepare(`INSERT INTO meta VALUES ('probed', ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value`);

  return {
    /** One transaction: all of it is kept or none. What is already there (by message id, or by hash) is left alone. */
    append(writeKey: string, rows: EventRow[], letters: DeadLetterRow[]): Appended {
      return inTransaction(db, () => {
        const events = insertNew(addEvent, writeKey, rows);
        return { events, deadLetters: insertNew(addDeadLetter, writeKey, letters), duplicates: rows.length - events.length };
      });
    },
    /** Throws when the database cannot be written. */
    probe(): void {
      inTransaction(db, () => touch.run(new Date().toISOString()));
    },
  };
}

function insert(table: string, columns: string[]): string {
  return `INSERT INTO ${table} (${columns.join(', ')}) VALUES (${columns.map((name) => `:${name}`).join(', ')}) ON CONFLICT DO NOTHING`;
}

function insertNew<Row extends object>(statement: Database.Statement, writeKey: string, rows: Row[]) {
  const added: (Row & { id: number; write_key: string })[] = [];
  for (const row of rows) {
    const keyed = { ...row, write_key: writeKey };
    const { changes, lastInsertRowid } = statement.run(keyed);
    if (changes === 1) added.push({ ...keyed, id: Number(lastInsertRowid) });
  }
  return added;
}

function reading(db: Database.Database) {
  const newest = db.prepare('SELECT * FROM events WHERE id < ? ORDER BY id DESC LIMIT ?');
  const newestLetters = db.prepare('SELECT * FROM dead_letter ORDER BY id DESC LIMIT ?');
  const after = db.prepare('SELECT * FROM events WHERE id > ? ORDER BY id LIMIT ?');
  const lettersAfter = db.prepare('SELECT * FROM dead_letter WHERE id > ? ORDER BY id LIMIT ?');
  const last = db.prepare(`SELECT (SELECT coalesce(max(id), 0) FROM events) AS event,
                                  (SELECT coalesce(max(id), 0) FROM dead_letter) AS deadLetter`);
  const epoch = db.prepare(`SELECT value FROM meta WHERE name = 'epoch'`).get() as { value: string };

  return {
    /** Names this database: a cursor of another one means nothing here. */
    epoch: epoch.value,
    /** Oldest first. */
    eventsAfter: (id: number, limit: number) => after.all(id, limit) as StoredEvent[],
    deadLettersAfter: (id: number, limit: number) => lettersAfter.all(id, limit) as StoredDeadLetter[],
    /** Newest first. */
    eventsBefore: (id: number, limit: number) => newest.all(id, limit) as StoredEvent[],
    lastDeadLetters: (limit: number) => newestLetters.all(limit) as StoredDeadLetter[],
    end(): Cursor {
      const { event, deadLetter } = last.get() as Cursor;
      return { event, deadLetter };
    },
  };
}

function documents(db: Database.Database) {
  const find = db.prepare('SELECT * FROM documents WHERE write_key = ?');
  const put = db.prepare(`INSERT INTO documents VALUES (:write_key, :revision, :etag, :body, :updated_at)
    ON CONFLICT (write_key) DO UPDATE SET revision = excluded.revision, etag = excluded.etag, body = excluded.body, updated_at = excluded.updated_at`);
  return {
    document: (writeKey: string) => find.get(writeKey) as StoredDocument | undefined,
    putDocument: (document: StoredDocument) => void inTransaction(db, () => put.run(document)),
  };
}

function lifetime(db: Database.Database) {
  return {
    /** Folds the write-ahead log into the file, so that the file alone is the whole database. */
    close(): void {
      if (!db.open) return;
      db.prepare('PRAGMA wal_checkpoint(TRUNCATE)').all();
      db.close();
    },
  };
}
