import type { AdapterReport } from '../gpu/adapter';
import type { Normalization } from '../kernels/normalization';
import type { LossTotals } from '../kernels/softmaxCrossEntropy';
import type { EpochRecord, Member } from './events';
import { TRAINING_FLOP } from './network';
import type { TrainOptions } from './options';
import type { RunReport } from './report';
import { meanInterval } from './statistics';
import type { TrainLoopResult } from './trainLoop';

export interface RunFacts {
  readonly startedAt: Date;
  readonly adapter: AdapterReport;
  readonly options: TrainOptions;
  readonly members: readonly Member[];
  readonly result: TrainLoopResult;
  /** Milliseconds of each step, or of groups of steps. */
  readonly stepMs: readonly number[];
  readonly normalizeGbPerSecond: ReadonlyMap<Normalization, number>;
  readonly memory: RunReport['memory'];
  readonly setupMs: number;
}

/** Everything that is known of a run, in the schema `weft.run/1`. */
export function buildRunReport(facts: RunFacts): RunReport {
  const { adapter, options, members, result } = facts;
  return {
    schema: 'weft.run/1',
    startedAt: facts.startedAt.toISOString(),
    commit: __WEFT_COMMIT__,
    status: result.wasStopped ? 'stopped' : 'finished',
    adapter: { ...adapter, features: [...adapter.features] },
    config: {
      ...options,
      normalizations: [...options.normalizations],
      learningRates: [...options.learningRates],
    },
    members: members.map((member) => describeMember(member, result)),
    summary: options.normalizations.map((normalization) => summarize(normalization, members, result)),
    throughput: throughputOf(facts),
    memory: facts.memory,
    wallMs: { setup: facts.setupMs, train: result.trainMs, evaluate: result.evaluateMs },
  };
}

/** Member-images a second of training, for the whole population and each normalization's share. */
export function imagesPerSecondOf(
  { trainedImages, trainMs }: Pick<TrainLoopResult, 'trainedImages' | 'trainMs'>,
  members: readonly Member[],
): { readonly total: number; readonly of: (normalization: Normalization) => number } {
  const total = trainMs > 0 ? (trainedImages / trainMs) * 1000 : 0;
  return {
    total,
    of: (normalization) =>
      (total * members.filter((member) => member.normalization === normalization).length) / members.length,
  };
}

function describeMember(member: Member, result: TrainLoopResult): RunReport['members'][number] {
  const { index, normalization, seed, learningRate } = member;
  const history = result.histories[index] ?? [];
  const test = result.test?.[index];
  return {
    normalization,
    seed,
    learningRate,
    status: statusOf(index, result),
    bestEpoch: bestEpochOf(history),
    history: history.map((record) => ({
      ...record,
      trainLoss: finiteOrNull(record.trainLoss),
      trainAccuracy: finiteOrNull(record.trainAccuracy),
      valLoss: finiteOrNull(record.valLoss),
      valAccuracy: finiteOrNull(record.valAccuracy),
    })),
    test: test === undefined ? null : { loss: finiteOrNull(test.loss), accuracy: finiteOrNull(test.accuracy) },
  };
}

function statusOf(member: number, result: TrainLoopResult): 'diverged' | 'stopped' | 'finished' {
  if (result.divergedMembers[member]) {
    return 'diverged';
  }
  return result.wasStopped ? 'stopped' : 'finished';
}

function bestEpochOf(history: readonly EpochRecord[]): number {
  const finite = history.filter(({ valLoss }) => Number.isFinite(valLoss));
  return (
    finite.reduce<EpochRecord | undefined>(
      (best, record) => (best === undefined || record.valLoss < best.valLoss ? record : best),
      undefined,
    )?.epoch ?? 0
  );
}

function summarize(
  normalization: Normalization,
  members: readonly Member[],
  result: TrainLoopResult,
): RunReport['summary'][number] {
  const tests = members
    .filter((member) => member.normalization === normalization)
    .map(({ index }) => result.test?.[index])
    .filter((test): test is LossTotals => test !== undefined && Number.isFinite(test.loss));
  return {
    normalization,
    testAccuracy: meanInterval(tests.map(({ accuracy }) => accuracy)),
    testLoss: meanInterval(tests.map(({ loss }) => loss)),
  };
}

function throughputOf({ options, members, result, stepMs, normalizeGbPerSecond }: RunFacts): RunReport['throughput'] {
  const imagesPerSecond = imagesPerSecondOf(result, members);
  const sorted = stepMs.toSorted((a, b) => a - b);
  const quantile = (q: number) => sorted[Math.round(q * (sorted.length - 1))] ?? 0;
  const perStep = (count: number) => (result.trainedSteps > 0 ? count / result.trainedSteps : 0);
  return {
    imagesPerSecond: imagesPerSecond.total,
    gflopPerSecond: (imagesPerSecond.total * TRAINING_FLOP) / 1e9,
    stepMs: { p10: quantile(0.1), median: quantile(0.5), p90: quantile(0.9) },
    dispatchesPerStep: perStep(result.trainingCalls.dispatches),
    submitsPerStep: perStep(result.trainingCalls.submits),
    uniformWritesPerStep: perStep(result.trainingCalls.bufferWrites),
    perNormalization: options.normalizations.map((normalization) => ({
      normalization,
      imagesPerSecond: imagesPerSecond.of(normalization),
      normalizeGbPerSecond: normalizeGbPerSecond.get(normalization) ?? 0,
    })),
  };
}

function finiteOrNull(value: number): number | null {
  return Number.isFinite(value) ? value : null;
}
