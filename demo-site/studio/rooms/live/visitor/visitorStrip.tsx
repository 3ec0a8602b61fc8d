import type { FeedVisitor } from '../../../../collector/inspections.ts';
import { useText } from '../../../text/language.ts';
import { useTick } from '../counterTiles.tsx';
import { hueOfSession } from '../format.ts';
import { pathOf, presenceOf, presenceText, titleOf } from './presence.ts';

interface Props { visitors: FeedVisitor[]; watched: string | null; aheadMs: number; onWatch(visitor: string): void }

export const cardId = (visitor: string): string => `watch-${visitor}`;

/** Who is being watched, newest first. */
export function VisitorStrip({ visitors, watched, aheadMs, onWatch }: Props) {
  const { watch: text } = useText();
  useTick(5_000);
  const now = Date.now() - aheadMs;
  return (
    <section class="watchStrip" aria-label={text.now}>
      <h2 class="countersLabel">{text.now}</h2>
      {visitors.length === 0 && <p class="nobody"><EyeIcon />{text.nobody}</p>}
      {visitors.length > 0 && (
        <ul class="watchCards">
          {[...visitors].reverse().map((visitor) => <li key={visitor.visitor}><Card visitor={visitor} isWatched={visitor.visitor === watched} now={now} onWatch={onWatch} /></li>)}
        </ul>
      )}
    </section>
  );
}

function Card({ visitor, isWatched, now, onWatch }: { visitor: FeedVisitor; isWatched: boolean; now: number; onWatch(visitor: string): void }) {
  const { watch: text } = useText();
  const presence = presenceOf(visitor, now);
  return (
    <button type="button" id={cardId(visitor.visitor)} class={`watchCard is-${presence} ${hueOfSession(visitor.session)}`} aria-pressed={isWatched} onClick={() => onWatch(visitor.visitor)}>
      <span class="avatar" aria-hidden="true">{titleOf(visitor).slice(0, 2).toUpperCase()}<i class="presenceDot" /></span>
      <span class="watchWho">
        <span class="watchName">{titleOf(visitor)}</span>
        <span class="watchWhere"><span class="hidden">{presenceText(presence, text)}, </span>{pathOf(visitor)}</span>
      </span>
      <span class="watchCount">{text.inSegments(visitor.segments.filter((segment) => segment.in).length)}</span>
    </button>
  );
}

function EyeIcon() {
  return <svg class="icon" viewBox="0 0 16 16" aria-hidden="true"><path d="M1.5 8S4 3.5 8 3.5 14.5 8 14.5 8 12 12.5 8 12.5 1.5 8 1.5 8z" /><circle cx="8" cy="8" r="1.8" /></svg>;
}
