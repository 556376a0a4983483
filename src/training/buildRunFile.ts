import type { DatasetSplits } from '../data/dataset';
import type { Normalization } from '../data/normalization';
import type { AdapterInfo } from '../gpu/adapter';
import { bestEpochOf } from '../run/bestEpoch';
import type { Member } from '../run/members';
import { TRAINING_FLOP } from '../run/network';
import type { TrainOptions } from '../run/options';
import type { EpochDiagnostics, EpochRecord } from '../run/records';
import type { RunFile } from '../run/runFile';
import { summaryOf } from '../run/summary';
import type { TrainLoopResult } from './loop/loopContract';
import { describeTest, findMistakes } from './testResults';

export interface RunFacts {
  readonly startedAt: Date;
  readonly commit: string;
  readonly adapter: Omit<AdapterInfo, 'features'> & { readonly features: Iterable<string> };
  readonly options: TrainOptions;
  readonly members: readonly Member[];
  readonly result: TrainLoopResult;
  /** SHA-256 of the examples. */
  readonly dataset: string;
  /** What the members were validated and tested on, and in how many parts; left out where none of it is at hand. */
  readonly carriedOut?: {
    readonly splits: Pick<DatasetSplits, 'validation' | 'test'>;
    readonly partCount: number;
  };
  readonly stepsPerEpoch: number;
  /** Milliseconds of each step, or of groups of steps. */
  readonly stepMs: readonly number[];
  readonly normalizeGbPerSecond: ReadonlyMap<Normalization, number>;
  readonly memory: RunFile['memory'];
  readonly setupMs: number;
}

/** Everything that is known of a run, in the schema `weft.run/1`. */
export function buildRunFile(facts: RunFacts): RunFile {
  const { adapter, options, result, carriedOut } = facts;
  const members = facts.members.map((member) => describeMember(member, facts));
  return {
    schema: 'weft.run/1',
    startedAt: facts.startedAt.toISOString(),
    commit: facts.commit,
    status: result.wasStopped ? 'stopped' : 'finished',
    adapter: { ...adapter, features: [...adapter.features] },
    config: options,
    members,
    ...describeUnfinished(facts),
    summary: summaryOf(members),
    mistakes: carriedOut === undefined ? [] : findMistakes(facts.members, result.test ?? [], carriedOut.splits.test),
    throughput: throughputOf(facts),
    dataset: facts.dataset,
    ...(carriedOut === undefined ? {} : { setup: describeSetup(carriedOut) }),
    memory: facts.memory,
    wallMs: { setup: facts.setupMs, train: result.trainMs, evaluate: result.evaluateMs },
  };
}

function describeSetup({ splits, partCount }: NonNullable<RunFacts['carriedOut']>): NonNullable<RunFile['setup']> {
  return { validationExamples: splits.validation.count, testExamples: splits.test.count, parts: partCount };
}

/** Member-images a second of training, of all members together: they share each step. */
function imagesPerSecondOf({ trainedImages, trainMs }: Pick<TrainLoopResult, 'trainedImages' | 'trainMs'>): number {
  const images = trainedImages.reduce((sum, count) => sum + count, 0);
  return trainMs > 0 ? (images / trainMs) * 1000 : 0;
}

function describeMember({ index, ...member }: Member, { result, carriedOut }: RunFacts): RunFile['members'][number] {
  const history = result.histories[index] ?? [];
  const test = result.test?.[index] ?? null;
  return {
    ...member,
    status: result.statuses[index] as RunFile['members'][number]['status'],
    bestEpoch: bestEpochOf(history),
    history: history.map(describeEpoch),
    restoredEpoch: result.restoredEpochs[index] ?? null,
    diagnostics: (result.diagnostics[index] ?? []).map(describeDiagnostics),
    test: test === null || carriedOut === undefined ? null : describeTest(test, carriedOut.splits.test),
  };
}

function describeEpoch(record: EpochRecord): RunFile['members'][number]['history'][number] {
  const { heldOutLoss, heldOutAccuracy } = record;
  return {
    epoch: record.epoch,
    trainLoss: finiteOrNull(record.trainLoss),
    trainAccuracy: finiteOrNull(record.trainAccuracy),
    valLoss: finiteOrNull(record.valLoss),
    valAccuracy: finiteOrNull(record.valAccuracy),
    ...(heldOutLoss === undefined ? {} : { heldOutLoss: finiteOrNull(heldOutLoss) }),
    ...(heldOutAccuracy === undefined ? {} : { heldOutAccuracy: finiteOrNull(heldOutAccuracy) }),
    learningRate: record.learningRate,
  };
}

function describeUnfinished({ result, stepsPerEpoch }: RunFacts): Pick<RunFile, 'unfinished'> {
  if (result.unfinished === undefined) {
    return {};
  }
  const { epoch, steps, totals } = result.unfinished;
  const members = totals.map(
    (member) => member && { trainLoss: finiteOrNull(member.loss), trainAccuracy: finiteOrNull(member.accuracy) },
  );
  return { unfinished: { epoch, steps, stepsPerEpoch, members } };
}

function describeDiagnostics({
  epoch,
  loss,
  layers,
}: EpochDiagnostics): RunFile['members'][number]['diagnostics'][number] {
  return {
    epoch,
    loss: finiteOrNull(loss),
    layers: layers.map(({ preActivationStd, deadShare, gradientNorm }) => ({
      preActivationStd: finiteOrNull(preActivationStd),
      deadShare,
      gradientNorm: finiteOrNull(gradientNorm),
    })),
  };
}

function throughputOf({ options, result, stepMs, normalizeGbPerSecond }: RunFacts): RunFile['throughput'] {
  const imagesPerSecond = imagesPerSecondOf(result);
  const sorted = stepMs.toSorted((a, b) => a - b);
  const quantile = (q: number) => sorted[Math.round(q * (sorted.length - 1))] ?? 0;
  const perStep = (count: number) => (result.trainedSteps > 0 ? count / result.trainedSteps : 0);
  return {
    imagesPerSecond,
    gflopPerSecond: (imagesPerSecond * TRAINING_FLOP) / 1e9,
    stepMs: { p10: quantile(0.1), median: quantile(0.5), p90: quantile(0.9) },
    dispatchesPerStep: perStep(result.trainingCalls.dispatches),
    submitsPerStep: perStep(result.trainingCalls.submits),
    uniformWritesPerStep: perStep(result.trainingCalls.bufferWrites),
    perNormalization: options.normalizations.map((normalization) => ({
      normalization,
      normalizeGbPerSecond: normalizeGbPerSecond.get(normalization) ?? 0,
    })),
  };
}

function finiteOrNull(value: number): number | null {
  return Number.isFinite(value) ? value : null;
}
