import { describe, expect, it } from 'vitest';
import { countMembers } from '../../run/options';
import { watchLiveBytes } from '../../testing/liveBytes';
import { createDeviceSession } from '../service/deviceSession';
import { createTrainerService } from '../service/service';
import { planMemory } from './planMemory';
import { memorySizesOf } from './planParts';

const session = createDeviceSession();
const service = createTrainerService({ session });
const ONE = { 'train-examples': '256', 'batch-size': '64', epochs: '2', normalizations: 'scale' };
const SMALL = { ...ONE, diagnostics: 'off' };
const LARGE = { ...ONE, seeds: '3', 'batch-size': '128', 'early-stopping': 'on', 'stopping-patience': '0' };

/** Bytes that were allocated at most in a whole run that is kept, and those that were planned. */
async function run(raw: Record<string, string>): Promise<{ peak: number; planned: number; left: number }> {
  const { gpu } = await session.connect();
  const live = watchLiveBytes(gpu.device);
  try {
    const options = await service.resolveOptions(raw);
    await service.train(
      options,
      // Before it, memory is allocated for trial.
      (event) => event.type === 'runStarted' && live.restart(),
      async () => undefined,
    );
    const { sharedBytes, memberBytes } = planMemory(memorySizesOf(options, gpu.adapter));
    return { peak: live.peak, planned: sharedBytes + countMembers(options) * memberBytes, left: live.now };
  } finally {
    live.stop();
  }
}

describe('planMemory', () => {
  it.each([
    ['one member without diagnostics', SMALL],
    ['members that are diagnosed, stop early and have their best weights kept', LARGE],
  ])('plans at least what a run takes, and little more: %s', async (_, raw) => {
    const { peak, planned, left } = await run(raw);
    expect(peak).toBeLessThanOrEqual(planned);
    expect(peak).toBeGreaterThan(0.8 * planned);
    // Of the dataset, the members and the operands under test, nothing stays.
    expect(left).toBeLessThan(0.02 * planned);
  });
});
