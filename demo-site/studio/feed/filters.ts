import type { FeedItem } from '../../collector/feed.ts';

export const groups = ['all', 'page', 'track', 'identify', 'campaign', 'rejected'] as const;
export type Group = (typeof groups)[number];
export interface Filters { text: string; visitor: string; group: Group }
export interface Visitor { id: string; userId: string | null }

export const noFilters: Filters = { text: '', visitor: '', group: 'all' };
export const isFiltering = ({ text, visitor, group }: Filters): boolean => text.trim() !== '' || visitor !== '' || group !== 'all';

export const visitorOf = (item: FeedItem): string => (item.kind === 'event' ? item.anonymousId ?? item.userId ?? '' : '');

export function groupOf(item: FeedItem): Exclude<Group, 'all'> {
  if (item.kind === 'rejected') return 'rejected';
  if (item.campaignId !== null) return 'campaign';
  if (item.type === 'page' || item.type === 'screen') return 'page';
  return item.type === 'track' ? 'track' : 'identify';
}

export function applyFilters(rows: FeedItem[], { text, visitor, group }: Filters): FeedItem[] {
  const words = text.toLowerCase().split(/\s+/).filter(Boolean);
  return rows.filter((item) =>
    (group === 'all' || groupOf(item) === group)
    && (visitor === '' || visitorOf(item) === visitor)
    && words.every((word) => searchText(item).includes(word)));
}

/** Everyone in the rows, most recent first, with the user id where one is known. */
export function visitorsIn(rows: FeedItem[]): Visitor[] {
  const found = new Map<string, Visitor>();
  for (const item of rows) {
    const id = visitorOf(item);
    if (item.kind !== 'event' || id === '') continue;
    const known = found.get(id);
    if (!known) found.set(id, { id, userId: item.userId });
    else known.userId ??= item.userId;
  }
  return [...found.values()];
}

const searchTexts = new WeakMap<FeedItem, string>();

function searchText(item: FeedItem): string {
  let text = searchTexts.get(item);
  if (text === undefined) searchTexts.set(item, text = JSON.stringify(item).toLowerCase());
  return text;
}
