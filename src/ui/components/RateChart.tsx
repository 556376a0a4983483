import { useMemo } from 'preact/hooks';
import type { TrainOptions } from '../../run/options';
import { RATE_CHART_HEIGHT, rateChart } from '../state/rateChart';
import type { Series } from '../state/series';
import { ChartFigure } from './ChartFigure';
import { LiveChart } from './LiveChart';
import { useWords } from './languageContext';

interface RateChartProps {
  readonly plan: TrainOptions;
  readonly series: readonly Series[];
  readonly focused: Series | undefined;
}

/** The members' learning rates, under the curves that they explain. */
export function RateChart({ plan, series, focused }: RateChartProps) {
  const words = useWords();
  const chart = useMemo(() => rateChart(plan, series, words), [plan, series, words]);
  return (
    <ChartFigure chart={chart} testId="chart-learning-rate" class="rate-chart">
      <LiveChart chart={chart} height={RATE_CHART_HEIGHT} focused={focused?.index} />
    </ChartFigure>
  );
}
