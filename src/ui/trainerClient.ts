import { type Endpoint, proxy, type Remote, wrap } from 'comlink';
import { WeftError } from '../errors';
import { installErrorTransfer } from './workerErrors';
import type { WorkerServices } from './workerService';

/** A worker and the promise that rejects when it breaks. */
interface Connection {
  readonly remote: Remote<WorkerServices>;
  readonly broken: Promise<never>;
}

/** What the client needs of a worker; tests give one end of a message channel. */
export type WorkerLike = Endpoint & { terminate(): void };

export function createTrainerWorker(): Worker {
  return new Worker(new URL('./worker.ts', import.meta.url), { type: 'module', name: 'weft-trainer' });
}

/**
 * The trainer and the bench in a worker of their own, started at the first call. A worker that breaks (a script that does not load,
 * an exception nobody caught) rejects the calls under way, and the next call starts a fresh one.
 */
export function createTrainerClient(createWorker: () => WorkerLike = createTrainerWorker): WorkerServices {
  installErrorTransfer();
  let connection: Connection | undefined;

  const connect = (): Connection => {
    const worker = createWorker();
    const broken = new Promise<never>((_, reject) => {
      worker.addEventListener('error', (event) => {
        worker.terminate();
        connection = undefined;
        reject(brokenWorkerError(event));
      });
    });
    broken.catch(() => undefined);
    return { remote: wrap<WorkerServices>(worker), broken };
  };

  const call = <T>(use: (remote: Remote<WorkerServices>) => Promise<T>): Promise<T> => {
    connection ??= connect();
    return Promise.race([use(connection.remote), connection.broken]);
  };

  return {
    describeAdapter: () => call((remote) => remote.describeAdapter()),
    resolveOptions: (raw) => call((remote) => remote.resolveOptions(raw)),
    train: (options, onEvent, keep, keeping) =>
      call((remote) => remote.train(options, proxy(onEvent), keep && proxy(keep), keeping)),
    pause: () => call((remote) => remote.pause()),
    resume: () => call((remote) => remote.resume()),
    stop: () => call((remote) => remote.stop()),
    bench: (options, onEvent) => call((remote) => remote.bench(options, proxy(onEvent))),
    stopBench: () => call((remote) => remote.stopBench()),
  };
}

function brokenWorkerError(event: unknown): WeftError {
  const message = (event as Partial<ErrorEvent>).message;
  const cause = message ? `: ${message}` : ' and gave no reason; its script may not have loaded';
  return new WeftError('run-failed', `The training worker broke${cause}. Train again starts a new one.`);
}
