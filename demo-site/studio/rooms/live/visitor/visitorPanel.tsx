import type { ComponentChildren } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import type { FeedVisitor } from '../../../../collector/inspections.ts';
import type { Model } from '../../../feed/model.ts';
import type { Names } from '../../../feed/names.ts';
import { useText } from '../../../text/language.ts';
import { useTick } from '../counterTiles.tsx';
import { clock, hueOfSession, shortId } from '../format.ts';
import { RfmCell, StageTrack } from './journey.tsx';
import { pathOf, presenceOf, presenceText, titleOf } from './presence.ts';
import type { Presence } from './presence.ts';
import { SegmentList } from './segmentList.tsx';
import { useWords } from './whyTree.tsx';

interface Props { id: string; model: Model; names: Names; onClose(): void }

/** One visitor as their page sees them: stage, RFM, and every segment with its reason, as it changes. */
export function VisitorPanel({ id, model, names, onClose }: Props) {
  const { watch: text } = useText();
  const panel = useRef<HTMLElement>(null);
  useEffect(() => panel.current?.querySelector('h2')?.focus({ preventScroll: true }), []);
  useTick(1_000);
  const visitor = model.visitors.find((one) => one.visitor === id);
  return (
    <aside ref={panel} class={`details visitor ${hueOfSession(visitor?.session ?? null)}`} aria-label={text.label}>
      {visitor ? <Watched visitor={visitor} model={model} names={names} onClose={onClose} /> : <Gone id={id} onClose={onClose} />}
    </aside>
  );
}

function Watched({ visitor, model: { connection, aheadMs }, names, onClose }: { visitor: FeedVisitor } & Omit<Props, 'id'>) {
  const now = Date.now() - aheadMs;
  const presence = presenceOf(visitor, now);
  const isLive = presence === 'online' && connection !== 'lost';
  return (
    <>
      <Head title={titleOf(visitor)} onClose={onClose}><Identity visitor={visitor} presence={presence} /></Head>
      <Note visitor={visitor} presence={connection === 'lost' ? 'lost' : presence} />
      <div class={isLive ? 'watchedNow' : 'watchedNow isStill'}>
        <div class="journeys"><StageTrack stage={visitor.stage} names={names} /><RfmCell rfm={visitor.rfm} /></div>
        <SegmentList visitor={visitor} now={isLive ? now : null} names={names} />
      </div>
    </>
  );
}

function Head({ title, onClose, children }: { title: string; onClose(): void; children?: ComponentChildren }) {
  const { watch: text } = useText();
  return (
    <div class="detailsHead">
      <div><h2 tabIndex={-1}>{title}</h2>{children}</div>
      <button type="button" class="button isIcon" aria-label={text.close} title={text.close} onClick={onClose}>
        <svg class="icon" viewBox="0 0 16 16" aria-hidden="true"><path d="M4 4l8 8M12 4l-8 8" /></svg>
      </button>
    </div>
  );
}

function Identity({ visitor, presence }: { visitor: FeedVisitor; presence: Presence }) {
  const { watch: text, session } = useText();
  return (
    <p class="identity">
      <span class={`presence is-${presence}`}><i class="presenceDot" aria-hidden="true" />{presenceText(presence, text)}</span>
      {visitor.user !== null && <code title={visitor.visitor}>{shortId(visitor.visitor)}</code>}
      {visitor.session?.number != null && <span><span class="sessionDot" aria-hidden="true" /> {session(visitor.session.number)}</span>}
      <span class="identityPath">{pathOf(visitor)}</span>
    </p>
  );
}

function Note({ visitor, presence }: { visitor: FeedVisitor; presence: Presence | 'lost' }) {
  const { text: { notes }, language } = useWords();
  if (presence === 'online') return null;
  const time = clock(visitor.receivedAt, language);
  return <p class={presence === 'lost' ? 'watchNote isProblem' : 'watchNote'} role="status">{presence === 'lost' ? notes.lost : notes[presence](time)}</p>;
}

function Gone({ id, onClose }: { id: string; onClose(): void }) {
  const { watch: { gone: text } } = useText();
  return (
    <>
      <Head title={shortId(id)} onClose={onClose} />
      <section class="goneVisitor" role="status"><h3>{text.title}</h3><p>{text.text}</p></section>
    </>
  );
}
