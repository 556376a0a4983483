// Stands in for worker.ts and benchWorker.ts where the page is tested and not what they compute.
import { BENCH_WORKER_NAME } from '../workerNames';
import { exposeBench, exposeTrainer } from '../workerService';
import { createReplayTrainer } from './replayTrainer';

const replayed = createReplayTrainer();
if ((globalThis as { readonly name?: string }).name === BENCH_WORKER_NAME) {
  exposeBench(replayed);
} else {
  exposeTrainer(replayed);
}
