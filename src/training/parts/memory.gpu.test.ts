import { beforeAll, describe, expect, it } from 'vitest';
import type { DatasetSplits } from '../../data/dataset';
import { createMemoryTuningStore } from '../../kernels/matmul/tuningStore';
import type { TrainingEvent } from '../../run/events';
import { countMembers, PRESET_DEFAULTS, type TrainOptions } from '../../run/options';
import type { RunFile } from '../../run/runFile';
import { loadFirstExamples } from '../../testing/fashionMnist';
import { watchLiveBytes } from '../../testing/liveBytes';
import { RunControl } from '../loop/runControl';
import { performRun } from '../performRun';
import { createDeviceSession } from '../service/deviceSession';
import { survivingLosses } from '../service/losses';
import { planMemory } from './planMemory';
import { memorySizesOf } from './planParts';

const COUNTS = { train: 64, validation: 40, test: 24 };
const ONE: TrainOptions = {
  ...PRESET_DEFAULTS.quick,
  normalizations: ['scale'],
  epochs: 2,
  batchSize: 16,
  trainExamples: COUNTS.train,
  heldOutExamples: 0,
};
const session = createDeviceSession();
const tuningStore = createMemoryTuningStore();
let splits: DatasetSplits;

beforeAll(async () => {
  splits = await loadFirstExamples(COUNTS);
});

/** A run that is kept, and goes on where its memory does not suffice. */
async function run(options: TrainOptions, emit: (event: TrainingEvent) => void): Promise<RunFile> {
  const control = new RunControl();
  const survival = { session, control, emit, keep: async () => undefined, keepingOptions: {} };
  return survivingLosses(survival, async (keeping, partLimit) =>
    performRun({
      bridge: await session.connect(),
      ...{ splits, options, control, emit, keeping, partLimit, tuningStore },
      startedAt: new Date(),
      startedAtMs: performance.now(),
    }),
  );
}

describe('planMemory', () => {
  it.each<[string, TrainOptions]>([
    ['one member', { ...ONE, diagnostics: 'off' }],
    [
      'members that are diagnosed, stop early and have their best weights kept',
      {
        ...{ ...ONE, seeds: 3, batchSize: 64 },
        ...{ diagnostics: 'on', earlyStopping: 'on', stoppingPatience: 0, restoreBestWeights: 'on' },
      },
    ],
  ])('plans at least what a run takes, and not much more: %s', async (_, options) => {
    const { gpu } = await session.connect();
    const live = watchLiveBytes(gpu.device);
    // Before it, memory is allocated for trial.
    await run(options, (event) => event.type === 'runStarted' && live.restart());
    live.stop();
    const { validation, test } = COUNTS;
    const { sharedBytes, memberBytes } = planMemory(memorySizesOf(options, gpu.adapter, { validation, test }));
    const planned = sharedBytes + countMembers(options) * memberBytes;
    expect(live.peak).toBeLessThanOrEqual(planned);
    expect(live.peak).toBeGreaterThan(0.6 * planned);
    // Of the dataset, the members and the operands under test, nothing stays.
    expect(live.now).toBeLessThan(0.05 * planned);
  });
});

describe('a run that is out of memory', () => {
  it('goes on in halves on a new device, and ends with the same bits', async () => {
    const options = { ...ONE, seeds: 3 };
    const whole = await run(options, () => undefined);
    const { gpu } = await session.connect();
    const halved: TrainingEvent[] = [];
    const parts: (readonly number[])[] = [];
    const file = await run(options, (event) => {
      if (event.type === 'partsHalved') {
        halved.push(event);
      } else if (event.type === 'partStarted') {
        parts.push(event.members);
      } else if (event.type === 'epochEnded' && halved.length === 0) {
        const error = new GPUOutOfMemoryError('as a driver says');
        gpu.device.dispatchEvent(new GPUUncapturedErrorEvent('uncapturederror', { error }));
      }
    });
    expect(halved).toMatchObject([{ mostMembers: 2, reason: expect.stringContaining('as a driver says') }]);
    expect(parts).toEqual([[0, 1], [2]]);
    expect(file.members).toEqual(whole.members);
    expect(file.mistakes).toEqual(whole.mistakes);
    expect(file.setup?.parts).toBe(2);
    expect(file.memory.tensorsAfter).toBe(file.memory.tensorsBefore);
    expect((await session.connect()).gpu).not.toBe(gpu);
  });
});
