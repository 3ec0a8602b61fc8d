import type { FeedVisitor } from '../../../../collector/inspections.ts';
import type { WatchText } from '../../../text/watch.en.ts';
import { shortId } from '../format.ts';

/** A page that is looked at says something every twenty seconds. */
const silentMs = 50_000;

export type Presence = 'online' | 'away' | 'silent';

/** `now` by the collector's clock. */
export function presenceOf({ isAway, receivedAt }: FeedVisitor, now: number): Presence {
  if (isAway) return 'away';
  return now - Date.parse(receivedAt) > silentMs ? 'silent' : 'online';
}

export const presenceText = (presence: Presence, text: WatchText): string => text[presence];
export const titleOf = ({ user, visitor }: FeedVisitor): string => user ?? shortId(visitor);

export function pathOf({ url }: FeedVisitor): string {
  if (url === null || !URL.canParse(url)) return '';
  const { pathname, search } = new URL(url);
  return pathname + search;
}
