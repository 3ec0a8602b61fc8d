// What all routes share: the shop's parts, the visit of a request, and the way pages are sent.
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { RateLimit } from '../rateLimit.ts';
import type { Assets } from './assets.ts';
import { sessionToken, setSessionCookie } from './cookies.ts';
import type { Coupons } from './coupons.ts';
import { barePath, type Language } from './i18n/language.ts';
import { messagesIn } from './i18n/messages.ts';
import { type Page, renderPage } from './pages/layout.ts';
import { contentSecurityPolicy } from './security.ts';
import { findAccount } from './store/accounts.ts';
import { cartLines } from './store/carts.ts';
import type { Store } from './store/database.ts';
import { beginSession, clearNotice, findSession, type Session } from './store/sessions.ts';
import type { Visit } from './visit.ts';

export interface Shop {
  store: Store;
  assets: Assets;
  writeKey: string;
  isInspected: boolean;
  collectorOrigin: (host: string) => string;
  now: () => number;
  /** Absent: the checkout takes no coupons. */
  coupons: Coupons | undefined;
  /** Codes that were not good, by address. */
  couponTries: RateLimit;
}

export function visitOf(shop: Shop, request: FastifyRequest, language: Language): Visit {
  const now = shop.now();
  const token = sessionToken(request);
  const session = token ? findSession(shop.store, token, now) : undefined;
  const lines = session ? cartLines(shop.store, session.cartId) : [];
  return {
    language,
    messages: messagesIn(language),
    origin: `${request.protocol}://${request.host}`,
    collectorOrigin: shop.collectorOrigin(request.hostname),
    writeKey: shop.writeKey,
    isInspected: shop.isInspected,
    address: barePath(request.url),
    assets: shop.assets,
    token,
    session,
    account: session?.accountId ? findAccount(shop.store, session.accountId) : undefined,
    cartCount: lines.reduce((sum, line) => sum + line.quantity, 0),
    now,
  };
}

/** The session of a visitor who does something; looking around needs none, and no cookie. */
export function sessionFor(shop: Shop, request: FastifyRequest, reply: FastifyReply): Session {
  const now = shop.now();
  const token = sessionToken(request);
  const known = token ? findSession(shop.store, token, now) : undefined;
  if (known) return known;
  const fresh = beginSession(shop.store, now);
  setSessionCookie(request, reply, fresh);
  const session = findSession(shop.store, fresh, now);
  if (!session) throw new Error('a session just begun is not in the store');
  return session;
}

export function sendPage(shop: Shop, reply: FastifyReply, visit: Visit, page: Page, status = 200): FastifyReply {
  if (visit.session && reply.request.method === 'GET') clearNotice(shop.store, visit.session);
  return reply
    .code(status)
    .type('text/html; charset=utf-8')
    .header('content-language', visit.language)
    .header('content-security-policy', contentSecurityPolicy(visit.collectorOrigin))
    .header('cache-control', 'private, no-cache')
    .send(renderPage(visit, page));
}

/** After a form: the answer is a page to GET, so that a reload posts nothing. */
export function sendOn(reply: FastifyReply, path: string): FastifyReply {
  return reply.header('cache-control', 'no-store').redirect(path, 303);
}
