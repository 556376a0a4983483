import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { WeftError } from '../../errors';
import { PRESET_DEFAULTS } from '../../run/options';
import { planEvaluationRows } from '../population/evaluationRows';
import { type MemorySizes, planMemory } from './planMemory';
import { cutParts, mostMembersAtOnce, type PartRoom, planMostMembers, requireLimits } from './planParts';

const SIZES: MemorySizes = {
  batchSize: 128,
  evaluationRows: 1024,
  examples: { train: 50_000, heldOut: 0, validation: 10_000, test: 10_000 },
  keepsBest: false,
  diagnoses: true,
};
/** 2 × 784 × 512 float32: what a batch of 128 leaves the largest buffer of a member. */
const MOMENT_BYTES = 3_211_264;
const MIB = 2 ** 20;
const ROOM: PartRoom = {
  limits: { maxBufferBytes: 128 * MIB, maxWorkgroupsPerDimension: 65_535 },
  budgetBytes: Number.POSITIVE_INFINITY,
};
const roomOf = (maxBufferBytes: number, maxWorkgroupsPerDimension = 65_535): PartRoom => ({
  ...ROOM,
  limits: { maxBufferBytes, maxWorkgroupsPerDimension },
});

function refusalOf(sizes: MemorySizes, room: PartRoom): WeftError {
  try {
    requireLimits(sizes, room);
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

describe('planMostMembers', () => {
  it('is as many as the largest buffer allows, to the last byte', () => {
    expect(planMostMembers(SIZES, ROOM)).toBe(41);
    expect(planMostMembers(SIZES, roomOf(5 * MOMENT_BYTES))).toBe(5);
    expect(planMostMembers(SIZES, roomOf(5 * MOMENT_BYTES - 1))).toBe(4);
    expect(planMostMembers(SIZES, roomOf(128 * MIB, 33))).toBe(33);
  });

  it('counts the images of a large batch, the orders of a long epoch, and the images of an evaluation', () => {
    // [members, 2048, 784] float32 is 6.4 MB a member; 20 of them fit into 128 MiB.
    expect(planMostMembers({ ...SIZES, batchSize: 2048 }, ROOM)).toBe(20);
    // 16 MB a member.
    expect(planMostMembers({ ...SIZES, examples: { ...SIZES.examples, train: 4_000_000 } }, ROOM)).toBe(8);
    // No more than a member needs anyway up to 1,024 rows.
    expect(planMostMembers({ ...SIZES, evaluationRows: 128 }, ROOM)).toBe(41);
    expect(planMostMembers({ ...SIZES, evaluationRows: 2048 }, ROOM)).toBe(20);
  });

  it('bounds the sum of all buffers, not only the largest', () => {
    const { sharedBytes, memberBytes } = planMemory(SIZES);
    const budgetOf = (members: number) => ({ ...ROOM, budgetBytes: sharedBytes + members * memberBytes });
    expect(planMostMembers(SIZES, budgetOf(7))).toBe(7);
    expect(planMostMembers(SIZES, { ...budgetOf(7), budgetBytes: budgetOf(7).budgetBytes - 1 })).toBe(6);
    // Whether there is room for one is not known before it is tried.
    expect(planMostMembers(SIZES, { ...ROOM, budgetBytes: 1 })).toBe(1);
  });

  it('leaves the studies of the presets whole on a GPU, and 200 seeds not', () => {
    const gpu = { isFallback: false, limits: { maxBufferSize: 2 ** 32, maxStorageBufferBindingSize: 2 ** 32 } };
    const { study, quick } = PRESET_DEFAULTS;
    expect(mostMembersAtOnce(study, gpu)).toBeGreaterThan(60);
    const software = mostMembersAtOnce({ ...quick, seeds: 200 }, { ...gpu, isFallback: true });
    expect(software).toBeGreaterThan(20);
    expect(software).toBeLessThan(40);
  });
});

describe('cutParts', () => {
  it('makes parts as few and as equal as can be, the larger first', () => {
    expect(cutParts(41, 41)).toEqual([41]);
    expect(cutParts(42, 41)).toEqual([21, 21]);
    expect(cutParts(5, 4)).toEqual([3, 2]);
    expect(cutParts(10, 3)).toEqual([3, 3, 2, 2]);
    expect(cutParts(0, 3)).toEqual([]);
  });

  it('gives every member to one part, and cuts what is left after any of them as before', () => {
    const property = fc.property(fc.integer({ min: 1, max: 500 }), fc.integer({ min: 1, max: 50 }), (members, most) => {
      const parts = cutParts(members, most);
      expect(parts.reduce((sum, size) => sum + size, 0)).toBe(members);
      expect(Math.max(...parts)).toBeLessThanOrEqual(most);
      expect(Math.max(...parts) - Math.min(...parts)).toBeLessThanOrEqual(1);
      expect(parts).toHaveLength(Math.ceil(members / most));
      expect(cutParts(members - (parts[0] as number), most)).toEqual(parts.slice(1));
    });
    fc.assert(property);
  });
});

describe('requireLimits', () => {
  it.each([
    [{ ...SIZES, batchSize: 50_000 }, 156_800_000, 'the images of a batch', 'smaller batch-size'],
    [
      { ...SIZES, examples: { ...SIZES.examples, train: 50_000_000 } },
      200_000_000,
      'the order of its training examples',
      'train-examples',
    ],
  ])('refuses when not even one member fits: %o', (sizes, bytes, purpose, remedy) => {
    const { code, message } = refusalOf(sizes, ROOM);
    expect(code).toBe('limit-too-small');
    expect(message).toContain(`${bytes} bytes for ${purpose}`);
    expect(message).toContain(`allows ${128 * MIB}`);
    expect(message).toContain(remedy);
  });

  it('refuses an adapter that has no room for one network', () => {
    const { message } = refusalOf(SIZES, roomOf(MOMENT_BYTES - 1));
    expect(message).toContain("3211264 bytes for Adam's moments of layer 1");
    expect(message).toContain('another graphics adapter');
  });
});
