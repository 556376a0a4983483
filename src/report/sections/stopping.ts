import { epochAxis, extentsOf, logAxis } from '../../charts/axes';
import type { LineChartModel, Mark } from '../../charts/model';
import { chooseCallbackRun, chooseCurvesRun } from '../../run/chooseRun';
import { curveOf, isFigure, meanOf, trainedEpochs } from '../../run/curves';
import { type ArmGroup, mainArms } from '../../run/mainArms';
import type { RunFile, RunMember, RunRecord } from '../../run/runFile';
import type { Words } from '../../words';
import { armLabel } from '../../words/arms';
import { formatOrNone, NO_FIGURE } from '../../words/numbers';
import { COMMANDS } from '../commands';
import type { TableBlock } from '../model';
import { lookOf } from '../runArms';
import { callbackArms } from './callbackArms';
import { differenceTables, hasInterval, sayCallbackPairs } from './comparing';
import { armLegend, type SectionBuilder, sourceOf, unanswered } from './sectionBuilder';

const ID = 'stopping';

/** Of more arms than this the table says enough. */
const MAX_SAID = 2;

/** When to stop: where EarlyStopping did, what that saved, and what it cost or brought. */
export const buildStopping: SectionBuilder = (runs, words) => {
  const run = chooseCallbackRun(runs, 'earlyStopping');
  if (run === undefined) {
    const section = unanswered(ID, words.stopping, COMMANDS.stopping);
    return { ...section, answer: [...section.answer, ...sayBestEpochs(runs, words)] };
  }
  const groups = callbackArms(run, 'earlyStopping');
  const stopping = groups.filter(({ arm }) => arm.earlyStopping);
  const { pairs, said, namesOf } = sayCallbackPairs('earlyStopping', run, words);
  const finding = findingOf(stopping, run, words);
  return {
    id: ID,
    question: words.stopping.question,
    finding,
    answer: [
      words.stopping.rule({
        monitor: run.config.stoppingMonitor,
        minDelta: run.config.stoppingMinDelta,
        patience: run.config.stoppingPatience,
        startFromEpoch: run.config.stoppingStartFromEpoch,
        restoresBest: run.config.restoreBestWeights === 'on',
        heldOutExamples: run.config.heldOutExamples,
      }),
      ...(stopping.length <= MAX_SAID
        ? stopping.map((group) => sayStops(group, run, words))
        : finding === undefined
          ? []
          : [finding]),
      ...(pairs.length === 0 ? [words.stopping.withoutPair] : []),
      ...said,
    ],
    source: sourceOf(run, runs, words),
    commands: pairs.some(({ comparisons }) => comparisons.some(hasInterval)) ? [] : [COMMANDS.stoppingSeeds],
    blocks: [
      {
        kind: 'charts',
        heading: words.stopping.charts,
        legend: armLegend(groups, run.config, words, ({ arm }) => !arm.earlyStopping),
        charts: [lossChart(groups, run, words)],
        caption: words.stopping.caption,
      },
      stoppingTable(groups, run, words),
      ...differenceTables('earlyStopping', pairs, run, words, namesOf),
    ],
  };
};

/** What runs without the callback say all the same: where their validation loss was lowest. */
function sayBestEpochs(runs: readonly RunFile[], words: Words): readonly string[] {
  const run = chooseCurvesRun(runs);
  if (run === undefined) {
    return [];
  }
  const groups = mainArms(run);
  const best = groups.flatMap(({ arm, members }) => {
    const epoch = meanOf(members.filter(({ bestEpoch }) => bestEpoch > 0).map(({ bestEpoch }) => bestEpoch));
    return epoch === undefined ? [] : [{ name: arm.normalization, epoch }];
  });
  const epochs = trainedEpochs(groups.flatMap(({ members }) => members));
  // Of one epoch the best is the only one.
  return best.length === 0 || epochs < 2 ? [] : [words.stopping.bestEpochs(best, epochs, run.config.seeds)];
}

function epochsOf({ history }: RunMember): number {
  return history.length;
}

function hasStopped({ status }: RunMember): boolean {
  return status === 'stopped-early';
}

/** Whether a member ended by itself: one that diverged, or that was stopped by hand, says nothing of when to stop. */
function hasEnded({ status }: RunMember): boolean {
  return status === 'finished' || status === 'stopped-early';
}

/** The share of the epochs that members which ended by themselves left out; `undefined` where none did. */
function savedShare(groups: readonly ArmGroup[], epochs: number): number | undefined {
  const members = groups.flatMap((group) => group.members.filter(hasEnded));
  const trained = meanOf(members.map(epochsOf));
  return trained === undefined ? undefined : 1 - trained / epochs;
}

function findingOf(stopping: readonly ArmGroup[], { config }: RunFile, words: Words): string | undefined {
  const members = stopping.flatMap((group) => group.members.filter(hasEnded));
  const saved = savedShare(stopping, config.epochs);
  return saved === undefined
    ? undefined
    : words.stopping.finding({
        stopped: members.filter(hasStopped).length,
        members: members.length,
        epochs: config.epochs,
        savedShare: saved,
      });
}

function sayStops(group: ArmGroup, run: RunFile, words: Words): string {
  const stopped = group.members.filter(hasStopped);
  return words.stopping.stops({
    name: armLabel(group.arm, run.config, words),
    stopped: stopped.length,
    members: group.members.filter(hasEnded).length,
    others: group.members.filter((member) => !hasEnded(member)).length,
    epochs: run.config.epochs,
    meanEpoch: meanOf(stopped.map(epochsOf)) ?? null,
    restoredEpoch: meanOf(stopped.map(({ restoredEpoch }) => restoredEpoch)) ?? null,
    savedShare: savedShare([group], run.config.epochs) ?? 0,
  });
}

const validationLoss = ({ valLoss }: RunRecord) => valLoss;

function lossChart(groups: readonly ArmGroup[], run: RunFile, words: Words): LineChartModel {
  // A mean over seeds that stop one after another would jump: every member has its own line.
  const lines = groups.flatMap(({ arm, members }) =>
    members.map((member) => ({ arm, member, points: curveOf([member], validationLoss) })),
  );
  return {
    kind: 'lines',
    id: `${ID}-loss`,
    title: words.stopping.lossTitle,
    description: words.describe.lines(
      groups.map(({ arm, members }) => ({
        label: armLabel(arm, run.config, words),
        points: curveOf(members, validationLoss),
      })),
      words.numbers.loss,
    ),
    x: epochAxis(1, run.config.epochs, words),
    y: logAxis(words.axes.loss, extentsOf(lines.map(({ points }) => points)), words.numbers.tick),
    series: lines
      // Beside its pair, a member with the callback is the same up to its stop: it is drawn over it.
      .toSorted((a, b) => Number(a.arm.earlyStopping) - Number(b.arm.earlyStopping))
      .map(({ arm, points }) => ({
        look: lookOf(arm, !arm.earlyStopping),
        shape: 'line',
        weight: arm.earlyStopping ? 'bold' : 'thin',
        signs: 'end',
        points,
      })),
    guides: [],
    marks: lines.flatMap(({ arm, member }): readonly Mark[] => {
      const restored = member.history.find(({ epoch }) => epoch === member.restoredEpoch);
      return restored !== undefined && isFigure(restored.valLoss)
        ? [{ symbol: 'ring', look: lookOf(arm), x: restored.epoch, y: restored.valLoss }]
        : [];
    }),
    zones: [],
  };
}

function stoppingTable(groups: readonly ArmGroup[], run: RunFile, words: Words): TableBlock {
  const { numbers, table } = words;
  return {
    kind: 'table',
    caption: words.stopping.tableCaption,
    columns: [
      { label: table.arm, isNumeric: false },
      ...[
        table.stoppedMembers,
        table.epochsTrained,
        table.restoredEpoch,
        table.savedShare,
        table.testAccuracy,
        table.testLoss,
      ].map((label) => ({ label, isNumeric: true })),
    ],
    rows: groups.map((group) => {
      const { arm, members } = group;
      return {
        look: lookOf(arm, !arm.earlyStopping),
        cells: [
          armLabel(arm, run.config, words),
          words.outOf(members.filter(hasStopped).length, members.filter(hasEnded).length),
          rangeText(members.map(epochsOf), words),
          rangeText(
            members.map(({ restoredEpoch }) => restoredEpoch).filter((epoch) => epoch !== null),
            words,
          ),
          formatOrNone(arm.earlyStopping ? (savedShare([group], run.config.epochs) ?? null) : null, numbers.percent),
          formatOrNone(meanOf(members.map(({ test }) => test?.accuracy)) ?? null, numbers.share),
          formatOrNone(meanOf(members.map(({ test }) => test?.loss)) ?? null, numbers.loss),
        ].map((text) => ({ text })),
      };
    }),
    note: words.meansNote(run.config.seeds),
  };
}

/** "7" or "7 to 9". */
function rangeText(values: readonly number[], words: Words): string {
  if (values.length === 0) {
    return NO_FIGURE;
  }
  const [low, high] = [Math.min(...values), Math.max(...values)];
  return low === high ? words.numbers.count(low) : words.range(low, high);
}
