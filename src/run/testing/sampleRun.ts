import { uniformFloat32 } from 'pure-rand/distribution/uniformFloat32';
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus';
import type { Normalization } from '../../data/normalization';
import { SAMPLE_ADAPTER } from '../../testing/sampleAdapter';
import { groupByArm } from '../arms';
import { bestEpochOf } from '../bestEpoch';
import { createMemberRules } from '../callbacks/memberRules';
import { expandMembers } from '../members';
import { TRAINING_FLOP } from '../network';
import { examplesPerEpoch, PRESET_DEFAULTS, type Preset, type TrainOptions } from '../options';
import type { EpochRecord } from '../records';
import type { RunFile } from '../runFile';
import { summaryOf } from '../summary';

// Made-up runs that look like real ones: the same whenever their seed is.

type RunMember = RunFile['members'][number];
type RunRecord = RunMember['history'][number];

/** About what the notebook's network reaches with each normalization. */
const COURSES: Readonly<
  Record<Normalization, { readonly loss: number; readonly unrest: number; readonly std: number; readonly dead: number }>
> = {
  raw: { loss: 0.47, unrest: 0.05, std: 64, dead: 0.21 },
  scale: { loss: 0.335, unrest: 0.012, std: 0.36, dead: 0.01 },
  center: { loss: 0.43, unrest: 0.035, std: 52, dead: 0.14 },
  standardize: { loss: 0.34, unrest: 0.014, std: 0.72, dead: 0.02 },
  'scale-center': { loss: 0.337, unrest: 0.012, std: 0.28, dead: 0.008 },
  'pixel-standardize': { loss: 0.345, unrest: 0.015, std: 0.8, dead: 0.03 },
};

/** Rates from here on diverge, and from a decade below it end worse than guessing. */
const DIVERGING_RATE = 0.5;
const HOPELESS_RATE = 0.02;
const BEST_RATE = 0.001;

const IMAGES_PER_SECOND = 1423.4;

interface SampleOptions {
  readonly randomSeed?: number;
  readonly startedAt?: string;
  /** As if stopped by hand in its last epoch: nothing was tested. */
  readonly isStopped?: boolean;
}

/** A run of a preset, with options that replace some of its own. */
export function sampleRun(
  preset: Preset,
  changes: Partial<TrainOptions> = {},
  { randomSeed = 1, startedAt = '2026-11-23T10:15:00.000Z', isStopped = false }: SampleOptions = {},
): RunFile {
  const options: TrainOptions = { ...PRESET_DEFAULTS[preset], ...changes };
  const members = expandMembers(options).map((member) => sampleMember(member, options, randomSeed, isStopped));
  const images = members.reduce((sum, { history }) => sum + history.length, 0) * examplesPerEpoch(options);
  return {
    schema: 'weft.run/1',
    startedAt,
    commit: 'abc1234',
    status: isStopped ? 'stopped' : 'finished',
    adapter: { ...SAMPLE_ADAPTER, features: ['subgroups'], subgroupMinSize: 4, subgroupMaxSize: 4 },
    config: options,
    members,
    summary: summaryOf(members),
    mistakes: sampleMistakes(members, randomSeed),
    throughput: {
      imagesPerSecond: IMAGES_PER_SECOND,
      gflopPerSecond: (IMAGES_PER_SECOND * TRAINING_FLOP) / 1e9,
      stepMs: { p10: 320.1, median: 361.7, p90: 402.9 },
      dispatchesPerStep: 12,
      submitsPerStep: 1,
      uniformWritesPerStep: 0,
      perNormalization: options.normalizations.map((normalization) => ({
        normalization,
        normalizeGbPerSecond: 0.83,
      })),
    },
    memory: { allocatedBytes: 74_300_000, tensorsBefore: 0, tensorsAfter: 0 },
    wallMs: { setup: 3120, train: (images / IMAGES_PER_SECOND) * 1000, evaluate: 81_000 },
  };
}

type SampleMember = ReturnType<typeof expandMembers>[number];

function sampleMember(
  { index: _index, ...member }: SampleMember,
  options: TrainOptions,
  randomSeed: number,
  isStopped: boolean,
): RunMember {
  // Members of one seed share their luck, as real ones share weights and order of examples.
  const random = randomNumbers(1000 * randomSeed + member.seed);
  const luck = 0.012 * (random() - 0.5);
  const { history, status, epochToRestore } = sampleHistory(member, options, { luck, random, isStopped });
  const restoredEpoch = isStopped ? null : (epochToRestore ?? null);
  const last = history[(restoredEpoch ?? history.length) - 1];
  return {
    ...member,
    status,
    bestEpoch: bestEpochOf(history),
    history,
    restoredEpoch,
    diagnostics: options.diagnostics === 'on' ? sampleDiagnostics(member.normalization, history, random) : [],
    test:
      isStopped || last === undefined || last.valLoss === null
        ? null
        : sampleTest((last.valAccuracy as number) - 0.006, last.valLoss + 0.02, random),
  };
}

interface SampleCourse {
  readonly history: RunRecord[];
  readonly status: RunMember['status'];
  readonly epochToRestore: number | undefined;
}

function sampleHistory(
  member: Omit<SampleMember, 'index'>,
  options: TrainOptions,
  { luck, random, isStopped }: { readonly luck: number; readonly random: () => number; readonly isStopped: boolean },
): SampleCourse {
  const { loss: floor, unrest } = COURSES[member.normalization];
  const { plateau, stopping } = createMemberRules(member, options);
  const history: RunRecord[] = [];
  let { learningRate } = member;
  for (let epoch = 1; epoch <= options.epochs - Number(isStopped); epoch++) {
    if (member.learningRate >= DIVERGING_RATE) {
      return {
        history: [sampleRecord(epoch, null, null, learningRate)],
        status: 'diverged',
        epochToRestore: undefined,
      };
    }
    const distance = Math.log10(member.learningRate / BEST_RATE);
    const slowness = distance < 0 ? (0.16 * distance ** 2) / Math.sqrt(epoch) : 0.05 * distance ** 2;
    const overfit = learningRate >= BEST_RATE ? 0.0025 * Math.max(0, epoch - 6) : 0;
    const jump = unrest * (learningRate / member.learningRate) * (random() - 0.5);
    const start = 0.35 * (floor / 0.335) ** 2 * Math.exp(-0.6 * (epoch - 1));
    const valLoss =
      member.learningRate >= HOPELESS_RATE
        ? 2.4 + 40 * member.learningRate * random()
        : floor + luck + slowness + overfit + jump + 0.25 * start;
    const record = sampleRecord(epoch, valLoss, valLoss - 0.028 * Math.sqrt(epoch), learningRate);
    history.push(record);
    const nextRate = plateau?.onEpochEnd(record as EpochRecord, learningRate) ?? learningRate;
    if (stopping?.onEpochEnd(record as EpochRecord).action === 'stop' && epoch < options.epochs) {
      return { history, status: 'stopped-early', epochToRestore: stopping.epochToRestore };
    }
    learningRate = nextRate;
  }
  return { history, status: isStopped ? 'stopped' : 'finished', epochToRestore: stopping?.epochToRestore };
}

function sampleRecord(
  epoch: number,
  valLoss: number | null,
  trainLoss: number | null,
  learningRate: number,
): RunRecord {
  const accuracyAt = (loss: number) => Math.max(0.1, Math.min(0.99, 1 - 0.335 * loss));
  return {
    epoch,
    trainLoss,
    trainAccuracy: trainLoss === null ? null : accuracyAt(trainLoss),
    valLoss,
    valAccuracy: valLoss === null ? null : accuracyAt(valLoss),
    learningRate,
  };
}

function sampleDiagnostics(
  normalization: Normalization,
  history: readonly RunRecord[],
  random: () => number,
): RunMember['diagnostics'] {
  const { std, dead } = COURSES[normalization];
  const epochs = [0, ...history.map(({ epoch }) => epoch)];
  return epochs.map((epoch) => {
    const grown = Math.sqrt(1 + epoch);
    const size = std * (1 + 0.02 * random());
    const loss = epoch === 0 ? 2.35 + 0.55 * size : (history[epoch - 1]?.trainLoss ?? null);
    return {
      epoch,
      loss,
      layers: [
        {
          preActivationStd: size * grown,
          deadShare: epoch === 0 ? 0 : dead * (1 - 0.7 ** epoch) * (1 + 0.1 * random()),
          gradientNorm: (0.4 + 5 * size) / grown,
        },
        {
          preActivationStd: 0.8 * size * grown,
          deadShare: epoch === 0 ? 0 : 0.6 * dead,
          gradientNorm: 0.4 + size / grown,
        },
        { preActivationStd: 1.1 * size * grown, deadShare: null, gradientNorm: 0.5 + 0.8 * size },
      ],
    };
  });
}

const EXAMPLES_A_CLASS = 1000;
/** T-shirt and shirt, pullover, coat and dress, sandal, sneaker and boot look like each other. */
const RIVALS = [6, 3, 4, 0, 2, 7, 0, 9, 6, 7] as const;

function sampleTest(accuracy: number, loss: number, random: () => number): RunMember['test'] {
  const confusion = RIVALS.map((rival, label) => {
    const difficulty = label === 6 ? 2.6 : label === 1 || label === 8 ? 0.25 : 0.85;
    const misses = Math.min(
      EXAMPLES_A_CLASS,
      Math.round(EXAMPLES_A_CLASS * (1 - accuracy) * difficulty * (0.97 + 0.06 * random())),
    );
    const row = new Array<number>(RIVALS.length).fill(0);
    for (let miss = 0; miss < misses; miss++) {
      const predicted = random() < 0.6 ? rival : Math.floor(random() * RIVALS.length);
      row[predicted] = (row[predicted] ?? 0) + 1;
    }
    row[label] = (row[label] ?? 0) + EXAMPLES_A_CLASS - misses;
    return row;
  });
  const hits = confusion.reduce((sum, row, label) => sum + (row[label] ?? 0), 0);
  return { loss, accuracy: hits / (EXAMPLES_A_CLASS * RIVALS.length), confusion };
}

const MISTAKES = 12;
const SIDE = 28;

function sampleMistakes(members: readonly RunMember[], randomSeed: number): RunFile['mistakes'] {
  const firsts = groupByArm(members).flatMap(({ arm, members: ofArm }) => {
    const first = ofArm.find(({ test }) => test !== null);
    return first === undefined ? [] : [{ arm, seed: first.seed }];
  });
  return firsts.map(({ arm, seed }, group) => {
    const random = randomNumbers(7000 * randomSeed + group);
    return {
      ...arm,
      seed,
      mistakes: Array.from({ length: MISTAKES }, (_, index) => {
        const label = index % RIVALS.length;
        return {
          example: 137 * index + 11 * group,
          label,
          predicted: RIVALS[label] as number,
          confidence: 0.9999 - 0.002 * index,
          pixels: samplePixels(random),
        };
      }),
    };
  });
}

/** A soft blob: garments need more than a few lines. */
function samplePixels(random: () => number): string {
  const [width, height] = [5 + 7 * random(), 8 + 5 * random()];
  const bytes = Array.from({ length: SIDE * SIDE }, (_, index) => {
    const [x, y] = [(index % SIDE) - SIDE / 2, Math.floor(index / SIDE) - SIDE / 2];
    const inside = Math.max(0, 1.2 - (x / width) ** 2 - (y / height) ** 4);
    return Math.min(255, Math.round(200 * inside + 30 * random() * Number(inside > 0)));
  });
  return btoa(String.fromCharCode(...bytes));
}

function randomNumbers(seed: number): () => number {
  const generator = xoroshiro128plus(seed);
  return () => uniformFloat32(generator);
}
