import { useState } from 'preact/hooks';
import type { FeedItem } from '../../../collector/feed.ts';
import { keyOf } from '../../feed/model.ts';
import type { Names } from '../../feed/names.ts';
import type { Feed } from '../../feed/useFeed.ts';
import { useText } from '../../text/language.ts';
import { EventRow } from './eventRow.tsx';

interface Props { rows: FeedItem[]; openKey: string | null; names: Names; feed: Feed; onOpen(item: FeedItem): void }

/** Rows drawn at once: the page stays quick however long it has been open. */
const pageRows = 150;

export function EventList({ rows, openKey, names, feed, onOpen }: Props) {
  const text = useText();
  const [limit, setLimit] = useState(pageRows);
  const { history } = feed.model;
  const isMore = rows.length > limit || history === 'idle' || history === 'failed';

  function showEarlier(): void {
    setLimit(limit + pageRows);
    if (rows.length < limit + pageRows && history !== 'complete') feed.loadEarlier();
  }
  return (
    <section class="list" aria-label={text.events}>
      <div class="columns" aria-hidden="true">
        {Object.entries(text.columns).map(([name, label]) => <span key={name} class={`cell-${name}`}>{label}</span>)}
      </div>
      <ol class="rows" onKeyDown={moveFocus}>
        {rows.slice(0, limit).map((item) => (
          <EventRow key={keyOf(item)} item={item} names={names} isOpen={keyOf(item) === openKey} onOpen={onOpen} aheadMs={feed.model.aheadMs} />
        ))}
      </ol>
      {history === 'failed' && <p class="problem" role="alert">{text.historyFailed}</p>}
      {isMore && <button type="button" class="button earlier" disabled={history === 'loading'} onClick={showEarlier}>{history === 'loading' ? text.loading : text.earlier}</button>}
    </section>
  );
}

/** Up and down walk through the rows, as in a mail list; Tab works too. */
function moveFocus(event: KeyboardEvent & { currentTarget: HTMLElement }): void {
  const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0;
  if (step === 0) return;
  const buttons = [...event.currentTarget.querySelectorAll('button')];
  const next = buttons[buttons.indexOf(document.activeElement as HTMLButtonElement) + step];
  if (!next) return;
  event.preventDefault();
  next.focus();
}
