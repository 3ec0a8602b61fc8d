import type { Why, WhyMeasure } from '../../../../collector/inspection.ts';
import { segmentName } from '../../../feed/names.ts';
import type { Names } from '../../../feed/names.ts';
import { useLanguage, useText } from '../../../text/language.ts';
import { clock } from '../format.ts';
import { countdown, factReading, measureReading, missingText, whereTexts, windowText } from './wording.ts';
import type { Reading, Words } from './wording.ts';

/** `now` by the collector's clock; null while the page is in the background and time there stands still. */
export interface Moment { now: number | null; names: Names }
interface Props extends Moment { why: Why; isRoot?: boolean; isDenied?: boolean }

export const useWords = (): Words => ({ text: useText().watch, language: useLanguage() });

/** The explanation as nested conditions, each with its verdict. `isDenied`: below a `not`, where what is missing is welcome. */
export function WhyTree({ why, isRoot = false, isDenied = false, ...moment }: Props) {
  const isInner = why.kind === 'all' || why.kind === 'any' || why.kind === 'not';
  return (
    <li class={`why ${why.in ? 'is-true' : 'is-false'}${isDenied ? ' isDenied' : ''}`}>
      <div class="whyHead">
        <Verdict isTrue={why.in} />
        <div class="whyBody">
          {why.segment && !isRoot && <SegmentName id={why.segment} names={moment.names} />}
          <Condition why={why} isDenied={isDenied} {...moment} />
        </div>
      </div>
      {isInner && why.of && why.of.length > 0 && (
        <ul class="whys">{why.of.map((child, i) => <WhyTree key={i} why={child} isDenied={isDenied !== (why.kind === 'not')} {...moment} />)}</ul>
      )}
    </li>
  );
}

function Verdict({ isTrue }: { isTrue: boolean }) {
  const { watch: text } = useText();
  return (
    <svg class="verdict" viewBox="0 0 16 16" role="img" aria-label={isTrue ? text.holds : text.fails}>
      <path d={isTrue ? 'M3.5 8.5l3 3 6-7' : 'M4.5 4.5l7 7M11.5 4.5l-7 7'} />
    </svg>
  );
}

function SegmentName({ id, names }: { id: string; names: Names }) {
  return <span class="chip whySegment" title={id}>{segmentName(names, id)}</span>;
}

function Condition({ why, ...rest }: Omit<Props, 'isRoot'>) {
  const { watch: text } = useText();
  switch (why.kind) {
    case 'fact': return <FactCondition why={why} {...rest} />;
    case 'event': case 'campaign': return <EventCondition why={why} {...rest} />;
    case 'sequence': return <SequenceCondition why={why} {...rest} />;
    case 'segment': return <span class="whyNote">{text.elsewhere}</span>;
    default: return <span class="whyKind">{text.kinds[why.kind]}</span>;
  }
}

function FactCondition({ why, isDenied, now }: Omit<Props, 'isRoot'>) {
  const words = useWords();
  const { fact = '' } = why;
  return (
    <>
      <span class="whyTitle" title={fact}>{words.text.facts[fact] ?? fact}</span>
      <Readings reading={factReading(why, words)} isTrue={why.in} />
      {!isDenied && <Lacking why={why} now={now} />}
    </>
  );
}

function EventCondition({ why, isDenied, now, names }: Omit<Props, 'isRoot'>) {
  const words = useWords();
  const { text } = words;
  const { event = '', campaign, outcome = '', measures = [] } = why;
  const name = campaign === undefined ? event : text.campaign(names.get(`campaign:${campaign}`) ?? campaign, text.outcomes[outcome] ?? outcome);
  return (
    <>
      <span class="whyTitle">{name}</span>
      {whereTexts(why.where, words).map((where) => <span key={where} class="whyWhere">{where}</span>)}
      <span class="whyNote">{windowText(why.within, words)}</span>
      {measures.map((measure, i) => <MeasureLine key={i} measure={measure} />)}
      {!isDenied && <Lacking why={why} now={now} />}
      {why.partial && <p class="whyPartial">{text.partial}</p>}
    </>
  );
}

function MeasureLine({ measure }: { measure: WhyMeasure }) {
  const words = useWords();
  const label = measure.measure === 'count' ? '' : [words.text.measures[measure.measure] ?? measure.measure, measure.of].filter(Boolean).join(' ');
  return <Readings label={label} reading={measureReading(measure, words)} isTrue={measure.in} />;
}

function SequenceCondition({ why, isDenied, now }: Omit<Props, 'isRoot'>) {
  const { text, language } = useWords();
  const { steps = [], reached = 0, unless } = why;
  return (
    <>
      <span class="whyKind">{text.kinds['sequence']}</span>
      <ol class="steps">
        {steps.map(({ name, at }, i) => (
          <li key={i} class={i < reached ? 'step isReached' : 'step'}>
            <span class="stepNumber" aria-hidden="true">{i + 1}</span>
            <span>{name}</span>
            {i < reached && at !== undefined && <time dateTime={new Date(at).toISOString()}>{clock(new Date(at).toISOString(), language)}</time>}
          </li>
        ))}
      </ol>
      {unless && <span class="whyNote">{text.unless(unless)}</span>}
      {!isDenied && <Lacking why={why} now={now} />}
      {why.partial && <p class="whyPartial">{text.partial}</p>}
    </>
  );
}

function Readings({ label = '', reading: { seen, wanted }, isTrue }: { label?: string; reading: Reading; isTrue: boolean }) {
  const { watch: text } = useText();
  return (
    <dl class={isTrue ? 'readings is-true' : 'readings is-false'}>
      <div><dt>{label !== '' && <span class="measure">{label}</span>} {text.seen}</dt><dd>{seen}</dd></div>
      <div><dt>{text.wanted}</dt><dd>{wanted}</dd></div>
    </dl>
  );
}

/** What would make it true: something that is missing, or time. */
function Lacking({ why, now }: { why: Why; now: number | null }) {
  const words = useWords();
  const { text } = words;
  if (why.in) return null;
  const missing = missingText(why, words);
  if (missing !== '') return <span class="lacking">{missing}</span>;
  if (why.at === undefined) return null;
  if (now === null) return <span class="lacking isTime"><ClockIcon />{text.whenBack}</span>;
  const left = countdown(why.at - now, words);
  return <span class="lacking isTime"><ClockIcon />{why.at <= now ? text.soon : text.byItself(left)}</span>;
}

export function ClockIcon() {
  return <svg class="clock" viewBox="0 0 16 16" aria-hidden="true"><circle cx="8" cy="8" r="5.5" /><path d="M8 5v3l2 1.5" /></svg>;
}
