import { groupByArm } from '../../training/arms';
import type { RunReport } from '../../training/report';
import type { ComparedFigure, RunComparison } from '../../training/verdicts';
import { GUESSING_LOSS, linearAxis } from '../axes';
import { chooseNormalizationRun } from '../chooseRun';
import { COMMANDS } from '../commands';
import type { Words } from '../language';
import { NO_FIGURE } from '../language/numbers';
import type { Block, IntervalChartModel, TableBlock } from '../model';
import { type ArmGroup, isFigure, labelOf, lookOf, mainArms, normalizationIn } from '../runArms';
import {
  COMPARED_FIGURES,
  comparisonsFor,
  differenceChart,
  differenceTables,
  hasInterval,
  sayComparison,
  winnerOf,
} from './comparing';
import { normalizationLegend, type SectionBuilder, sourceOf, unanswered } from './sectionBuilder';

const IMPROVED_ID = 'improved';
const BEST_ID = 'best';

type SummaryRow = RunReport['summary'][number];

/** Did normalizing improve the result: each normalization beside none. */
export const buildImproved: SectionBuilder = (runs, words) => {
  const run = chooseNormalizationRun(runs);
  if (run === undefined) {
    return unanswered(IMPROVED_ID, words.improved, COMMANDS.study);
  }
  const pairs = COMPARED_FIGURES.map((figure) => againstRaw(mainComparisons(run, figure, words)));
  const [accuracyPairs = []] = pairs;
  return {
    id: IMPROVED_ID,
    question: words.improved.question,
    finding: accuracyPairs.length === 0 ? words.improved.withoutRaw : improvedFinding(accuracyPairs, words),
    answer: [
      ...(accuracyPairs.length === 0 ? [words.improved.withoutRaw] : []),
      ...pairs.flatMap((comparisons) => sayAll(comparisons, words)),
    ],
    source: sourceOf(run, runs, words),
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
  const accuracy = mainComparisons(run, 'testAccuracy', words);
  const loss = mainComparisons(run, 'testLoss', words);
  const verdicts = COMPARED_FIGURES.map((figure) =>
    bestOf(run, figure, figure === 'testAccuracy' ? accuracy : loss, words),
  );
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
    source: sourceOf(run, runs, words),
    commands: accuracy.some(hasInterval) ? [] : [COMMANDS.study],
    blocks: [
      ...differenceCharts(accuracy, loss, words),
      ...differenceTables('normalization', [...accuracy, ...loss], words),
    ],
  };
};

function differenceCharts(
  accuracy: readonly RunComparison[],
  loss: readonly RunComparison[],
  words: Words,
): readonly Block[] {
  const charts = [
    differenceChart(`${BEST_ID}-accuracy`, accuracy, 'testAccuracy', words),
    differenceChart(`${BEST_ID}-loss`, loss, 'testLoss', words),
  ].filter((chart) => chart !== undefined);
  return charts.length === 0
    ? []
    : [{ kind: 'charts', heading: words.best.charts, legend: [], charts, caption: words.best.caption }];
}

/** The run's comparisons of normalizations, those between main arms where a run has several of each. */
function mainComparisons(run: RunReport, figure: ComparedFigure, words: Words): readonly RunComparison[] {
  const names = new Set(mainArms(run).map(({ arm }) => labelOf(arm, run.config, words)));
  return comparisonsFor('normalization', figure, run, words).filter(
    ({ comparison }) => names.has(comparison.first) && names.has(comparison.second),
  );
}

/** Those with raw, raw second. */
function againstRaw(comparisons: readonly RunComparison[]): readonly RunComparison[] {
  return comparisons.filter(({ comparison: { first, second } }) => isRaw(first) || isRaw(second));
}

function isRaw(label: string): boolean {
  return normalizationIn(label) === 'raw';
}

function improvedFinding(comparisons: readonly RunComparison[], words: Words): string {
  const other = ({ comparison }: RunComparison) => (isRaw(comparison.first) ? comparison.second : comparison.first);
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
  readonly label: string;
  readonly mean: number;
  readonly comparisons: readonly RunComparison[];
}

function bestOf(
  run: RunReport,
  figure: ComparedFigure,
  comparisons: readonly RunComparison[],
  words: Words,
): Best | undefined {
  const sign = figure === 'testAccuracy' ? 1 : -1;
  const labels = new Set(comparisons.flatMap(({ comparison: { first, second } }) => [first, second]));
  const [best] = run.summary
    .map((row) => ({ label: labelOf(row, run.config, words), mean: row[figure].mean }))
    .filter((row): row is { label: string; mean: number } => labels.has(row.label) && isFigure(row.mean))
    .toSorted((a, b) => sign * (b.mean - a.mean));
  return best === undefined
    ? undefined
    : {
        figure,
        ...best,
        comparisons: comparisons.filter(({ comparison: { first, second } }) => [first, second].includes(best.label)),
      };
}

/** Names those the best is not shown to differ from. */
function sayBest({ figure, label, mean, comparisons }: Best, words: Words): string {
  if (!comparisons.some(hasInterval)) {
    return words.best.withoutIntervals({ figure, best: label, mean });
  }
  const rivals = comparisons
    .filter((entry) => winnerOf(entry) === undefined)
    .map(({ comparison: { first, second } }) => (first === label ? second : first));
  return rivals.length === 0
    ? words.best.alone({ figure, best: label, mean })
    : words.best.among({ figure, best: label, mean, rivals });
}

function sayAll(comparisons: readonly RunComparison[], words: Words): readonly string[] {
  return comparisons.map((entry) => sayComparison(entry, words));
}

function resultCharts(run: RunReport, words: Words): Block {
  const charts = COMPARED_FIGURES.flatMap((figure) => resultChart(run, figure, words));
  return {
    kind: 'charts',
    heading: words.improved.charts,
    legend: normalizationLegend(mainArms(run), words),
    charts,
    caption: intervalNote(run, words),
  };
}

/** Losses above this would press all others into one point; the table has them. */
const MAX_SHOWN_LOSS = 2 * GUESSING_LOSS;

function resultChart(run: RunReport, figure: ComparedFigure, words: Words): readonly IntervalChartModel[] {
  const rows = run.summary.flatMap((row) => {
    const { mean, low, high } = row[figure];
    return isFigure(mean) && (figure === 'testAccuracy' || mean <= MAX_SHOWN_LOSS)
      ? [{ label: labelOf(row, run.config, words), look: lookOf(row), mean, low, high }]
      : [];
  });
  if (rows.length === 0) {
    return [];
  }
  const values = rows.flatMap(({ mean, low, high }) => [mean, low ?? mean, high ?? mean]);
  return [
    {
      kind: 'intervals',
      id: `${IMPROVED_ID}-${figure}`,
      title: words.improved.chartTitles[figure],
      description: rows
        .map((row) => words.describe.interval(row.label, row.mean, row.low, row.high, words.numbers.share))
        .join('; '),
      x: linearAxis(words.figures[figure], values, words.numbers.tick),
      rows,
      hasZero: false,
    },
  ];
}

function resultTable(run: RunReport, words: Words): TableBlock {
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

function intervalNote({ config }: RunReport, words: Words): string {
  return config.seeds > 1 ? words.intervalNote(config.seeds) : words.oneSeedNote;
}
