import { useEffect, useId, useMemo, useRef } from 'preact/hooks';
import {
  describeRoofline,
  describeSpeedups,
  implementationsIn,
  rooflinePoints,
  speedupBars,
} from '../../bench/benchCharts';
import type { BenchView } from '../state/benchView';
import { IMPLEMENTATION_SERIES } from './implementationSeries';
import { useWords } from './languageContext';
import { type ChartNames, plotRoofline, plotSpeedups } from './plotBench';
import { Swatch } from './Swatch';
import { useWidth } from './useWidth';

export function BenchCharts({ view }: { readonly view: BenchView }) {
  const words = useWords();
  const { charts } = words.kernelsView;
  const { rows, peaks } = view;
  const points = useMemo(() => rooflinePoints(rows, words), [rows, words]);
  const bars = useMemo(() => speedupBars(rows), [rows]);
  return (
    <section class="panel charts" aria-labelledby="bench-charts-title">
      <div class="panel-head">
        <h2 id="bench-charts-title">{charts.title}</h2>
      </div>
      <ul class="legend" aria-label={charts.implementations}>
        {implementationsIn(rows).map((name) => (
          <li key={name}>
            <Swatch normalization={IMPLEMENTATION_SERIES[name]} />
            {name}
          </li>
        ))}
      </ul>
      <div class="chart-grid">
        <BenchChart
          title={charts.roofline}
          testId="chart-roofline"
          text={describeRoofline(points, peaks, words)}
          empty={charts.noPoints}
          draw={
            peaks === undefined || points.length === 0
              ? undefined
              : (width, names) => plotRoofline(points, peaks, width, names, words)
          }
        />
        <BenchChart
          title={charts.speedups}
          testId="chart-speedups"
          text={describeSpeedups(bars, words)}
          empty={charts.noBars}
          draw={bars.length === 0 ? undefined : (width, names) => plotSpeedups(bars, width, names, words)}
        />
      </div>
    </section>
  );
}

interface BenchChartProps {
  readonly title: string;
  readonly testId: string;
  /** The chart in words, for those who do not see it. */
  readonly text: string;
  readonly empty: string;
  readonly draw: ((width: number, names: ChartNames) => SVGElement) | undefined;
}

function BenchChart({ title, testId, text, empty, draw }: BenchChartProps) {
  const frame = useRef<HTMLDivElement>(null);
  const id = useId();
  const width = useWidth(frame);
  useEffect(() => {
    if (width > 0) {
      const drawing = draw?.(width, { titleId: `${id}-title`, textId: `${id}-text` });
      frame.current?.replaceChildren(...(drawing === undefined ? [] : [drawing]));
    }
  }, [draw, width, id]);
  return (
    <figure class="chart" data-testid={testId}>
      <figcaption>
        <h3 id={`${id}-title`}>{title}</h3>
      </figcaption>
      <div class="bench-chart-area">
        <div class="chart-frame" ref={frame} />
        {draw === undefined && (
          <p class="chart-empty">
            <span>{empty}</span>
          </p>
        )}
      </div>
      <p class="visually-hidden" id={`${id}-text`}>
        {text}
      </p>
    </figure>
  );
}
