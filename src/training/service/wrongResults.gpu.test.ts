import { afterAll, afterEach, describe, expect, it, vi } from 'vitest';
import type { TuningStore } from '../../kernels/matmul/tuner';
import { createMemoryTuningStore } from '../../kernels/matmul/tuningStore';
import type { TrainingEvent } from '../../run/events';
import { withChangedShader, withWrongLane } from '../../testing/wrongLane';
import { createDeviceSession, type DeviceSession } from './deviceSession';
import { createTrainerService } from './service';

/** Two workgroups a batch in the loss. */
const SMALL = {
  'train-examples': '512',
  'batch-size': '128',
  epochs: '1',
  normalizations: 'scale',
  diagnostics: 'off',
};

let session: DeviceSession | undefined;
afterEach(() => vi.restoreAllMocks());
afterAll(forgetDevice);

/** What was compiled wrong stays so. */
async function forgetDevice(): Promise<void> {
  (await session?.connect())?.gpu.device.destroy();
  session = undefined;
}

/** A run on the device of the last, or on one on which nothing is compiled yet. */
async function run(
  prepare: (device: GPUDevice) => ((event: TrainingEvent) => void) | undefined,
  tuningStore: TuningStore = createMemoryTuningStore(),
  options: Readonly<Partial<typeof SMALL>> = {},
) {
  session ??= createDeviceSession();
  const { device } = (await session.connect()).gpu;
  const service = createTrainerService({ session, tuningStore });
  const onEvent = prepare(device);
  const types: string[] = [];
  const dropped: string[] = [];
  const file = service.train(await service.resolveOptions({ ...SMALL, ...options }), (event) => {
    types.push(event.type);
    dropped.push(...(event.type === 'kernelDropped' ? [event.program] : []));
    onEvent?.(event);
  });
  return { file, types, dropped, stop: () => service.stop() };
}

const whenTraining = (fault: () => void) => (event: TrainingEvent) => {
  if (event.type === 'phaseChanged' && event.phase === 'training') {
    fault();
  }
};

describe('a run on a driver with a fault', () => {
  it('names what has one wrong lane before its first step, and trains on other kernels', async () => {
    const { file, types } = await run((device) => void withWrongLane(device, 'right'));
    expect((await file).status).toBe('finished');
    expect(types).toContain('kernelDropped');
    expect(types.indexOf('kernelDropped')).toBeLessThan(types.indexOf('metricsRead'));
    await forgetDevice();
  });

  it('ends after an epoch where the same was not found before', async () => {
    const trusting = createMemoryTuningStore();
    const read = async (key: string) => (key.startsWith('self-test/') ? 'right' : trusting.read(key));
    const { file, types } = await run((device) => void withWrongLane(device, 'wrong'), { ...trusting, read });
    await expect(file).rejects.toMatchObject({ code: 'wrong-result', facts: { isTraining: true } });
    expect(types).not.toContain('epochEnded');
    await forgetDevice();
  });

  it('ends where one submit of training is dropped', async () => {
    const { file } = await run(({ queue }) => {
      const submit = queue.submit.bind(queue);
      let toDrop = 0;
      vi.spyOn(queue, 'submit').mockImplementation((commands) => (toDrop-- === 1 ? undefined : submit(commands)));
      return whenTraining(() => {
        toDrop = 1;
      });
    });
    await expect(file).rejects.toMatchObject({ code: 'wrong-result', facts: { about: 'wrong-count', pass: 'train' } });
  });

  it('ends where half of each grid is left out', async () => {
    const { file } = await run(() => {
      const { prototype } = GPUComputePassEncoder;
      const dispatch = prototype.dispatchWorkgroups;
      let isHalf = false;
      vi.spyOn(prototype, 'dispatchWorkgroups').mockImplementation(function (this: GPUComputePassEncoder, x, y, z) {
        dispatch.call(this, isHalf ? Math.ceil(x / 2) : x, y, z);
      });
      return whenTraining(() => {
        isHalf = true;
      });
    });
    await expect(file).rejects.toMatchObject({ code: 'wrong-result', facts: { about: 'wrong-count' } });
  });

  // Products are compiled by now, and serve any number of members; the others are compiled for theirs.
  const known = createMemoryTuningStore();

  it('updates weights otherwise where one of four components is wrong, and says so in each run', async () => {
    const wrong = (code: string) =>
      code.includes('alias Value = vec4f')
        ? code.replace('weights_0[i] -= ', 'weights_0[i] -= vec4f(1.0, 1.0, 1.001, 1.0) * ')
        : code;
    for (const _run of ['first', 'second']) {
      let stop: (() => Promise<void>) | undefined;
      const prepare = (device: GPUDevice) => {
        withChangedShader(device, 'weft.adam', wrong);
        return whenTraining(() => void stop?.());
      };
      const { file, dropped, ...control } = await run(prepare, known, { normalizations: 'scale,raw' });
      stop = control.stop;
      expect((await file).status).toBe('stopped');
      expect(dropped).toEqual(['weft.adam']);
    }
  });

  it.each([
    [
      'softmaxCrossEntropy',
      { normalizations: 'scale,raw,center' },
      '= loss;',
      '= loss * select(1.0, 1.01, lane == 2u);',
    ],
    ['normalizeStatistics', { 'train-examples': '640' }, 'sum += value;', 'sum += select(value, 0u, feature == 99u);'],
  ] as const)('is refused where %s is wrong, which is named', async (kernel, options, right, wrong) => {
    const label = `weft.${kernel}`;
    const { file, types } = await run(
      (device) => void withChangedShader(device, label, (code) => code.replace(right, wrong)),
      known,
      options,
    );
    await expect(file).rejects.toMatchObject({
      code: 'wrong-result',
      facts: { about: 'wrong-kernel', program: label, isTraining: false },
    });
    expect(types).not.toContain('metricsRead');
  });
});
