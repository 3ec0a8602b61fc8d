// Events, and what was refused of the batches they came in.
import { randomBytes } from 'node:crypto';
import type { DeadLetterRow } from '../batch.ts';
import type { EventRow } from '../event.ts';
import { limits } from '../limits.ts';
import type { Database, Session } from './database.ts';
import { grouped } from './grouped.ts';

export type StoredEvent = EventRow & { id: number; write_key: string };
export type StoredDeadLetter = DeadLetterRow & { id: number; write_key: string };
export interface Cursor { event: number; deadLetter: number }
export interface Appended { events: StoredEvent[]; deadLetters: StoredDeadLetter[]; duplicates: number }

/** All that adds events goes one after another, so that their numbers are seen in their order. */
export const eventLock = 'events';

export async function events(database: Database) {
  return { epoch: await epochOf(database), ...writing(database), ...reading(database) };
}

/** Names this database: a cursor of another one means nothing here. */
async function epochOf(database: Database): Promise<string> {
  const find = () => database.all<{ value: string }>(`SELECT value FROM meta WHERE name = 'epoch'`);
  if ((await find()).length === 0)
    await database.transaction('meta', (session) => session.run(`INSERT INTO meta VALUES ('epoch', :value) ON CONFLICT DO NOTHING`, { value: randomBytes(4).toString('hex') }));
  return (await find())[0]!.value;
}

interface Batch { writeKey: string; rows: EventRow[]; letters: DeadLetterRow[] }

function writing(database: Database) {
  const append = grouped((batches: Batch[]) => database.transaction(eventLock, (session) => appendAll(session, batches)),
    ({ rows, letters }) => rows.length + letters.length, limits.groupRows);
  return {
    /** All of the batch is kept or none. What is already there (by message id, or by hash) is left alone. */
    append: (writeKey: string, rows: EventRow[], letters: DeadLetterRow[]): Promise<Appended> => append({ writeKey, rows, letters }),
    /** Throws when the database cannot be written. */
    async probe(): Promise<void> {
      await database.transaction(eventLock, (session) => session.run(
        `INSERT INTO meta VALUES ('probed', :at) ON CONFLICT (name) DO UPDATE SET value = excluded.value`, { at: new Date().toISOString() }));
    },
  };
}

async function appendAll(session: Session, batches: Batch[]): Promise<Appended[]> {
  const events = await insertNew(session, 'events', 'message_id', batches.map(({ writeKey, rows }) => keyed(writeKey, rows)));
  const letters = await insertNew(session, 'dead_letter', 'sha256', batches.map(({ writeKey, letters }) => keyed(writeKey, letters)));
  return batches.map(({ rows }, i) => ({ events: events[i]!, deadLetters: letters[i]!, duplicates: rows.length - events[i]!.length }));
}

function keyed<Row extends object>(write_key: string, rows: Row[]): (Row & { write_key: string })[] {
  return rows.map((row) => ({ ...row, write_key }));
}

/** Answers those of each list that were not there. */
async function insertNew<Row extends object>(session: Session, table: string, key: string, lists: Row[][]): Promise<(Row & { id: number })[][]> {
  const ids = await session.insertNew(table, ['write_key', key], lists.flat());
  let at = 0;
  return lists.map((rows) => rows.flatMap((row) => {
    const id = ids[at++]!;
    return id === null ? [] : [{ ...row, id }];
  }));
}

function reading(database: Database) {
  return {
    /** Oldest first. */
    eventsAfter: (id: number, limit: number) => database.all<StoredEvent>('SELECT * FROM events WHERE id > :id ORDER BY id LIMIT :limit', { id, limit }),
    deadLettersAfter: (id: number, limit: number) => database.all<StoredDeadLetter>('SELECT * FROM dead_letter WHERE id > :id ORDER BY id LIMIT :limit', { id, limit }),
    /** Newest first. */
    eventsBefore: (id: number, limit: number) => database.all<StoredEvent>('SELECT * FROM events WHERE id < :id ORDER BY id DESC LIMIT :limit', { id, limit }),
    lastDeadLetters: (limit: number) => database.all<StoredDeadLetter>('SELECT * FROM dead_letter ORDER BY id DESC LIMIT :limit', { limit }),
    async end(): Promise<Cursor> {
      const [last] = await database.all<Cursor>(`SELECT (SELECT coalesce(max(id), 0) FROM events) AS event,
                                                        (SELECT coalesce(max(id), 0) FROM dead_letter) AS "deadLetter"`);
      return { event: last!.event, deadLetter: last!.deadLetter };
    },
  };
}
