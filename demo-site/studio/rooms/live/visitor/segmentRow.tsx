import { useState } from 'preact/hooks';
import type { FeedSegment } from '../../../../collector/inspections.ts';
import { useText } from '../../../text/language.ts';
import { clock } from '../format.ts';
import { flipsAt, progress } from './outlook.ts';
import { ClockIcon, useWords, WhyTree } from './whyTree.tsx';
import type { Moment } from './whyTree.tsx';
import { countdown, missingText } from './wording.ts';

interface Props extends Moment { segment: FeedSegment; language: string | null; isOpen: boolean; isNewest: boolean; onToggle(id: string): void }

export const rowId = (id: string): string => `segment-${id}`;

export function SegmentRow({ segment, language, isOpen, isNewest, onToggle, ...moment }: Props) {
  const { watch: text } = useText();
  const { id, name, why, since } = segment;
  return (
    <li class={`segment ${segment.in ? 'is-in' : 'is-out'}${isNewest ? ' isNewest' : ''}`} data-segment={id}>
      <Flash since={since} />
      <button type="button" id={rowId(id)} class="segmentRow" aria-expanded={isOpen} aria-controls={`${rowId(id)}-why`} onClick={() => onToggle(id)}>
        <StateMark isIn={segment.in} part={why ? progress(why) : 0} />
        <span class="segmentName" title={id}>{name}<span class="hidden">, {segment.in ? text.in : text.out}</span></span>
        <span class="segmentAside">
          <Outlook segment={segment} {...moment} />
          <FlipTime segment={segment} isNewest={isNewest} />
        </span>
        <svg class="chevron" viewBox="0 0 16 16" aria-hidden="true"><path d="M6 3.5L10.5 8 6 12.5" /></svg>
      </button>
      <div id={`${rowId(id)}-why`} class="segmentWhy" hidden={!isOpen}>
        {isOpen && (why
          ? <><p class="sentence" lang={language ?? undefined}>{why.text}</p><ul class="whys isRoot"><WhyTree why={why} isRoot {...moment} /></ul></>
          : <p class="whyNote">{text.unaware}</p>)}
      </div>
    </li>
  );
}

/** Lights the row up when it flips while it is looked at, and not when it is drawn first. */
function Flash({ since }: { since: string | null }) {
  const [first] = useState(since);
  return since !== null && since !== first ? <span key={since} class="flash" aria-hidden="true" /> : null;
}

/** A ring that closes on the way in, and a tick once there. */
function StateMark({ isIn, part }: { isIn: boolean; part: number }) {
  return (
    <svg class="mark20" viewBox="0 0 20 20" aria-hidden="true">
      <circle class="track" cx="10" cy="10" r="8" />
      <circle class="part" cx="10" cy="10" r="8" pathLength="100" stroke-dasharray={`${Math.round(part * 100)} 100`} />
      <circle class="disc" cx="10" cy="10" r="9" />
      <path class="tick" d="M5.8 10.4l2.9 2.9 5.5-6.2" pathLength="100" data-in={isIn} />
    </svg>
  );
}

/** The way in, in a few words: a countdown, what is missing, how many conditions hold. */
function Outlook({ segment: { in: isIn, why }, now }: { segment: FeedSegment } & Moment) {
  const words = useWords();
  const { text } = words;
  if (isIn || why === null) return null;
  const at = flipsAt(why);
  if (at !== undefined && now !== null) return <span class="outlook isTime"><ClockIcon />{at <= now ? text.soon : text.in_time(countdown(at - now, words))}</span>;
  const missing = missingText(why, words);
  if (missing !== '') return <span class="outlook">{missing}</span>;
  const parts = why.kind === 'all' ? why.of ?? [] : [];
  const hold = parts.filter((part) => part.in).length;
  return parts.length > 1 ? <span class="outlook">{text.conditions(hold, parts.length)}</span> : null;
}

function FlipTime({ segment: { in: isIn, since }, isNewest }: { segment: FeedSegment; isNewest: boolean }) {
  const { text, language } = useWords();
  if (since === null) return null;
  const time = clock(since, language);
  return <time class="flipTime" dateTime={since} title={isNewest ? text.newest : undefined}>{isIn ? text.entered(time) : text.left(time)}</time>;
}
