import { WeftError } from '../../errors';
import type { AdapterInfo } from '../../gpu/adapter';
import { LAYER_UNITS, LAYERS } from '../../run/network';
import { examplesPerEpoch, type TrainOptions } from '../../run/options';
import { planEvaluationRows } from '../population/evaluationRows';
import { type MemorySizes, planMemory, type SplitCounts } from './planMemory';

/** What a device allows a population. */
export interface PopulationLimits {
  /** Of one buffer, and of what a kernel sees of it. */
  readonly maxBufferBytes: number;
  /** A kernel has a row of workgroups for each member. */
  readonly maxWorkgroupsPerDimension: number;
}

interface MemberBuffer {
  /** In words that complete "one member needs … for". */
  readonly purpose: string;
  readonly bytesPerMember: number;
  readonly remedy: string;
}

const WORD_BYTES = 4;
const OTHER_ADAPTER = 'Use another graphics adapter.';

/** The buffers of a population that grow with its members; those of one size are named once. */
function listMemberBuffers({ batchSize, evaluationRows, examples }: MemorySizes): MemberBuffer[] {
  return [
    ...LAYERS.map(({ inputs, units }, index) => ({
      purpose: `Adam's moments of layer ${index + 1}`,
      bytesPerMember: 2 * inputs * units * WORD_BYTES,
      remedy: OTHER_ADAPTER,
    })),
    ...LAYER_UNITS.map((units, index) => ({
      purpose: index === 0 ? 'the images of a batch' : `the outputs of layer ${index} for a batch`,
      bytesPerMember: batchSize * units * WORD_BYTES,
      remedy: 'Choose a smaller batch-size.',
    })),
    ...LAYER_UNITS.map((units, index) => ({
      purpose: index === 0 ? 'the images of an evaluation' : `the outputs of layer ${index} for an evaluation`,
      bytesPerMember: evaluationRows * units * WORD_BYTES,
      remedy: 'Choose a smaller batch-size.',
    })),
    {
      // At worst every member has a seed of its own.
      purpose: 'the order of its training examples',
      bytesPerMember: examples.train * WORD_BYTES,
      remedy: 'Choose fewer train-examples.',
    },
  ];
}

function largestBuffer(sizes: MemorySizes): MemberBuffer {
  return listMemberBuffers(sizes).reduce((a, b) => (b.bytesPerMember > a.bytesPerMember ? b : a));
}

/** What a part may take of the GPU's memory. */
export interface PartRoom {
  readonly limits: PopulationLimits;
  /** Of all buffers together. */
  readonly budgetBytes: number;
}

/**
 * Memory of a part on a software adapter, which takes it of the machine's, beside as much for what is on its way to and
 * from it: more members at once are no faster there.
 */
const SOFTWARE_BUDGET_BYTES = 512 * 2 ** 20;
/** On a GPU: some 70 members in batches of 128, which keep the fastest busy; other programs use it too. */
const GPU_BUDGET_BYTES = 2 * 2 ** 30;

/** @param adapter its device has the limits that it says. */
export function planRoom({ isFallback, limits = {} }: Pick<AdapterInfo, 'isFallback' | 'limits'>): PartRoom {
  const limitOf = (name: string) => limits[name] ?? Number.POSITIVE_INFINITY;
  return {
    limits: {
      maxBufferBytes: Math.min(limitOf('maxBufferSize'), limitOf('maxStorageBufferBindingSize')),
      maxWorkgroupsPerDimension: limitOf('maxComputeWorkgroupsPerDimension'),
    },
    budgetBytes: isFallback ? SOFTWARE_BUDGET_BYTES : GPU_BUDGET_BYTES,
  };
}

/** What a run takes; without its data at hand, of a dataset with as many examples as MNIST. */
export function memorySizesOf(
  options: TrainOptions,
  adapter: Pick<AdapterInfo, 'isFallback'>,
  examples: Omit<SplitCounts, 'train' | 'heldOut'> = { validation: 10_000, test: 10_000 },
): MemorySizes {
  const { batchSize, heldOutExamples, earlyStopping, restoreBestWeights, diagnostics } = options;
  return {
    batchSize,
    evaluationRows: planEvaluationRows(batchSize, adapter),
    examples: { ...examples, train: examplesPerEpoch(options), heldOut: heldOutExamples },
    keepsBest: earlyStopping !== 'off' && restoreBestWeights === 'on',
    diagnoses: diagnostics === 'on',
  };
}

/** How many members of a run can be trained at once where the GPU has the room that it should have. */
export function mostMembersAtOnce(options: TrainOptions, adapter: Pick<AdapterInfo, 'isFallback' | 'limits'>): number {
  return planMostMembers(memorySizesOf(options, adapter), planRoom(adapter));
}

/** @throws WeftError `limit-too-small` when not even one member fits into the limits. */
export function requireLimits(sizes: MemorySizes, { limits: { maxBufferBytes } }: PartRoom): void {
  const { purpose, bytesPerMember, remedy } = largestBuffer(sizes);
  if (bytesPerMember > maxBufferBytes) {
    throw new WeftError(
      'limit-too-small',
      `One member needs a buffer of ${bytesPerMember} bytes for ${purpose}; ` +
        `this graphics adapter allows ${maxBufferBytes}. ${remedy}`,
    );
  }
}

/**
 * How many members can be trained at once, by the limits of one buffer and the sum of all; at least one, for which there
 * may be room all the same.
 */
export function planMostMembers(sizes: MemorySizes, { limits, budgetBytes }: PartRoom): number {
  const { maxBufferBytes, maxWorkgroupsPerDimension } = limits;
  const { sharedBytes, memberBytes } = planMemory(sizes);
  return Math.max(
    1,
    Math.min(
      Math.floor(maxBufferBytes / largestBuffer(sizes).bytesPerMember),
      maxWorkgroupsPerDimension,
      Math.floor((budgetBytes - sharedBytes) / memberBytes),
    ),
  );
}

/**
 * Parts as few as can be and as equal as can be, since parts of one size share their kernels; the larger ones first, so
 * that what is left after some of them is cut as it was before.
 * @returns the members of each part, in order
 */
export function cutParts(memberCount: number, mostMembers: number): number[] {
  const count = Math.ceil(memberCount / mostMembers);
  const [size, larger] = [Math.floor(memberCount / count), memberCount % count];
  return Array.from({ length: count }, (_, part) => size + (part < larger ? 1 : 0));
}
