import { linearAxis, logAxis } from '../../charts/axes';
import type { Axis, IntervalChartModel, IntervalRow } from '../../charts/model';
import { type Arm, armKey, groupByArm } from '../../run/arms';
import { bestArm } from '../../run/bestArm';
import { chooseNormalizationRun } from '../../run/chooseRun';
import { isFigure } from '../../run/curves';
import { type ArmGroup, mainArms } from '../../run/mainArms';
import { ENDINGS, endingOf } from '../../run/outcome';
import type { RunFile } from '../../run/runFile';
import { type ArmPair, COMPARED_FIGURES, type ComparedFigure, type RunComparison, winnerOf } from '../../run/verdicts';
import type { Words } from '../../words';
import { armLabel } from '../../words/arms';
import type { BestFacts } from '../../words/facts';
import { NO_FIGURE } from '../../words/numbers';
import { sayPair } from '../../words/verdicts';
import { COMMANDS } from '../commands';
import type { Block, TableBlock } from '../model';
import { lookOf } from '../runArms';
import {
  comparisonsBy,
  differenceChart,
  differenceTables,
  hasInterval,
  normalizationNames,
  pairsFor,
  sayTestSet,
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
  const pairs = mainPairs(run).filter(({ first, second }) => isRaw(first) || isRaw(second));
  return {
    id: IMPROVED_ID,
    question: words.improved.question,
    finding: pairs.length === 0 ? words.improved.withoutRaw : improvedFinding(pairs, words),
    answer: [
      ...(pairs.length === 0 ? [words.improved.withoutRaw] : []),
      ...sayAll(pairs, words),
      ...sayLostSeeds(run, words),
    ],
    source: mainArmsSourceOf(run, runs, words),
    commands: pairs.length > 0 && !pairs.some(pairHasInterval) ? [COMMANDS.study] : [],
    blocks: [resultCharts(run, words), resultTable(run, words)],
  };
};

/** Which normalization is best: every two of them, corrected for comparing several. */
export const buildBest: SectionBuilder = (runs, words) => {
  const run = chooseNormalizationRun(runs);
  if (run === undefined) {
    return unanswered(BEST_ID, words.best, COMMANDS.study);
  }
  const pairs = mainPairs(run);
  const best = COMPARED_FIGURES.flatMap((figure) => bestOf(run, figure, comparisonsBy(figure, pairs)) ?? []);
  const names = new Set(best.map((one) => one.best));
  const ofBest = pairs.filter(({ first, second }) => names.has(first.normalization) || names.has(second.normalization));
  const finding = best.length === 0 ? words.best.noFigures : words.best.finding(best);
  return {
    id: BEST_ID,
    question: words.best.question,
    finding,
    answer: [finding, ...sayAll(ofBest.filter(pairHasInterval), words)],
    source: mainArmsSourceOf(run, runs, words),
    commands: pairs.some(pairHasInterval) ? [] : [COMMANDS.study],
    blocks: [
      ...differenceCharts(pairs, words),
      ...differenceTables('normalization', pairs, run, words, normalizationNames),
    ],
  };
};

function differenceCharts(pairs: readonly ArmPair[], words: Words): readonly Block[] {
  const charts = COMPARED_FIGURES.flatMap((figure) => {
    const id = `${BEST_ID}-${figure === 'testAccuracy' ? 'accuracy' : 'loss'}`;
    return differenceChart(id, comparisonsBy(figure, pairs), figure, words, normalizationNames) ?? [];
  });
  return charts.length === 0
    ? []
    : [{ kind: 'charts', heading: words.best.charts, legend: [], charts, caption: words.best.caption }];
}

/** The run's pairs of main arms, which their normalizations name. */
function mainPairs(run: RunFile): readonly ArmPair[] {
  const main = new Set(mainArms(run).map(({ arm }) => armKey(arm)));
  return pairsFor('normalization', run).filter(({ first, second }) =>
    [first, second].every((arm) => main.has(armKey(arm))),
  );
}

function pairHasInterval({ comparisons }: ArmPair): boolean {
  return comparisons.some(hasInterval);
}

function isRaw({ normalization }: Arm): boolean {
  return normalization === 'raw';
}

function improvedFinding(pairs: readonly ArmPair[], words: Words): string {
  if (!pairs.some(pairHasInterval)) {
    return words.improved.findingWithoutIntervals;
  }
  return words.improved.finding(
    COMPARED_FIGURES.map((figure) => {
      const comparisons = comparisonsBy(figure, pairs);
      /** The others, by whether raw is the better one. */
      const others = (rawIsBetter: boolean | undefined) =>
        comparisons
          .filter((entry) => {
            const winner = winnerOf(entry);
            return (winner === undefined ? undefined : isRaw(entry.comparison[winner])) === rawIsBetter;
          })
          .map(({ comparison: { first, second } }) => (isRaw(first) ? second : first).normalization);
      return { figure, better: others(false), worse: others(true), notShown: others(undefined) };
    }),
  );
}

/** The main arm with the best mean of a figure, and those it is not shown to differ from; see `bestArm`. */
function bestOf(run: RunFile, figure: ComparedFigure, comparisons: readonly RunComparison[]): BestFacts | undefined {
  const best = bestArm(
    run,
    figure,
    mainArms(run).map(({ arm }) => arm),
  );
  if (best === undefined) {
    return undefined;
  }
  const key = armKey(best.arm);
  const own = comparisons.filter(({ comparison: { first, second } }) =>
    [first, second].some((arm) => armKey(arm) === key),
  );
  const rivals = own
    .filter((entry) => winnerOf(entry) === undefined)
    .map(({ comparison: { first, second } }) => (armKey(first) === key ? second : first).normalization);
  return {
    figure,
    best: best.arm.normalization,
    mean: best.mean,
    commonSeeds: best.contenders.some(({ countedSeeds }) => countedSeeds.length > best.seeds.length)
      ? best.seeds.length
      : undefined,
    isAmongLearned: best.unlearned.length > 0,
    rivals: own.some(hasInterval) ? rivals : undefined,
  };
}

/** Which arms have test figures of some members alone. */
function sayLostSeeds(run: RunFile, words: Words): readonly string[] {
  return run.summary.flatMap((row) => {
    const members = run.members.filter((member) => armKey(member) === armKey(row)).length;
    const { n } = row.testLoss;
    return n > 0 && n < members ? [words.best.lostSeeds(armLabel(row, run.config, words), n, members)] : [];
  });
}

function sayAll(pairs: readonly ArmPair[], words: Words): readonly string[] {
  return pairs.map((pair) => sayPair(pair, normalizationNames(pair), words));
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
    return isFigure(mean) ? [{ label: armLabel(row, run.config, words), look: lookOf(row), mean, low, high }] : [];
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
      { label: table.seeds, isNumeric: true },
      { label: table.status, isNumeric: false },
    ],
    rows: run.summary.map((row) => {
      const label = armLabel(row, run.config, words);
      const group = groups.find(({ arm }) => armLabel(arm, run.config, words) === label);
      return {
        look: lookOf(row),
        cells: [
          label,
          words.normalizations[row.normalization],
          meanText(row.testAccuracy, numbers.share),
          words.interval(row.testAccuracy.low, row.testAccuracy.high, numbers.share),
          meanText(row.testLoss, numbers.loss),
          words.interval(row.testLoss.low, row.testLoss.high, numbers.loss),
          numbers.count(row.testLoss.n),
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
  return ENDINGS.map((ending) => ({ ending, count: members.filter((member) => endingOf(member) === ending).length }))
    .filter(({ count }) => count > 0)
    .map(({ ending, count }) => words.statuses[ending](count))
    .join(', ');
}

function intervalNote(run: RunFile, words: Words): string {
  const { seeds } = run.config;
  return seeds > 1 ? [words.intervalNote, ...sayTestSet(run, words)].join(' ') : words.oneSeedNote;
}
