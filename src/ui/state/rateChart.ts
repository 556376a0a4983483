import { epochAxis } from '../../charts/axes';
import type { LineChartModel } from '../../charts/model';
import { lineOf } from '../../run/curves';
import type { TrainOptions } from '../../run/options';
import type { Words } from '../../words';
import { describeRates, type RateSteps, rateDomain, rateSteps } from './rateSteps';
import type { Series } from './series';

export const RATE_CHART_HEIGHT = 150;

/** Of the domain, above and below: a line on the edge would be half a line. */
const ROOM = 1.4;

/** More than these ticks do not fit one above the other. */
const MAX_TICKS = 5;

/** A step line for each member: rates are set anew for each member at the end of an epoch. */
export function rateChart(plan: TrainOptions, series: readonly Series[], words: Words): LineChartModel {
  const rates = rateSteps(series);
  const [lowest, highest] = rateDomain(plan, rates);
  const domain = [lowest / ROOM, highest * ROOM] as const;
  return {
    kind: 'lines',
    id: 'curves-learning-rate',
    title: words.curves.rateTitle,
    description: describeRates(series, words),
    x: epochAxis(0, plan.epochs, words),
    y: {
      label: words.axes.learningRate,
      scale: 'log',
      domain,
      ticks: rateTicks(rates, highest, domain),
      format: words.numbers.learningRate,
    },
    series: rates.map(({ series: entry, steps }) => ({
      group: entry.index,
      look: entry.look,
      shape: 'step',
      weight: 'bold',
      signs: 'none',
      points: lineOf(steps.filter(({ y }) => y > 0)),
    })),
    guides: [],
    marks: [],
    zones: [],
  };
}

/** The rates that occur while they are few, otherwise powers of ten. */
function rateTicks(rates: readonly RateSteps[], highest: number, [low, high]: readonly [number, number]): number[] {
  const occurring = new Set([highest, ...rates.flatMap(({ steps }) => steps.map(({ y }) => y))]);
  const positive = [...occurring].filter((rate) => rate > 0).sort((a, b) => a - b);
  if (positive.length <= MAX_TICKS) {
    return positive;
  }
  const powers = Array.from({ length: 16 }, (_, index) => Number(`1e${index - 13}`));
  return powers.filter((power) => power >= low && power <= high);
}
