// The campaign document of each write key: kept in the store, refreshed from its file when that has new content.
import { createHash } from 'node:crypto';
import { readFile, stat } from 'node:fs/promises';
import type { FastifyBaseLogger } from 'fastify';
import type { IdCookie } from './idCookie.ts';
import { isObject } from './json.ts';
import { limits } from './limits.ts';
import type { StoredDocument } from './storage/documentStore.ts';
import type { Store } from './storage/store.ts';

export interface WriteKey {
  key: string;
  /** Origins whose pages may send with it, as `https://shop.example`; absent: all. The key is public: this is what binds it. */
  origins?: string[];
  /** With it the shop's server proves who a user is, see identity.ts; absent: every user id is believed. */
  identitySecret?: string;
  /** Set by `POST /v1/id`; needs `origins`. */
  idCookie?: IdCookie;
  /** A campaign document (JSON); may be edited while the collector runs. */
  documentFile?: string;
  /** The prizes of its campaigns (JSON), read once at start. Not for browsers. */
  prizesFile?: string;
}

export type Documents = ReturnType<typeof createDocuments>;

export function createDocuments(store: Store, writeKeys: WriteKey[], log: FastifyBaseLogger) {
  const files = new Map(writeKeys.map(({ key, documentFile }) => [key, documentFile]));
  const seen = new Map<string, string>();

  async function refresh(key: string, file: string): Promise<void> {
    const { mtimeMs, size } = await stat(file);
    const version = `${mtimeMs}:${size}`;
    if (seen.get(key) === version) return;
    if (size > limits.documentBytes) throw new Error('document too large');
    const document = toDocument(key, await readFile(file, 'utf8'));
    if ((await store.document(key))?.etag !== document.etag) await store.putDocument(document);
    seen.set(key, version);
  }

  return {
    /** Undefined for an unknown key. A file that is broken or half written leaves the last good document in place. */
    async find(key: string): Promise<StoredDocument | undefined> {
      if (!files.has(key)) return undefined;
      const file = files.get(key);
      if (file !== undefined) await refresh(key, file).catch((error: Error) => log.warn({ reason: error.message }, 'document not refreshed'));
      return store.document(key);
    },
  };
}

function toDocument(key: string, body: string): StoredDocument {
  const parsed: unknown = JSON.parse(body);
  if (!isObject(parsed) || parsed['version'] === undefined) throw new Error('not a campaign document');
  const revision = Number.isInteger(parsed['revision']) ? (parsed['revision'] as number) : 0;
  const etag = `"${createHash('sha256').update(body).digest('base64url').slice(0, 22)}"`;
  return { write_key: key, revision, etag, body, updated_at: new Date().toISOString() };
}

/** If-None-Match is a list of tags, compared weakly, or a star. */
export function isSameVersion(etag: string, ifNoneMatch: string | undefined): boolean {
  const tags = (ifNoneMatch ?? '').split(',').map((tag) => tag.trim().replace(/^W\//, ''));
  return tags.includes(etag) || tags.includes('*');
}
