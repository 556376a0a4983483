import { isFigure } from '../../run/curves';
import { GUESSING_LOSS } from '../../run/network';
import type { RunFile } from '../../run/runFile';
import { type ComparedFigure, comparisonsOf, type Question, type RunComparison } from '../../run/verdicts';
import type { Words } from '../../words';
import { NO_FIGURE } from '../../words/numbers';
import type { IntervalChartModel, TableBlock } from '../model';
import { distinguish, labelWithoutCallbacks, translateLabels } from '../runArms';

export const COMPARED_FIGURES = ['testAccuracy', 'testLoss'] as const satisfies readonly ComparedFigure[];

/** A difference beyond that of guessing is of no learning rate that anybody would compare. */
const ABSURD_LOSS = 10 * GUESSING_LOSS;

/** A run's comparisons of one question, with the arms named in the report's language. */
export function comparisonsFor(
  question: Question,
  figure: ComparedFigure,
  run: RunFile,
  words: Words,
): RunComparison[] {
  const translate = translateLabels(run, words);
  return comparisonsOf(run, figure)
    .filter((entry) => entry.question === question)
    .map((entry) => ({
      ...entry,
      comparison: {
        ...entry.comparison,
        first: translate(entry.comparison.first),
        second: translate(entry.comparison.second),
      },
    }));
}

/** The verdict as a sentence; it never claims more than the corrected interval shows. */
export function sayComparison({ figure, comparison }: RunComparison, words: Words): string {
  const { first, second, difference, corrected, comparisons, outcome } = comparison;
  const { mean, n: seeds } = difference;
  if (mean === null || corrected === null) {
    const facts = { figure, first, second, by: mean, seeds };
    return outcome === 'same-difference' ? words.compare.sameDifference(facts) : words.compare.tooFewSeeds(facts);
  }
  if (outcome === 'no-difference-shown') {
    const finest = corrected.high - corrected.low;
    return words.compare.notShown({ figure, first, second, by: mean, ...corrected, finest, seeds, comparisons });
  }
  const ends = [Math.abs(corrected.low), Math.abs(corrected.high)] as const;
  const interval = { low: Math.min(...ends), high: Math.max(...ends), finest: Math.min(...ends) };
  const [better, worse] = winnerOf({ figure, comparison }) === 'first' ? [first, second] : [second, first];
  return words.compare.shown({
    figure,
    first: better,
    second: worse,
    by: Math.abs(mean),
    ...interval,
    seeds,
    comparisons,
  });
}

/** Which of the two has the better figure, where a difference is shown. */
export function winnerOf({
  figure,
  comparison: { outcome },
}: Pick<RunComparison, 'figure' | 'comparison'>): 'first' | 'second' | undefined {
  if (outcome !== 'first-higher' && outcome !== 'second-higher') {
    return undefined;
  }
  return (outcome === 'first-higher') === (figure === 'testAccuracy') ? 'first' : 'second';
}

export function hasInterval({ comparison }: RunComparison): boolean {
  return comparison.corrected !== null;
}

/** Differences with their corrected intervals beside zero. */
export function differenceChart(
  id: string,
  comparisons: readonly RunComparison[],
  figure: ComparedFigure,
  words: Words,
): IntervalChartModel | undefined {
  const rows = comparisons.flatMap(({ comparison: { first, second, difference, corrected } }) =>
    isFigure(difference.mean) && Math.abs(difference.mean) < ABSURD_LOSS
      ? [
          {
            label: pairLabel(first, second, words),
            look: undefined,
            mean: difference.mean,
            low: corrected?.low ?? null,
            high: corrected?.high ?? null,
          },
        ]
      : [],
  );
  if (rows.length === 0) {
    return undefined;
  }
  const values = rows.flatMap(({ mean, low, high }) => [mean, low ?? mean, high ?? mean, 0]);
  const [low, high] = [Math.min(...values), Math.max(...values)];
  const room = Math.max(0.05 * (high - low), 1e-4);
  return {
    kind: 'intervals',
    id,
    title: words.compare.chartTitle(figure),
    description: rows
      .map((row) => words.describe.interval(row.label, row.mean, row.low, row.high, words.numbers.signed))
      .join('; '),
    x: {
      label: words.axes.difference,
      scale: 'linear',
      domain: [low - room, high + room],
      format: words.numbers.tick,
    },
    rows,
    hasZero: true,
  };
}

function differenceTable(
  question: Question,
  comparisons: readonly RunComparison[],
  figure: ComparedFigure,
  words: Words,
): TableBlock {
  const { numbers, table } = words;
  return {
    kind: 'table',
    caption: words.compare.tableCaption(question, figure),
    columns: [
      { label: table.pair, isNumeric: false },
      { label: table.difference, isNumeric: true },
      { label: table.correctedInterval, isNumeric: true },
      { label: table.pAdjusted, isNumeric: true },
      { label: table.seeds, isNumeric: true },
      { label: table.verdict, isNumeric: false },
    ],
    rows: comparisons.map(({ comparison }) => {
      const { first, second, difference, corrected, pAdjusted } = comparison;
      const cells = [
        pairLabel(first, second, words),
        difference.mean === null ? NO_FIGURE : numbers.signed(difference.mean),
        words.interval(corrected?.low ?? null, corrected?.high ?? null, numbers.signed),
        pAdjusted === null ? NO_FIGURE : numbers.probability(pAdjusted),
        numbers.count(difference.n),
        verdictText({ figure, comparison }, words),
      ];
      return { look: undefined, cells: cells.map((text) => ({ text })) };
    }),
    note: undefined,
  };
}

/** "raw − scale", "standardize: ReduceLROnPlateau − constant rate" */
function pairLabel(first: string, second: string, words: Words): string {
  const parts = distinguish(first, second);
  const pair = words.compare.pair(parts.first, parts.second);
  return parts.shared === '' ? pair : `${parts.shared}: ${pair}`;
}

/** A table a figure that there are comparisons of, with one note on how they were made. */
export function differenceTables(
  question: Question,
  comparisons: readonly RunComparison[],
  words: Words,
): readonly TableBlock[] {
  const tables = COMPARED_FIGURES.map((figure) => comparisons.filter((entry) => entry.figure === figure))
    .filter((ofFigure) => ofFigure.length > 0)
    .map((ofFigure) => differenceTable(question, ofFigure, (ofFigure[0] as RunComparison).figure, words));
  return tables.map((table, index) => ({
    ...table,
    note: index === tables.length - 1 && comparisons.some(hasInterval) ? words.compare.holmNote : undefined,
  }));
}

/** The arm with the better figure, or why none is named. */
function verdictText({ figure, comparison }: Pick<RunComparison, 'figure' | 'comparison'>, words: Words): string {
  const { outcome } = comparison;
  const { first, second } = distinguish(comparison.first, comparison.second);
  switch (outcome) {
    case 'first-higher':
      return words.compare.better(figure, figure === 'testAccuracy' ? first : second);
    case 'second-higher':
      return words.compare.better(figure, figure === 'testAccuracy' ? second : first);
    default:
      return words.compare.notShownBecause[outcome];
  }
}

/**
 * What a callback brings, by figure: a whole sentence for one pair; for several, which of them differ, since the table
 * has their numbers.
 */
export function sayCallbackComparisons(
  callback: 'reduceLrOnPlateau' | 'earlyStopping',
  run: RunFile,
  words: Words,
): { readonly comparisons: readonly RunComparison[]; readonly said: readonly string[] } {
  const byFigure = COMPARED_FIGURES.map((figure) => comparisonsFor(callback, figure, run, words));
  const said = byFigure.flatMap((comparisons) => {
    const [only] = comparisons;
    if (only === undefined || comparisons.length === 1) {
      return only === undefined ? [] : [sayComparison(only, words)];
    }
    const having = (winner: 'first' | 'second' | undefined) =>
      comparisons
        .filter((entry) => winnerOf(entry) === winner)
        .map(({ comparison }) => labelWithoutCallbacks(comparison.second, words));
    return [
      words.compare.callback({
        callback: callback === 'reduceLrOnPlateau' ? 'ReduceLROnPlateau' : 'EarlyStopping',
        figure: only.figure,
        better: having('first'),
        worse: having('second'),
        notShown: having(undefined),
      }),
    ];
  });
  return { comparisons: byFigure.flat(), said };
}
