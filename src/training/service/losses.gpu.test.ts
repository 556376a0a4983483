import { describe, expect, it } from 'vitest';
import type { TrainingEvent } from '../../run/events';
import type { RunFile } from '../../run/runFile';
import { createDeviceSession } from './deviceSession';
import { createTrainerService } from './service';

const session = createDeviceSession();
const service = createTrainerService({ session });
const SMALL = { 'train-examples': '256', 'batch-size': '64', epochs: '2', normalizations: 'scale' };

/** Runs, and destroys the device when `isDue` says so of an event. */
async function run(isDue: (event: TrainingEvent) => boolean): Promise<{ file: RunFile; lossCount: number }> {
  const { gpu } = await session.connect();
  let { device } = gpu;
  let lossCount = 0;
  const file = await service.train(await service.resolveOptions(SMALL), (event) => {
    if (event.type === 'runStarted') {
      session.connect().then((bridge) => {
        device = bridge.gpu.device;
      });
    }
    lossCount += event.type === 'deviceLost' ? 1 : 0;
    if (isDue(event)) {
      device.destroy();
    }
  });
  return { file, lossCount };
}

const tensorsOf = ({ memory: { tensorsBefore, tensorsAfter } }: RunFile) => ({ tensorsBefore, tensorsAfter });
const bitsOf = ({ members, mistakes }: RunFile) => ({ members, mistakes });

describe('a run whose device is lost', () => {
  it('goes on with a new one, and ends with the same bits, lost in training, in validation or in its test', async () => {
    const { file: whole } = await run(() => false);
    const due: ((event: TrainingEvent) => boolean)[] = [
      (event) => event.type === 'metricsRead' && event.epochPosition > 1,
      (event) => event.type === 'phaseChanged' && event.phase === 'validating',
      (event) => event.type === 'phaseChanged' && event.phase === 'testing',
    ];
    for (const isDue of due) {
      let isDone = false;
      const { file, lossCount } = await run((event) => {
        const isNow = !isDone && isDue(event);
        isDone ||= isNow;
        return isNow;
      });
      expect(lossCount).toBe(1);
      expect(bitsOf(file)).toEqual(bitsOf(whole));
      // Nothing of the lost device's tensors is left in tfjs.
      expect(tensorsOf(file)).toEqual(tensorsOf(whole));
    }
  });

  it('ends with the third loss within a minute, and the next run works', async () => {
    const always = run((event) => event.type === 'metricsRead');
    await expect(always).rejects.toMatchObject({
      code: 'device-lost',
      message: expect.stringContaining('3 times within a minute'),
    });
    const { file } = await run(() => false);
    expect(file.status).toBe('finished');
  });
});
