import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { DatasetSplits } from '../data/dataset';
import { sha256 } from '../data/digests';
import { type MatmulShape, matmulShapeKey } from '../kernels/matmul/shape';
import { planVariants, type TunedVariants } from '../kernels/matmul/tuner';
import { createMemoryTuningStore } from '../kernels/matmul/tuningStore';
import type { MatmulVariant } from '../kernels/matmul/variants';
import type { Checkpoint } from '../run/checkpoint/checkpoint';
import { decodeCheckpoint, encodeCheckpoint } from '../run/checkpoint/checkpointFile';
import { stringifyExactly } from '../run/checkpoint/exactNumber';
import type { Member } from '../run/members';
import { PRESET_DEFAULTS, type TrainOptions } from '../run/options';
import { loadFirstExamples } from '../testing/fashionMnist';
import { sampleCheckpoint } from '../testing/sampleCheckpoint';
import { useTfjs } from '../testing/tfjsTest';
import { Pace, paceFor } from './loop/pace';
import { RunControl } from './loop/runControl';
import type { PrepareOptions, Trainee } from './loop/trainee';
import { type MembersState, type PartsResult, trainParts } from './parts/trainParts';
import { createDeviceDataset, type DeviceDataset } from './population/deviceDataset';
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

async function createTrainee(members: readonly Member[], options: PrepareOptions = {}): Promise<Population> {
  dataset ??= await createDeviceDataset(lab.bridge.gpu, splits);
  const trainee = new Population(lab.bridge, dataset, { members, batchSize: OPTIONS.batchSize });
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
  readonly result: PartsResult;
  /** Of all that was kept on the way, but for times. */
  readonly digests: readonly string[];
}

/** Trains with so many members at once; `isKilled` is asked whenever the run was kept. */
async function run(
  mostMembers: number,
  resumeFrom: MembersState | undefined,
  isKilled: (kept: number) => boolean,
): Promise<Ending> {
  const digests: string[] = [];
  const createPace = (trainee: Trainee) => new Pace(paceFor(lab.bridge.gpu.adapter), () => trainee.finish());
  const keep = async (take: () => Promise<MembersState>) => {
    const checkpoint = { ...sampleCheckpoint(), ...(await take()) };
    digests.push(await digestOf(checkpoint));
    if (isKilled(digests.length)) {
      throw new Killed(await encodeCheckpoint(checkpoint));
    }
  };
  const result = await trainParts({
    members: MEMBERS,
    options: OPTIONS,
    splits,
    control: new RunControl(),
    emit: () => undefined,
    mostMembers,
    createTrainee,
    onTrained: () => undefined,
    createPace,
    createEvaluationPace: createPace,
    tellThroughput: async () => undefined,
    resumeFrom,
    isOver: false,
    keeper: { isDue: () => true, keep },
  });
  return { result, digests };
}

const NO_TIME = { trainMs: 0, evaluateMs: 0, diagnoseMs: 0 };
const NO_CALLS = { dispatches: 0, submits: 0, bufferWrites: 0, bindGroups: 0, buffers: 0 };

/** Of all that a checkpoint says of its members, in whatever order it says it, but for times and calls. */
async function digestOf({ ended, underWay }: MembersState): Promise<string> {
  const sorted = (_: string, value: unknown) =>
    typeof value === 'object' && value !== null && !Array.isArray(value)
      ? Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)))
      : value;
  const groups = await Promise.all(
    underWay.map(async ({ loop, trainee }) => {
      const tensors = trainee.tensors.toSorted((a, b) => (a.name < b.name ? -1 : 1));
      const digests = await Promise.all(tensors.map(async ({ name, bytes }) => [name, await sha256(bytes)]));
      return {
        loop: { ...loop, ...NO_TIME, calls: NO_CALLS },
        steps: trainee.optimizerSteps,
        kept: trainee.kept,
        digests,
      };
    }),
  );
  const said = { groups, ended: { ...ended, ...NO_TIME, calls: NO_CALLS, allocatedBytes: 0 } };
  return JSON.stringify(JSON.parse(stringifyExactly(said)), sorted);
}

const bitsOf = ({ result: { members, mistakes, unfinished, wasStopped } }: Ending) => ({
  members,
  mistakes,
  unfinished,
  wasStopped,
});

/** Kills a run whenever it was kept, and goes on from what was kept, with the next of `mostMembers` at once. */
async function runKilledAtEveryStep(mostMembers: readonly number[]): Promise<Ending> {
  const digests: string[] = [];
  let resumeFrom: Checkpoint | undefined;
  for (let life = 0; ; life++) {
    try {
      const own = mostMembers[life % mostMembers.length] as number;
      const ending = await run(own, resumeFrom, (kept) => kept === 1 && life < 200);
      return { ...ending, digests: [...digests, ...ending.digests] };
    } catch (error) {
      if (!(error instanceof Killed)) {
        throw error;
      }
      resumeFrom = await decodeCheckpoint(error.file, 'kept');
      const digest = await digestOf(resumeFrom);
      if (digest === digests.at(-1)) {
        // Before its test, a part's last epoch is kept once more: what is left of it cannot be killed.
        const ending = await run(mostMembers[0] as number, resumeFrom, () => false);
        return { ...ending, digests: [...digests, ...ending.digests] };
      }
      digests.push(digest);
      disposeAll();
    }
  }
}

let uninterrupted: Promise<Ending> | undefined;

/** All members at once, never interrupted. */
function runWhole(): Promise<Ending> {
  uninterrupted ??= run(4, undefined, () => false);
  return uninterrupted;
}

describe('a run killed after every step and epoch', () => {
  it('ends with the same bits, and was the same at every step', async () => {
    const whole = await runWhole();
    const { members } = whole.result;
    expect(members.map(({ status }) => status)).toEqual(['finished', 'stopped-early', 'finished', 'diverged']);
    expect(members.map(({ restoredEpoch }) => restoredEpoch)).toEqual([null, 1, null, null]);
    expect(members[2]?.history.map(({ learningRate }) => learningRate)).toEqual([0.001, 0.001, 0.0005]);
    const killed = await runKilledAtEveryStep([4]);
    expect(bitsOf(killed)).toEqual(bitsOf(whole));
    expect([...new Set(killed.digests)]).toEqual([...new Set(whole.digests)]);
    // Three within each epoch of four steps, and one after it.
    expect(new Set(killed.digests).size).toBe(3 * 4);
  });

  it('ends with the same bits in parts of other sizes, cut in halves on the way', async () => {
    const whole = await runWhole();
    const inParts = await run(3, undefined, () => false);
    expect(inParts.result.parts).toBe(2);
    expect(bitsOf(inParts)).toEqual(bitsOf(whole));
    const killed = await runKilledAtEveryStep([4, 4, 3, 2, 1]);
    expect(bitsOf(killed)).toEqual(bitsOf(whole));
  });

  it('goes on with the variants that the tuner found before', async () => {
    const variant: MatmulVariant = { family: 'register', rows: 2, cols: 2, kStep: 1, workgroupSize: 8 };
    const shapes: MatmulShape[] = [];
    const members = MEMBERS.slice(0, 3);
    const tuned = await createTrainee(members, {
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
    const resumed = await createTrainee(members, { variants });
    expect(resumed.variants).toEqual(variants);
    const digests: string[] = [];
    for (const trainee of [tuned, resumed]) {
      trainee.beginEpoch(1);
      trainee.trainStep(0);
      const { tensors } = await trainee.takeState();
      digests.push((await Promise.all(tensors.map(({ bytes }) => sha256(bytes)))).join());
    }
    expect(digests[1]).toBe(digests[0]);
  });

  it('is refused the state of other members', async () => {
    const trainee = await createTrainee(MEMBERS);
    const state = await trainee.takeState();
    const tensors = state.tensors.map(({ name, bytes }) => ({ name, bytes: bytes.subarray(4) }));
    expect(() => trainee.restoreState?.({ ...state, tensors }, 'kept')).toThrow(/^Checkpoint kept, tensor weights\.0/);
  });
});
