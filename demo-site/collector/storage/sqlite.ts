// SQLite in a file of this machine. Its calls are synchronous, so a transaction is over before anything else of the process happens.
import Sqlite from 'libsql';
import { limits } from '../limits.ts';
import { createTurns } from '../turns.ts';
import { StoreFailure } from './database.ts';
import type { Database, Session, Words } from './database.ts';

const words: Words = { id: 'INTEGER PRIMARY KEY AUTOINCREMENT', text: 'TEXT', keyed: 'WITHOUT ROWID' };

/** `path` is a file, made when missing, or ':memory:'. */
export async function openSqlite(path: string, schema: (words: Words) => string): Promise<Database> {
  const db = failing(() => new Sqlite(path, { timeout: limits.storeBusyMs }));
  // FULL: with NORMAL a power cut may lose a commit that was already acknowledged.
  failing(() => db.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON;'));
  failing(() => db.exec(schema(words)));
  const session = createSession(db);
  // A transaction may wait between its statements for its own answers: what is not part of it waits for its end.
  const inTurn = createTurns();

  return {
    all: (sql, values) => inTurn(() => session.all(sql, values)),
    transaction: (_lock, work) => inTurn(() => inTransaction(db, () => work(session))),
    close: () => inTurn(() => close(db)),
  };
}

function createSession(db: Sqlite.Database): Session {
  const known = new Map<string, Sqlite.Statement>();
  function prepared(sql: string): Sqlite.Statement {
    const statement = known.get(sql) ?? db.prepare(sql);
    known.set(sql, statement);
    return statement;
  }
  return {
    all: async <Row>(sql: string, values: object = {}) => failing(() => prepared(sql).all(values) as Row[]),
    run: async (sql, values = {}) => failing(() => prepared(sql).run(values).changes),
    insertNew: async (table, _key, rows) => (rows.length === 0 ? [] : failing(() => {
      const statement = prepared(insertion(table, Object.keys(rows[0]!)));
      return rows.map((row) => {
        const { changes, lastInsertRowid } = statement.run(row);
        return changes === 1 ? Number(lastInsertRowid) : null;
      });
    })),
  };
}

function insertion(table: string, columns: string[]): string {
  return `INSERT INTO ${table} (${columns.join(', ')}) VALUES (${columns.map((name) => `:${name}`).join(', ')}) ON CONFLICT DO NOTHING`;
}

/**
 * The lock is taken by `exec`: a prepared statement that finds the database busy stays half run in libsql, and no later COMMIT
 * succeeds. libsql's own wrapper rolls back whatever failed, hiding the first error.
 */
async function inTransaction<T>(db: Sqlite.Database, work: () => Promise<T>): Promise<T> {
  failing(() => db.exec('BEGIN IMMEDIATE'));
  try {
    const result = await work();
    failing(() => db.exec('COMMIT'));
    return result;
  } catch (error) {
    if (db.inTransaction) db.exec('ROLLBACK');
    throw error;
  }
}

/** Folds the write-ahead log into the file, so that the file alone is the whole database. */
function close(db: Sqlite.Database): void {
  if (!db.open) return;
  db.prepare('PRAGMA wal_checkpoint(TRUNCATE)').all();
  db.close();
}

function failing<T>(work: () => T): T {
  try {
    return work();
  } catch (error) {
    if (!(error instanceof Error) || error.name !== 'SqliteError') throw error;
    const code = String((error as Error & { code?: unknown }).code);
    throw new StoreFailure(code, /^SQLITE_(CONSTRAINT|MISMATCH|TOOBIG)/.test(code), error);
  }
}
