import type { TuningStore } from '../kernels/matmul/tuner';
import { createBrowserTuningStore } from '../kernels/matmul/tuningStore';
import type { DeviceSession } from '../training/service/deviceSession';
import type { BenchOptions } from './benchOptions';
import type { BenchEvent, BenchService } from './events';
import { runBench } from './runBench';

/** The bench behind its worker and the command. */
export function createBenchService(
  session: DeviceSession,
  tuningStore: TuningStore = createBrowserTuningStore(),
): BenchService {
  let isStopped = false;
  return {
    bench: (options: BenchOptions, onEvent: (event: BenchEvent) => void) =>
      session.occupy('bench', async () => {
        isStopped = false;
        const bridge = await session.connect();
        const { health } = bridge.gpu;
        try {
          return await runBench({ bridge, tuningStore, options, emit: onEvent, shouldStop: () => isStopped });
        } catch (error) {
          throw (await health.explain(error)) ?? error;
        } finally {
          health.relax();
        }
      }),
    stopBench: async () => {
      isStopped = true;
      session.current?.gpu.health.hurry();
    },
  };
}
