import { proxy } from 'comlink';
import type { TrainerService } from '../training/service/trainerService';
import { connectWorker, type WorkerLike } from './workerConnection';
import { TRAINER_WORKER_NAME } from './workerNames';

function createTrainerWorker(): Worker {
  return new Worker(new URL('./worker.ts', import.meta.url), { type: 'module', name: TRAINER_WORKER_NAME });
}

/** The trainer in a worker of its own. */
export function createTrainerClient(createWorker: () => WorkerLike = createTrainerWorker): TrainerService {
  const call = connectWorker<TrainerService>(createWorker);
  return {
    describeAdapter: () => call((remote) => remote.describeAdapter()),
    resolveOptions: (raw) => call((remote) => remote.resolveOptions(raw)),
    train: (options, onEvent, keep, keeping) =>
      call((remote) => remote.train(options, proxy(onEvent), keep && proxy(keep), keeping)),
    pause: () => call((remote) => remote.pause()),
    resume: () => call((remote) => remote.resume()),
    stop: () => call((remote) => remote.stop()),
  };
}
