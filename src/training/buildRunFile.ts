import type { Normalization } from '../data/normalization';
import { armKey, groupByArm } from '../run/arms';
import { bestEpochOf } from '../run/bestEpoch';
import type { Checkpoint, EndedMember } from '../run/checkpoint/checkpoint';
import type { Member } from '../run/members';
import { TRAINING_FLOP } from '../run/network';
import type { TrainOptions } from '../run/options';
import type { EpochDiagnostics, EpochRecord } from '../run/records';
import type { RunFile } from '../run/runFile';
import { summaryOf } from '../run/summary';
import type { PartsResult } from './parts/trainParts';

export interface RunFacts {
  readonly startedAt: Date;
  readonly commit: string;
  readonly adapter: RunFile['adapter'];
  readonly options: TrainOptions;
  readonly members: readonly Member[];
  readonly result: PartsResult;
  /** SHA-256 of the examples. */
  readonly dataset: string;
  /** That validated the members, and that tested them. */
  readonly examples: Checkpoint['examples'];
  readonly stepsPerEpoch: number;
  /** Milliseconds of each step, or of groups of steps. */
  readonly stepMs: readonly number[];
  readonly normalizeGbPerSecond: ReadonlyMap<Normalization, number>;
  readonly tensors: Pick<RunFile['memory'], 'tensorsBefore' | 'tensorsAfter'>;
  readonly setupMs: number;
}

/** Everything that is known of a run, in the schema `weft.run/1`. */
export function buildRunFile(facts: RunFacts): RunFile {
  const { adapter, options, result, examples } = facts;
  const members = facts.members.map((member) => describeMember(member, facts));
  return {
    schema: 'weft.run/1',
    startedAt: facts.startedAt.toISOString(),
    commit: facts.commit,
    status: result.wasStopped ? 'stopped' : 'finished',
    adapter,
    config: options,
    members,
    ...describeUnfinished(facts),
    summary: summaryOf(members),
    mistakes: groupByArm(facts.members).flatMap(({ arm }) =>
      result.mistakes.filter((entry) => armKey(entry) === armKey(arm)),
    ),
    throughput: throughputOf(facts),
    dataset: facts.dataset,
    setup: { validationExamples: examples.validation, testExamples: examples.test, parts: result.parts },
    memory: { allocatedBytes: result.allocatedBytes, ...facts.tensors },
    wallMs: { setup: facts.setupMs, train: result.trainMs, evaluate: result.evaluateMs },
  };
}

/** Member-images a second of training, of all members together: they share each step. */
function imagesPerSecondOf({ members, trainMs }: Pick<PartsResult, 'members' | 'trainMs'>): number {
  const images = members.reduce((sum, { trainedImages }) => sum + trainedImages, 0);
  return trainMs > 0 ? (images / trainMs) * 1000 : 0;
}

function describeMember({ index, ...member }: Member, { result }: RunFacts): RunFile['members'][number] {
  const { status, history, restoredEpoch, diagnostics, test } = result.members[index] as EndedMember;
  return {
    ...member,
    status,
    bestEpoch: bestEpochOf(history),
    history: history.map(describeEpoch),
    restoredEpoch,
    diagnostics: diagnostics.map(describeDiagnostics),
    test,
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
  const { calls, trainedSteps } = result;
  const perStep = (count: number) => (trainedSteps > 0 ? count / trainedSteps : 0);
  return {
    imagesPerSecond,
    gflopPerSecond: (imagesPerSecond * TRAINING_FLOP) / 1e9,
    stepMs: { p10: quantile(0.1), median: quantile(0.5), p90: quantile(0.9) },
    dispatchesPerStep: perStep(calls.dispatches),
    submitsPerStep: perStep(calls.submits),
    uniformWritesPerStep: perStep(calls.bufferWrites),
    perNormalization: options.normalizations.map((normalization) => ({
      normalization,
      normalizeGbPerSecond: normalizeGbPerSecond.get(normalization) ?? 0,
    })),
  };
}

function finiteOrNull(value: number): number | null {
  return Number.isFinite(value) ? value : null;
}
