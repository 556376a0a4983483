// An error that nobody caught, anywhere in a run, ends it with what the GPU said.
import { expect, it } from 'vitest';
import type { DatasetSplits } from '../../data/dataset';
import { createMemoryTuningStore } from '../../kernels/matmul/tuningStore';
import type { TrainingEvent } from '../../run/events';
import { parseTrainOptions } from '../../run/options';
import { loadFirstExamples } from '../../testing/fashionMnist';
import { RunControl } from '../loop/runControl';
import { performRun } from '../performRun';
import { createDeviceSession } from './deviceSession';

const session = createDeviceSession();
const tuningStore = createMemoryTuningStore();
const SMALL = { 'train-examples': '128', 'batch-size': '64', epochs: '1', normalizations: 'scale', diagnostics: 'off' };

let splits: DatasetSplits | undefined;

async function run(emit: (event: TrainingEvent) => void) {
  splits ??= await loadFirstExamples({ train: 128, validation: 64, test: 64 });
  const bridge = await session.connect();
  return performRun({
    bridge,
    splits,
    options: parseTrainOptions(SMALL, bridge.gpu.adapter),
    control: new RunControl(),
    emit,
    tuningStore,
    startedAt: new Date(),
    startedAtMs: performance.now(),
  });
}

/** What is never allowed: a buffer to map that is storage as well. */
function commitOffence(): void {
  session.current?.gpu.device.createBuffer({
    label: 'weft.test.forbidden',
    size: 4,
    usage: GPUBufferUsage.MAP_READ | GPUBufferUsage.STORAGE,
  });
}

const phase = (wanted: string) => (event: TrainingEvent) => event.type === 'phaseChanged' && event.phase === wanted;

it.each<[string, (event: TrainingEvent) => boolean]>([
  ['in training', phase('training')],
  ['after its last event', ({ type }) => type === 'memberTested'],
])('fails a run %s', async (_, isDue) => {
  let isBroken = false;
  const end = run((event) => {
    if (!isBroken && isDue(event)) {
      isBroken = true;
      commitOffence();
    }
  });
  await expect(end).rejects.toMatchObject({
    code: 'gpu-error',
    message: expect.stringMatching(/^The GPU refused a command: .*weft\.test\.forbidden/s),
    facts: { about: 'gpu-refused' },
  });
});
