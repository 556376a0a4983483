import { describe, expect, it } from 'vitest';
import type { Gpu } from '../../gpu/device';
import { SAMPLE_ADAPTER } from '../../testing/sampleAdapter';
import { findRoom, hasRoomForAll } from './findRoom';
import { type MemorySizes, planMemory } from './planMemory';

const SIZES: MemorySizes = {
  batchSize: 128,
  evaluationRows: 128,
  examples: { train: 10_000, heldOut: 0, validation: 10_000, test: 10_000 },
  keepsBest: true,
  diagnoses: true,
};
const GPU = { adapter: SAMPLE_ADAPTER } as unknown as Gpu;
const { sharedBytes, memberBytes } = planMemory(SIZES);

describe('findRoom', () => {
  it('asks once for what is planned, and takes all members where they fit', async () => {
    const asked: number[] = [];
    const hasRoom = async (bytes: number) => asked.push(bytes) > 0;
    expect(await findRoom(GPU, SIZES, 5, hasRoom)).toBe(5);
    expect(asked).toEqual([sharedBytes + 5 * memberBytes]);
  });

  it('halves until the GPU gives the memory', async () => {
    const hasRoomFor = (members: number) => async (bytes: number) => bytes <= sharedBytes + members * memberBytes;
    expect(await findRoom(GPU, SIZES, 20, hasRoomFor(20))).toBe(20);
    expect(await findRoom(GPU, SIZES, 20, hasRoomFor(19))).toBe(10);
    expect(await findRoom(GPU, SIZES, 13, hasRoomFor(4))).toBe(4);
    expect(await findRoom(GPU, SIZES, 13, hasRoomFor(1))).toBe(1);
  });

  it('refuses where there is no room for one, and says how much that is', async () => {
    const megabytes = Math.ceil((sharedBytes + memberBytes) / 1e6);
    await expect(findRoom(GPU, SIZES, 7, async () => false)).rejects.toMatchObject({
      code: 'out-of-memory',
      message: expect.stringContaining(`One member takes ${megabytes} MB`),
      facts: { about: 'no-room', megabytes },
    });
  });
});

describe('hasRoomForAll', () => {
  const gpuWith = (maxBufferSize: number) =>
    ({ adapter: { ...SAMPLE_ADAPTER, limits: { maxBufferSize } } }) as unknown as Gpu;
  const given = async () => true;

  it('asks the limits and the GPU, and knows no budget', async () => {
    expect(await hasRoomForAll(gpuWith(2 ** 31), SIZES, 500, given)).toBe(true);
    expect(await hasRoomForAll(gpuWith(2 ** 31), SIZES, 500, async () => false)).toBe(false);
    // The moments of layer 1 take 3,211,264 bytes a member.
    expect(await hasRoomForAll(gpuWith(64 * 3_211_264), SIZES, 64, given)).toBe(true);
    expect(await hasRoomForAll(gpuWith(64 * 3_211_264 - 1), SIZES, 64, given)).toBe(false);
  });
});
