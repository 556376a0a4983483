import type { Normalization } from '../../kernels/normalization';
import type { EpochRecord, Member, RunningMetrics, TrainingEvent } from '../../training/events';
import type { TrainOptions } from '../../training/options';
import type { RunReport } from '../../training/report';

export type RunStatus = 'idle' | 'running' | 'paused' | 'finished' | 'stopped' | 'failed';
export type MemberViewStatus = 'waiting' | 'training' | 'finished' | 'stopped' | 'diverged' | 'failed';

/** One point of a curve; `position` counts epochs from the start of training. */
export interface MetricPoint {
  readonly position: number;
  readonly loss: number;
  readonly accuracy: number;
}

export interface MemberView {
  readonly member: Member;
  readonly status: MemberViewStatus;
  /** The epoch, from 1, in which its loss stopped being finite. */
  readonly divergedEpoch?: number;
  readonly training: readonly MetricPoint[];
  readonly validation: readonly MetricPoint[];
  /** `null` figures were not finite. */
  readonly test?: { readonly loss: number | null; readonly accuracy: number | null };
}

export interface NormalizationThroughput {
  readonly normalization: Normalization;
  readonly imagesPerSecond: number;
  readonly normalizeGbPerSecond: number;
}

/** Everything the page shows of the run at hand, or of the last one. */
export interface RunView {
  readonly status: RunStatus;
  /** What was asked of the trainer and has not happened yet. */
  readonly asked: 'pause' | 'resume' | 'stop' | undefined;
  readonly options: TrainOptions | undefined;
  readonly message: string;
  readonly stepsDone: number;
  /** Of the whole run, evaluation included: 0…1. */
  readonly shareDone: number;
  readonly stepsTotal: number;
  readonly imagesPerSecond: number;
  readonly secondsLeft: number | undefined;
  readonly members: readonly MemberView[];
  readonly throughput: readonly NormalizationThroughput[];
  readonly report: RunReport | undefined;
  readonly failure: string | undefined;
}

export const IDLE_RUN: RunView = {
  status: 'idle',
  asked: undefined,
  options: undefined,
  message: '',
  stepsDone: 0,
  shareDone: 0,
  stepsTotal: 0,
  imagesPerSecond: 0,
  secondsLeft: undefined,
  members: [],
  throughput: [],
  report: undefined,
  failure: undefined,
};

export function isUnderWay(run: RunView): boolean {
  return run.status === 'running' || run.status === 'paused';
}

/** The view when a run with these options was asked for and nothing has been heard of it. */
export function beginRun(options: TrainOptions): RunView {
  return { ...IDLE_RUN, status: 'running', options, message: 'Starting' };
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
        options: event.options,
        stepsTotal: event.stepsPerEpoch * event.options.epochs,
        members: event.members.map((member) => ({ member, status: 'waiting', training: [], validation: [] })),
      };
    case 'phaseChanged':
      return {
        ...run,
        message: event.message,
        members: event.phase === 'training' ? startWaiting(run.members) : run.members,
      };
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
      return { ...run, members: run.members.map((view, index) => addValidation(view, event.records[index])) };
    case 'memberDiverged':
      return {
        ...run,
        members: run.members.map((view) =>
          view.member.index === event.member ? { ...view, status: 'diverged', divergedEpoch: event.epoch } : view,
        ),
      };
    case 'throughputMeasured':
      return { ...run, throughput: event.perNormalization };
    case 'memberTested':
      return {
        ...run,
        members: run.members.map((view) =>
          view.member.index === event.member
            ? { ...view, test: { loss: event.loss, accuracy: event.accuracy }, status: afterTest(view.status) }
            : view,
        ),
      };
    case 'runPaused':
      return { ...run, status: 'paused', asked: run.asked === 'pause' ? undefined : run.asked };
    case 'runResumed':
      return { ...run, status: 'running', asked: run.asked === 'resume' ? undefined : run.asked };
    default:
      return event satisfies never;
  }
}

/** The view once the run has given its report, which has the last word on every member. */
export function endRun(run: RunView, report: RunReport): RunView {
  return {
    ...run,
    status: report.status,
    asked: undefined,
    message:
      report.status === 'finished' ? 'Trained, validated and tested' : 'Figures are those of the epochs completed',
    imagesPerSecond: report.throughput.imagesPerSecond,
    secondsLeft: undefined,
    throughput: report.throughput.perNormalization,
    members: run.members.map((view, index) => {
      const reported = report.members[index];
      if (reported === undefined) {
        return view;
      }
      const { test: _superseded, ...rest } = view;
      return { ...rest, status: reported.status, ...(reported.test === null ? {} : { test: reported.test }) };
    }),
    report,
  };
}

/** The view of a run that ended by an error: its figures stay, marked as not to be relied on. */
export function failRun(run: RunView, failure: string): RunView {
  return {
    ...run,
    status: 'failed',
    asked: undefined,
    message: 'The run ended with an error',
    secondsLeft: undefined,
    failure,
    members: run.members.map((view) => (view.status === 'diverged' ? view : { ...view, status: 'failed' })),
  };
}

function startWaiting(members: readonly MemberView[]): readonly MemberView[] {
  return members.some((view) => view.status === 'waiting')
    ? members.map((view) => (view.status === 'waiting' ? { ...view, status: 'training' } : view))
    : members;
}

function afterTest(status: MemberViewStatus): MemberViewStatus {
  return status === 'diverged' ? status : 'finished';
}

function addTraining(view: MemberView, position: number, metrics: RunningMetrics | undefined): MemberView {
  if (metrics === undefined || view.status === 'diverged') {
    return view;
  }
  const point = { position, loss: metrics.trainLoss, accuracy: metrics.trainAccuracy };
  return { ...view, training: [...view.training, point] };
}

function addValidation(view: MemberView, record: EpochRecord | undefined): MemberView {
  if (record === undefined || view.status === 'diverged') {
    return view;
  }
  const point = { position: record.epoch, loss: record.valLoss, accuracy: record.valAccuracy };
  return { ...view, validation: [...view.validation, point] };
}
