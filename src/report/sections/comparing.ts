import type { IntervalChartModel } from '../../charts/model';
import type { Arm } from '../../run/arms';
import { jointCoverage } from '../../run/comparisons';
import { isFigure, meanOf } from '../../run/curves';
import { GUESSING_LOSS } from '../../run/network';
import type { RunFile } from '../../run/runFile';
import {
  type ArmPair,
  armPairsOf,
  COMPARED_FIGURES,
  type ComparedFigure,
  type Question,
  type RunComparison,
  winnerOf,
} from '../../run/verdicts';
import type { Words } from '../../words';
import { armLabel, distinguish, labelWithoutCallbacks } from '../../words/arms';
import { NO_FIGURE } from '../../words/numbers';
import { type PairNames, sayPair } from '../../words/verdicts';
import type { TableBlock } from '../model';

/** A difference beyond that of guessing is of no learning rate that anybody would compare. */
const ABSURD_LOSS = 10 * GUESSING_LOSS;

/** Words for the two arms of a comparison or pair; what both are may stand once, before them. */
export type NamesOf = (pair: { readonly first: Arm; readonly second: Arm }) => PairNames & { readonly shared: string };

/** By what tells the arms of a run apart. */
export function armNames({ config }: RunFile, words: Words): NamesOf {
  return ({ first, second }) => ({
    first: armLabel(first, config, words),
    second: armLabel(second, config, words),
    shared: '',
  });
}

/** Likewise, what both have in common apart. */
function distinctNames({ config }: RunFile, words: Words): NamesOf {
  return ({ first, second }) => distinguish([first, second], config, words);
}

/** By the normalization alone: of arms that have all else in common. */
export const normalizationNames: NamesOf = ({ first, second }) => ({
  first: first.normalization,
  second: second.normalization,
  shared: '',
});

/** A run's pairs of one question. */
export function pairsFor(question: Question, run: RunFile): readonly ArmPair[] {
  return armPairsOf(run).filter((pair) => pair.question === question);
}

/** What pairs show of one figure. */
export function comparisonsBy(figure: ComparedFigure, pairs: readonly ArmPair[]): readonly RunComparison[] {
  return pairs.flatMap(({ comparisons }) => comparisons.filter((entry) => entry.figure === figure));
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
  namesOf: NamesOf,
): IntervalChartModel | undefined {
  const rows = comparisons.flatMap((entry) => {
    const { difference, corrected } = entry.comparison;
    return isFigure(difference.mean) && Math.abs(difference.mean) < ABSURD_LOSS
      ? [
          {
            label: pairLabel(namesOf(entry.comparison), words),
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
  namesOf: NamesOf,
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
      const names = namesOf(entry.comparison);
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
function pairLabel({ first, second, shared }: ReturnType<NamesOf>, words: Words): string {
  const pair = words.compare.pair(first, second);
  return shared === '' ? pair : `${shared}: ${pair}`;
}

/** A table a figure, with one note on how the comparisons were made and on what their intervals say. */
export function differenceTables(
  question: Question,
  pairs: readonly ArmPair[],
  run: RunFile,
  words: Words,
  namesOf: NamesOf,
): readonly TableBlock[] {
  if (pairs.length === 0) {
    return [];
  }
  const byFigure = COMPARED_FIGURES.map((figure) => comparisonsBy(figure, pairs));
  const tables = byFigure.map((comparisons, index) =>
    differenceTable(question, comparisons, COMPARED_FIGURES[index] as ComparedFigure, words, namesOf),
  );
  const note = byFigure.flat().some(hasInterval) ? intervalNotes(byFigure, run, words) : undefined;
  return tables.map((table, index) => ({ ...table, note: index === tables.length - 1 ? note : undefined }));
}

function intervalNotes(byFigure: readonly (readonly RunComparison[])[], run: RunFile, words: Words): string {
  const intervals = byFigure.map((comparisons) => comparisons.filter(hasInterval));
  const most = intervals.reduce((longest, one) => (one.length > longest.length ? one : longest), []);
  const atLeast = Math.min(...intervals.map((ofTable) => jointCoverage(ofTable.map(({ comparison }) => comparison))));
  return [
    words.compare.holmNote,
    ...(most.length > 1 ? [words.compare.jointNote(most.length, atLeast)] : []),
    ...sayTestSet(run, words),
  ].join(' ');
}

/** What is not in an interval over seeds: the standard error of a share of the test images, √(p(1 − p)/n). */
export function sayTestSet({ members }: RunFile, words: Words): readonly string[] {
  const tests = members.flatMap(({ test }) => (test === null ? [] : [test]));
  const images = Math.max(0, ...tests.map(({ confusion }) => confusion.flat().reduce((sum, count) => sum + count, 0)));
  const errors = tests.flatMap(({ accuracy }) =>
    isFigure(accuracy) && images > 0 ? [Math.sqrt((accuracy * (1 - accuracy)) / images)] : [],
  );
  const error = meanOf(errors);
  return error === undefined ? [] : [words.compare.testSetNote(images, error)];
}

/** The arm with the better figure, or why none is named. */
function verdictText(entry: RunComparison, names: ReturnType<NamesOf>, words: Words): string {
  const winner = winnerOf(entry);
  const { outcome } = entry.comparison;
  return winner === undefined
    ? words.compare.notShownBecause[outcome as UndecidedOutcome]
    : words.compare.better(entry.figure, names[winner]);
}

type UndecidedOutcome = Exclude<RunComparison['comparison']['outcome'], 'first-higher' | 'second-higher'>;

/**
 * What a callback brings: one pair in one sentence with all its numbers; of several, which of them differ, by figure,
 * since the table has their numbers.
 */
export function sayCallbackPairs(
  callback: 'reduceLrOnPlateau' | 'earlyStopping',
  run: RunFile,
  words: Words,
): { readonly pairs: readonly ArmPair[]; readonly said: readonly string[]; readonly namesOf: NamesOf } {
  const pairs = pairsFor(callback, run);
  const namesOf = distinctNames(run, words);
  const [only] = pairs;
  if (only === undefined || pairs.length === 1) {
    return { pairs, namesOf, said: only === undefined ? [] : [sayPair(only, armNames(run, words)(only), words)] };
  }
  const said = COMPARED_FIGURES.map((figure) => {
    const comparisons = comparisonsBy(figure, pairs);
    const having = (winner: 'first' | 'second' | undefined) =>
      comparisons
        .filter((entry) => winnerOf(entry) === winner)
        .map(({ comparison }) => labelWithoutCallbacks(comparison.second, run.config, words));
    return words.compare.callback({
      callback: callback === 'reduceLrOnPlateau' ? 'ReduceLROnPlateau' : 'EarlyStopping',
      figure,
      better: having('first'),
      worse: having('second'),
      notShown: having(undefined),
    });
  });
  return { pairs, namesOf, said };
}
