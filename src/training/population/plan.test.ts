import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { WeftError } from '../../errors';
import { type PopulationLimits, type PopulationSizes, planEvaluationRows, planParts } from './plan';

const SIZES: PopulationSizes = { batchSize: 128, evaluationRows: 1024, trainExamples: 50_000 };
/** 2 × 784 × 512 float32: what a batch of 128 leaves the largest buffer of a member. */
const MOMENT_BYTES = 3_211_264;
const MIB = 2 ** 20;
const WEBGPU_DEFAULTS: PopulationLimits = { maxBufferBytes: 128 * MIB, maxWorkgroupsPerDimension: 65_535 };

function refusalOf(sizes: PopulationSizes, limits: PopulationLimits): WeftError {
  try {
    planParts(1, sizes, limits);
  } catch (error) {
    if (error instanceof WeftError) {
      return error;
    }
  }
  throw new Error('Nothing was refused.');
}

describe('planEvaluationRows', () => {
  it.each([
    [128, 1024],
    [100, 1000],
    [1, 1024],
    [1000, 1000],
    [2048, 2048],
  ])('takes on a GPU as many whole batches of %i as 1,024 rows hold, and at least one: %i', (batchSize, rows) => {
    expect(planEvaluationRows(batchSize, { isFallback: false })).toBe(rows);
    expect(planEvaluationRows(batchSize, { isFallback: true })).toBe(batchSize);
  });
});

describe('planParts', () => {
  it('trains all members at once where they fit, to the last byte', () => {
    expect(planParts(41, SIZES, WEBGPU_DEFAULTS)).toEqual([41]);
    expect(planParts(5, SIZES, { ...WEBGPU_DEFAULTS, maxBufferBytes: 5 * MOMENT_BYTES })).toEqual([5]);
  });

  it('makes parts as few and as equal as can be where they do not', () => {
    expect(planParts(42, SIZES, WEBGPU_DEFAULTS)).toEqual([21, 21]);
    expect(planParts(5, SIZES, { ...WEBGPU_DEFAULTS, maxBufferBytes: 5 * MOMENT_BYTES - 1 })).toEqual([3, 2]);
    expect(planParts(100, SIZES, { ...WEBGPU_DEFAULTS, maxWorkgroupsPerDimension: 33 })).toEqual([25, 25, 25, 25]);
  });

  it('counts the images of a large batch, and the orders of a long epoch', () => {
    // [members, 2048, 784] float32 is 6.4 MB a member; 20 of them fit into 128 MiB.
    expect(planParts(21, { ...SIZES, batchSize: 2048 }, WEBGPU_DEFAULTS)).toEqual([11, 10]);
    // 16 MB a member.
    expect(planParts(9, { ...SIZES, trainExamples: 4_000_000 }, WEBGPU_DEFAULTS)).toEqual([5, 4]);
  });

  it('counts the images of an evaluation, which need no more than a member needs anyway up to 1,024 rows', () => {
    expect(planParts(41, { ...SIZES, evaluationRows: 128 }, WEBGPU_DEFAULTS)).toEqual([41]);
    expect(planParts(41, { ...SIZES, evaluationRows: 2048 }, WEBGPU_DEFAULTS)).toEqual([14, 14, 13]);
  });

  it('gives every member to one part, none more than fits, whatever the limits', () => {
    const property = fc.property(
      fc.integer({ min: 1, max: 500 }),
      fc.integer({ min: MOMENT_BYTES, max: 40 * MOMENT_BYTES }),
      fc.integer({ min: 1, max: 50 }),
      (members, maxBufferBytes, maxWorkgroupsPerDimension) => {
        const parts = planParts(members, SIZES, { maxBufferBytes, maxWorkgroupsPerDimension });
        const most = Math.min(Math.floor(maxBufferBytes / MOMENT_BYTES), maxWorkgroupsPerDimension);
        expect(parts.reduce((sum, size) => sum + size, 0)).toBe(members);
        expect(Math.max(...parts)).toBeLessThanOrEqual(most);
        expect(Math.max(...parts) - Math.min(...parts)).toBeLessThanOrEqual(1);
        expect(parts).toHaveLength(Math.ceil(members / most));
      },
    );
    fc.assert(property);
  });

  it.each([
    [{ ...SIZES, batchSize: 50_000 }, 156_800_000, 'the images of a batch', 'smaller batch-size'],
    [{ ...SIZES, trainExamples: 50_000_000 }, 200_000_000, 'the order of its training examples', 'train-examples'],
  ])('refuses when not even one member fits: %o', (sizes, bytes, purpose, remedy) => {
    const { code, message } = refusalOf(sizes, WEBGPU_DEFAULTS);
    expect(code).toBe('limit-too-small');
    expect(message).toContain(`${bytes} bytes for ${purpose}`);
    expect(message).toContain(`allows ${128 * MIB}`);
    expect(message).toContain(remedy);
  });

  it('refuses an adapter that has no room for one network', () => {
    const { message } = refusalOf(SIZES, { ...WEBGPU_DEFAULTS, maxBufferBytes: MOMENT_BYTES - 1 });
    expect(message).toContain("3211264 bytes for Adam's moments of layer 1");
    expect(message).toContain('another graphics adapter');
  });
});
