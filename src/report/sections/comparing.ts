import type { IntervalChartModel } from '../../charts/model';
import { isFigure } from '../../run/curves';
import { GUESSING_LOSS } from '../../run/network';
import type { RunFile } from '../../run/runFile';
import { type ComparedFigure, comparisonsOf, type Question, type RunComparison } from '../../run/verdicts';
import type { Words } from '../../words';
import { NO_FIGURE } from '../../words/numbers';
import type { TableBlock } from '../model';
import { distinguish, labelOf, labelWithoutCallbacks } from '../runArms';

export const COMPARED_FIGURES = ['testAccuracy', 'testLoss'] as const satisfies readonly ComparedFigure[];

/** A difference beyond that of guessing is of no learning rate that anybody would compare. */
const ABSURD_LOSS = 10 * GUESSING_LOSS;

/** Words for the two arms of a comparison. */
export type PairNames = (entry: RunComparison) => {
  readonly first: string;
  readonly second: string;
  /** What both are, where that is said once. */
  readonly shared: string;
};

/** By what tells the arms of a run apart. */
export function armNames({ config }: RunFile, words: Words): PairNames {
  return ({ comparison: { first, second } }) => ({
    first: labelOf(first, config, words),
    second: labelOf(second, config, words),
    shared: '',
  });
}

/** Likewise, what both have in common apart. */
function pairNames({ config }: RunFile, words: Words): PairNames {
  return ({ comparison: { first, second } }) => distinguish([first, second], config, words);
}

/** By the normalization alone: of arms that have all else in common. */
export const normalizationNames: PairNames = ({ comparison: { first, second } }) => ({
  first: first.normalization,
  second: second.normalization,
  shared: '',
});

/** A run's comparisons of one question. */
export function comparisonsFor(question: Question, figure: ComparedFigure, run: RunFile): RunComparison[] {
  return comparisonsOf(run, figure).filter((entry) => entry.question === question);
}

/** The verdict as a sentence; it never claims more than the corrected interval shows. */
export function sayComparison(entry: RunComparison, namesOf: PairNames, words: Words): string {
  const { figure, comparison } = entry;
  const { difference, corrected, comparisons, outcome } = comparison;
  const { mean, n: seeds } = difference;
  const { first, second } = namesOf(entry);
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
  const [better, worse] = winnerOf(entry) === 'first' ? [first, second] : [second, first];
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
  namesOf: PairNames,
): IntervalChartModel | undefined {
  const rows = comparisons.flatMap((entry) => {
    const { difference, corrected } = entry.comparison;
    return isFigure(difference.mean) && Math.abs(difference.mean) < ABSURD_LOSS
      ? [
          {
            label: pairLabel(namesOf(entry), words),
            look: undefined,
            mean: difference.mean,
            low: corrected?.low ?? null,
            high: corrected?.high ?? null,
          },
        ]
      : [];
  });
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
  namesOf: PairNames,
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
    rows: comparisons.map((entry) => {
      const { difference, corrected, pAdjusted } = entry.comparison;
      const names = namesOf(entry);
      const cells = [
        pairLabel(names, words),
        difference.mean === null ? NO_FIGURE : numbers.signed(difference.mean),
        words.interval(corrected?.low ?? null, corrected?.high ?? null, numbers.signed),
        pAdjusted === null ? NO_FIGURE : numbers.probability(pAdjusted),
        numbers.count(difference.n),
        verdictText(entry, names, words),
      ];
      return { look: undefined, cells: cells.map((text) => ({ text })) };
    }),
    note: undefined,
  };
}

/** "raw − scale", "standardize: ReduceLROnPlateau − constant rate" */
function pairLabel({ first, second, shared }: ReturnType<PairNames>, words: Words): string {
  const pair = words.compare.pair(first, second);
  return shared === '' ? pair : `${shared}: ${pair}`;
}

/** A table a figure that there are comparisons of, with one note on how they were made. */
export function differenceTables(
  question: Question,
  comparisons: readonly RunComparison[],
  words: Words,
  namesOf: PairNames,
): readonly TableBlock[] {
  const tables = COMPARED_FIGURES.map((figure) => comparisons.filter((entry) => entry.figure === figure))
    .filter((ofFigure) => ofFigure.length > 0)
    .map((ofFigure) => differenceTable(question, ofFigure, (ofFigure[0] as RunComparison).figure, words, namesOf));
  return tables.map((table, index) => ({
    ...table,
    note: index === tables.length - 1 && comparisons.some(hasInterval) ? words.compare.holmNote : undefined,
  }));
}

/** The arm with the better figure, or why none is named. */
function verdictText(entry: RunComparison, names: ReturnType<PairNames>, words: Words): string {
  const winner = winnerOf(entry);
  const { outcome } = entry.comparison;
  return winner === undefined
    ? words.compare.notShownBecause[outcome as UndecidedOutcome]
    : words.compare.better(entry.figure, names[winner]);
}

type UndecidedOutcome = Exclude<RunComparison['comparison']['outcome'], 'first-higher' | 'second-higher'>;

/**
 * What a callback brings, by figure: a whole sentence for one pair; for several, which of them differ, since the table
 * has their numbers.
 */
export function sayCallbackComparisons(
  callback: 'reduceLrOnPlateau' | 'earlyStopping',
  run: RunFile,
  words: Words,
): { readonly comparisons: readonly RunComparison[]; readonly said: readonly string[]; readonly namesOf: PairNames } {
  const byFigure = COMPARED_FIGURES.map((figure) => comparisonsFor(callback, figure, run));
  const said = byFigure.flatMap((comparisons) => {
    const [only] = comparisons;
    if (only === undefined || comparisons.length === 1) {
      return only === undefined ? [] : [sayComparison(only, armNames(run, words), words)];
    }
    const having = (winner: 'first' | 'second' | undefined) =>
      comparisons
        .filter((entry) => winnerOf(entry) === winner)
        .map(({ comparison }) => labelWithoutCallbacks(comparison.second, run.config, words));
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
  return { comparisons: byFigure.flat(), said, namesOf: pairNames(run, words) };
}
