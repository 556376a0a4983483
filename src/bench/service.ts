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
        return runBench({ bridge, tuningStore, options, emit: onEvent, shouldStop: () => isStopped });
      }),
    stopBench: async () => {
      isStopped = true;
    },
  };
}
