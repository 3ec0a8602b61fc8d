// Who says to be a user must prove it, where the shop wants that: its server gives the page the HMAC-SHA256 of the user id, in hex, made with
// a secret that no browser has, and the page passes it on as `context.identityToken`.
import { createHmac, timingSafeEqual } from 'node:crypto';
import { isObject, objectAt } from './json.ts';
import type { JsonObject } from './json.ts';

const token = /^[0-9a-f]{64}$/i;

export function isProven(secret: string, userId: string, given: unknown): boolean {
  if (typeof given !== 'string' || !token.test(given)) return false;
  return timingSafeEqual(createHmac('sha256', secret).update(userId).digest(), Buffer.from(given, 'hex'));
}

/** The event without a user it does not prove; `isUnproven` when it had one. The token itself is never kept: who reads it could use it. */
export function withProvenUser(event: unknown, batchContext: JsonObject, secret: string): { event: unknown; isUnproven: boolean } {
  if (!isObject(event)) return { event, isUnproven: false };
  const { userId, ...anonymous } = event;
  const given = objectAt(event, 'context')['identityToken'] ?? batchContext['identityToken'];
  const isUnproven = userId != null && userId !== '' && !(typeof userId === 'string' && isProven(secret, userId, given));
  return { event: withoutToken(isUnproven ? anonymous : event), isUnproven };
}

function withoutToken(event: JsonObject): JsonObject {
  return isObject(event['context']) ? { ...event, context: withoutTokenIn(event['context']) } : event;
}

export function withoutTokenIn({ identityToken: _, ...context }: JsonObject): JsonObject {
  return context;
}
