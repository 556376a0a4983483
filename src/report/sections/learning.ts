import { epochAxis, extentsOf, linearAxis, logAxis } from '../../charts/axes';
import type { LineChartModel, LineSeries, Mark } from '../../charts/model';
import { chooseCurvesRun } from '../../run/chooseRun';
import { curveOf, firstLateEpoch, isFigure, lateStep, lineOf, meanOf, trainedEpochs } from '../../run/curves';
import { recordFigure } from '../../run/figures';
import { type ArmGroup, mainArms } from '../../run/mainArms';
import { GUESSING_LOSS } from '../../run/network';
import { BLOWN_UP_LOSS } from '../../run/outcome';
import type { RunFile, RunMember, RunRecord } from '../../run/runFile';
import type { Words } from '../../words';
import { COMMANDS } from '../commands';
import { lookOf } from '../runArms';
import { mainArmsSourceOf, normalizationLegend, type SectionBuilder, unanswered } from './sectionBuilder';

const ID = 'learning';

/** How each normalization learns, epoch by epoch: what became of the first steps. */
export const buildLearning: SectionBuilder = (runs, words) => {
  const run = chooseCurvesRun(runs);
  if (run === undefined) {
    return unanswered(ID, words.learning, COMMANDS.study);
  }
  const groups = mainArms(run).filter(({ members }) => members.some(({ history }) => history.length > 0));
  return {
    id: ID,
    question: words.learning.question,
    finding: findingOf(groups, words),
    answer: [
      ...groups.flatMap((group) => sayLearning(group, lateEpochOf(groups), words)),
      ...sayDiverged(groups, words),
    ],
    source: mainArmsSourceOf(run, runs, words),
    commands: [],
    blocks: [
      {
        kind: 'charts',
        heading: words.learning.charts,
        legend: normalizationLegend(groups, words),
        charts: [curveChart('loss', groups, run, words), curveChart('accuracy', groups, run, words)],
        caption: words.learning.caption(run.config.seeds),
      },
    ],
  };
};

const validationLoss = ({ valLoss }: RunRecord) => valLoss;

/** Where one curve moves this many times as far from epoch to epoch as another, they are said to differ. */
const RESTLESS = 2;

/** Which curve is restless beside which, or else where they end. */
function findingOf(groups: readonly ArmGroup[], words: Words): string {
  const fromEpoch = lateEpochOf(groups);
  const steps = groups
    .flatMap(({ arm, members }) => {
      const step = meanOf(members.map((member) => lateStep(member, validationLoss, fromEpoch)));
      return step === undefined || step === 0 ? [] : [{ name: arm.normalization, step }];
    })
    .toSorted((a, b) => a.step - b.step);
  const [calmest, most] = [steps[0], steps.at(-1)];
  return calmest === undefined || most === undefined || most.step < RESTLESS * calmest.step
    ? words.learning.plainFinding(
        groups.flatMap(({ arm, members }) => {
          const accuracy = curveOf(members, (record) => recordFigure(record, 'valAccuracy')).at(-1)?.y;
          return accuracy === undefined ? [] : [{ name: arm.normalization, accuracy }];
        }),
      )
    : words.learning.finding({
        most: most.name,
        mostStep: most.step,
        calmest: calmest.name,
        step: calmest.step,
        fromEpoch,
      });
}

/** Where the second half of training begins, for all arms alike. */
function lateEpochOf(groups: readonly ArmGroup[]): number {
  return firstLateEpoch(trainedEpochs(groups.flatMap(({ members }) => members)));
}

function sayLearning({ arm, members }: ArmGroup, fromEpoch: number, words: Words): readonly string[] {
  const losses = curveOf(members, validationLoss);
  const accuracies = curveOf(members, (record) => recordFigure(record, 'valAccuracy'));
  const trainLosses = curveOf(members, ({ trainLoss }) => trainLoss);
  const [firstAccuracy, lastAccuracy, lastLoss] = [accuracies[0], accuracies.at(-1), losses.at(-1)];
  const lowest = losses.reduce((best, point) => (best === undefined || point.y < best.y ? point : best), losses[0]);
  if (firstAccuracy === undefined || lastAccuracy === undefined || lastLoss === undefined || lowest === undefined) {
    return [];
  }
  return [
    words.learning.course({
      name: arm.normalization,
      firstAccuracy: firstAccuracy.y,
      lastAccuracy: lastAccuracy.y,
      epochs: lastAccuracy.x,
      lowestLoss: lowest.y,
      lowestEpoch: lowest.x,
      lastLoss: lastLoss.y,
      lastTrainLoss: trainLosses.at(-1)?.y ?? null,
      step: meanOf(members.map((member) => lateStep(member, validationLoss, fromEpoch))) ?? null,
      lateEpoch: fromEpoch,
    }),
  ];
}

function sayDiverged(groups: readonly ArmGroup[], words: Words): readonly string[] {
  return groups.flatMap(({ arm, members }) => {
    const diverged = members.filter(({ status }) => status === 'diverged').length;
    return diverged === 0
      ? []
      : [words.learning.diverged({ name: arm.normalization, diverged, members: members.length })];
  });
}

type Metric = 'loss' | 'accuracy';

const PICKS = {
  loss: { training: ({ trainLoss }: RunRecord) => trainLoss, validation: validationLoss },
  accuracy: {
    training: (record: RunRecord) => recordFigure(record, 'trainAccuracy'),
    validation: (record: RunRecord) => recordFigure(record, 'valAccuracy'),
  },
} as const;

function curveChart(metric: Metric, groups: readonly ArmGroup[], run: RunFile, words: Words): LineChartModel {
  const validation = groups.map(({ arm, members }) => ({ arm, points: curveOf(members, PICKS[metric].validation) }));
  const training = groups.map(({ arm, members }) => ({
    arm,
    // Members move so fast in the first epoch that its mean would press all else together.
    points: curveOf(members, PICKS[metric].training).filter(({ x }) => x > 1 || run.config.epochs === 1),
  }));
  const extents = extentsOf([...validation, ...training].map(({ points }) => points));
  // One that blew up is drawn at the edge: its loss would press all others into one line.
  const values = metric === 'loss' ? extents.map((value) => Math.min(value, BLOWN_UP_LOSS)) : extents;
  const y =
    metric === 'loss'
      ? logAxis(words.axes.loss, values, words.numbers.tick)
      : linearAxis(words.axes.accuracy, values, words.numbers.tick, { bounds: [0, 1] });
  const series: readonly LineSeries[] = [
    ...training.map(({ arm, points }) => ({
      look: lookOf(arm, true),
      shape: 'line' as const,
      weight: 'thin' as const,
      signs: 'none' as const,
      points: lineOf(points),
    })),
    ...validation.map(({ arm, points }) => ({
      look: lookOf(arm),
      shape: 'line' as const,
      weight: 'bold' as const,
      signs: 'points' as const,
      points,
    })),
  ];
  return {
    kind: 'lines',
    id: `${ID}-${metric}`,
    title: words.learning.chartTitles[metric],
    description: words.describe.lines(
      validation.map(({ arm, points }) => ({ label: arm.normalization, points })),
      metric === 'loss' ? words.numbers.loss : words.numbers.share,
    ),
    x: epochAxis(1, run.config.epochs, words),
    y,
    series,
    guides:
      metric === 'loss' && y.domain[0] <= GUESSING_LOSS && GUESSING_LOSS <= y.domain[1]
        ? [{ y: GUESSING_LOSS, label: words.guessing }]
        : [],
    marks: groups.flatMap(({ arm, members }) =>
      members.flatMap((member) => [
        ...divergedMark(member, PICKS[metric].validation, lookOf(arm)),
        ...(metric === 'loss' ? beyondMark(member, y.domain[1], lookOf(arm)) : []),
      ]),
    ),
    zones: [],
  };
}

/** Where a member was lost: its last finite figure. */
function divergedMark(
  { status, history }: RunMember,
  figureOf: (record: RunRecord) => number | null | undefined,
  look: Mark['look'],
): readonly Mark[] {
  const last = status === 'diverged' ? history.findLast((record) => isFigure(figureOf(record))) : undefined;
  return last === undefined ? [] : [{ symbol: 'cross', look, x: last.epoch, y: figureOf(last) as number }];
}

/** Where the last loss of a member lies above the axis: at its edge. */
function beyondMark({ history }: RunMember, high: number, look: Mark['look']): readonly Mark[] {
  const last = history.findLast((record) => isFigure(validationLoss(record)));
  return last === undefined || (validationLoss(last) ?? 0) <= high
    ? []
    : [{ symbol: 'beyond', look, x: last.epoch, y: high }];
}
