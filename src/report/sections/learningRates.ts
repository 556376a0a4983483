import { linearAxis, logAxis } from '../../charts/axes';
import type { LineChartModel, Mark, Zone } from '../../charts/model';
import type { Normalization } from '../../data/normalization';
import type { Arm } from '../../run/arms';
import { chooseLearningRatesRun } from '../../run/chooseRun';
import type { CurvePoint } from '../../run/curves';
import { isFigure, meanCurve, meanOf, trainedEpochs } from '../../run/curves';
import { recordFigure } from '../../run/figures';
import { bestOutcome, GOOD_LOSS_MARGIN, judgeLearningRates, type RateVerdict } from '../../run/learningRateRule';
import { GUESSING_LOSS } from '../../run/network';
import type { RunFile, RunMember, RunRecord } from '../../run/runFile';
import { type MeanInterval, meanInterval } from '../../run/statistics';
import type { Words } from '../../words';
import { COMMANDS } from '../commands';
import type { Block } from '../model';
import { lookOf } from '../runArms';
import { normalizationLegend, type SectionBuilder, sourceOf, unanswered } from './sectionBuilder';

const ID = 'learning-rates';

/** The members of one normalization by their learning rates, judged. */
interface Study {
  readonly arm: Arm;
  readonly members: readonly RunMember[];
  readonly rates: readonly Rate[];
}

interface Rate {
  readonly learningRate: number;
  readonly members: readonly RunMember[];
  readonly divergedCount: number;
  /** After the last epoch; `null` where a member diverged. */
  readonly finalLoss: number | null;
  readonly loss: MeanInterval;
  readonly accuracy: MeanInterval;
  readonly verdict: RateVerdict;
}

/** What the learning rate does: final validation figures against it, and which rates are good by the rule. */
export const buildLearningRates: SectionBuilder = (runs, words) => {
  const run = chooseLearningRatesRun(runs);
  if (run === undefined) {
    const section = unanswered(ID, words.rates, COMMANDS.learningRates);
    return { ...section, answer: [words.rates.definition, ...section.answer] };
  }
  const studies = studiesOf(run);
  return {
    id: ID,
    question: words.rates.question,
    finding: findingOf(studies, words),
    answer: [
      words.rates.definition,
      words.rates.rule(GOOD_LOSS_MARGIN),
      ...studies.flatMap((study) => sayStudy(study, words)),
      ...(run.config.seeds === 1 ? [words.rates.oneSeed] : []),
    ],
    source: sourceOf(run, runs, words),
    commands: [],
    blocks: [
      {
        kind: 'charts',
        heading: words.rates.charts,
        legend: normalizationLegend(studies, words),
        charts: [rateChart('loss', studies, words), rateChart('accuracy', studies, words)],
        caption: words.rates.caption(run.config.seeds),
      },
      ...studies.map((study) => rateTable(study, words)),
    ],
  };
};

function studiesOf(run: RunFile): readonly Study[] {
  return run.config.normalizations.flatMap((normalization) => {
    const members = membersWithFewestCallbacks(run, normalization);
    const [first] = members;
    const rates = [...new Set(members.map(({ learningRate }) => learningRate))].toSorted((a, b) => a - b);
    return first === undefined || rates.length < 2 ? [] : [{ arm: first, members, rates: judge(rates, members) }];
  });
}

/** A callback that changes the rate would hide what the rate does. */
function membersWithFewestCallbacks({ members }: RunFile, normalization: Normalization): readonly RunMember[] {
  const candidates = members.filter((member) => member.normalization === normalization);
  const isPlain = ({ reduceLrOnPlateau, earlyStopping }: RunMember) => !reduceLrOnPlateau && !earlyStopping;
  const plain = candidates.filter(isPlain);
  return plain.length > 0 ? plain : candidates;
}

function judge(learningRates: readonly number[], members: readonly RunMember[]): readonly Rate[] {
  const rates = learningRates.map((learningRate) => {
    const own = members.filter((member) => member.learningRate === learningRate);
    const last = own.map(({ status, history }) => (status === 'diverged' ? undefined : history.at(-1)));
    const divergedCount = last.filter((record) => !isFigure(record?.valLoss)).length;
    const loss = meanInterval(counted(last, 'valLoss'));
    const accuracy = meanInterval(counted(last, 'valAccuracy'));
    return {
      learningRate,
      members: own,
      divergedCount,
      finalLoss: divergedCount > 0 ? null : loss.mean,
      loss,
      accuracy,
    };
  });
  const verdicts = judgeLearningRates(rates, GUESSING_LOSS);
  return rates.map((rate, index) => ({ ...rate, verdict: verdicts[index] as RateVerdict }));
}

function counted(records: readonly (RunRecord | undefined)[], figure: 'valLoss' | 'valAccuracy'): readonly number[] {
  return records.flatMap((record) => (record === undefined ? [] : (recordFigure(record, figure) ?? [])));
}

function findingOf(studies: readonly Study[], words: Words): string {
  const findings = studies.map(({ arm, rates }) => {
    const good = rates.filter(({ verdict }) => verdict === 'good');
    const best = bestOutcome(rates);
    return good.length === 0 || best === undefined
      ? words.rates.undecided(arm.normalization)
      : words.rates.finding({
          name: arm.normalization,
          good: good.map(({ learningRate }) => learningRate),
          best: best.learningRate,
        });
  });
  return findings.join(' ');
}

function sayStudy({ arm, members, rates }: Study, words: Words): readonly string[] {
  const epochCount = trainedEpochs(members);
  const name = arm.normalization;
  const best = bestOutcome(rates);
  const having = (verdict: RateVerdict) => rates.filter((rate) => rate.verdict === verdict);
  const [good, tooLow, tooHigh, diverged] = [having('good'), having('too-low'), having('too-high'), having('diverged')];
  if (best === undefined || good.length === 0) {
    return [words.rates.undecided(name)];
  }
  const lowest = tooLow[0];
  const highest = tooHigh.at(-1);
  return [
    words.rates.good({
      name,
      rates: good.map(({ learningRate }) => learningRate),
      best: best.learningRate,
      bestLoss: best.finalLoss,
      epochs: epochCount,
    }),
    lowest === undefined
      ? words.rates.noneTooLow(name)
      : words.rates.tooLow({
          name,
          rates: tooLow.map(({ learningRate }) => learningRate),
          lowest: lowest.learningRate,
          finalLoss: lowest.finalLoss,
          lastFall: lastFall(lowest.members),
          bestLastFall: lastFall(rates.find(({ learningRate }) => learningRate === best.learningRate)?.members ?? []),
          epochs: epochCount,
        }),
    highest === undefined && diverged.length === 0
      ? words.rates.noneTooHigh(name)
      : words.rates.tooHigh({
          name,
          rates: tooHigh.map(({ learningRate }) => learningRate),
          highest: highest?.learningRate ?? null,
          finalLoss: highest?.finalLoss ?? null,
          worseThanGuessing: tooHigh
            .filter(({ finalLoss }) => (finalLoss ?? 0) >= GUESSING_LOSS)
            .map(({ learningRate }) => learningRate),
          diverged: diverged.map(({ learningRate }) => learningRate),
        }),
  ];
}

/** By how much the training loss fell in the last epoch, over the seeds. */
function lastFall(members: readonly RunMember[]): number | null {
  const falls = members.map(({ history }) => {
    const [before, last] = [history.at(-2)?.trainLoss, history.at(-1)?.trainLoss];
    return isFigure(before) && isFigure(last) ? before - last : undefined;
  });
  return meanOf(falls) ?? null;
}

type Metric = 'loss' | 'accuracy';

/** Losses beyond this are drawn at the edge: a loss of 10¹² would press all others into one line. */
const MAX_DRAWN_LOSS = 4 * GUESSING_LOSS;

function rateChart(metric: Metric, studies: readonly Study[], words: Words): LineChartModel {
  const isLoss = metric === 'loss';
  const curves = studies.map(({ arm, rates }) => ({
    arm,
    points: meanCurve(
      rates.flatMap(({ learningRate, members }) =>
        members.map(({ status, history }) => ({
          points: [
            { x: learningRate, y: status === 'diverged' ? null : history.at(-1)?.[isLoss ? 'valLoss' : 'valAccuracy'] },
          ],
          hasStopped: false,
        })),
      ),
    ),
  }));
  const drawn = curves.map(({ arm, points }) => ({ arm, points: isLoss ? points.filter(isDrawnLoss) : points }));
  const drawnValues = drawn.flatMap(({ points }) => points.flatMap(({ y, low, high }) => [y, low, high]));
  const y = isLoss
    ? logAxis(
        words.axes.loss,
        [...drawnValues.map((value) => Math.min(value, MAX_DRAWN_LOSS)), GUESSING_LOSS],
        words.numbers.tick,
      )
    : linearAxis(words.axes.accuracy, drawnValues, words.numbers.tick, { bounds: [0, 1] });
  const allRates = studies.flatMap(({ rates }) => rates.map(({ learningRate }) => learningRate));
  const edge = isLoss ? y.domain[1] : y.domain[0];
  return {
    kind: 'lines',
    id: `${ID}-${metric}`,
    title: words.rates.chartTitles[metric],
    description: words.describe.rates(
      curves.map(({ arm, points }) => ({ label: arm.normalization, points })),
      isLoss ? words.numbers.loss : words.numbers.share,
    ),
    x: { ...logAxis(words.axes.learningRate, allRates, words.numbers.tickPower) },
    y,
    series: drawn.map(({ arm, points }) => ({
      look: lookOf(arm),
      shape: 'line',
      weight: 'bold',
      signs: 'points',
      points,
    })),
    guides: isLoss ? [{ y: GUESSING_LOSS, label: words.guessing }] : [],
    marks: [
      ...studies.flatMap(({ arm, rates }) => divergedMarks(arm, rates, edge)),
      ...curves.flatMap(({ arm, points }) =>
        isLoss
          ? points
              .filter((point) => !isDrawnLoss(point))
              .map(({ x }): Mark => ({ symbol: 'beyond', look: lookOf(arm), x, y: edge }))
          : [],
      ),
    ],
    zones: studies.length === 1 && studies[0] !== undefined ? zonesOf(studies[0], words) : [],
  };
}

function isDrawnLoss({ y }: CurvePoint): boolean {
  return y <= MAX_DRAWN_LOSS;
}

function divergedMarks(arm: Arm, rates: readonly Rate[], edge: number): readonly Mark[] {
  return rates
    .filter(({ divergedCount }) => divergedCount > 0)
    .map(({ learningRate }) => ({ symbol: 'cross', look: lookOf(arm), x: learningRate, y: edge }));
}

/** Stretches of neighbouring rates with one verdict, split half-way between rates on the logarithmic axis. */
function zonesOf({ rates }: Study, words: Words): readonly Zone[] {
  const zones: Zone[] = [];
  for (const [index, { learningRate, verdict }] of rates.entries()) {
    const kind = ZONES[verdict];
    const before = rates[index - 1]?.learningRate;
    const after = rates[index + 1]?.learningRate;
    const from = before === undefined ? Number.NEGATIVE_INFINITY : Math.sqrt(before * learningRate);
    const to = after === undefined ? Number.POSITIVE_INFINITY : Math.sqrt(after * learningRate);
    const last = zones.at(-1);
    if (kind !== undefined && last?.kind === kind && last.to === from) {
      zones[zones.length - 1] = { ...last, to };
    } else if (kind !== undefined) {
      zones.push({ kind, from, to, label: words.rates.zones[kind] });
    }
  }
  return zones;
}

const ZONES: Readonly<Record<RateVerdict, Zone['kind'] | undefined>> = {
  'too-low': 'low',
  good: 'good',
  'too-high': 'high',
  diverged: 'high',
  undecided: undefined,
};

function rateTable({ arm, rates }: Study, words: Words): Block {
  const { numbers, table } = words;
  return {
    kind: 'table',
    caption: words.rates.tableCaption(arm.normalization),
    columns: [
      { label: table.learningRate, isNumeric: true },
      { label: table.valLoss, isNumeric: true },
      { label: table.interval, isNumeric: true },
      { label: table.valAccuracy, isNumeric: true },
      { label: table.interval, isNumeric: true },
      { label: table.diverged, isNumeric: true },
      { label: table.verdict, isNumeric: false },
    ],
    rows: rates.map(({ learningRate, members, divergedCount, loss, accuracy, verdict }) => ({
      look: undefined,
      cells: [
        numbers.learningRate(learningRate),
        numbers.loss(loss.mean),
        words.interval(loss.low, loss.high, numbers.loss),
        numbers.share(accuracy.mean),
        words.interval(accuracy.low, accuracy.high, numbers.share),
        words.outOf(divergedCount, members.length),
        words.rates.verdicts[verdict],
      ].map((text) => ({ text })),
    })),
    note: undefined,
  };
}
