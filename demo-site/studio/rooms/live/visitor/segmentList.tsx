import { useState } from 'preact/hooks';
import type { FeedSegment, FeedVisitor } from '../../../../collector/inspections.ts';
import { useText } from '../../../text/language.ts';
import { SegmentRow } from './segmentRow.tsx';
import { clock } from '../format.ts';
import { useWords } from './whyTree.tsx';
import type { Moment } from './whyTree.tsx';

const filters = ['all', 'in', 'out', 'changed'] as const;
type Filter = (typeof filters)[number];

const sinceOf = ({ since }: FeedSegment): string => since ?? '';

/** In the order of the document, so that nothing moves when a segment flips; those that changed are asked for newest first. */
function chosen(segments: FeedSegment[], filter: Filter): FeedSegment[] {
  if (filter === 'changed') return segments.filter(({ since }) => since !== null).sort((a, b) => sinceOf(b).localeCompare(sinceOf(a)));
  return filter === 'all' ? segments : segments.filter((segment) => segment.in === (filter === 'in'));
}

export function SegmentList({ visitor: { segments, language }, ...moment }: { visitor: FeedVisitor } & Moment) {
  const { watch: text } = useText();
  const [filter, setFilter] = useState<Filter>('all');
  const [open, setOpen] = useState<ReadonlySet<string>>(new Set());
  const shown = chosen(segments, filter);
  const newest = chosen(segments, 'changed')[0];

  function toggle(id: string): void {
    const next = new Set(open);
    if (!next.delete(id)) next.add(id);
    setOpen(next);
  }
  return (
    <section class="segments" aria-label={text.segments}>
      <fieldset class="groups segmentFilter">
        <legend class="hidden">{text.filter}</legend>
        {filters.map((name) => (
          <label key={name} class="group">
            <input type="radio" name="segments" value={name} checked={filter === name} onChange={() => setFilter(name)} />
            <span>{text.filters[name]}<span class="count">{chosen(segments, name).length}</span></span>
          </label>
        ))}
      </fieldset>
      <LatestFlip newest={newest} />
      {shown.length > 0 && (
        <ul class="segmentRows" onKeyDown={moveFocus}>
          {shown.map((segment) => (
            <SegmentRow key={segment.id} segment={segment} language={language} isOpen={open.has(segment.id)} isNewest={segment.id === newest?.id && segment.since !== null} onToggle={toggle} {...moment} />
          ))}
        </ul>
      )}
      {shown.length === 0 && <p class="noSegments">{segments.length === 0 ? text.noSegments : text.none[filter]}</p>}
    </section>
  );
}

/** Also what a screen reader is told when a segment flips. */
function LatestFlip({ newest }: { newest: FeedSegment | undefined }) {
  const { text, language } = useWords();
  return (
    <p class="latestFlip" role="status">
      {newest?.since && <><span class={newest.in ? 'flipDot is-in' : 'flipDot'} aria-hidden="true" />{text.flipped(newest.name, newest.in)} <time dateTime={newest.since}>{clock(newest.since, language)}</time></>}
    </p>
  );
}

/** Up, down, Home and End walk from segment to segment; Enter opens one, as any button. */
function moveFocus(event: KeyboardEvent & { currentTarget: HTMLElement }): void {
  const rows = [...event.currentTarget.querySelectorAll<HTMLElement>('.segmentRow')];
  const at = rows.indexOf(document.activeElement as HTMLElement);
  const next = { ArrowDown: rows[at + 1], ArrowUp: rows[at - 1], Home: rows[0], End: rows.at(-1) }[event.key];
  if (at < 0 || !next) return;
  event.preventDefault();
  next.focus();
}
