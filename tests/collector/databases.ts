// A database of a test's own, and how a test looks into it. It is SQLite's, or PostgreSQL's where WAYMARK_TEST_POSTGRES names a server:
// postgres.test.ts has the tests that are about storage run once more that way.
import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestContext } from 'node:test';
import Sqlite from 'libsql';
import pg from 'pg';

export type Rows = Record<string, unknown>[];
const isPostgres = (database: string): boolean => database.startsWith('postgres:');

export async function temporaryFolder(t: TestContext): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'waymark-collector-'));
  t.after(() => rm(folder, { recursive: true, force: true }));
  return folder;
}

/** What `createCollector` takes as its database. */
export async function newDatabase(t: TestContext): Promise<string> {
  const server = process.env.WAYMARK_TEST_POSTGRES;
  return server === undefined ? join(await temporaryFolder(t), 'events.db') : newPostgresDatabase(server);
}

export async function newPostgresDatabase(server: string): Promise<string> {
  const name = `test_${randomBytes(6).toString('hex')}`;
  await rowsIn(server, `CREATE DATABASE ${name}`);
  return server.replace('/postgres?', `/${name}?`);
}

/** By a connection of its own: what another process would find. */
export async function rowsIn(database: string, sql: string): Promise<Rows> {
  const connection = await connect(database);
  try {
    return await connection.rows(sql);
  } finally {
    await connection.close();
  }
}

export async function countIn(database: string, table: string): Promise<number> {
  return Number((await rowsIn(database, `SELECT count(*) AS n FROM ${table}`))[0]!['n']);
}

/** Nobody else can write until `release`. */
export async function lock(database: string): Promise<{ release(): Promise<void> }> {
  const connection = await connect(database);
  await connection.rows(isPostgres(database) ? 'BEGIN; LOCK TABLE events, draws, coupons, prizes, meta IN ACCESS EXCLUSIVE MODE' : 'BEGIN IMMEDIATE');
  return {
    async release() {
      await connection.rows('ROLLBACK');
      await connection.close();
    },
  };
}

interface Connection { rows(sql: string): Promise<Rows>; close(): Promise<void> }

async function connect(database: string): Promise<Connection> {
  if (!isPostgres(database)) {
    const db = new Sqlite(database);
    // Only `exec` takes a lock properly in libsql.
    return { rows: async (sql) => (sql.startsWith('SELECT') || sql.startsWith('PRAGMA') ? db.prepare(sql).all() as Rows : (db.exec(sql), [])), close: async () => void db.close() };
  }
  const client = new pg.Client({ connectionString: database, types: { getTypeParser: ((id: number) => (id === 20 ? Number : pg.types.getTypeParser(id))) as typeof pg.types.getTypeParser } });
  await client.connect();
  return { rows: async (sql) => (await client.query(sql)).rows as Rows, close: () => client.end() };
}
