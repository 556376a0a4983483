import * as Plot from '@observablehq/plot';
import { formatLearningRate } from '../../words/format';
import type { RateSteps } from '../state/rateSteps';
import { type EpochChartOptions, epochFrame, MARGIN, nameChart } from './chartFrame';
import { seriesClass, seriesColor } from './seriesMarks';

interface PlotRatesOptions extends EpochChartOptions {
  readonly rates: readonly RateSteps[];
  /** The lowest and highest rate. */
  readonly domain: readonly [number, number];
}

export const RATE_CHART_HEIGHT = 150;

/** More than these ticks do not fit one above the other. */
const MAX_TICKS = 5;

/** A step line for each member: rates are set anew for each member at the end of an epoch. */
export function plotRates({ rates, domain: [lowest, highest], ...options }: PlotRatesOptions): SVGElement {
  const ticks = rateTicks(rates, lowest, highest);
  const chart = Plot.plot({
    ...epochFrame(options, RATE_CHART_HEIGHT),
    marginLeft: MARGIN.left + 16,
    y: { type: 'log', domain: [lowest / 1.4, highest * 1.4], label: null },
    marks: [
      Plot.gridY(ticks, { stroke: 'var(--grid)', strokeOpacity: 1 }),
      Plot.axisY(ticks, { text: formatLearningRate, tickSize: 0 }),
      ...rates.map(({ series, steps }) =>
        Plot.line(
          steps.filter(({ learningRate }) => learningRate > 0),
          {
            className: seriesClass(series),
            x: 'position',
            y: 'learningRate',
            curve: 'step-after',
            stroke: seriesColor(series),
            strokeWidth: 1.5,
            ...(series.look.dash === undefined ? {} : { strokeDasharray: series.look.dash }),
          },
        ),
      ),
    ],
  }) as SVGElement;
  nameChart(chart, options);
  return chart;
}

/** The rates that occur while they are few, otherwise powers of ten. */
function rateTicks(rates: readonly RateSteps[], lowest: number, highest: number): number[] {
  const occurring = new Set([highest, ...rates.flatMap(({ steps }) => steps.map(({ learningRate }) => learningRate))]);
  const positive = [...occurring].filter((rate) => rate > 0).sort((a, b) => a - b);
  if (positive.length <= MAX_TICKS) {
    return positive;
  }
  const powers = Array.from({ length: 16 }, (_, index) => Number(`1e${index - 13}`));
  return powers.filter((power) => power >= lowest / 1.4 && power <= highest * 1.4);
}
