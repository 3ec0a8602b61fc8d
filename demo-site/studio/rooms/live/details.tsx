import { useEffect, useRef } from 'preact/hooks';
import type { ComponentChildren } from 'preact';
import type { FeedEvent, FeedItem, FeedRejection } from '../../../collector/feed.ts';
import { visitorOf } from '../../feed/filters.ts';
import { campaignName, segmentName } from '../../feed/names.ts';
import type { Names } from '../../feed/names.ts';
import { useLanguage, useText } from '../../text/language.ts';
import { CopyButton } from './copyButton.tsx';
import { Chips } from './eventRow.tsx';
import { badgeOf, dateAndTime, hueOf, nameOf, outcomeOf, shortId, subjectOf } from './format.ts';
import { JsonTree } from './jsonTree.tsx';

interface Props { item: FeedItem; names: Names; isWatched(visitor: string): boolean; onClose(): void; onVisitor(visitor: string): void; onWatch(visitor: string): void }

export function Details({ item, onClose, ...rest }: Props) {
  const text = useText();
  const language = useLanguage();
  const title = useRef<HTMLHeadingElement>(null);
  useEffect(() => title.current?.focus({ preventScroll: true }), []);
  const badge = badgeOf(item);
  return (
    <aside class={`details ${hueOf(item)}`} aria-label={text.details.label}>
      <div class={`detailsHead type-${badge}`}>
        <div>
          <span class="badge">{text.types[badge] ?? badge}</span>
          <h2 ref={title} tabIndex={-1}>{nameOf(item, text)}</h2>
          <p class="subject">{subjectOf(item, language)}</p>
        </div>
        <button type="button" class="button isIcon" aria-label={text.details.close} title={text.details.close} onClick={onClose}>
          <svg class="icon" viewBox="0 0 16 16" aria-hidden="true"><path d="M4 4l8 8M12 4l-8 8" /></svg>
        </button>
      </div>
      {item.kind === 'event' ? <EventDetails item={item} {...rest} /> : <RejectionDetails item={item} />}
    </aside>
  );
}

function EventDetails({ item, names, isWatched, onVisitor, onWatch }: { item: FeedEvent } & Omit<Props, 'item' | 'onClose'>) {
  const { details: text, outcomes, session, watch } = useText();
  const language = useLanguage();
  const outcome = outcomeOf(item);
  return (
    <>
      <dl class="fields">
        <Field label={text.occurred}>{dateAndTime(item.corrected, language)}</Field>
        {item.corrected !== item.timestamp && <Field label={text.corrected}>{text.correctedBy(dateAndTime(item.timestamp, language))}</Field>}
        <Field label={text.received}>{dateAndTime(item.receivedAt, language)}</Field>
        {item.userId && <Field label={text.user}>{item.userId}</Field>}
        <Field label={text.visitor}>
          <code>{item.anonymousId ?? text.none}</code>
          <button type="button" class="link" onClick={() => onVisitor(visitorOf(item))}>{text.only}</button>
          {item.anonymousId !== null && isWatched(item.anonymousId) && <button type="button" class="link" onClick={() => onWatch(item.anonymousId!)}>{watch.open}</button>}
        </Field>
        {item.session && <Field label={text.session}><span class="sessionDot" aria-hidden="true" /> {item.session.number !== null && session(item.session.number)} <code title={item.session.id}>{shortId(item.session.id)}</code></Field>}
        {item.path && <Field label={text.page}>{item.path}</Field>}
        <Field label={text.segments}>{item.segments.length > 0 ? <Chips ids={item.segments} nameOf={(id) => segmentName(names, id)} most={50} /> : text.none}</Field>
        {item.campaignId && <Field label={text.campaign}>{outcome && <span class={`outcome is-${outcome}`}>{outcomes[outcome]}</span>} {campaignName(names, item.campaignId)}</Field>}
      </dl>
      <div class="jsonHead"><h3>{text.full}</h3><CopyButton text={JSON.stringify(item.body, null, 2)} label={text.copy} done={text.copied} /></div>
      <JsonTree value={item.body} />
    </>
  );
}

function RejectionDetails({ item }: { item: FeedRejection }) {
  const { details: text } = useText();
  const language = useLanguage();
  return (
    <>
      <dl class="fields">
        <Field label={text.reason}><code>{item.code}</code> {item.detail}</Field>
        <Field label={text.received}>{dateAndTime(item.receivedAt, language)}</Field>
        <Field label={text.messageId}><code>{item.messageId ?? text.none}</code></Field>
      </dl>
      <div class="jsonHead"><h3>{text.received_text}</h3><CopyButton text={item.body} label={text.copy} done={text.copied} /></div>
      <Received text={item.body} />
    </>
  );
}

/** A tree when the text is whole, else as it came. */
function Received({ text }: { text: string }) {
  try {
    return <JsonTree value={JSON.parse(text)} />;
  } catch {
    return <pre class="json">{text}</pre>;
  }
}

function Field({ label, children }: { label: string; children: ComponentChildren }) {
  return <div class="detail"><dt>{label}</dt><dd>{children}</dd></div>;
}
