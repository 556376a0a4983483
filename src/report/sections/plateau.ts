import { epochAxis, extentsOf, logAxis } from '../../charts/axes';
import type { LineChartModel } from '../../charts/model';
import { armKey } from '../../run/arms';
import { chooseCallbackRun } from '../../run/chooseRun';
import { curveOf, firstLateEpoch, isFigure, lateStep, meanOf, trainedEpochs } from '../../run/curves';
import type { ArmGroup } from '../../run/mainArms';
import type { RunFile, RunMember, RunRecord } from '../../run/runFile';
import { type ArmPair, COMPARED_FIGURES, type RunComparison } from '../../run/verdicts';
import type { Words } from '../../words';
import { armLabel } from '../../words/arms';
import type { PlateauFindingFacts } from '../../words/facts';
import { formatOrNone } from '../../words/numbers';
import { COMMANDS } from '../commands';
import type { Block, TableBlock } from '../model';
import { lookOf } from '../runArms';
import { callbackArms } from './callbackArms';
import { comparisonsBy, differenceTables, hasInterval, sayCallbackPairs } from './comparing';
import { armLegend, type SectionBuilder, sourceOf, unanswered } from './sectionBuilder';

const ID = 'plateau';

/** What ReduceLROnPlateau does, whether it improves the result, and why. */
export const buildPlateau: SectionBuilder = (runs, words) => {
  const run = chooseCallbackRun(runs, 'reduceLrOnPlateau');
  if (run === undefined) {
    return unanswered(ID, words.plateau, COMMANDS.plateau);
  }
  const groups = callbackArms(run, 'reduceLrOnPlateau');
  const { pairs, said, namesOf } = sayCallbackPairs('reduceLrOnPlateau', run, words);
  return {
    id: ID,
    question: words.plateau.question,
    finding: findingOf(groups, pairs, words),
    answer: [
      words.plateau.rule({
        monitor: run.config.plateauMonitor,
        minDelta: run.config.plateauMinDelta,
        patience: run.config.plateauPatience,
        factor: run.config.plateauFactor,
        cooldown: run.config.plateauCooldown,
        minLearningRate: run.config.plateauMinLr,
      }),
      ...groups.filter(({ arm }) => arm.reduceLrOnPlateau).map((group) => sayReductions(group, run, words)),
      ...(pairs.length === 0 ? [words.plateau.withoutPair] : []),
      ...said,
      ...sayWhy(groups, words),
    ],
    source: sourceOf(run, runs, words),
    commands: pairs.some(({ comparisons }) => comparisons.some(hasInterval)) ? [] : [COMMANDS.plateauSeeds],
    blocks: [
      plateauCharts(groups, run, words),
      plateauTable(groups, run, words),
      ...differenceTables('reduceLrOnPlateau', pairs, run, words, namesOf),
    ],
  };
};

function findingOf(groups: readonly ArmGroup[], pairs: readonly ArmPair[], words: Words): string {
  if (pairs.length === 0) {
    return words.plateau.withoutPair;
  }
  const reductions = meanOf(
    groups.filter(({ arm }) => arm.reduceLrOnPlateau).flatMap(({ members }) => members.map(reductionsOf)),
  );
  return words.plateau.finding({
    reductions: reductions ?? 0,
    differences: COMPARED_FIGURES.map((figure) => {
      const comparisons = comparisonsBy(figure, pairs);
      const by = meanOf(comparisons.map(({ comparison }) => comparison.difference.mean)) ?? null;
      return { figure, by, outcome: outcomeOf(comparisons) };
    }),
  });
}

/** What all pairs show alike: whether the figure is higher with the callback, or lower. */
function outcomeOf(comparisons: readonly RunComparison[]): PlateauFindingFacts['differences'][number]['outcome'] {
  if (!comparisons.some(hasInterval)) {
    return 'no-interval';
  }
  const outcomes = new Set(comparisons.map(({ comparison: { outcome } }) => outcome));
  if (outcomes.size === 1 && outcomes.has('first-higher')) {
    return 'higher';
  }
  if (outcomes.size === 1 && outcomes.has('second-higher')) {
    return 'lower';
  }
  return outcomes.has('first-higher') || outcomes.has('second-higher') ? 'mixed' : 'not-shown';
}

function reductionsOf({ history }: RunMember): number {
  return history.slice(1).filter(({ learningRate }, index) => learningRate < (history[index]?.learningRate ?? 0))
    .length;
}

function firstReductionOf({ history }: RunMember): number | undefined {
  return history.slice(1).find(({ learningRate }, index) => learningRate < (history[index]?.learningRate ?? 0))?.epoch;
}

function sayReductions({ arm, members }: ArmGroup, run: RunFile, words: Words): string {
  return words.plateau.reductions({
    name: armLabel(arm, run.config, words),
    reductions: meanOf(members.map(reductionsOf)) ?? 0,
    members: members.length,
    firstEpoch: meanOf(members.map(firstReductionOf)) ?? null,
    from: arm.learningRate,
    to: meanOf(members.map(({ history }) => history.at(-1)?.learningRate)) ?? arm.learningRate,
  });
}

const validationLoss = ({ valLoss }: RunRecord) => valLoss;

/**
 * How far the validation loss still moved from epoch to epoch in the second half, with and without. That smaller steps
 * settle is said only where a rate was reduced before these epochs, the loss moved less after it and ended lower.
 */
function sayWhy(groups: readonly ArmGroup[], words: Words): readonly string[] {
  return groups.flatMap(({ arm, members }) => {
    const pair = groups.find(
      (other) => !other.arm.reduceLrOnPlateau && armKey({ ...other.arm, reduceLrOnPlateau: true }) === armKey(arm),
    );
    if (!arm.reduceLrOnPlateau || pair === undefined) {
      return [];
    }
    const fromEpoch = firstLateEpoch(Math.min(trainedEpochs(members), trainedEpochs(pair.members)));
    const late = (own: readonly RunMember[]) =>
      meanOf(own.map((member) => lateStep(member, validationLoss, fromEpoch)));
    const end = (own: readonly RunMember[]) => meanOf(own.map(({ history }) => history.at(-1)?.valLoss));
    const [withIt, without] = [late(members), late(pair.members)];
    const [endWithIt, endWithout] = [end(members), end(pair.members)];
    const firstReduction = meanOf(members.map(firstReductionOf));
    if (!isFigure(withIt) || !isFigure(without) || firstReduction === undefined) {
      return [];
    }
    const settles =
      firstReduction <= fromEpoch &&
      withIt < without &&
      isFigure(endWithIt) &&
      isFigure(endWithout) &&
      endWithIt < endWithout;
    return [words.plateau.lateSteps({ name: arm.normalization, fromEpoch, withIt, without, settles })];
  });
}

function plateauCharts(groups: readonly ArmGroup[], run: RunFile, words: Words): Block {
  const isDashed = ({ arm }: ArmGroup) => !arm.reduceLrOnPlateau;
  return {
    kind: 'charts',
    heading: words.plateau.charts,
    legend: armLegend(groups, run.config, words, isDashed),
    charts: [lossChart(groups, run, words), rateChart(groups, run, words)],
    caption: words.plateau.caption(run.config.seeds),
  };
}

function lossChart(groups: readonly ArmGroup[], run: RunFile, words: Words): LineChartModel {
  const curves = groups.map((group) => ({ group, points: curveOf(group.members, validationLoss) }));
  return {
    kind: 'lines',
    id: `${ID}-loss`,
    title: words.plateau.lossTitle,
    description: words.describe.lines(
      curves.map(({ group, points }) => ({ label: armLabel(group.arm, run.config, words), points })),
      words.numbers.loss,
    ),
    x: epochAxis(1, run.config.epochs, words),
    y: logAxis(words.axes.loss, extentsOf(curves.map(({ points }) => points)), words.numbers.tick),
    series: curves.map(({ group, points }) => ({
      look: lookOf(group.arm, !group.arm.reduceLrOnPlateau),
      shape: 'line',
      weight: 'bold',
      signs: 'points',
      points,
    })),
    guides: [],
    marks: [],
    zones: [],
  };
}

/** A line a member: a mean of steps would be none. */
function rateChart(groups: readonly ArmGroup[], run: RunFile, words: Words): LineChartModel {
  const series = groups.flatMap(({ arm, members }) =>
    members.map((member) => ({
      look: lookOf(arm, !arm.reduceLrOnPlateau),
      shape: 'step' as const,
      signs: 'none' as const,
      weight: members.length === 1 ? ('bold' as const) : ('thin' as const),
      points: member.history.map(({ epoch, learningRate }) => ({
        x: epoch,
        y: learningRate,
        low: learningRate,
        high: learningRate,
      })),
    })),
  );
  return {
    kind: 'lines',
    id: `${ID}-rate`,
    title: words.plateau.rateTitle,
    description: words.describe.lines(
      groups.map(({ arm, members }) => ({
        label: armLabel(arm, run.config, words),
        points: curveOf(members, ({ learningRate }) => learningRate),
      })),
      words.numbers.learningRate,
    ),
    x: epochAxis(1, run.config.epochs, words),
    y: logAxis(words.axes.learningRate, extentsOf(series.map(({ points }) => points)), words.numbers.tickPower),
    series,
    guides: [],
    marks: [],
    zones: [],
  };
}

function plateauTable(groups: readonly ArmGroup[], run: RunFile, words: Words): TableBlock {
  const { numbers, table } = words;
  return {
    kind: 'table',
    caption: words.plateau.tableCaption,
    columns: [
      { label: table.arm, isNumeric: false },
      ...[
        table.reductions,
        table.lastLearningRate,
        table.lowestValLoss,
        table.lastValLoss,
        table.testAccuracy,
        table.testLoss,
      ].map((label) => ({ label, isNumeric: true })),
    ],
    rows: groups.map(({ arm, members }) => {
      const mean = (figureOf: (member: RunMember) => number | null | undefined) =>
        meanOf(members.map(figureOf)) ?? null;
      return {
        look: lookOf(arm, !arm.reduceLrOnPlateau),
        cells: [
          armLabel(arm, run.config, words),
          numbers.epoch(mean(reductionsOf) ?? 0),
          formatOrNone(
            mean(({ history }) => history.at(-1)?.learningRate),
            numbers.learningRate,
          ),
          formatOrNone(
            mean(({ history }) => lowest(history.map(validationLoss))),
            numbers.loss,
          ),
          formatOrNone(
            mean(({ history }) => history.at(-1)?.valLoss),
            numbers.loss,
          ),
          formatOrNone(
            mean(({ test }) => test?.accuracy),
            numbers.share,
          ),
          formatOrNone(
            mean(({ test }) => test?.loss),
            numbers.loss,
          ),
        ].map((text) => ({ text })),
      };
    }),
    note: words.meansNote(run.config.seeds),
  };
}

function lowest(values: readonly (number | null)[]): number | undefined {
  const figures = values.filter(isFigure);
  return figures.length > 0 ? Math.min(...figures) : undefined;
}
