import { randomBytes, randomUUID, scrypt, timingSafeEqual } from 'node:crypto';
import { promisify } from 'node:util';
import type { Language } from '../i18n/language.ts';
import type { Store } from './database.ts';

export interface Account {
  id: string;
  email: string;
  firstName: string;
  language: Language;
  createdAt: number;
}
interface Row {
  id: string;
  email: string;
  first_name: string;
  language: Language;
  password: string;
  created_at: number;
}

const derive = promisify(scrypt) as (password: string, salt: Buffer, bytes: number) => Promise<Buffer>;
const KEY_BYTES = 32;

async function hashPassword(password: string): Promise<string> {
  const salt = randomBytes(16);
  const key = await derive(password.normalize('NFKC'), salt, KEY_BYTES);
  return `scrypt:${salt.toString('base64')}:${key.toString('base64')}`;
}

async function isPassword(stored: string, password: string): Promise<boolean> {
  const [, salt = '', key = ''] = stored.split(':');
  const expected = Buffer.from(key, 'base64');
  const derived = await derive(password.normalize('NFKC'), Buffer.from(salt, 'base64'), KEY_BYTES);
  return expected.length === derived.length && timingSafeEqual(expected, derived);
}

function accountOf(row: Row): Account {
  return { id: row.id, email: row.email, firstName: row.first_name, language: row.language, createdAt: row.created_at };
}

export function findAccount(store: Store, id: string): Account | undefined {
  const row = store.prepare('SELECT * FROM accounts WHERE id = ?').get(id) as Row | undefined;
  return row && accountOf(row);
}

export interface NewAccount {
  email: string;
  firstName: string;
  password: string;
  language: Language;
  now: number;
}

/** Undefined where the e-mail address has an account already. */
export async function createAccount(store: Store, fresh: NewAccount): Promise<Account | undefined> {
  const password = await hashPassword(fresh.password);
  const id = `acc_${randomUUID()}`;
  const done = store
    .prepare(
      'INSERT INTO accounts (id, email, first_name, language, password, created_at) VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT (email) DO NOTHING',
    )
    .run(id, fresh.email.toLowerCase(), fresh.firstName, fresh.language, password, fresh.now);
  return done.changes === 1 ? findAccount(store, id) : undefined;
}

/** A stored hash that no password fits: an unknown address takes as long as a wrong password. */
const NOBODY = `scrypt:${randomBytes(16).toString('base64')}:${randomBytes(KEY_BYTES).toString('base64')}`;

export async function authenticate(store: Store, email: string, password: string): Promise<Account | undefined> {
  const row = store.prepare('SELECT * FROM accounts WHERE email = ?').get(email.toLowerCase()) as Row | undefined;
  const matches = await isPassword(row?.password ?? NOBODY, password);
  return row && matches ? accountOf(row) : undefined;
}
