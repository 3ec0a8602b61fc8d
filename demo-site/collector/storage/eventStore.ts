// Events, and what was refused of the batches they came in.
import { createHash, randomBytes } from 'node:crypto';
import type { DeadLetterRow } from '../batch.ts';
import type { EventRow } from '../event.ts';
import { limits } from '../limits.ts';
import type { Database, Session } from './database.ts';
import { forgottenAmong } from './erasureStore.ts';
import type { HashOf } from './erasureStore.ts';
import { grouped } from './grouped.ts';
import { metaOf } from './metaStore.ts';

export type StoredEvent = EventRow & { id: number; write_key: string };
export type StoredDeadLetter = DeadLetterRow & { id: number; write_key: string };
export interface Cursor { event: number; deadLetter: number }
/** `forgotten`: places of the rows that are a visitor's who has had them erased. */
export interface Appended { events: StoredEvent[]; deadLetters: StoredDeadLetter[]; duplicates: number; forgotten: number[] }

/** All that adds events goes one after another, so that their numbers are seen in their order. */
export const eventLock = 'events';

export async function events(database: Database, hashOf: HashOf) {
  return {
    /** Names this database: a cursor of another one means nothing here. */
    epoch: await metaOf(database, 'epoch', () => randomBytes(4).toString('hex')),
    ...writing(database, hashOf), ...reading(database),
  };
}

interface Batch { writeKey: string; rows: EventRow[]; letters: DeadLetterRow[] }

function writing(database: Database, hashOf: HashOf) {
  const append = grouped((batches: Batch[]) => database.transaction(eventLock, (session) => appendAll(session, batches, hashOf)),
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

async function appendAll(session: Session, given: Batch[], hashOf: HashOf): Promise<Appended[]> {
  const forgotten = await forgottenIn(session, given, hashOf);
  const batches = given.map((batch, i) => withoutForgotten(batch, forgotten[i]!));
  const events = await insertNew(session, 'events', 'message_id', batches.map(({ writeKey, rows }) => keyed(writeKey, rows)));
  const letters = await insertNew(session, 'dead_letter', 'sha256', batches.map(({ writeKey, letters }) => keyed(writeKey, letters)));
  return batches.map(({ rows }, i) => ({ events: events[i]!, deadLetters: letters[i]!, duplicates: rows.length - events[i]!.length, forgotten: forgotten[i]! }));
}

/** Of each batch the places of what its visitor, or user, has had erased since it happened. */
async function forgottenIn(session: Session, batches: Batch[], hashOf: HashOf): Promise<number[][]> {
  const hashes = new Map<string, string>();
  function hashed(kind: 'visitor' | 'user', writeKey: string, id: string): string {
    const name = JSON.stringify([kind, writeKey, id]);
    const hash = hashes.get(name) ?? hashOf(kind, writeKey, id);
    hashes.set(name, hash);
    return hash;
  }
  const subjectsOf = (writeKey: string, { anonymous_id, user_id }: EventRow): string[] =>
    [...(anonymous_id === null ? [] : [hashed('visitor', writeKey, anonymous_id)]), ...(user_id === null ? [] : [hashed('user', writeKey, user_id)])];
  const subjects = batches.map(({ writeKey, rows }) => rows.map((row) => subjectsOf(writeKey, row)));
  const known = await forgottenAmong(session, [...hashes.values()]);
  return batches.map(({ rows }, i) => rows.flatMap(({ corrected }, place) => (subjects[i]![place]!.some((subject) => corrected <= (known.get(subject) ?? '')) ? [place] : [])));
}

function withoutForgotten(batch: Batch, forgotten: number[]): Batch {
  if (forgotten.length === 0) return batch;
  const letters = forgotten.map((place) => emptyLetter(batch.rows[place]!));
  return { ...batch, rows: batch.rows.filter((_, place) => !forgotten.includes(place)), letters: [...batch.letters, ...letters] };
}

export const forgottenProblem = { code: 'forgotten', detail: 'The visitor has had their events erased.' };

/** That there was one, and nothing of it. */
function emptyLetter({ message_id, received_at }: EventRow): DeadLetterRow {
  return { message_id, ...forgottenProblem, body: '', sha256: createHash('sha256').update(message_id).digest('hex'), received_at };
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
