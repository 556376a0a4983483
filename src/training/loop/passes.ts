import { countsSince, type GpuCounters } from '../../gpu/counters';
import type { LossTotals } from '../../kernels/softmaxCrossEntropy';
import type { TrainingEvent } from '../../run/events';
import type { Pace } from './pace';
import { requireCounted } from './requireCounted';
import type { RunControl } from './runControl';
import type { RunProgress } from './runProgress';
import type { EvaluationSplit, Trainee } from './trainee';

/** How often in an epoch the training metrics are read, for the live curves. */
const READS_PER_EPOCH = 10;

/** What every pass over examples needs. */
export interface PassContext {
  readonly trainee: Trainee;
  readonly control: RunControl;
  readonly progress: RunProgress;
  readonly emit: (event: TrainingEvent) => void;
}

export interface TrainPassOptions {
  /** From 1. */
  readonly epoch: number;
  /** Examples trained on in an epoch. */
  readonly exampleCount: number;
  readonly batchSize: number;
  /** [members], who trains. */
  readonly isTraining: readonly boolean[];
  readonly pace: Pace;
  /** Steps of the epoch that were done before, and whose totals the trainee has. */
  readonly firstStep: number;
  /** Keeps the run between two steps, with what this pass has done so far. */
  readonly keeper?: { isDue(): boolean; keep(soFar: PassWork): Promise<void> } | undefined;
}

/** What a training pass has done. */
export interface PassWork {
  readonly ms: number;
  readonly steps: number;
  /** Images that each training member was trained on. */
  readonly images: number;
  readonly calls: GpuCounters;
}

export interface TrainPassResult extends PassWork {
  /** [members] over the epoch as far as it was trained; empty where no step was. */
  readonly totals: readonly LossTotals[];
}

/**
 * One epoch of training, or as much of it as there was until the run was stopped.
 * @throws WeftError `wrong-result` where not every example was counted.
 */
export async function trainPass(context: PassContext, options: TrainPassOptions): Promise<TrainPassResult> {
  const { trainee, control, progress, emit } = context;
  const { epoch, exampleCount, batchSize, isTraining, pace, firstStep, keeper } = options;
  let callsBefore: GpuCounters = { ...trainee.counters };
  const memberCount = isTraining.filter(Boolean).length;
  const stepsPerRead = Math.ceil(trainee.stepsPerEpoch / READS_PER_EPOCH);
  const reads: Promise<void>[] = [];
  let totals: readonly LossTotals[] = [];
  let stepsRead = 0;
  let ms = 0;
  let steps = 0;
  let images = 0;

  const stepAndRead = async (step: number): Promise<void> => {
    totals = await trainee.trainStepAndRead(step);
    requireCounted(trainee.members, totals, isTraining, Math.min((step + 1) * batchSize, exampleCount), 'train');
    emit({
      type: 'metricsRead',
      epochPosition: epoch - 1 + (step + 1) / trainee.stepsPerEpoch,
      members: totals.map(({ loss, accuracy }, member) =>
        isTraining[member] ? { trainLoss: loss, trainAccuracy: accuracy } : null,
      ),
    });
  };

  const rest = async (work: () => Promise<void>): Promise<void> => {
    await pace.drain();
    ms += performance.now() - startedAtMs;
    await work();
    startedAtMs = performance.now();
    pace.restartClock();
  };

  if (firstStep === 0) {
    trainee.beginEpoch(epoch);
  } else {
    trainee.continueEpoch(epoch);
  }
  let startedAtMs = performance.now();
  pace.restartClock();
  for (let step = firstStep; step < trainee.stepsPerEpoch && !control.isStopped; step++) {
    if (control.isPaused) {
      await rest(() => waitWhilePaused(context));
      if (control.isStopped) {
        break;
      }
    }
    const done = step + 1;
    if (done % stepsPerRead === 0 || done === trainee.stepsPerEpoch) {
      const read = stepAndRead(step);
      // Handled when awaited below; until then a failed device is not an unhandled rejection.
      read.catch(() => undefined);
      reads.push(read);
      stepsRead = done;
    } else {
      trainee.trainStep(step);
    }
    await pace.stepRecorded();
    const rows = Math.min(batchSize, exampleCount - step * batchSize);
    images += rows;
    steps++;
    progress.trainStepDone(rows * memberCount);
    if (keeper?.isDue() && done < trainee.stepsPerEpoch) {
      await rest(async () => {
        await Promise.all(reads);
        const calls = countsSince(trainee.counters, callsBefore);
        await keeper.keep({ ms, steps, images, calls });
        // What keeping took is no training.
        callsBefore = countsSince(trainee.counters, calls);
        progress.restartClock();
      });
    }
  }
  await pace.drain();
  await trainee.finish();
  ms += performance.now() - startedAtMs;
  await Promise.all(reads);
  const calls = countsSince(trainee.counters, callsBefore);
  if (firstStep + steps > stepsRead) {
    totals = await trainee.readTrainingTotals();
    requireCounted(
      trainee.members,
      totals,
      isTraining,
      Math.min((firstStep + steps) * batchSize, exampleCount),
      'train',
    );
  }
  return { totals, ms, steps, images, calls };
}

export interface EvaluationPassResult {
  /** [members]; `undefined` when the run was stopped on the way. */
  readonly totals: readonly LossTotals[] | undefined;
  readonly ms: number;
}

/**
 * One pass over a split that nothing trains on.
 * @param isActive [members], those that are not frozen.
 * @throws WeftError `wrong-result` where not every example was counted.
 */
export async function evaluationPass(
  context: PassContext,
  split: EvaluationSplit,
  isActive: readonly boolean[],
  pace: Pace,
): Promise<EvaluationPassResult> {
  const { trainee, control, progress } = context;
  let ms = 0;
  let startedAtMs = performance.now();
  trainee.beginEvaluation(split);
  for (let step = 0; step < trainee.stepsPerEvaluation[split]; step++) {
    if (control.isPaused) {
      ms += performance.now() - startedAtMs;
      await waitWhilePaused(context);
      startedAtMs = performance.now();
    }
    if (control.isStopped) {
      return { totals: undefined, ms: ms + performance.now() - startedAtMs };
    }
    trainee.evaluationStep(split, step);
    progress.evaluationStepDone();
    await pace.stepRecorded();
  }
  await pace.drain();
  const totals = await trainee.readEvaluationTotals();
  requireCounted(trainee.members, totals, isActive, trainee.examplesPerEvaluation[split], split);
  return { totals, ms: ms + performance.now() - startedAtMs };
}

async function waitWhilePaused({ control, progress, emit }: PassContext): Promise<void> {
  progress.tell();
  emit({ type: 'runPaused' });
  await control.whileResumed();
  progress.restartClock();
  emit({ type: 'runResumed' });
}
