import { WeftError } from '../../errors';
import { LAYER_UNITS, LAYERS } from '../../run/network';

/** What a device allows a population. */
export interface PopulationLimits {
  /** Of one buffer, and of what a kernel sees of it. */
  readonly maxBufferBytes: number;
  /** A kernel has a row of workgroups for each member. */
  readonly maxWorkgroupsPerDimension: number;
}

/** What decides, beside the network, how large the buffers of a member are. */
export interface PopulationSizes {
  readonly batchSize: number;
  /** See `planEvaluationRows`. */
  readonly evaluationRows: number;
  readonly trainExamples: number;
}

interface MemberBuffer {
  /** In words that complete "one member needs … for". */
  readonly purpose: string;
  readonly bytesPerMember: number;
  readonly remedy: string;
}

const WORD_BYTES = 4;
/**
 * Rows of an evaluation batch on a GPU: the images of so many take as much as Adam's moments of the first layer, so that
 * no population needs more parts for being evaluated in large batches.
 */
const GPU_EVALUATION_ROWS = 1024;
const OTHER_ADAPTER = 'Use another graphics adapter.';

/** The buffers of a population that grow with its members; those of one size are named once. */
function listMemberBuffers({ batchSize, evaluationRows, trainExamples }: PopulationSizes): MemberBuffer[] {
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
      bytesPerMember: trainExamples * WORD_BYTES,
      remedy: 'Choose fewer train-examples.',
    },
  ];
}

/**
 * Rows of a batch that nothing trains on: on a GPU as many as `GPU_EVALUATION_ROWS`, in whole training batches, since
 * products of few rows leave most of it idle; on a software adapter those of a training batch, whose kernels are compiled
 * anyway and which larger ones do not outrun.
 */
export function planEvaluationRows(batchSize: number, { isFallback }: { readonly isFallback: boolean }): number {
  return isFallback ? batchSize : batchSize * Math.max(1, Math.floor(GPU_EVALUATION_ROWS / batchSize));
}

/**
 * How many members to train at once, part after part: as few parts as the limits allow, as equal as can be, since parts
 * of one size share their kernels.
 * @returns the members of each part, in order
 * @throws WeftError `limit-too-small` when not even one member fits
 */
export function planParts(memberCount: number, sizes: PopulationSizes, limits: PopulationLimits): number[] {
  const { maxBufferBytes, maxWorkgroupsPerDimension } = limits;
  const largest = listMemberBuffers(sizes).reduce((a, b) => (b.bytesPerMember > a.bytesPerMember ? b : a));
  const { purpose, bytesPerMember, remedy } = largest;
  if (bytesPerMember > maxBufferBytes) {
    throw new WeftError(
      'limit-too-small',
      `One member needs a buffer of ${bytesPerMember} bytes for ${purpose}; ` +
        `this graphics adapter allows ${maxBufferBytes}. ${remedy}`,
    );
  }
  const mostMembers = Math.min(Math.floor(maxBufferBytes / bytesPerMember), maxWorkgroupsPerDimension);
  const partCount = Math.ceil(memberCount / mostMembers);
  return Array.from(
    { length: partCount },
    (_, part) => Math.ceil(((part + 1) * memberCount) / partCount) - Math.ceil((part * memberCount) / partCount),
  );
}
