// What visitors have had erased, and what has grown too old. Of both only counts are kept, and of who was erased a hash: events of theirs
// that are still on their way are known by it, and an address that has drawn stays one that has.
import { createHmac, randomBytes } from 'node:crypto';
import type { Database, Reader, Session, Words } from './database.ts';
import { eventLock } from './eventStore.ts';
import { metaOf } from './metaStore.ts';
import { prizeLock } from './prizeStore.ts';

export const erasureSchema = ({ id, text, keyed }: Words): string => `
CREATE TABLE IF NOT EXISTS forgotten (
  subject ${text} PRIMARY KEY,
  forgotten_at ${text} NOT NULL
) ${keyed};

CREATE TABLE IF NOT EXISTS audit (
  id ${id},
  at ${text} NOT NULL,
  write_key ${text},
  action ${text} NOT NULL CHECK (action IN ('forgotten', 'expired')),
  events BIGINT NOT NULL,
  dead_letters BIGINT NOT NULL,
  draws BIGINT NOT NULL
);`;

export interface Erased { events: number; deadLetters: number; draws: number }
/** Who it is about; `userId` only when it is proven. */
export interface Subject { writeKey: string; anonymousId: string; userId: string | null }
/** The hash of something that was erased, or would be. */
export type HashOf = (...parts: string[]) => string;

/** With a key of this database's: who has the hashes alone cannot try names. */
export async function hashing(database: Database): Promise<HashOf> {
  const key = await metaOf(database, 'pepper', () => randomBytes(32).toString('hex'));
  return (...parts) => `hash:${createHmac('sha256', key).update(JSON.stringify(parts)).digest('hex')}`;
}

export function erasure(database: Database, hashOf: HashOf) {
  return {
    /** What arrives later and is no younger than `now` is refused, see `appendAll`. */
    async forget(subject: Subject, now: string): Promise<Erased> {
      const draws = await database.transaction(prizeLock(subject.writeKey), (session) => eraseDraws(session, subject, hashOf));
      return database.transaction(eventLock, async (session) => {
        const erased = { ...await eraseEvents(session, subject), draws };
        for (const name of namesOf(subject)) await session.run(`INSERT INTO forgotten (subject, forgotten_at) VALUES (:subject, :now)
          ON CONFLICT (subject) DO UPDATE SET forgotten_at = excluded.forgotten_at`, { subject: hashOf(...name), now });
        await record(session, 'forgotten', subject.writeKey, erased, now);
        return erased;
      });
    },

    /** Erases at most so many rows of a table that are older than `before`; answers how many. A commit must not hold up the others. */
    async expire(table: 'events' | 'dead_letter' | 'draws', before: string, most: number): Promise<number> {
      if (table === 'draws') return database.transaction('expiry', (session) => expireDraws(session, before, most, hashOf));
      return database.transaction(eventLock, (session) => expireRows(session, table, before, most));
    },
    async expireForgotten(before: string): Promise<void> {
      await database.transaction(eventLock, (session) => session.run('DELETE FROM forgotten WHERE forgotten_at < :before', { before }));
    },
    recordExpiry: (erased: Erased, now: string): Promise<void> => database.transaction('audit', (session) => record(session, 'expired', null, erased, now)),
  };
}

/** Names under which events may still come. */
function namesOf({ writeKey, anonymousId, userId }: Subject): string[][] {
  return [['visitor', writeKey, anonymousId], ...(userId === null ? [] : [['user', writeKey, userId]])];
}

async function record(session: Session, action: string, writeKey: string | null, { events, deadLetters, draws }: Erased, at: string): Promise<void> {
  await session.run('INSERT INTO audit (at, write_key, action, events, dead_letters, draws) VALUES (:at, :writeKey, :action, :events, :deadLetters, :draws)',
    { at, writeKey, action, events, deadLetters, draws });
}

async function eraseEvents(session: Session, { writeKey, anonymousId, userId }: Subject): Promise<Omit<Erased, 'draws'>> {
  const events = await session.run('DELETE FROM events WHERE write_key = :writeKey AND (anonymous_id = :anonymousId OR user_id = :userId)', { writeKey, anonymousId, userId });
  let deadLetters = 0;
  for (const [field, id] of [['anonymousId', anonymousId], ['userId', userId]] as const)
    if (id !== null) deadLetters += await session.run(`DELETE FROM dead_letter WHERE write_key = :writeKey AND body LIKE :holding ESCAPE '\\'`, { writeKey, holding: `%${memberPattern(field, id)}%` });
  return { events, deadLetters };
}

/** As `JSON.stringify` has it, with what LIKE would take for a pattern escaped. */
function memberPattern(field: string, id: string): string {
  return JSON.stringify({ [field]: id }).slice(1, -1).replace(/[\\%_]/g, '\\$&');
}

interface Drawn { id: string; write_key: string; campaign: string; email: string; anonymous_id: string }
const drawnBy = 'SELECT id, write_key, campaign, email, anonymous_id FROM draws WHERE write_key = :writeKey AND anonymous_id = :anonymousId';

async function eraseDraws(session: Session, { writeKey, anonymousId }: Subject, hashOf: HashOf): Promise<number> {
  return hide(session, await session.all<Drawn>(drawnBy, { writeKey, anonymousId }), hashOf);
}

/** The draw stays, for its prize was taken from the stock; who drew it goes. */
async function hide(session: Session, draws: Drawn[], hashOf: HashOf): Promise<number> {
  for (const { id, write_key, email, anonymous_id } of draws)
    await session.run('UPDATE draws SET email = :email, anonymous_id = :anonymousId, locale = NULL WHERE id = :id',
      { id, email: hashOf('email', write_key, email), anonymousId: hashOf('visitor', write_key, anonymous_id) });
  return draws.length;
}

/** Rows were numbered as they came, so those that are too old are the first ones. */
async function expireRows(session: Session, table: 'events' | 'dead_letter', before: string, most: number): Promise<number> {
  const [old] = await session.all<{ last: number | null }>(`SELECT max(id) AS last FROM (SELECT id, received_at FROM ${table} ORDER BY id LIMIT :most) AS first
    WHERE received_at < :before`, { most, before });
  return old!.last === null ? 0 : session.run(`DELETE FROM ${table} WHERE id <= :last AND received_at < :before`, { last: old!.last, before });
}

async function expireDraws(session: Session, before: string, most: number, hashOf: HashOf): Promise<number> {
  return hide(session, await session.all<Drawn>(`SELECT id, write_key, campaign, email, anonymous_id FROM draws
    WHERE drawn_at < :before AND email LIKE '%@%' ORDER BY drawn_at LIMIT :most`, { before, most }), hashOf);
}

/** When each of these was forgotten last, by its hash. */
export async function forgottenAmong(from: Reader, subjects: string[]): Promise<Map<string, string>> {
  if (subjects.length === 0) return new Map();
  // Few numbers of values, so that there are few statements to prepare.
  const room = 2 ** Math.ceil(Math.log2(subjects.length));
  const values = Object.fromEntries(Array.from({ length: room }, (_, i) => [`s${i}`, subjects[i] ?? subjects[0]!]));
  const rows = await from.all<{ subject: string; forgotten_at: string }>(
    `SELECT subject, forgotten_at FROM forgotten WHERE subject IN (${Object.keys(values).map((name) => `:${name}`).join(', ')})`, values);
  return new Map(rows.map(({ subject, forgotten_at }) => [subject, forgotten_at]));
}
