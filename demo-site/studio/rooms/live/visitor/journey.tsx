import type { Rfm } from '../../../../collector/inspection.ts';
import { stageIds } from '../../../feed/names.ts';
import type { Names } from '../../../feed/names.ts';
import { useText } from '../../../text/language.ts';
import type { WatchText } from '../../../text/watch.en.ts';

/** As the core has them for documents without `stages`, from first to last. */
const retail = ['awareness', 'consideration', 'intent', 'purchase', 'retention', 'advocacy'];

/** Documents list stages as they are tried, the last one on the journey first. */
function journeyOf(names: Names): string[] {
  const own = stageIds(names);
  return own.length > 0 ? own.reverse() : retail;
}

function stageName(names: Names, text: WatchText, id: string): string {
  return names.get(`stage:${id}`) ?? text.stages[id] ?? id;
}

export function StageTrack({ stage, names }: { stage: string | null; names: Names }) {
  const { watch: text } = useText();
  const stages = journeyOf(names);
  const at = stage === null ? -1 : stages.indexOf(stage);
  return (
    <div class="journey">
      <h3>{text.stage}</h3>
      <p class="stageName">{stage === null ? text.noStage : stageName(names, text, stage)}</p>
      <ol class="stageTrack" aria-hidden="true">
        {stages.map((id, i) => <li key={id} class={i === at ? 'isHere' : i < at ? 'isBehind' : ''} title={stageName(names, text, id)} />)}
      </ol>
    </div>
  );
}

export function RfmCell({ rfm }: { rfm: Rfm | null }) {
  const { watch: text } = useText();
  return (
    <div class="journey">
      <h3>{text.rfm}</h3>
      <p class={rfm ? 'stageName' : 'stageName isNone'}>{rfm ? text.cells[rfm.cell] ?? rfm.cell : text.noRfm}</p>
      <div class="rfmScores">
        {(['recency', 'frequency', 'monetary'] as const).map((name) => <Score key={name} name={text[name]} score={rfm?.[name] ?? 0} />)}
      </div>
    </div>
  );
}

function Score({ name, score }: { name: string; score: number }) {
  const { watch: text } = useText();
  return (
    <span class="score" title={text.ofFive(name, score)}>
      <span class="hidden">{text.ofFive(name, score)}</span>
      <span class="scoreLetter" aria-hidden="true">{name.slice(0, 1)}</span>
      {[1, 2, 3, 4, 5].map((n) => <i key={n} class={n <= score ? 'isFull' : ''} aria-hidden="true" />)}
    </span>
  );
}
