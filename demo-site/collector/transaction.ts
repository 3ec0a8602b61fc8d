import type Database from 'libsql';

/**
 * Every write goes through here. The lock is taken by `exec`: a prepared statement that finds the database busy stays
 * half run in libsql, and no later COMMIT succeeds. libsql's own wrapper rolls back whatever failed, hiding the first error.
 */
export function inTransaction<T>(db: Database.Database, work: () => T): T {
  db.exec('BEGIN IMMEDIATE');
  try {
    const result = work();
    db.exec('COMMIT');
    return result;
  } catch (error) {
    if (db.inTransaction) db.exec('ROLLBACK');
    throw error;
  }
}
