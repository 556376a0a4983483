import { BarChart } from './BarChart';
import type { ChartView } from './ChartFrame';
import { IntervalChart } from './IntervalChart';
import { LineChart } from './LineChart';
import type { Chart } from './model';

interface ChartImageProps extends ChartView {
  readonly chart: Chart;
}

/** Any chart as one SVG image: the same markup in Node and in a browser. */
export function ChartImage({ chart, ...view }: ChartImageProps) {
  switch (chart.kind) {
    case 'lines':
      return <LineChart chart={chart} {...view} />;
    case 'intervals':
      return <IntervalChart chart={chart} {...view} />;
    case 'bars':
      return <BarChart chart={chart} {...view} />;
  }
}
