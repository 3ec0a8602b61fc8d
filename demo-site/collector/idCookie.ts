// A cookie with the visitor's id that the collector sets instead of the page. Safari keeps one that a script has set for seven days only.
import { isIdentifier } from './event.ts';
import { isObject } from './json.ts';
import { limits } from './limits.ts';
import { Refusal } from './refusal.ts';

/** For names below `domain`; the collector must have one of them, and pages ask for it with credentials. */
export interface IdCookie { name: string; domain: string }

export function readId(body: unknown): string {
  const id = isObject(body) ? body['anonymousId'] : undefined;
  if (isIdentifier(id, limits.cookieIdChars) && /^[\w.-]+$/.test(id)) return id;
  throw new Refusal(400, 'bad_id', `anonymousId is at most ${limits.cookieIdChars} letters, digits, _, . or -.`);
}

/** Scripts may read it: the SDK finds the id of the visitor there. */
export function idCookie({ name, domain }: IdCookie, id: string): string {
  return `${name}=${id}; Domain=${domain}; Path=/; Max-Age=${limits.cookieSeconds}; Secure; SameSite=Lax`;
}

export function noIdCookie({ name, domain }: IdCookie): string {
  return `${name}=; Domain=${domain}; Path=/; Max-Age=0; Secure; SameSite=Lax`;
}

/** Throws an Error for what would be no cookie, or one that any page could have set. */
export function requireGoodCookie({ name, domain }: IdCookie, origins: string[] | undefined): void {
  if (!/^[\w.-]{1,40}$/.test(name) || !/^[a-z0-9-]+(\.[a-z0-9-]+)+$/.test(domain)) throw new Error('idCookie: needs a name, and a domain as shop.example');
  if (origins === undefined) throw new Error('idCookie: needs the origins whose pages may ask for it');
}
