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
import { type ChartNames, plotRoofline, plotSpeedups } from './plotBench';
import { Swatch } from './Swatch';
import { useWidth } from './useWidth';

export function BenchCharts({ view }: { readonly view: BenchView }) {
  const { rows, peaks } = view;
  const points = useMemo(() => rooflinePoints(rows), [rows]);
  const bars = useMemo(() => speedupBars(rows), [rows]);
  return (
    <section class="panel charts" aria-labelledby="bench-charts-title">
      <div class="panel-head">
        <h2 id="bench-charts-title">Charts</h2>
      </div>
      <ul class="legend" aria-label="Implementations">
        {implementationsIn(rows).map((name) => (
          <li key={name}>
            <Swatch normalization={IMPLEMENTATION_SERIES[name]} />
            {name}
          </li>
        ))}
      </ul>
      <div class="chart-grid">
        <BenchChart
          title="Roofline"
          testId="chart-roofline"
          text={describeRoofline(points, peaks)}
          empty="Products appear here under the measured peaks."
          draw={
            peaks === undefined || points.length === 0
              ? undefined
              : (width, names) => plotRoofline(points, peaks, width, names)
          }
        />
        <BenchChart
          title="Weft against its peers"
          testId="chart-speedups"
          text={describeSpeedups(bars)}
          empty="Bars appear here once a peer is measured."
          draw={bars.length === 0 ? undefined : (width, names) => plotSpeedups(bars, width, names)}
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
