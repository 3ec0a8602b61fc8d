import type { FeedEvent, FeedItem, FeedRejection } from '../../../collector/feed.ts';
import { groupOf } from '../../feed/filters.ts';
import type { Dictionary } from '../../text/en.ts';

export type Outcome = keyof Dictionary['outcomes'];

export const shortId = (id: string): string => (id.length > 10 ? id.replaceAll('-', '').slice(-8) : id);
export const timeOf = (item: FeedItem): string => (item.kind === 'event' ? item.corrected : item.receivedAt);

export function clock(iso: string, language: string): string {
  return new Date(iso).toLocaleTimeString(language, { hour: '2-digit', minute: '2-digit', second: '2-digit', hour12: false });
}

export function dateAndTime(iso: string, language: string): string {
  return new Date(iso).toLocaleString(language, { dateStyle: 'medium', timeStyle: 'medium', hour12: false });
}

/** One of a few hues for a session, the same every time it is seen. */
export function hueOf(item: FeedItem): string {
  return hueOfSession(item.kind === 'event' ? item.session : null);
}

export function hueOfSession(session: { id: string } | null): string {
  if (session === null) return 'hue-none';
  let hash = 0;
  for (const character of session.id) hash = (hash * 31 + character.codePointAt(0)!) >>> 0;
  return `hue-${hash % 10}`;
}

export function badgeOf(item: FeedItem): string {
  return groupOf(item) === 'identify' || groupOf(item) === 'page' ? (item as FeedEvent).type : groupOf(item);
}

export function nameOf(item: FeedItem, text: Dictionary): string {
  if (item.kind === 'rejected') return text.reasons[item.code] ?? item.detail;
  if (item.type === 'track') return item.event ?? '';
  return text.typeNames[item.type] ?? item.type;
}

export function outcomeOf(item: FeedItem): Outcome | null {
  const outcome = /^Campaign (Shown|Clicked|Closed|Converted)$/.exec((item.kind === 'event' && item.event) || '')?.[1];
  return outcome ? (outcome.toLowerCase() as Outcome) : null;
}

/** What the event is about, in a few words: the product, the order, the search, the page. */
export function subjectOf(item: FeedItem, language: string): string {
  if (item.kind === 'rejected') return rejectedName(item);
  const { name, product_id, query, order_id, total, revenue, price, currency } = (item.body['properties'] ?? {}) as Record<string, unknown>;
  const amount = money(total ?? revenue ?? price, currency, language);
  const subject = [order_id, name, query, product_id].find((value) => typeof value === 'string' && value !== '') as string | undefined;
  if (item.type === 'page') return item.path ?? subject ?? '';
  return [subject, amount].filter(Boolean).join(' · ') || (outcomeOf(item) || item.type !== 'track' ? '' : item.path ?? '');
}

/** The name the rejected event went by, when its text is whole enough to tell. */
function rejectedName({ body, messageId }: FeedRejection): string {
  const name = /"event":"([^"\\]{1,80})"/.exec(body)?.[1];
  return name ?? messageId ?? '';
}

function money(value: unknown, currency: unknown, language: string): string {
  if (typeof value !== 'number') return '';
  if (typeof currency !== 'string' || !/^[A-Z]{3}$/.test(currency)) return value.toLocaleString(language);
  return value.toLocaleString(language, { style: 'currency', currency });
}
