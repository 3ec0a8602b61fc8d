import { useEffect, useState } from 'preact/hooks';
import { countRecent } from '../../feed/counters.ts';
import type { Model } from '../../feed/model.ts';
import { useLanguage, useText } from '../../text/language.ts';

const refreshMs = 2_000;

export function CounterTiles({ model: { rows, held, aheadMs } }: { model: Model }) {
  const { counters: text } = useText();
  const language = useLanguage();
  useTick(refreshMs);
  const counters = countRecent([...held, ...rows], Date.now() - aheadMs);
  return (
    <section class="counters" aria-label={text.label}>
      <p class="countersLabel">{text.label}</p>
      <dl class="tiles">
        {(['events', 'visitors', 'sessions', 'campaigns'] as const).map((name) => (
          <div class="tile" key={name}>
            <dt>{text[name]}</dt>
            <dd>{counters[name].toLocaleString(language)}{name === 'events' && <Rate bars={counters.rate} label={text.rate} />}</dd>
          </div>
        ))}
      </dl>
    </section>
  );
}

function Rate({ bars, label }: { bars: number[]; label: string }) {
  const most = Math.max(4, ...bars);
  return (
    <svg class="rate" viewBox={`0 0 ${bars.length * 4 - 1} 24`} preserveAspectRatio="none" role="img" aria-label={label}>
      {bars.map((count, i) => {
        const height = Math.max(1, (count / most) * 24);
        return <rect key={i} class={count > 0 ? 'isBusy' : ''} x={i * 4} y={24 - height} width="3" height={height} />;
      })}
    </svg>
  );
}

/** Draws again as time passes. */
export function useTick(everyMs: number): void {
  const [, setTick] = useState(0);
  useEffect(() => {
    const timer = setInterval(() => setTick((tick) => tick + 1), everyMs);
    return () => clearInterval(timer);
  }, [everyMs]);
}
