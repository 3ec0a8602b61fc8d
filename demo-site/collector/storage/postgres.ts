// PostgreSQL by its URL: for more than one machine. Any number of collectors may share a database.
import { createHash } from 'node:crypto';
import pg from 'pg';
import { limits } from '../limits.ts';
import { createTurns } from '../turns.ts';
import { StoreFailure } from './database.ts';
import type { Database, Reader, Session, Words } from './database.ts';

const words: Words = { id: 'BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY', text: 'TEXT COLLATE "C"', keyed: '' };

const bigint = 20;
/** Numbers of rows and counts stay below 2⁵³. */
const types = { getTypeParser: (id: number, format?: 'text' | 'binary') => (id === bigint ? Number : pg.types.getTypeParser(id, format)) } as pg.CustomTypesConfig;

export async function openPostgres(url: string, schema: (words: Words) => string): Promise<Database> {
  const pool = new pg.Pool({
    connectionString: url, types, max: limits.storeConnections, application_name: 'waymark',
    connectionTimeoutMillis: limits.storeConnectMs, query_timeout: limits.requestMs,
  });
  // A connection that breaks while it is idle is replaced by the next use.
  pool.on('error', () => {});
  const { all } = createReader(pool);
  // Those of this process wait for each other here: with connections they would take all of them from everyone else.
  const queues = new Map<string, ReturnType<typeof createTurns>>();

  function transaction<T>(lock: string, work: (session: Session) => Promise<T>): Promise<T> {
    const inTurn = queues.get(lock) ?? createTurns();
    queues.set(lock, inTurn);
    return inTurn(() => inTransaction(lock, work));
  }

  async function inTransaction<T>(lock: string, work: (session: Session) => Promise<T>): Promise<T> {
    const client = await failing(pool.connect());
    try {
      await failing(client.query(opening(lock)));
      const result = await work(createSession(client));
      await failing(client.query('COMMIT'));
      client.release();
      return result;
    } catch (error) {
      client.release(!await isRolledBack(client));
      throw error;
    }
  }

  try {
    await transaction('schema', async (session) => { await session.all(schema(words)); });
  } catch (error) {
    await pool.end();
    throw error;
  }
  return { all, transaction, close: async () => void (pool.ended || pool.ending || await pool.end()) };
}

/**
 * The lock is there for all who connect to this database, and held until the commit is seen by everyone. So the numbers of rows that are
 * added under one lock are seen in their order: who has read up to one of them has missed none. A server that is set to answer before the
 * disk has it is not let do so here.
 */
function opening(lock: string): string {
  const key = createHash('sha256').update(lock).digest().readBigInt64BE();
  return `BEGIN; SET LOCAL lock_timeout = ${limits.storeLockMs}; SELECT pg_advisory_xact_lock(${key});
    SELECT set_config('synchronous_commit', 'on', true) WHERE current_setting('synchronous_commit') = 'off'`;
}

/** A connection that cannot even do that is not used again. */
async function isRolledBack(client: pg.PoolClient): Promise<boolean> {
  return client.query('ROLLBACK').then(() => true, () => false);
}

function createReader(client: pg.Pool | pg.PoolClient): Reader {
  return { all: async <Row>(sql: string, values: object = {}) => (await failing(client.query(...numbered(sql, values)))).rows as Row[] };
}

function createSession(client: pg.PoolClient): Session {
  return {
    ...createReader(client),
    run: async (sql, values = {}) => (await failing(client.query(...numbered(sql, values)))).rowCount ?? 0,
    async insertNew(table, key, rows) {
      if (rows.length === 0) return [];
      const columns = Object.keys(rows[0]!) as (keyof (typeof rows)[number])[];
      const { rows: added } = await failing(client.query(insertion(table, key, columns), columns.map((name) => rows.map((row) => row[name]))));
      return idsOf(rows, added, key);
    },
  };
}

/** One statement for all rows: a round trip, not one for each. They get their numbers in their order. */
function insertion(table: string, key: readonly string[], columns: string[]): string {
  return `INSERT INTO ${table} (${columns.join(', ')}) SELECT ${columns.join(', ')}
    FROM unnest(${columns.map((_, i) => `$${i + 1}::text[]`).join(', ')}) WITH ORDINALITY AS given (${columns.join(', ')}, place) ORDER BY place
    ON CONFLICT DO NOTHING RETURNING id, ${key.join(', ')}`;
}

/** Of rows that are the same the first was added. */
function idsOf(rows: readonly object[], added: { id: number }[], key: readonly string[]): (number | null)[] {
  const nameOf = (row: object): string => JSON.stringify(key.map((name) => (row as { [name: string]: unknown })[name]));
  const ids = new Map(added.map((row) => [nameOf(row), row.id]));
  return rows.map((row) => {
    const name = nameOf(row);
    const id = ids.get(name) ?? null;
    ids.delete(name);
    return id;
  });
}

/** `:name` as `$1`; the same name is the same value. */
function numbered(sql: string, values: object): [sql: string, values: unknown[]] {
  const names: string[] = [];
  const text = sql.replace(/:([a-z_][a-z_0-9]*)/gi, (_, name: string) => {
    if (!names.includes(name)) names.push(name);
    return `$${names.indexOf(name) + 1}`;
  });
  return [text, names.map((name) => (values as { [name: string]: unknown })[name] ?? null)];
}

/** Classes of SQLSTATE that tell of the values, not of the server. */
const ofTheRows = /^(22|23|54)/;

/** Whatever a query fails with is the database's failure: it was we who wrote the query. */
async function failing<T>(query: Promise<T>): Promise<T> {
  try {
    return await query;
  } catch (error) {
    const code = String((error as { code?: unknown }).code ?? 'unavailable');
    throw new StoreFailure(code, error instanceof pg.DatabaseError && ofTheRows.test(code), error);
  }
}
