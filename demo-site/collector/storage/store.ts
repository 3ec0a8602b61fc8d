// What the collector keeps. Each part of it is written once for both databases; only what implements database.ts knows which one it is.
// What a call has written is on the disk once it is answered. Every failure of a database is a StoreFailure.
import { randomInt } from 'node:crypto';
import type { Random } from '../codes.ts';
import { coupons } from './couponStore.ts';
import type { Database } from './database.ts';
import { documents } from './documentStore.ts';
import { draws } from './drawStore.ts';
import { erasure, hashing } from './erasureStore.ts';
import { events } from './eventStore.ts';
import { forwarding } from './forwardStore.ts';
import { openPostgres } from './postgres.ts';
import { prizes } from './prizeStore.ts';
import { schema } from './schema.ts';
import { openSqlite } from './sqlite.ts';

export type Store = Awaited<ReturnType<typeof openStore>>;

/** `url` is that of a PostgreSQL database, a file of SQLite's, made when missing, or ':memory:'. `random` draws the prizes. */
export async function openStore(url: string, random: Random = randomInt) {
  const database = await openDatabase(url);
  const hashOf = await hashing(database);
  return {
    ...await events(database, hashOf), ...documents(database), ...prizes(database), ...draws(database, random, hashOf), ...coupons(database),
    ...forwarding(database), ...erasure(database, hashOf), close: () => database.close(),
  };
}

function openDatabase(url: string): Promise<Database> {
  return /^postgres(ql)?:/.test(url) ? openPostgres(url, schema) : openSqlite(url, schema);
}
