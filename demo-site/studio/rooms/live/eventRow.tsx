import { useState } from 'preact/hooks';
import type { FeedEvent, FeedItem } from '../../../collector/feed.ts';
import { keyOf } from '../../feed/model.ts';
import { campaignName, segmentName } from '../../feed/names.ts';
import type { Names } from '../../feed/names.ts';
import { useLanguage, useText } from '../../text/language.ts';
import { badgeOf, clock, hueOf, nameOf, outcomeOf, shortId, subjectOf, timeOf } from './format.ts';

interface Props { item: FeedItem; names: Names; isOpen: boolean; aheadMs: number; onOpen(item: FeedItem): void }

const freshMs = 2_500;
const mostChips = 2;

export function EventRow({ item, names, isOpen, aheadMs, onOpen }: Props) {
  const text = useText();
  const language = useLanguage();
  // Asked once, when the row comes in: what arrived just now lights up, a backlog does not.
  const [isFresh] = useState(() => Date.now() - aheadMs - Date.parse(item.receivedAt) < freshMs);
  const badge = badgeOf(item);
  const subject = subjectOf(item, language);
  return (
    <li class={`${hueOf(item)}${isFresh ? ' isFresh' : ''}`}>
      <button type="button" class={`row type-${badge}`} id={keyOf(item)} aria-expanded={isOpen} onClick={() => onOpen(item)}>
        <time class="cell-time" dateTime={timeOf(item)}>{clock(timeOf(item), language)}</time>
        <span class="cell-event">
          <span class="badge">{text.types[badge] ?? badge}</span>
          <span class="what"><span class="name">{nameOf(item, text)}</span> {subject && <span class="subject">{subject}</span>}</span>
        </span>
        {item.kind === 'event' ? <EventCells item={item} names={names} /> : <span class="cell-reason">{item.detail}</span>}
      </button>
    </li>
  );
}

function EventCells({ item, names }: { item: FeedEvent; names: Names }) {
  return (
    <>
      <VisitorCell item={item} />
      <SessionCell item={item} />
      <span class="cell-segments">
        <Chips ids={item.segments} nameOf={(id) => segmentName(names, id)} />
      </span>
      <CampaignCell item={item} names={names} />
    </>
  );
}

function VisitorCell({ item: { anonymousId, userId } }: { item: FeedEvent }) {
  return (
    <span class="cell-visitor">
      {userId && <span class="user">{userId}</span>}
      {anonymousId && <code title={anonymousId}>{shortId(anonymousId)}</code>}
    </span>
  );
}

function SessionCell({ item: { session } }: { item: FeedEvent }) {
  const text = useText();
  if (!session) return <span class="cell-session" />;
  return (
    <span class="cell-session" title={session.id}>
      <span class="sessionDot" aria-hidden="true" />
      {session.number !== null && <span class="sessionNumber">{text.session(session.number)}</span>}
      <code>{shortId(session.id)}</code>
    </span>
  );
}

export function Chips({ ids, nameOf, most = mostChips }: { ids: string[]; nameOf(id: string): string; most?: number }) {
  const text = useText();
  const rest = ids.slice(most);
  return (
    <>
      {ids.slice(0, most).map((id) => <span key={id} class="chip" title={id} data-id={id}>{nameOf(id)}</span>)}
      {rest.length > 0 && <span class="chip isMore" title={rest.map(nameOf).join(', ')}>{text.more(rest.length)}</span>}
    </>
  );
}

/** What happened to a campaign in this event, else what this session has already been shown. */
function CampaignCell({ item, names }: { item: FeedEvent; names: Names }) {
  const text = useText();
  const outcome = outcomeOf(item);
  const latest = item.campaigns.at(-1);
  if (outcome && item.campaignId !== null)
    return (
      <span class="cell-campaign">
        <span class={`outcome is-${outcome}`}>{text.outcomes[outcome]}</span>
        <span class="campaignName" title={item.campaignId}>{campaignName(names, item.campaignId)}</span>
      </span>
    );
  if (latest === undefined) return <span class="cell-campaign" />;
  return (
    <span class="cell-campaign isEarlier" title={`${text.seenBefore}: ${item.campaigns.map((id) => campaignName(names, id)).join(', ')}`}>
      <span class="campaignName">{campaignName(names, latest)}</span>
      {item.campaigns.length > 1 && ` ${text.more(item.campaigns.length - 1)}`}
    </span>
  );
}
