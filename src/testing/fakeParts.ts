import type { Split } from '../data/dataset';
import type { TrainingEvent } from '../run/events';
import { expandMembers, type Member } from '../run/members';
import { examplesPerEpoch, type TrainOptions } from '../run/options';
import { Pace } from '../training/loop/pace';
import { RunControl } from '../training/loop/runControl';
import { type MembersState, type PartsResult, trainParts } from '../training/parts/trainParts';
import { FAKE_BATCH, FakeTrainee, type FakeTraineeOptions } from './fakeTrainee';

/** What members of fake runs are tested on: as many examples as `FakeTrainee` predicts, all of class 3. */
export const FAKE_TEST: Split = { images: new Uint8Array(10 * 784), labels: new Uint8Array(10).fill(3), count: 10 };

export interface FakePartsRun {
  readonly result: PartsResult;
  /** What was kept, after every step, epoch and part. */
  readonly states: readonly MembersState[];
  readonly events: readonly TrainingEvent[];
  /** Sizes of the trainees, in the order in which they were made. */
  readonly sizes: readonly number[];
  /** The most that lived at once. */
  readonly mostLiving: number;
}

export interface FakePartsSettings extends Pick<FakeTraineeOptions, 'lossOf' | 'accuracyOf'> {
  /** Of batches of `FAKE_BATCH`, and whole batches of examples, also of those held out. */
  readonly options: TrainOptions;
  readonly mostMembers: number;
  readonly resumeFrom?: MembersState;
  readonly isOver?: boolean;
  /** By default it is. */
  readonly isKept?: boolean;
  readonly onEvent?: (event: TrainingEvent, control: RunControl) => void;
}

/** Trains in parts without a GPU. */
export async function trainFakeParts({
  options,
  mostMembers,
  resumeFrom,
  isOver = false,
  isKept = true,
  onEvent,
  ...figures
}: FakePartsSettings): Promise<FakePartsRun> {
  const control = new RunControl();
  const states: MembersState[] = [];
  const events: TrainingEvent[] = [];
  const sizes: number[] = [];
  let [living, mostLiving] = [0, 0];
  const createTrainee = async (members: readonly Member[]) => {
    sizes.push(members.length);
    living++;
    mostLiving = Math.max(living, mostLiving);
    const stepsPerEpoch = examplesPerEpoch(options) / FAKE_BATCH;
    const heldOutSteps = options.heldOutExamples / FAKE_BATCH;
    const trainee = new FakeTrainee({ members, stepsPerEpoch, heldOutSteps, ...figures });
    trainee.dispose = () => {
      living--;
    };
    return trainee;
  };
  const createPace = (trainee: { finish(): Promise<void> }) =>
    new Pace({ stepsPerFence: 1, openFences: 1 }, () => trainee.finish());
  const keep = async (take: () => Promise<MembersState>) => {
    states.push(structuredClone(await take()));
  };
  const result = await trainParts({
    members: expandMembers(options),
    options,
    splits: { train: FAKE_TEST, validation: FAKE_TEST, test: FAKE_TEST },
    control,
    emit: (event) => {
      events.push(event);
      onEvent?.(event, control);
    },
    mostMembers,
    createTrainee,
    onTrained: () => undefined,
    createPace,
    createEvaluationPace: createPace,
    tellThroughput: async () => undefined,
    resumeFrom,
    isOver,
    keeper: isKept ? { isDue: () => true, keep } : undefined,
  });
  return { result, states, events, sizes, mostLiving };
}
