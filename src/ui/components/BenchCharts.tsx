import { useMemo } from 'preact/hooks';
import { implementationsIn, rooflinePoints, speedupBars } from '../../bench/benchCharts';
import type { Chart } from '../../charts/model';
import { SignSwatch } from '../../charts/Swatch';
import { en } from '../../words/en';
import { implementationLook, rooflineChart, rooflineNames, speedupChart, speedupNames } from '../state/benchCharts';
import type { BenchView } from '../state/benchView';
import { ChartFigure } from './ChartFigure';
import { LiveChart } from './LiveChart';

const ROOFLINE_HEIGHT = 320;

export function BenchCharts({ view }: { readonly view: BenchView }) {
  const { rows, peaks } = view;
  const points = useMemo(() => rooflinePoints(rows), [rows]);
  const bars = useMemo(() => speedupBars(rows), [rows]);
  const roofline = useMemo(
    () => (peaks === undefined || points.length === 0 ? undefined : rooflineChart(points, peaks, en)),
    [points, peaks],
  );
  const speedups = useMemo(() => (bars.length === 0 ? undefined : speedupChart(bars, en)), [bars]);
  return (
    <section class="panel charts" aria-labelledby="bench-charts-title">
      <div class="panel-head">
        <h2 id="bench-charts-title">Charts</h2>
      </div>
      <ul class="legend" aria-label="Implementations">
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
          names={rooflineNames(points, peaks)}
          height={ROOFLINE_HEIGHT}
          testId="chart-roofline"
          empty="Products appear here under the measured peaks."
        />
        <BenchChart
          chart={speedups}
          names={speedupNames(bars)}
          testId="chart-speedups"
          empty="Bars appear here once a peer is measured."
        />
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
