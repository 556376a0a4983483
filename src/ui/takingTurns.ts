import type { BenchService } from '../bench/events';
import { createOccupy } from '../training/service/occupation';
import type { TrainerService } from '../training/service/trainerService';

/** The trainer and the bench, of which one works at a time: each would only slow down what the other measures. */
export function takingTurns(
  trainer: TrainerService,
  bench: BenchService,
): { readonly trainer: TrainerService; readonly bench: BenchService } {
  const occupy = createOccupy();
  return {
    trainer: {
      ...trainer,
      train: (...given) => occupy('run', () => trainer.train(...given)),
      proveTraining: () => occupy('run', () => trainer.proveTraining()),
    },
    bench: { ...bench, bench: (...given) => occupy('bench', () => bench.bench(...given)) },
  };
}
