import { linearAxis, logAxis } from '../../charts/axes';
import type { Axis, IntervalChartModel, IntervalRow } from '../../charts/model';
import { type Arm, armKey, groupByArm } from '../../run/arms';
import { chooseNormalizationRun } from '../../run/chooseRun';
import { isFigure } from '../../run/curves';
import { type ArmGroup, mainArms } from '../../run/mainArms';
import type { RunFile } from '../../run/runFile';
import type { ComparedFigure, RunComparison } from '../../run/verdicts';
import type { Words } from '../../words';
import { NO_FIGURE } from '../../words/numbers';
import { COMMANDS } from '../commands';
import type { Block, TableBlock } from '../model';
import { labelOf, lookOf } from '../runArms';
import {
  COMPARED_FIGURES,
  comparisonsFor,
  differenceChart,
  differenceTables,
  hasInterval,
  normalizationNames,
  sayComparison,
  winnerOf,
} from './comparing';
import { mainArmsSourceOf, normalizationLegend, type SectionBuilder, unanswered } from './sectionBuilder';

const IMPROVED_ID = 'improved';
const BEST_ID = 'best';

type SummaryRow = RunFile['summary'][number];

/** Did normalizing improve the result: each normalization beside none. */
export const buildImproved: SectionBuilder = (runs, words) => {
  const run = chooseNormalizationRun(runs);
  if (run === undefined) {
    return unanswered(IMPROVED_ID, words.improved, COMMANDS.study);
  }
  const pairs = COMPARED_FIGURES.map((figure) => againstRaw(mainComparisons(run, figure)));
  const [accuracyPairs = []] = pairs;
  return {
    id: IMPROVED_ID,
    question: words.improved.question,
    finding: accuracyPairs.length === 0 ? words.improved.withoutRaw : improvedFinding(accuracyPairs, words),
    answer: [
      ...(accuracyPairs.length === 0 ? [words.improved.withoutRaw] : []),
      ...pairs.flatMap((comparisons) => sayAll(comparisons, words)),
    ],
    source: mainArmsSourceOf(run, runs, words),
    commands: accuracyPairs.length > 0 && !accuracyPairs.some(hasInterval) ? [COMMANDS.study] : [],
    blocks: [resultCharts(run, words), resultTable(run, words)],
  };
};

/** Which normalization is best: every two of them, corrected for comparing several. */
export const buildBest: SectionBuilder = (runs, words) => {
  const run = chooseNormalizationRun(runs);
  if (run === undefined) {
    return unanswered(BEST_ID, words.best, COMMANDS.study);
  }
  const accuracy = mainComparisons(run, 'testAccuracy');
  const loss = mainComparisons(run, 'testLoss');
  const verdicts = COMPARED_FIGURES.map((figure) => bestOf(run, figure, figure === 'testAccuracy' ? accuracy : loss));
  return {
    id: BEST_ID,
    question: words.best.question,
    finding: verdicts[0] === undefined ? words.best.noFigures : sayBest(verdicts[0], words),
    answer: verdicts.every((verdict) => verdict === undefined)
      ? [words.best.noFigures]
      : verdicts.flatMap((verdict) =>
          verdict === undefined
            ? []
            : [sayBest(verdict, words), ...sayAll(verdict.comparisons.filter(hasInterval), words)],
        ),
    source: mainArmsSourceOf(run, runs, words),
    commands: accuracy.some(hasInterval) ? [] : [COMMANDS.study],
    blocks: [
      ...differenceCharts(accuracy, loss, words),
      ...differenceTables('normalization', [...accuracy, ...loss], words, normalizationNames),
    ],
  };
};

function differenceCharts(
  accuracy: readonly RunComparison[],
  loss: readonly RunComparison[],
  words: Words,
): readonly Block[] {
  const charts = [
    differenceChart(`${BEST_ID}-accuracy`, accuracy, 'testAccuracy', words, normalizationNames),
    differenceChart(`${BEST_ID}-loss`, loss, 'testLoss', words, normalizationNames),
  ].filter((chart) => chart !== undefined);
  return charts.length === 0
    ? []
    : [{ kind: 'charts', heading: words.best.charts, legend: [], charts, caption: words.best.caption }];
}

/** The run's comparisons between its main arms, which their normalizations name. */
function mainComparisons(run: RunFile, figure: ComparedFigure): readonly RunComparison[] {
  const main = new Set(mainArms(run).map(({ arm }) => armKey(arm)));
  return comparisonsFor('normalization', figure, run).filter(({ comparison: { first, second } }) =>
    [first, second].every((arm) => main.has(armKey(arm))),
  );
}

/** Those with raw, raw second. */
function againstRaw(comparisons: readonly RunComparison[]): readonly RunComparison[] {
  return comparisons.filter(({ comparison: { first, second } }) => isRaw(first) || isRaw(second));
}

function isRaw({ normalization }: Arm): boolean {
  return normalization === 'raw';
}

function improvedFinding(comparisons: readonly RunComparison[], words: Words): string {
  const other = ({ comparison }: RunComparison) =>
    (isRaw(comparison.first) ? comparison.second : comparison.first).normalization;
  const rawWins = (entry: RunComparison) => {
    const winner = winnerOf(entry);
    return winner === undefined ? undefined : isRaw(entry.comparison[winner]);
  };
  if (!comparisons.some(hasInterval)) {
    return words.improved.findingWithoutIntervals;
  }
  return words.improved.finding({
    better: comparisons.filter((entry) => rawWins(entry) === false).map(other),
    worse: comparisons.filter((entry) => rawWins(entry) === true).map(other),
    notShown: comparisons.filter((entry) => rawWins(entry) === undefined).map(other),
  });
}

/** The main arm with the best mean of a figure, and its comparisons with the others. */
interface Best {
  readonly figure: ComparedFigure;
  readonly name: string;
  readonly mean: number;
  readonly comparisons: readonly RunComparison[];
}

function bestOf(run: RunFile, figure: ComparedFigure, comparisons: readonly RunComparison[]): Best | undefined {
  const sign = figure === 'testAccuracy' ? 1 : -1;
  const names = new Map(mainArms(run).map(({ arm }) => [armKey(arm), arm.normalization]));
  const [best] = run.summary
    .flatMap((row) => {
      const [name, { mean }] = [names.get(armKey(row)), row[figure]];
      return name === undefined || !isFigure(mean) ? [] : [{ name, mean }];
    })
    .toSorted((a, b) => sign * (b.mean - a.mean));
  return best === undefined
    ? undefined
    : {
        figure,
        ...best,
        comparisons: comparisons.filter(({ comparison: { first, second } }) =>
          [first, second].some(({ normalization }) => normalization === best.name),
        ),
      };
}

/** Names those the best is not shown to differ from. */
function sayBest({ figure, name, mean, comparisons }: Best, words: Words): string {
  if (!comparisons.some(hasInterval)) {
    return words.best.withoutIntervals({ figure, best: name, mean });
  }
  const rivals = comparisons
    .filter((entry) => winnerOf(entry) === undefined)
    .map(({ comparison: { first, second } }) => (first.normalization === name ? second : first).normalization);
  return rivals.length === 0
    ? words.best.alone({ figure, best: name, mean })
    : words.best.among({ figure, best: name, mean, rivals });
}

function sayAll(comparisons: readonly RunComparison[], words: Words): readonly string[] {
  return comparisons.map((entry) => sayComparison(entry, normalizationNames, words));
}

function resultCharts(run: RunFile, words: Words): Block {
  const charts = COMPARED_FIGURES.flatMap((figure) => resultChart(run, figure, words));
  return {
    kind: 'charts',
    heading: words.improved.charts,
    legend: normalizationLegend(mainArms(run), words),
    charts,
    caption: intervalNote(run, words),
  };
}

/** Where means are more than this many times apart, a linear axis would press most of them into one point. */
const MAX_LINEAR_RATIO = 5;
/** How far beyond its means a logarithmic axis goes; intervals that reach farther, even below zero, end at its edge. */
const LOG_ROOM = 2;

function resultAxis(label: string, rows: readonly IntervalRow[], words: Words): Axis {
  const means = rows.map(({ mean }) => mean);
  const [least, most] = [Math.min(...means), Math.max(...means)];
  return least > 0 && most > MAX_LINEAR_RATIO * least
    ? logAxis(words.axes.logarithmic(label), [least / LOG_ROOM, most * LOG_ROOM], words.numbers.tick)
    : linearAxis(
        label,
        rows.flatMap(({ mean, low, high }) => [mean, low ?? mean, high ?? mean]),
        words.numbers.tick,
      );
}

function resultChart(run: RunFile, figure: ComparedFigure, words: Words): readonly IntervalChartModel[] {
  const rows = run.summary.flatMap((row) => {
    const { mean, low, high } = row[figure];
    return isFigure(mean) ? [{ label: labelOf(row, run.config, words), look: lookOf(row), mean, low, high }] : [];
  });
  if (rows.length === 0) {
    return [];
  }
  return [
    {
      kind: 'intervals',
      id: `${IMPROVED_ID}-${figure}`,
      title: words.improved.chartTitles[figure],
      description: rows
        .map((row) => words.describe.interval(row.label, row.mean, row.low, row.high, words.numbers.share))
        .join('; '),
      x: resultAxis(words.figures[figure], rows, words),
      rows,
      hasZero: false,
    },
  ];
}

function resultTable(run: RunFile, words: Words): TableBlock {
  const { numbers, table } = words;
  const groups = groupByArm(run.members);
  return {
    kind: 'table',
    caption: words.improved.tableCaption,
    columns: [
      { label: table.arm, isNumeric: false },
      { label: table.input, isNumeric: false },
      { label: table.testAccuracy, isNumeric: true },
      { label: table.interval, isNumeric: true },
      { label: table.testLoss, isNumeric: true },
      { label: table.interval, isNumeric: true },
      { label: table.status, isNumeric: false },
    ],
    rows: run.summary.map((row) => {
      const label = labelOf(row, run.config, words);
      const group = groups.find(({ arm }) => labelOf(arm, run.config, words) === label);
      return {
        look: lookOf(row),
        cells: [
          label,
          words.normalizations[row.normalization],
          meanText(row.testAccuracy, numbers.share),
          words.interval(row.testAccuracy.low, row.testAccuracy.high, numbers.share),
          meanText(row.testLoss, numbers.loss),
          words.interval(row.testLoss.low, row.testLoss.high, numbers.loss),
          group === undefined ? NO_FIGURE : statusText(group, words),
        ].map((text) => ({ text })),
      };
    }),
    note: undefined,
  };
}

/** An arm of which no member has a test figure has no mean at all. */
function meanText({ mean, n }: SummaryRow['testLoss'], format: (value: number | null) => string): string {
  return n === 0 ? NO_FIGURE : format(mean);
}

function statusText({ members }: ArmGroup, words: Words): string {
  return (['finished', 'stopped-early', 'diverged', 'stopped'] as const)
    .map((status) => ({ status, count: members.filter((member) => member.status === status).length }))
    .filter(({ count }) => count > 0)
    .map(({ status, count }) => words.statuses[status](count))
    .join(', ');
}

function intervalNote({ config }: RunFile, words: Words): string {
  return config.seeds > 1 ? words.intervalNote(config.seeds) : words.oneSeedNote;
}
