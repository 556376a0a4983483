import { it } from 'vitest';
import { createMemoryTuningStore } from '../../kernels/matmul/tuningStore';
import { createDeviceSession } from './deviceSession';
import { createTrainerService } from './service';
it('x', async () => {
  for (const normalizations of ['scale', 'scale,raw', 'scale,raw,center,standardize']) {
    const session = createDeviceSession();
    for (const n of [1]) {
      const service = createTrainerService({ session, tuningStore: createMemoryTuningStore() });
      await service.train(await service.resolveOptions({ 'train-examples': '512', 'batch-size': '128', epochs: '1', normalizations } as never), (e) => { if (e.type==='phaseChanged' && e.phase==='training') service.stop(); }).catch((e) => console.log(String(e)));
      console.log('RUN', normalizations, n);
    }
    (await session.connect()).gpu.device.destroy();
  }
});
