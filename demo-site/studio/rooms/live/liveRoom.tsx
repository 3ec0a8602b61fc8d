import { useMemo, useState } from 'preact/hooks';
import type { FeedItem } from '../../../collector/feed.ts';
import { applyFilters, isFiltering, noFilters, visitorsIn } from '../../feed/filters.ts';
import type { Filters } from '../../feed/filters.ts';
import { keyOf } from '../../feed/model.ts';
import { useNames } from '../../feed/names.ts';
import type { Feed } from '../../feed/useFeed.ts';
import { useText } from '../../text/language.ts';
import { CounterTiles } from './counterTiles.tsx';
import { Details } from './details.tsx';
import { EventList } from './eventList.tsx';
import { FilterBar } from './filterBar.tsx';
import { LostBanner, NothingMatches, WaitingForEvents } from './states.tsx';
import { useWatched } from './visitor/useWatched.ts';
import { VisitorPanel } from './visitor/visitorPanel.tsx';
import { cardId, VisitorStrip } from './visitor/visitorStrip.tsx';

export function LiveRoom({ feed }: { feed: Feed }) {
  const text = useText();
  const { model } = feed;
  const [filters, setFilters] = useState<Filters>(noFilters);
  const [open, setOpen] = useState<FeedItem | null>(null);
  const [watched, watch] = useWatched();
  const shown = useMemo(() => applyFilters(model.rows, filters), [model.rows, filters]);
  const names = useNames([...model.rows, ...model.visitors].map(({ writeKey }) => writeKey));
  const isEmpty = model.hasBacklog && model.rows.length === 0 && !isFiltering(filters);

  /** The event that is open, else the visitor under it. */
  function close(): void {
    document.getElementById(open ? keyOf(open) : cardId(watched ?? ''))?.focus();
    if (open) setOpen(null);
    else watch(null);
  }
  function watchVisitor(visitor: string): void {
    setOpen(null);
    watch(visitor);
  }
  function showOnly(visitor: string): void {
    setFilters({ ...noFilters, visitor });
    if (matchMedia('(max-width: 64rem)').matches) close();
  }
  return (
    <div class={open ? 'live hasDetails' : watched ? 'live hasDetails hasVisitor' : 'live'} onKeyDown={(event) => { if (event.key === 'Escape') close(); }}>
      <main class="liveMain">
        <div class="titleRow">
          <div><h1>{text.title}</h1><p class="subtitle">{text.subtitle}</p></div>
          <PauseButton feed={feed} />
        </div>
        {model.connection === 'lost' && <LostBanner retryAt={model.retryAt} onRetry={feed.retryNow} />}
        <CounterTiles model={model} />
        {model.hasBacklog && !(isEmpty && model.visitors.length === 0) && <VisitorStrip visitors={model.visitors} watched={watched} aheadMs={model.aheadMs} onWatch={watchVisitor} />}
        <FilterBar filters={filters} visitors={visitorsIn(model.rows)} onChange={setFilters} />
        {isEmpty && <WaitingForEvents />}
        {shown.length > 0 && <EventList rows={shown} openKey={open && keyOf(open)} names={names} feed={feed} onOpen={setOpen} />}
        {!isEmpty && model.hasBacklog && shown.length === 0 && <NothingMatches onClear={() => setFilters(noFilters)} />}
      </main>
      {open && <Details key={keyOf(open)} item={open} names={names} isWatched={(visitor) => model.visitors.some((one) => one.visitor === visitor)} onClose={close} onVisitor={showOnly} onWatch={watchVisitor} />}
      {!open && watched && model.hasBacklog && <VisitorPanel key={watched} id={watched} model={model} names={names} onClose={close} />}
    </div>
  );
}

function PauseButton({ feed: { model, pause, resume } }: { feed: Feed }) {
  const text = useText();
  const waiting = model.isPaused && model.held.length > 0 ? text.waiting(model.held.length) : '';
  return (
    <div class="pause">
      <span class="waiting" role="status">{waiting}</span>
      <button type="button" class={model.isPaused ? 'button isStrong' : 'button'} onClick={model.isPaused ? resume : pause}>
        <svg class="icon" viewBox="0 0 16 16" aria-hidden="true"><path d={model.isPaused ? 'M5 3l8 5-8 5z' : 'M4 3h3v10H4zM9 3h3v10H9z'} /></svg>
        {model.isPaused ? text.resume : text.pause}
      </button>
    </div>
  );
}
