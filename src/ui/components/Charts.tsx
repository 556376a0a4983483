import { useMemo } from 'preact/hooks';
import { type CurveSet, curveSet, normalizationsBeyond } from '../state/curves';
import type { RunView } from '../state/runView';
import { seriesOf } from '../state/series';
import type { Store } from '../state/store';
import { throttled } from '../throttle';
import type { StoreProps } from './App';
import { CurveChart } from './CurveChart';
import { Swatch } from './Swatch';

/** Five drawings a second look live, and leave the page's thread to the page. */
const REDRAW_INTERVAL_MS = 200;

export function Charts({ store }: StoreProps) {
  const run = useThrottledRun(store).value;
  const plan = run.options ?? store.planned.value;
  const { members } = run;
  const series = useMemo(() => seriesOf(plan, members), [plan, members]);
  const accuracy = useMemo(() => curveSet(series, 'accuracy'), [series]);
  const loss = useMemo(() => curveSet(series, 'loss'), [series]);
  const epochs = plan?.epochs ?? 1;
  return (
    <section class="panel charts" aria-labelledby="charts-title">
      <div class="panel-head">
        <h2 id="charts-title">Curves</h2>
        <LineKey />
      </div>
      <ul class="legend" aria-label="Normalizations">
        {series.map((entry) => (
          <li key={entry.key}>
            <Swatch normalization={entry.normalization} />
            {entry.label}
          </li>
        ))}
      </ul>
      <div class={run.status === 'failed' ? 'chart-grid is-failed' : 'chart-grid'}>
        <CurveChart curves={accuracy} epochs={epochs} title="Accuracy" note={noteOn(accuracy)} />
        <CurveChart curves={loss} epochs={epochs} title="Loss" note={noteOn(loss)} />
      </div>
    </section>
  );
}

function useThrottledRun(store: Store) {
  return useMemo(() => throttled<RunView>(store.run, REDRAW_INTERVAL_MS), [store]);
}

/** Which curve is which split. */
function LineKey() {
  return (
    <p class="line-key">
      <span>
        <svg viewBox="0 0 30 10" aria-hidden="true">
          <path d="M1 5h28" class="key-validation" />
          <circle cx="15" cy="5" r="3.4" />
        </svg>
        validation
      </span>
      <span>
        <svg viewBox="0 0 30 10" aria-hidden="true">
          <path d="M1 5h28" class="key-training" />
        </svg>
        training
      </span>
    </p>
  );
}

/** As many names as fit on one line. */
const MAX_NAMED = 3;

/** Says what the axis leaves out. */
function noteOn(set: CurveSet): string {
  const beyond = normalizationsBeyond(set);
  if (beyond.length === 0) {
    return '';
  }
  return beyond.length > MAX_NAMED
    ? `Partly outside the axis: ${beyond.length} normalizations.`
    : `Partly outside the axis: ${beyond.join(', ')}.`;
}
