// A request to be forgotten: who asks, and what is answered.
import { isIdentifier } from './event.ts';
import { isProven } from './identity.ts';
import { isObject } from './json.ts';
import { limits } from './limits.ts';
import { Refusal } from './refusal.ts';
import type { Erased } from './storage/erasureStore.ts';

/**
 * Who knows the random id of a browser is taken for its visitor. A user id is no secret: it counts with its token only, as with events, and
 * then what the user did in other browsers goes, too. Throws a Refusal.
 */
export function readForget(body: unknown, secret: string | undefined): { anonymousId: string; userId: string | null } {
  const { anonymousId, userId = null, identityToken } = isObject(body) ? body : {};
  if (!isIdentifier(anonymousId, limits.visitorIdChars)) throw badForget('anonymousId');
  if (userId !== null && !isIdentifier(userId, limits.visitorIdChars)) throw badForget('userId');
  const isUser = userId !== null && secret !== undefined && isProven(secret, userId, identityToken);
  return { anonymousId, userId: isUser ? userId : null };
}

function badForget(field: string): Refusal {
  return new Refusal(400, 'bad_forget', `${field} is printable text of at most ${limits.visitorIdChars} characters.`);
}

export interface ForgetAnswer { success: true; /** Rows that were erased. */ forgotten: number }

export function forgetAnswer({ events, deadLetters, draws }: Erased): ForgetAnswer {
  return { success: true, forgotten: events + deadLetters + draws };
}
