import { proxy } from 'comlink';
import { WeftError } from '../errors';
import type { TrainerService } from '../training/service/trainerService';
import { connectWorker, type WorkerLike } from './workerConnection';
import { TRAINER_WORKER_NAME } from './workerNames';

function createTrainerWorker(): Worker {
  return new Worker(new URL('./worker.ts', import.meta.url), { type: 'module', name: TRAINER_WORKER_NAME });
}

/** So soon, a second Stop is the same one: a double click. */
const SAME_STOP_MS = 500;

/** The trainer in a worker of its own. A second `stop` of a run ends the worker, and the next call starts a new one. */
export function createTrainerClient(
  createWorker: () => WorkerLike = createTrainerWorker,
  now: () => number = () => performance.now(),
): TrainerService {
  const call = connectWorker<TrainerService>(createWorker);
  let stoppedAtMs: number | undefined;
  return {
    describeAdapter: () => call((remote) => remote.describeAdapter()),
    resolveOptions: (raw) => call((remote) => remote.resolveOptions(raw)),
    train: (options, onEvent, keep, keeping) => {
      stoppedAtMs = undefined;
      return call((remote) => remote.train(options, proxy(onEvent), keep && proxy(keep), keeping));
    },
    proveTraining: () => call((remote) => remote.proveTraining()),
    pause: () => call((remote) => remote.pause()),
    resume: () => call((remote) => remote.resume()),
    stop: async () => {
      if (stoppedAtMs !== undefined && now() - stoppedAtMs > SAME_STOP_MS) {
        call.end(trainerEnded());
        return;
      }
      stoppedAtMs ??= now();
      await call((remote) => remote.stop());
    },
  };
}

function trainerEnded(): WeftError {
  return new WeftError(
    'run-failed',
    'The trainer did not stop, and was ended; the run is kept as far as its last checkpoint. Training again starts a new one.',
    { facts: { about: 'trainer-ended' } },
  );
}
