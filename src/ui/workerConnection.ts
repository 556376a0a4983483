import { type Endpoint, type Remote, wrap } from 'comlink';
import { WeftError } from '../errors';
import { installErrorTransfer } from './workerErrors';

/** What is needed of a worker; tests give one end of a message channel. */
export type WorkerLike = Endpoint & { terminate(): void };

/** Calls what a worker offers. */
export interface CallWorker<Service> {
  <T>(use: (remote: Remote<Service>) => Promise<T>): Promise<T>;
  /** Ends the worker, if there is one: the calls under way are rejected with `reason`. */
  end(reason: WeftError): void;
}

/** A worker and the promise that rejects when it breaks. */
interface Connection<Service> {
  readonly remote: Remote<Service>;
  readonly broken: Promise<never>;
  readonly breakOff: (reason: WeftError) => void;
}

/**
 * A worker, started at the first call. One that breaks (a script that does not load, an exception nobody caught)
 * rejects the calls under way, and the next call starts a fresh one.
 */
export function connectWorker<Service>(createWorker: () => WorkerLike): CallWorker<Service> {
  installErrorTransfer();
  let connection: Connection<Service> | undefined;

  const connect = (): Connection<Service> => {
    const worker = createWorker();
    let breakOff: Connection<Service>['breakOff'] = () => undefined;
    const broken = new Promise<never>((_, reject) => {
      breakOff = (reason) => {
        worker.terminate();
        connection = undefined;
        reject(reason);
      };
      worker.addEventListener('error', (event) => breakOff(brokenWorkerError(event)));
    });
    broken.catch(() => undefined);
    return { remote: wrap<Service>(worker), broken, breakOff };
  };

  const call = <T>(use: (remote: Remote<Service>) => Promise<T>): Promise<T> => {
    connection ??= connect();
    return Promise.race([use(connection.remote), connection.broken]);
  };
  return Object.assign(call, { end: (reason: WeftError) => connection?.breakOff(reason) });
}

function brokenWorkerError(event: unknown): WeftError {
  const message = (event as Partial<ErrorEvent>).message;
  const cause = message ? `: ${message}` : ' and gave no reason; its script may not have loaded';
  return new WeftError('run-failed', `The training worker broke${cause}. Train again starts a new one.`);
}
