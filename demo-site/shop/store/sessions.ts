import { createHash, randomBytes, randomUUID } from 'node:crypto';
import type { Store } from './database.ts';

/** What the next page has to tell the scripts once: the answer to a form is a redirect and cannot tell them. */
export type Notice = 'signed-up' | 'signed-in' | 'signed-out';

export interface Session {
  id: string;
  accountId: string | null;
  cartId: string;
  notice: Notice | null;
}
interface Row {
  id: string;
  account_id: string | null;
  cart_id: string;
  notice: Notice | null;
}

export const SESSION_COOKIE = 'aurelle_session';
export const SESSION_SECONDS = 30 * 24 * 3600;

/** The database holds only the hash, so a stolen copy opens no session. */
function hashed(token: string): string {
  return createHash('sha256').update(token).digest('base64url');
}

export function findSession(store: Store, token: string, now: number): Session | undefined {
  const row = store
    .prepare('SELECT id, account_id, cart_id, notice FROM sessions WHERE id = ? AND seen_at > ?')
    .get(hashed(token), now - SESSION_SECONDS * 1000) as Row | undefined;
  return row && { id: row.id, accountId: row.account_id, cartId: row.cart_id, notice: row.notice };
}

/** Begins a session and returns its token. */
export function beginSession(store: Store, now: number, initial: Partial<Session> = {}): string {
  const token = randomBytes(32).toString('base64url');
  store
    .prepare('INSERT INTO sessions (id, account_id, cart_id, notice, seen_at) VALUES (?, ?, ?, ?, ?)')
    .run(hashed(token), initial.accountId ?? null, initial.cartId ?? randomUUID(), initial.notice ?? null, now);
  return token;
}

/** Signing in changes the token (a planted one must not become an account's) and keeps the bag and new orders. */
export function promoteSession(
  store: Store,
  old: Session | undefined,
  accountId: string,
  notice: Notice,
  now: number,
): string {
  const token = beginSession(store, now, { accountId, cartId: old?.cartId, notice });
  if (old) {
    store.prepare('UPDATE orders SET session_id = ? WHERE session_id = ?').run(hashed(token), old.id);
    store.prepare('DELETE FROM sessions WHERE id = ?').run(old.id);
  }
  return token;
}

export function endSession(store: Store, session: Session): void {
  store.prepare('DELETE FROM sessions WHERE id = ?').run(session.id);
}

export function clearNotice(store: Store, session: Session): void {
  if (session.notice) store.prepare('UPDATE sessions SET notice = NULL WHERE id = ?').run(session.id);
}

/** After an order: a cart is ordered at most once, the next one is new. */
export function renewCart(store: Store, session: Session): void {
  store
    .prepare('UPDATE sessions SET cart_id = ? WHERE id = ? AND cart_id = ?')
    .run(randomUUID(), session.id, session.cartId);
}
