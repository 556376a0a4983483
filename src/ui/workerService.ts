import { type Endpoint, expose, transfer } from 'comlink';
import type { BenchService } from '../bench/events';
import type { TrainerService } from '../training/service/trainerService';
import { installErrorTransfer } from './workerErrors';

/** Offers the trainer to the page on the other end of `endpoint`. */
export function exposeTrainer(trainer: TrainerService, endpoint?: Endpoint): void {
  installErrorTransfer();
  const exposed: TrainerService = {
    describeAdapter: () => trainer.describeAdapter(),
    resolveOptions: (raw) => trainer.resolveOptions(raw),
    train: (options, onEvent, keep, keeping) =>
      delivering(onEvent, (emit) =>
        trainer.train(options, emit, keep && ((file) => keep(transfer(file, [file.buffer]))), keeping),
      ),
    proveTraining: () => trainer.proveTraining(),
    pause: () => trainer.pause(),
    resume: () => trainer.resume(),
    stop: () => trainer.stop(),
  };
  expose(exposed, endpoint);
}

/** Offers the bench to the page on the other end of `endpoint`. */
export function exposeBench(bench: BenchService, endpoint?: Endpoint): void {
  installErrorTransfer();
  const exposed: BenchService = {
    bench: (options, onEvent) => delivering(onEvent, (emit) => bench.bench(options, emit)),
    stopBench: () => bench.stopBench(),
  };
  expose(exposed, endpoint);
}

/**
 * Events and the result travel on different ports: the result must not overtake the last events.
 * @param onEvent as it looks from here: calling it gives a promise of its having been heard.
 */
async function delivering<Event, Result>(
  onEvent: (event: Event) => unknown,
  work: (emit: (event: Event) => void) => Promise<Result>,
): Promise<Result> {
  let delivered: Promise<unknown> = Promise.resolve();
  const result = await work((event) => {
    delivered = Promise.all([delivered, onEvent(event)]);
    // A listener that throws fails the work below; until then its rejection is not "unhandled".
    delivered.catch(() => undefined);
  });
  await delivered;
  return result;
}
