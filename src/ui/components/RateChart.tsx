import { useEffect, useId, useMemo, useRef } from 'preact/hooks';
import type { TrainOptions } from '../../run/options';
import { describeRates, rateDomain, rateSteps } from '../state/rateSteps';
import type { Series } from '../state/series';
import { plotRates } from './plotRates';
import { lookAt } from './seriesMarks';
import { useWidth } from './useWidth';

interface RateChartProps {
  readonly plan: TrainOptions;
  readonly series: readonly Series[];
  readonly focused: Series | undefined;
}

/** The members' learning rates, under the curves that they explain. */
export function RateChart({ plan, series, focused }: RateChartProps) {
  const frame = useRef<HTMLDivElement>(null);
  const id = useId();
  const width = useWidth(frame);
  const rates = useMemo(() => rateSteps(series), [series]);

  useEffect(() => {
    if (width > 0) {
      const domain = rateDomain(plan, rates);
      const names = { titleId: `${id}-title`, textId: `${id}-text` };
      frame.current?.replaceChildren(plotRates({ rates, domain, epochs: plan.epochs, width, ...names }));
    }
  }, [plan, rates, width, id]);

  useEffect(() => {
    if (frame.current?.firstElementChild != null) {
      lookAt(frame.current.firstElementChild, focused);
    }
  }, [plan, rates, width, focused]);

  return (
    <figure class="chart rate-chart" data-testid="chart-learning-rate">
      <figcaption>
        <h3 id={`${id}-title`}>Learning rate</h3>
      </figcaption>
      <div class="chart-frame" ref={frame} />
      <p class="visually-hidden" id={`${id}-text`}>
        {describeRates(series)}
      </p>
    </figure>
  );
}
