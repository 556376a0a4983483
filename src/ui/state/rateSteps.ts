import type { FigurePoint } from '../../run/curves';
import type { TrainOptions } from '../../run/options';
import type { Words } from '../../words';
import { type Series, seriesLabel } from './series';

/** A member's learning rate over the epochs: the rate holds from its position to that of the next. */
export interface RateSteps {
  readonly series: Series;
  /** Learning rates by epochs from the start of training. */
  readonly steps: readonly FigurePoint[];
}

/** One for each member that has begun, up to where it has come. */
export function rateSteps(series: readonly Series[]): readonly RateSteps[] {
  return series.flatMap((entry) =>
    entry.members.flatMap(({ member, reductions, training, validation, learningRate }) => {
      const reached = Math.max(0, training.at(-1)?.position ?? 0, validation.at(-1)?.position ?? 0);
      return reached === 0
        ? []
        : [
            {
              series: entry,
              steps: [
                { x: 0, y: member.learningRate },
                ...reductions.map((reduction) => ({ x: reduction.epoch, y: reduction.learningRate })),
                { x: reached, y: learningRate },
              ],
            },
          ];
    }),
  );
}

/** Room for so many reductions before there are any. */
const EXPECTED_REDUCTIONS = 2;

/** The lowest and highest rate to make room for. */
export function rateDomain(plan: TrainOptions, steps: readonly RateSteps[]): readonly [number, number] {
  const highest = Math.max(...plan.learningRates);
  const expected = Math.min(...plan.learningRates) * plan.plateauFactor ** EXPECTED_REDUCTIONS;
  const reached = steps.flatMap((line) => line.steps.map(({ y }) => y)).filter((rate) => rate > 0);
  return [Math.min(Math.max(expected, plan.plateauMinLr), ...reached), highest];
}

/** The chart in words: how often each series reduced its rate, and to what. */
export function describeRates(series: readonly Series[], words: Words): string {
  const { curves } = words;
  const reduced = series.flatMap((entry) => {
    const { members } = entry;
    const count = members.reduce((sum, { reductions }) => sum + reductions.length, 0);
    const rates = members.map(({ learningRate }) => learningRate);
    return count === 0 ? [] : [curves.reducedTo(seriesLabel(entry, words), count, Math.min(...rates))];
  });
  return reduced.length === 0 ? curves.noRateReduced : curves.ratesReduced(reduced);
}
