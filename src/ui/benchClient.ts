import { proxy } from 'comlink';
import type { BenchService } from '../bench/events';
import { connectWorker, type WorkerLike } from './workerConnection';
import { BENCH_WORKER_NAME } from './workerNames';

function createBenchWorker(): Worker {
  return new Worker(new URL('./benchWorker.ts', import.meta.url), { type: 'module', name: BENCH_WORKER_NAME });
}

/** The bench in a worker of its own, which alone may compile WebAssembly. */
export function createBenchClient(createWorker: () => WorkerLike = createBenchWorker): BenchService {
  const call = connectWorker<BenchService>(createWorker);
  return {
    bench: (options, onEvent) => call((remote) => remote.bench(options, proxy(onEvent))),
    stopBench: () => call((remote) => remote.stopBench()),
  };
}
