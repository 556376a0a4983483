import type { TrainingEvent } from '../run/events';
import { PRESET_DEFAULTS, type TrainOptions } from '../run/options';
import type { TrainLoopOptions, TrainLoopResult } from '../training/loop/loopContract';
import { Pace } from '../training/loop/pace';
import { RunControl } from '../training/loop/runControl';
import { RunProgress } from '../training/loop/runProgress';
import { trainLoop } from '../training/loop/trainLoop';
import { FAKE_BATCH, FakeTrainee, type FakeTraineeOptions } from './fakeTrainee';

export interface FakeRun {
  readonly result: Promise<TrainLoopResult>;
  readonly trainee: FakeTrainee;
  readonly control: RunControl;
  readonly events: TrainingEvent[];
  /** What the run's progress told. */
  readonly progressed: Extract<TrainingEvent, { type: 'progressed' }>[];
}

export type FakeRunOptions = Omit<FakeTraineeOptions, 'onCall'> & {
  readonly epochs?: number;
  /** Without those held out. */
  readonly trainExamples?: number;
  readonly options?: Partial<TrainOptions>;
  readonly onEpochEnd?: TrainLoopOptions['onEpochEnd'];
  readonly resumeFrom?: TrainLoopOptions['resumeFrom'];
  readonly isOver?: boolean;
  readonly keeper?: TrainLoopOptions['keeper'];
  /** The clock of the run's progress. */
  readonly nowMs?: () => number;
  readonly onCall?: (call: string, control: RunControl) => void;
  readonly onEvent?: (event: TrainingEvent, control: RunControl) => void;
};

/** Starts the training loop on a FakeTrainee, in batches of 8. */
export function startFakeRun({
  epochs = 2,
  trainExamples,
  options,
  onCall,
  onEvent,
  onEpochEnd,
  resumeFrom,
  isOver = false,
  keeper,
  nowMs,
  ...traineeOptions
}: FakeRunOptions): FakeRun {
  const control = new RunControl();
  const events: TrainingEvent[] = [];
  const progressed: FakeRun['progressed'] = [];
  const trainee = new FakeTrainee({
    ...traineeOptions,
    epochsDone: resumeFrom?.epochsDone ?? 0,
    stepsDone: resumeFrom?.stepsDone ?? 0,
    ...(trainExamples === undefined ? {} : { trainExamples }),
    onCall: (call) => onCall?.(call, control),
  });
  const createPace = () => new Pace({ stepsPerFence: 1, openFences: 1 }, () => trainee.finish());
  const heldOutExamples = trainee.stepsPerEvaluation.heldOut * FAKE_BATCH;
  const result = trainLoop({
    trainee,
    options: {
      ...PRESET_DEFAULTS.notebook,
      diagnostics: 'off',
      ...options,
      epochs,
      batchSize: FAKE_BATCH,
      heldOutExamples,
      trainExamples: (trainExamples ?? trainee.stepsPerEpoch * FAKE_BATCH) + heldOutExamples,
    },
    control,
    pace: createPace(),
    createEvaluationPace: createPace,
    progress: new RunProgress(
      trainee,
      epochs,
      (event) => progressed.push(event as FakeRun['progressed'][number]),
      nowMs,
    ),
    emit: (event) => {
      events.push(event);
      onEvent?.(event, control);
    },
    tellThroughput: async () => undefined,
    resumeFrom,
    isOver,
    keeper,
    ...(onEpochEnd === undefined ? {} : { onEpochEnd }),
  });
  return { result, trainee, control, events, progressed };
}

/** The trainee's calls but for steps. */
export const callsOf = ({ log }: FakeTrainee) =>
  log.filter((call) => !/^(step|validation|heldOut|test|begin) ?/.test(call));

export const eventsOf = <T extends TrainingEvent['type']>(events: readonly TrainingEvent[], type: T) =>
  events.filter((event): event is Extract<TrainingEvent, { type: T }> => event.type === type);

/** Long enough for everything that waits for nothing but other promises. */
export const settled = () => new Promise((resolve) => setTimeout(resolve, 20));
