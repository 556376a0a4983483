import { useMemo } from 'preact/hooks';
import { implementationsIn, rooflinePoints, scalingLines, scalingPoints, speedupBars } from '../../bench/benchCharts';
import type { Chart } from '../../charts/model';
import { SignSwatch } from '../../charts/Swatch';
import {
  implementationLook,
  rooflineChart,
  rooflineNames,
  scalingChart,
  scalingNames,
  speedupChart,
  speedupNames,
} from '../state/benchCharts';
import type { BenchView } from '../state/benchView';
import { ChartFigure } from './ChartFigure';
import { LiveChart } from './LiveChart';
import { useWords } from './languageContext';

const ROOFLINE_HEIGHT = 320;

export function BenchCharts({ view }: { readonly view: BenchView }) {
  const words = useWords();
  const { charts } = words.kernelsView;
  const { rows, peaks } = view;
  const points = useMemo(() => rooflinePoints(rows, words), [rows, words]);
  const bars = useMemo(() => speedupBars(rows), [rows]);
  const steps = useMemo(() => scalingPoints(rows), [rows]);
  const scaling = useMemo(
    () => (scalingLines(steps).length === 0 ? undefined : scalingChart(steps, words)),
    [steps, words],
  );
  const roofline = useMemo(
    () => (peaks === undefined || points.length === 0 ? undefined : rooflineChart(points, peaks, words)),
    [points, peaks, words],
  );
  const speedups = useMemo(() => (bars.length === 0 ? undefined : speedupChart(bars, words)), [bars, words]);
  return (
    <section class="panel charts" aria-labelledby="bench-charts-title">
      <div class="panel-head">
        <h2 id="bench-charts-title">{charts.title}</h2>
      </div>
      <ul class="legend" aria-label={charts.implementations}>
        {implementationsIn(rows).map((name) => (
          <li key={name}>
            <SignSwatch look={implementationLook(name)} />
            {name}
          </li>
        ))}
      </ul>
      <div class="chart-grid">
        <BenchChart
          chart={roofline}
          names={rooflineNames(points, peaks, words)}
          height={ROOFLINE_HEIGHT}
          testId="chart-roofline"
          empty={charts.noPoints}
        />
        <BenchChart
          chart={scaling}
          names={scalingNames(steps, words)}
          testId="chart-scaling"
          empty={charts.noScaling}
        />
        <BenchChart chart={speedups} names={speedupNames(bars, words)} testId="chart-speedups" empty={charts.noBars} />
      </div>
    </section>
  );
}

interface BenchChartProps {
  readonly chart: Chart | undefined;
  readonly names: Pick<Chart, 'id' | 'title' | 'description'>;
  readonly testId: string;
  readonly empty: string;
  readonly height?: number;
}

function BenchChart({ chart, names, testId, empty, height }: BenchChartProps) {
  return (
    <ChartFigure chart={names} testId={testId}>
      <div class="bench-chart-area">
        {chart === undefined ? (
          <p class="chart-empty">
            <span>{empty}</span>
          </p>
        ) : (
          <LiveChart chart={chart} {...(height !== undefined && { height })} />
        )}
      </div>
    </ChartFigure>
  );
}
