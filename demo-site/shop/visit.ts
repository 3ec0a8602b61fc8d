import type { Assets } from './assets.ts';
import { type Language, pathIn } from './i18n/language.ts';
import { type Messages } from './i18n/messages.ts';
import type { Account } from './store/accounts.ts';
import type { Session } from './store/sessions.ts';

/** Everything a page may depend on besides its own subject. */
export interface Visit {
  language: Language;
  messages: Messages;
  /** Scheme, host and port this request was made to. */
  origin: string;
  collectorOrigin: string;
  writeKey: string;
  /** The page lets the studio watch. */
  isInspected: boolean;
  /** Path and query without the language. */
  address: string;
  assets: Assets;
  token: string | undefined;
  session: Session | undefined;
  account: Account | undefined;
  cartCount: number;
  now: number;
}

export function link(visit: Visit, path: string): string {
  return pathIn(visit.language, path);
}
