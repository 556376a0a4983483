import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { DatasetSplits } from '../data/dataset';
import { sha256 } from '../data/digests';
import { type MatmulShape, matmulShapeKey } from '../kernels/matmul/shape';
import { planVariants, type TunedVariants } from '../kernels/matmul/tuner';
import { createMemoryTuningStore } from '../kernels/matmul/tuningStore';
import type { MatmulVariant } from '../kernels/matmul/variants';
import type { Checkpoint, LoopState } from '../run/checkpoint/checkpoint';
import { decodeCheckpoint, encodeCheckpoint } from '../run/checkpoint/checkpointFile';
import { stringifyExactly } from '../run/checkpoint/exactNumber';
import type { Member } from '../run/members';
import { PRESET_DEFAULTS, type TrainOptions } from '../run/options';
import { loadFirstExamples } from '../testing/fashionMnist';
import { sampleCheckpoint } from '../testing/sampleCheckpoint';
import { useTfjs } from '../testing/tfjsTest';
import type { TrainLoopResult } from './loop/loopContract';
import { Pace, paceFor } from './loop/pace';
import { RunControl } from './loop/runControl';
import { RunProgress } from './loop/runProgress';
import type { PrepareOptions, Trainee } from './loop/trainee';
import { trainLoop } from './loop/trainLoop';
import { createDeviceDataset, type DeviceDataset } from './population/deviceDataset';
import { PopulationParts } from './population/parts';
import { Population } from './population/population';

const lab = useTfjs();

const OPTIONS: TrainOptions = {
  ...PRESET_DEFAULTS.notebook,
  epochs: 3,
  batchSize: 16,
  trainExamples: 56,
  heldOutExamples: 0,
  stoppingPatience: 1,
  // From the second epoch on, nothing improves by so much.
  stoppingMinDelta: 1,
  plateauPatience: 1,
  plateauMinDelta: 1,
};

/** The second stops early and gets its best weights back, the third reaches plateaus, the last diverges. */
const MEMBERS: readonly Member[] = [
  { normalization: 'standardize' as const, learningRate: 0.001 },
  { normalization: 'scale' as const, learningRate: 0.002, earlyStopping: true },
  { normalization: 'center' as const, learningRate: 0.001, reduceLrOnPlateau: true },
  { normalization: 'standardize' as const, learningRate: 1e30 },
].map((member, index) => ({ index, seed: 1 + (index % 3), reduceLrOnPlateau: false, earlyStopping: false, ...member }));

let splits: DatasetSplits;
let dataset: DeviceDataset | undefined;
const trainees: Trainee[] = [];

beforeAll(async () => {
  splits = await loadFirstExamples({ train: 56, validation: 40, test: 24 });
});
afterEach(disposeAll);

function disposeAll(): void {
  for (const trainee of trainees.splice(0)) {
    trainee.dispose();
  }
}

async function createTrainee(sizes: readonly number[], options: PrepareOptions = {}): Promise<Trainee> {
  dataset ??= await createDeviceDataset(lab.bridge.gpu, splits);
  const population = { members: MEMBERS, batchSize: OPTIONS.batchSize };
  const trainee =
    sizes.length === 1
      ? new Population(lab.bridge, dataset, population)
      : new PopulationParts(lab.bridge, dataset, population, sizes);
  trainees.push(trainee);
  await trainee.prepare({ diagnoses: true, ...options });
  return trainee;
}

/** Ends a run as a kill does: from within. */
class Killed extends Error {
  constructor(readonly file: Uint8Array<ArrayBuffer>) {
    super('killed');
  }
}

interface Ending {
  readonly result: TrainLoopResult;
  /** Of all that was kept on the way, but for times. */
  readonly digests: readonly string[];
}

/** Trains in parts of these sizes; `isKilled` is asked whenever the run was kept. */
async function run(
  sizes: readonly number[],
  resumeFrom: Checkpoint | undefined,
  isKilled: (kept: number) => boolean,
): Promise<Ending> {
  const trainee = await createTrainee(sizes);
  if (resumeFrom !== undefined) {
    trainee.restoreState?.(resumeFrom.trainee, 'kept');
  }
  const digests: string[] = [];
  const keep = async (loop: LoopState) => {
    const state = await trainee.takeState?.();
    const checkpoint = { ...sampleCheckpoint(), loop, trainee: state as Checkpoint['trainee'] };
    digests.push(await digestOf(checkpoint));
    if (isKilled(digests.length)) {
      throw new Killed(await encodeCheckpoint(checkpoint));
    }
  };
  const pace = paceFor(lab.bridge.gpu.adapter);
  const createPace = () => new Pace(pace, () => trainee.finish());
  const result = await trainLoop({
    trainee,
    options: OPTIONS,
    control: new RunControl(),
    pace: createPace(),
    createEvaluationPace: createPace,
    progress: new RunProgress(trainee, OPTIONS.epochs, () => undefined),
    emit: () => undefined,
    tellThroughput: async () => undefined,
    resumeFrom: resumeFrom?.loop,
    keeper: { isDue: () => true, keep },
  });
  return { result, digests };
}

const NO_TIME = { trainMs: 0, evaluateMs: 0, diagnoseMs: 0 };
const NO_CALLS = { dispatches: 0, submits: 0, bufferWrites: 0, bindGroups: 0, buffers: 0 };

/** Of all that a checkpoint says, in whatever order it says it, but for times and calls. */
async function digestOf({ loop, trainee }: Checkpoint): Promise<string> {
  const tensors = trainee.tensors.toSorted((a, b) => (a.name < b.name ? -1 : 1));
  const digests = await Promise.all(tensors.map(async ({ name, bytes }) => [name, await sha256(bytes)]));
  const sorted = (_: string, value: unknown) =>
    typeof value === 'object' && value !== null && !Array.isArray(value)
      ? Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)))
      : value;
  const said = { loop: { ...loop, ...NO_TIME, calls: NO_CALLS }, steps: trainee.optimizerSteps, kept: trainee.kept };
  return JSON.stringify([JSON.parse(stringifyExactly(said)), digests], sorted);
}

const bitsOf = ({ result }: Ending) => ({ ...result, ...NO_TIME, trainingCalls: NO_CALLS });

/** Kills a run whenever it was kept, and goes on from what was kept, in parts of the next of `sizes`. */
async function runKilledAtEveryStep(sizes: readonly (readonly number[])[]): Promise<Ending> {
  const digests: string[] = [];
  let resumeFrom: Checkpoint | undefined;
  for (let life = 0; ; life++) {
    try {
      const own = sizes[life % sizes.length] as readonly number[];
      const ending = await run(own, resumeFrom, (kept) => kept === 1 && life < 200);
      return { ...ending, digests: [...digests, ...ending.digests] };
    } catch (error) {
      if (!(error instanceof Killed)) {
        throw error;
      }
      resumeFrom = await decodeCheckpoint(error.file, 'kept');
      const digest = await digestOf(resumeFrom);
      if (digest === digests.at(-1)) {
        // Before the test, the last epoch's end is kept once more: from there on there is nothing left to kill.
        life = 200;
      } else {
        digests.push(digest);
      }
      disposeAll();
    }
  }
}

describe('a run killed after every step and epoch', () => {
  it('ends with the same bits, and was the same at every step, whole, in parts, and from one to the other', async () => {
    const whole = await run([4], undefined, () => false);
    expect(whole.result.statuses).toEqual(['finished', 'stopped-early', 'finished', 'diverged']);
    expect(whole.result.restoredEpochs).toEqual([null, 1, null, null]);
    expect(whole.result.histories[2]?.map(({ learningRate }) => learningRate)).toEqual([0.001, 0.001, 0.0005]);
    disposeAll();
    const killed = await runKilledAtEveryStep([[4], [1, 3], [4], [2, 2]]);
    expect(bitsOf(killed)).toEqual(bitsOf(whole));
    expect([...new Set(killed.digests)]).toEqual([...new Set(whole.digests)]);
    // Three within each epoch of four steps, and one after it.
    expect(new Set(killed.digests).size).toBe(3 * 4);
  });

  it('goes on with the variants that the tuner found before', async () => {
    const variant: MatmulVariant = { family: 'register', rows: 2, cols: 2, kStep: 1, workgroupSize: 8 };
    const shapes: MatmulShape[] = [];
    const tuned = await createTrainee([1, 3], {
      tuning: {
        store: createMemoryTuningStore(),
        budgetMs: 60_000,
        listPlans: (shape, traits) => {
          shapes.push(shape);
          return planVariants(shape, traits, [variant]);
        },
      },
    });
    const variants = tuned.variants as TunedVariants;
    expect(new Map(shapes.map((shape) => [matmulShapeKey(shape), variant]))).toEqual(variants);
    expect(new Set(shapes.map(({ batch }) => batch))).toEqual(new Set([1, 3]));
    const resumed = await createTrainee([1, 3], { variants });
    expect(resumed.variants).toEqual(variants);
    for (const trainee of [tuned, resumed]) {
      trainee.beginEpoch(1);
      trainee.trainStep(0);
    }
    const digests = [tuned, resumed].map(async (trainee) => {
      const state = (await trainee.takeState?.()) as Checkpoint['trainee'];
      return digestOf({ ...sampleCheckpoint(), trainee: state });
    });
    expect(await digests[0]).toBe(await digests[1]);
  });

  it('is refused the state of other members', async () => {
    const trainee = await createTrainee([4]);
    const state = (await trainee.takeState?.()) as Checkpoint['trainee'];
    const tensors = state.tensors.map(({ name, bytes }) => ({ name, bytes: bytes.subarray(4) }));
    expect(() => trainee.restoreState?.({ ...state, tensors }, 'kept')).toThrow(/^Checkpoint kept, tensor weights\.0/);
  });
});
