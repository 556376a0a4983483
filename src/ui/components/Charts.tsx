import { useMemo } from 'preact/hooks';
import type { TrainOptions } from '../../run/options';
import { seriesOf } from '../state/series';
import { Curves } from './Curves';
import { RateChart } from './RateChart';
import type { StoreProps } from './storeProps';
import { useThrottled } from './useThrottled';

/** Five drawings a second look live, and leave the page's thread to the page. */
const REDRAW_INTERVAL_MS = 200;

/** The curves of the run at hand, or of one that could be started. */
export function Charts({ store }: StoreProps) {
  const run = useThrottled(store.run, REDRAW_INTERVAL_MS);
  const plan = run.options ?? store.planned.value;
  const { members } = run;
  const series = useMemo(() => seriesOf(plan, members), [plan, members]);
  return (
    <Curves series={series} plan={plan} isFailed={run.status === 'failed'}>
      {(focused) => hasRateChart(plan) && <RateChart plan={plan} series={series} focused={focused} />}
    </Curves>
  );
}

function hasRateChart(plan: TrainOptions | undefined): plan is TrainOptions {
  return plan !== undefined && plan.reduceLrOnPlateau !== 'off';
}
