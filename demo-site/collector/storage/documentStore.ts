import type { Database } from './database.ts';

export interface StoredDocument { write_key: string; revision: number; etag: string; body: string; updated_at: string }

export function documents(database: Database) {
  return {
    async document(writeKey: string): Promise<StoredDocument | undefined> {
      return (await database.all<StoredDocument>('SELECT * FROM documents WHERE write_key = :writeKey', { writeKey }))[0];
    },
    async putDocument(document: StoredDocument): Promise<void> {
      await database.transaction(`document ${document.write_key}`, (session) => session.run(
        `INSERT INTO documents (write_key, revision, etag, body, updated_at) VALUES (:write_key, :revision, :etag, :body, :updated_at)
         ON CONFLICT (write_key) DO UPDATE SET revision = excluded.revision, etag = excluded.etag, body = excluded.body, updated_at = excluded.updated_at`, document));
    },
  };
}
