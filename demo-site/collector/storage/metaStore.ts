import type { Database } from './database.ts';

/** A word the database keeps from its first start on, the same for all who share it. */
export async function metaOf(database: Database, name: string, first: () => string): Promise<string> {
  const find = () => database.all<{ value: string }>('SELECT value FROM meta WHERE name = :name', { name });
  if ((await find()).length === 0)
    await database.transaction('meta', (session) => session.run('INSERT INTO meta (name, value) VALUES (:name, :value) ON CONFLICT DO NOTHING', { name, value: first() }));
  return (await find())[0]!.value;
}
