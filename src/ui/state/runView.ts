import type { Normalization } from '../../data/normalization';
import type { WeftError } from '../../errors';
import type { Place } from '../../run/checkpoint/checkpoint';
import type { PhaseStep, TrainingEvent } from '../../run/events';
import type { Member } from '../../run/members';
import type { TrainOptions } from '../../run/options';
import { type Outcome, outcomeOf } from '../../run/outcome';
import type { EpochRecord, RunningMetrics } from '../../run/records';
import type { RunFile } from '../../run/runFile';

export type RunStatus = 'idle' | 'running' | 'paused' | 'finished' | 'stopped' | 'failed';
/** `stopped`: the run was, before this member's end; `stopped-early`: by EarlyStopping. */
export type MemberViewStatus =
  | 'waiting'
  | 'training'
  | 'finished'
  | 'stopped-early'
  | 'stopped'
  | 'diverged'
  | 'failed';

/** One point of a curve; `position` counts epochs from the start of training. */
export interface MetricPoint {
  readonly position: number;
  readonly loss: number;
  readonly accuracy: number;
}

export interface RateReduction {
  /** After which epoch. */
  readonly epoch: number;
  readonly learningRate: number;
}

export interface MemberView {
  readonly member: Member;
  readonly status: MemberViewStatus;
  /** The epoch, from 1, in which its loss stopped being finite. */
  readonly divergedEpoch?: number;
  /** The epoch after which EarlyStopping stopped it. */
  readonly stoppedEpoch?: number;
  /** The epoch whose weights it is tested with, where these were restored. */
  readonly restoredEpoch?: number;
  /** That of the epoch at hand, or of its last one. */
  readonly learningRate: number;
  /** What ReduceLROnPlateau did to it, in order. */
  readonly reductions: readonly RateReduction[];
  readonly training: readonly MetricPoint[];
  readonly validation: readonly MetricPoint[];
  /** Once the run has ended, what training made of it; see `outcomeOf`. */
  readonly outcome?: Outcome;
  /** `null` figures were not finite. */
  readonly test?: { readonly loss: number | null; readonly accuracy: number | null };
}

export interface NormalizationThroughput {
  readonly normalization: Normalization;
  readonly normalizeGbPerSecond: number;
}

/** Everything the page shows of the run at hand, or of the last one. */
export interface RunView {
  readonly status: RunStatus;
  /** What was asked of the trainer and has not happened yet. */
  readonly asked: 'pause' | 'resume' | 'stop' | undefined;
  readonly options: TrainOptions | undefined;
  /** `undefined` until something is heard of the run. */
  readonly phase: PhaseStep | undefined;
  readonly stepsDone: number;
  /** Of the whole run, evaluation included: 0…1. */
  readonly shareDone: number;
  readonly stepsTotal: number;
  readonly imagesPerSecond: number;
  readonly secondsLeft: number | undefined;
  readonly members: readonly MemberView[];
  readonly throughput: readonly NormalizationThroughput[];
  readonly file: RunFile | undefined;
  readonly failure: WeftError | undefined;
  /** How often its device was lost, and it went on. */
  readonly losses: number;
  /** Labels of shaders that gave wrong results, and that others have taken the place of. */
  readonly droppedKernels: readonly string[];
  /** Where it goes on, if it was interrupted. */
  readonly continuedAfter: Place | undefined;
  /** The part at hand, where the members are too many to be trained at once. */
  readonly part: Omit<Extract<TrainingEvent, { type: 'partStarted' }>, 'type'> | undefined;
  /** How many are trained at once since the memory did not suffice. */
  readonly mostMembers: number | undefined;
}

export const IDLE_RUN: RunView = {
  status: 'idle',
  asked: undefined,
  options: undefined,
  phase: undefined,
  stepsDone: 0,
  shareDone: 0,
  stepsTotal: 0,
  imagesPerSecond: 0,
  secondsLeft: undefined,
  members: [],
  throughput: [],
  file: undefined,
  failure: undefined,
  losses: 0,
  droppedKernels: [],
  continuedAfter: undefined,
  part: undefined,
  mostMembers: undefined,
};

export function isUnderWay(run: RunView): boolean {
  return run.status === 'running' || run.status === 'paused';
}

/** The view when a run with these options was asked for and nothing has been heard of it. */
export function beginRun(options: TrainOptions): RunView {
  return { ...IDLE_RUN, status: 'running', options };
}

/** The view after one more event. Events of a run that has ended change nothing. */
export function reduceTraining(run: RunView, event: TrainingEvent): RunView {
  if (!isUnderWay(run)) {
    return run;
  }
  switch (event.type) {
    case 'runStarted':
      return {
        ...run,
        part: undefined,
        options: event.options,
        // Said again where it is so: after a loss, a run may begin anew.
        continuedAfter: undefined,
        stepsTotal: event.stepsPerEpoch * event.options.epochs,
        members: event.members.map((member) => ({
          member,
          status: 'waiting',
          learningRate: member.learningRate,
          reductions: [],
          training: [],
          validation: [],
        })),
      };
    case 'phaseChanged': {
      const { type: _sameForAll, ...phase } = event;
      return { ...run, phase, members: phase.phase === 'training' ? startWaiting(run) : run.members };
    }
    case 'progressed': {
      const { stepsDone, stepsTotal, shareDone, imagesPerSecond, secondsLeft } = event;
      return { ...run, stepsDone, stepsTotal, shareDone, imagesPerSecond, secondsLeft };
    }
    case 'metricsRead':
      return {
        ...run,
        members: run.members.map((view, index) => addTraining(view, event.epochPosition, event.members[index])),
      };
    case 'epochEnded':
      return { ...run, members: run.members.map((view, index) => addEpoch(view, event.records[index], run)) };
    case 'memberDiverged':
      return changeMember(run, event.member, () => ({ status: 'diverged', divergedEpoch: event.epoch }));
    case 'learningRateReduced': {
      const { epoch, learningRate } = event;
      return changeMember(run, event.member, ({ reductions }) => ({
        learningRate,
        reductions: [...reductions, { epoch, learningRate }],
      }));
    }
    case 'memberStopped':
      return changeMember(run, event.member, () => ({
        status: 'stopped-early',
        stoppedEpoch: event.epoch,
        ...(event.restoredEpoch === event.epoch ? {} : { restoredEpoch: event.restoredEpoch }),
      }));
    // Shown by the report.
    case 'diagnosed':
    // Of a soak.
    case 'memoryMeasured':
      return run;
    case 'throughputMeasured':
      return { ...run, throughput: event.perNormalization };
    case 'memberTested':
      return changeMember(run, event.member, ({ status }) => ({
        test: { loss: event.loss, accuracy: event.accuracy },
        // One that ended before a run went on has not trained since.
        status: status === 'training' || status === 'waiting' ? 'finished' : status,
      }));
    case 'runPaused':
      return { ...run, status: 'paused', asked: run.asked === 'pause' ? undefined : run.asked };
    case 'runResumed':
      return { ...run, status: 'running', asked: run.asked === 'resume' ? undefined : run.asked };
    case 'runContinued': {
      const { type: _sameForAll, ...continuedAfter } = event;
      return { ...run, continuedAfter };
    }
    case 'partStarted': {
      const { type: _sameForAll, ...part } = event;
      return { ...run, part };
    }
    case 'partsHalved':
      return { ...run, mostMembers: event.mostMembers };
    // What keeps runs says so itself.
    case 'keepingFailed':
      return run;
    // `runStarted` comes again.
    case 'deviceLost':
      return { ...run, losses: run.losses + 1 };
    case 'kernelDropped':
      return run.droppedKernels.includes(event.program)
        ? run
        : { ...run, droppedKernels: [...run.droppedKernels, event.program] };
    default:
      return event satisfies never;
  }
}

/** The view once the run has given its file, which has the last word on every member. */
export function endRun(run: RunView, file: RunFile): RunView {
  return {
    ...run,
    status: file.status,
    asked: undefined,
    imagesPerSecond: file.throughput.imagesPerSecond,
    secondsLeft: undefined,
    throughput: file.throughput.perNormalization,
    members: run.members.map((view, index) => {
      const result = file.members[index];
      if (result === undefined) {
        return view;
      }
      const { test: _superseded, restoredEpoch: _alsoSuperseded, ...rest } = view;
      return {
        ...rest,
        status: result.status,
        outcome: outcomeOf(result),
        ...(result.test === null ? {} : { test: result.test }),
        ...(result.restoredEpoch === null ? {} : { restoredEpoch: result.restoredEpoch }),
      };
    }),
    file,
  };
}

/** The view of a run that ended by an error: its figures stay, marked as not to be relied on. */
export function failRun(run: RunView, failure: WeftError): RunView {
  return {
    ...run,
    status: 'failed',
    asked: undefined,
    secondsLeft: undefined,
    failure,
    members: run.members.map((view) => (view.status === 'diverged' ? view : { ...view, status: 'failed' })),
  };
}

function startWaiting({ members, part }: Pick<RunView, 'members' | 'part'>): readonly MemberView[] {
  const isTrained = ({ member }: MemberView) => part === undefined || part.members.includes(member.index);
  return members.some((view) => view.status === 'waiting' && isTrained(view))
    ? members.map((view) => (view.status === 'waiting' && isTrained(view) ? { ...view, status: 'training' } : view))
    : members;
}

function changeMember(run: RunView, memberIndex: number, change: (view: MemberView) => Partial<MemberView>): RunView {
  return {
    ...run,
    members: run.members.map((view) => (view.member.index === memberIndex ? { ...view, ...change(view) } : view)),
  };
}

function addTraining(view: MemberView, position: number, metrics: RunningMetrics | null | undefined): MemberView {
  if (metrics === null || metrics === undefined || view.status === 'diverged') {
    return view;
  }
  const point = { position, loss: metrics.trainLoss, accuracy: metrics.trainAccuracy };
  return { ...view, training: [...view.training, point] };
}

/**
 * Adds what an epoch ended with. Of one that is told again there are no figures from within: its training is one point.
 * A network whose loss is not finite guesses: its accuracy would be a figure of nothing.
 */
function addEpoch(
  view: MemberView,
  record: EpochRecord | null | undefined,
  { continuedAfter }: Pick<RunView, 'continuedAfter'>,
): MemberView {
  if (record === null || record === undefined || view.status === 'diverged') {
    return view;
  }
  const { epoch: position, trainLoss, trainAccuracy, valLoss, valAccuracy } = record;
  const isToldAgain = continuedAfter !== undefined && (view.training.at(-1)?.position ?? 0) <= position - 1;
  const training = isToldAgain ? [{ position, loss: trainLoss, accuracy: trainAccuracy }] : [];
  const validation = Number.isFinite(valLoss) ? [{ position, loss: valLoss, accuracy: valAccuracy }] : [];
  return {
    ...view,
    training: [...view.training, ...training],
    validation: [...view.validation, ...validation],
  };
}
