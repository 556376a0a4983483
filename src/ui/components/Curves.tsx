import type { ComponentChildren } from 'preact';
import { useMemo, useState } from 'preact/hooks';
import { Swatch } from '../../charts/Swatch';
import type { TrainOptions } from '../../run/options';
import type { Words } from '../../words';
import { type CurveSet, curveSet, labelsOf, type Split, seriesBeyond } from '../state/curves';
import { type Series, seriesLabel, shortSeriesLabel } from '../state/series';
import { CurveChart } from './CurveChart';
import { CurveKey } from './CurveKey';
import { useWords } from './languageContext';

/** With more series than this, training curves would hide what is to be compared, unless they are asked for. */
const MAX_WITH_TRAINING = 6;

interface CurvesProps {
  readonly series: readonly Series[];
  /** Says what the key has to explain, and how far the axis reaches. */
  readonly plan: TrainOptions | undefined;
  readonly isFailed?: boolean;
  /** What stands beside the two charts. */
  readonly children?: (focused: Series | undefined) => ComponentChildren;
}

/** Accuracy and loss of series, with a legend that brings them out. */
export function Curves({ series, plan, isFailed = false, children }: CurvesProps) {
  const words = useWords();
  const [wantsTraining, setWantsTraining] = useState<boolean | undefined>(undefined);
  const showsTraining = wantsTraining ?? series.length <= MAX_WITH_TRAINING;
  const splits = useMemo<readonly Split[]>(
    () => (showsTraining ? ['training', 'validation'] : ['validation']),
    [showsTraining],
  );
  const accuracy = useMemo(() => curveSet(series, 'accuracy', splits), [series, splits]);
  const loss = useMemo(() => curveSet(series, 'loss', splits), [series, splits]);
  const focus = useFocus(series);
  const shared = {
    epochs: plan?.epochs ?? 1,
    focused: focus.series,
    onPoint: (index: number | undefined) => focus.point(index === undefined ? undefined : series[index]),
  };
  return (
    <section class="panel charts" aria-labelledby="charts-title">
      <div class="panel-head">
        <h2 id="charts-title">{words.curves.title}</h2>
        <CurveKey plan={plan} showsTraining={showsTraining} onTrainingChange={setWantsTraining} />
      </div>
      <Legend series={series} focus={focus} />
      <div class={isFailed ? 'chart-grid is-failed' : 'chart-grid'}>
        <CurveChart {...shared} curves={accuracy} note={noteOn(accuracy, words)} />
        <CurveChart {...shared} curves={loss} note={noteOn(loss, words)} />
        {children?.(focus.series)}
      </div>
    </section>
  );
}

/** Which series is looked at: the one pointed at or focused, otherwise the one that was chosen. */
interface Focus {
  readonly series: Series | undefined;
  readonly chosenKey: string | undefined;
  readonly point: (series: Series | undefined) => void;
  readonly toggle: (series: Series) => void;
}

function useFocus(series: readonly Series[]): Focus {
  const [pointedKey, setPointedKey] = useState<string | undefined>(undefined);
  const [chosenKey, setChosenKey] = useState<string | undefined>(undefined);
  const find = (key: string | undefined) => series.find((entry) => entry.key === key);
  return {
    series: find(pointedKey) ?? find(chosenKey),
    chosenKey,
    point: (pointed) => setPointedKey(pointed?.key),
    toggle: ({ key }) => setChosenKey(key === chosenKey ? undefined : key),
  };
}

interface LegendProps {
  readonly series: readonly Series[];
  readonly focus: Focus;
}

/** Its entries bring out their series while they are pointed at or focused, and for good when pressed. */
function Legend({ series, focus }: LegendProps) {
  const words = useWords();
  return (
    <ul class="legend legend-buttons" aria-label={words.curves.legend}>
      {series.map((entry) => (
        <li key={entry.key}>
          <button
            type="button"
            class={entry === focus.series ? 'is-focused' : ''}
            aria-pressed={entry.key === focus.chosenKey}
            onClick={() => focus.toggle(entry)}
            onFocus={() => focus.point(entry)}
            onBlur={() => focus.point(undefined)}
            onPointerEnter={() => focus.point(entry)}
            onPointerLeave={() => focus.point(undefined)}
          >
            <Swatch look={entry.look} />
            {shortSeriesLabel(entry, words)}
          </button>
        </li>
      ))}
    </ul>
  );
}

/** As many names as fit on one line. */
const MAX_NAMED = 3;

/** Says what the axis leaves out, and what became of members. */
function noteOn(set: CurveSet, words: Words): string {
  const { curves } = words;
  const beyond = seriesBeyond(set).map((series) => seriesLabel(series, words));
  return [note(curves.beyondAxis, beyond, words), note(curves.divergedMarks, labelsOf(set.diverged, words), words)]
    .filter((sentence) => sentence !== '')
    .join(' ');
}

function note(say: (series: string) => string, labels: readonly string[], { curves }: Words): string {
  if (labels.length === 0) {
    return '';
  }
  return say(labels.length > MAX_NAMED ? curves.manySeries(labels.length) : labels.join(', '));
}
