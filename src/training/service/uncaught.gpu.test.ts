// An error that nobody caught, anywhere in a run, ends it with what the GPU said.
import { expect, it } from 'vitest';
import type { TrainingEvent } from '../../run/events';
import { createDeviceSession } from './deviceSession';
import { createTrainerService } from './service';

const session = createDeviceSession();
const service = createTrainerService({ session });
const SMALL = { 'train-examples': '128', 'batch-size': '64', epochs: '1', normalizations: 'scale', diagnostics: 'off' };

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
  ['before its first step', ({ type }) => type === 'runStarted'],
  ['in training', phase('training')],
  ['in validation', phase('validating')],
  ['after an epoch', ({ type }) => type === 'throughputMeasured'],
  ['in its test', phase('testing')],
  ['after its last event', ({ type }) => type === 'memberTested'],
])('fails a run %s', async (_, isDue) => {
  let isBroken = false;
  const run = service.train(await service.resolveOptions(SMALL), (event) => {
    if (!isBroken && isDue(event)) {
      isBroken = true;
      commitOffence();
    }
  });
  await expect(run).rejects.toMatchObject({
    code: 'gpu-error',
    message: expect.stringMatching(/^The GPU refused a command: .*weft\.test\.forbidden/s),
    facts: { about: 'gpu-refused' },
  });
});
