import { type Endpoint, expose } from 'comlink';
import type { TrainerService, TrainingEvent } from '../training/events';
import { installErrorTransfer } from './workerErrors';

/** How a listener on the other thread looks from here: calling it gives a promise of its having been heard. */
type RemoteListener = (event: TrainingEvent) => unknown;

/** Offers a trainer to the page on the other end of `endpoint`. */
export function exposeTrainer(service: TrainerService, endpoint?: Endpoint): void {
  installErrorTransfer();
  const exposed: TrainerService = {
    describeAdapter: () => service.describeAdapter(),
    resolveOptions: (raw) => service.resolveOptions(raw),
    train: (options, onEvent) => trainAndDeliver(service, options, onEvent),
    pause: () => service.pause(),
    resume: () => service.resume(),
    stop: () => service.stop(),
  };
  expose(exposed, endpoint);
}

/** Events and the report travel on different ports: the report must not overtake the last events. */
async function trainAndDeliver(
  service: TrainerService,
  options: Parameters<TrainerService['train']>[0],
  onEvent: RemoteListener,
): ReturnType<TrainerService['train']> {
  let delivered: Promise<unknown> = Promise.resolve();
  const deliver = (event: TrainingEvent) => {
    delivered = Promise.all([delivered, onEvent(event)]);
    // A listener that throws fails the run below; until then its rejection is not "unhandled".
    delivered.catch(() => undefined);
  };
  const report = await service.train(options, deliver);
  await delivered;
  return report;
}
