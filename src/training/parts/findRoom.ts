import { WeftError } from '../../errors';
import type { Gpu } from '../../gpu/device';
import { hasRoomFor } from '../../gpu/trialAllocation';
import { type MemorySizes, planMemory } from './planMemory';
import { planMostMembers, planRoom, requireLimits } from './planParts';

/**
 * How many members can be trained at once: as many as planned, halved until the GPU gives the memory for them. Nothing of
 * a run is allocated yet.
 * @param wanted members.
 * @throws WeftError `limit-too-small` where the adapter's limits do not allow one member, `out-of-memory` where there is no
 *   room for one.
 */
export async function findRoom(
  gpu: Gpu,
  sizes: MemorySizes,
  wanted: number,
  hasRoom: (bytes: number) => Promise<boolean> = (bytes) => hasRoomFor(gpu, bytes),
): Promise<number> {
  const room = planRoom(gpu.adapter);
  requireLimits(sizes, room);
  const { sharedBytes, memberBytes } = planMemory(sizes);
  let members = Math.min(wanted, planMostMembers(sizes, room));
  while (!(await hasRoom(sharedBytes + members * memberBytes))) {
    if (members === 1) {
      const megabytes = Math.ceil((sharedBytes + memberBytes) / 1e6);
      throw new WeftError(
        'out-of-memory',
        `One member takes ${megabytes} MB of the GPU's memory, and there is not as much left; close other programs, or choose a smaller batch-size.`,
        { facts: { about: 'no-room', megabytes } },
      );
    }
    members = Math.ceil(members / 2);
  }
  return members;
}

/** Whether all members can be trained at once, by the device's limits and what it gives: without the budget of runs. */
export async function hasRoomForAll(
  gpu: Gpu,
  sizes: MemorySizes,
  members: number,
  hasRoom: (bytes: number) => Promise<boolean> = (bytes) => hasRoomFor(gpu, bytes),
): Promise<boolean> {
  const room = { ...planRoom(gpu.adapter), budgetBytes: Number.POSITIVE_INFINITY };
  const { sharedBytes, memberBytes } = planMemory(sizes);
  return members <= planMostMembers(sizes, room) && (await hasRoom(sharedBytes + members * memberBytes));
}
