import fc from 'fast-check';
import { groupByArm } from '../arms';
import { bestEpochOf } from '../bestEpoch';
import { createMemberRules } from '../callbacks/memberRules';
import type { Member } from '../members';
import { CLASSES, FEATURES } from '../network';
import type { TrainOptions } from '../options';
import type { EpochRecord } from '../records';
import type { RunFile, RunMember, RunRecord } from '../runFile';

/**
 * When a run ended; one stopped after its last epoch was stopped before its test was done. One that was stopped earlier
 * may have been tested as it was.
 */
export type RunEnd = 'finished' | { readonly stoppedAfterEpoch: number; readonly isTested: boolean };

/** What is to become of a member, if nothing ends it before. */
export interface Fate {
  /** [epochs], nats; beyond guessing where it blows up. */
  readonly losses: readonly number[];
  /** [epochs] */
  readonly accuracies: readonly number[];
  /** The first epoch after which a loss is not finite, and which one. */
  readonly divergesIn: { readonly epoch: number; readonly loss: 'trainLoss' | 'valLoss' } | undefined;
  readonly isTestFinite: boolean;
}

export function anyFate(epochs: number): fc.Arbitrary<Fate> {
  const each = <T>(value: fc.Arbitrary<T>) => fc.array(value, { minLength: epochs, maxLength: epochs });
  const number = (min: number, max: number) => fc.double({ min, max, noNaN: true });
  const course = fc.oneof(
    { weight: 4, arbitrary: fc.record({ losses: each(number(0.2, 0.9)), accuracies: each(number(0.7, 0.99)) }) },
    { weight: 1, arbitrary: fc.record({ losses: each(number(2.2, 2.4)), accuracies: each(number(0.08, 0.12)) }) },
    { weight: 1, arbitrary: fc.record({ losses: each(number(30, 1e11)), accuracies: each(number(0.05, 0.4)) }) },
  );
  const divergence = fc.record({
    epoch: fc.integer({ min: 1, max: epochs }),
    loss: fc.constantFrom('trainLoss' as const, 'valLoss' as const),
  });
  return fc
    .tuple(
      course,
      fc.option(divergence, { freq: 4, nil: undefined }),
      fc.oneof({ weight: 9, arbitrary: fc.constant(true) }, { weight: 1, arbitrary: fc.constant(false) }),
    )
    .map(([figures, divergesIn, isTestFinite]) => ({ ...figures, divergesIn, isTestFinite }));
}

interface Circumstances {
  readonly fate: Fate;
  readonly end: RunEnd;
  readonly examplesPerClass: number;
}

/** The member as the training loop would leave it. */
export function memberOf(
  member: Omit<Member, 'index'>,
  options: TrainOptions,
  { fate, end, examplesPerClass }: Circumstances,
): RunMember {
  const rules = createMemberRules(member, options);
  const { epochs, diagnostics } = options;
  const epochsRun = end === 'finished' ? epochs : Math.min(epochs, end.stoppedAfterEpoch);
  const history: RunRecord[] = [];
  let status: RunMember['status'] | undefined;
  let { learningRate } = member;
  while (status === undefined && history.length < epochsRun) {
    const record = recordOf(history.length + 1, learningRate, options, fate);
    history.push(describe(record));
    if (record.epoch === fate.divergesIn?.epoch) {
      status = 'diverged';
    } else {
      const stopping = rules.stopping?.onEpochEnd(record);
      const nextRate = rules.plateau?.onEpochEnd(record, learningRate) ?? learningRate;
      if (stopping?.action === 'stop' && record.epoch < epochs) {
        status = 'stopped-early';
      } else {
        learningRate = nextRate;
      }
    }
  }
  status ??= history.length === epochs ? 'finished' : 'stopped';
  const isOver = end === 'finished' || end.isTested;
  const restored = isOver ? (rules.stopping?.epochToRestore ?? null) : null;
  const isTested = isOver && (status !== 'diverged' || restored !== null);
  const testedWith = Math.max(1, restored ?? history.length) - 1;
  return {
    ...member,
    status,
    bestEpoch: bestEpochOf(history),
    history,
    restoredEpoch: restored,
    diagnostics: diagnostics === 'on' ? [0, ...history.map(({ epoch }) => epoch)].map(diagnosisOf) : [],
    test: isTested
      ? testOf({
          loss: fate.isTestFinite ? (fate.losses[testedWith] as number) : null,
          accuracy: fate.accuracies[testedWith] as number,
          examplesPerClass,
        })
      : null,
  };
}

function recordOf(epoch: number, learningRate: number, options: TrainOptions, fate: Fate): EpochRecord {
  const loss = fate.losses[epoch - 1] as number;
  const accuracy = fate.accuracies[epoch - 1] as number;
  const record = {
    epoch,
    trainLoss: 0.9 * loss,
    trainAccuracy: accuracy,
    valLoss: loss,
    valAccuracy: accuracy,
    ...(options.heldOutExamples > 0 ? { heldOutLoss: 1.1 * loss, heldOutAccuracy: accuracy } : {}),
    learningRate,
  };
  return epoch === fate.divergesIn?.epoch ? { ...record, [fate.divergesIn.loss]: Number.NaN } : record;
}

function describe(record: EpochRecord): RunRecord {
  const finiteOrNull = (value: number) => (Number.isFinite(value) ? value : null);
  return { ...record, trainLoss: finiteOrNull(record.trainLoss), valLoss: finiteOrNull(record.valLoss) };
}

function diagnosisOf(epoch: number): RunMember['diagnostics'][number] {
  const layer = { preActivationStd: 1 + epoch, deadShare: 0.1 as number | null, gradientNorm: 2 };
  return { epoch, loss: 2.3 / (1 + epoch), layers: [layer, layer, { ...layer, deadShare: null }] };
}

function testOf(tested: { loss: number | null; accuracy: number; examplesPerClass: number }): RunMember['test'] {
  const { loss, accuracy, examplesPerClass } = tested;
  const hits = Math.round(accuracy * examplesPerClass);
  const confusion = Array.from({ length: CLASSES }, (_, label) => {
    const row = new Array<number>(CLASSES).fill(0);
    row[label] = hits;
    row[(label + 1) % CLASSES] = examplesPerClass - hits;
    return row;
  });
  return { loss, accuracy: hits / examplesPerClass, confusion };
}

/** One a class at most, of those that the matrix of an arm's first tested member has. */
export function anyMistakesOf(members: readonly RunMember[]): RunFile['mistakes'] {
  return groupByArm(members).flatMap(({ arm, members: ofArm }) => {
    const member = ofArm.find(({ test }) => test !== null);
    return member === undefined ? [] : [{ ...arm, seed: member.seed, mistakes: mistakesIn(member) }];
  });
}

function mistakesIn({ test }: RunMember): RunFile['mistakes'][number]['mistakes'] {
  return (test?.confusion ?? []).flatMap((row, label) => {
    const predicted = (label + 1) % CLASSES;
    return (row[predicted] ?? 0) > 0
      ? [{ example: label, label, predicted, confidence: 0.99 - 0.01 * label, pixels: PIXELS }]
      : [];
  });
}

const PIXELS = btoa('\0'.repeat(FEATURES));
