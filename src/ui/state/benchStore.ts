import { type ReadonlySignal, signal } from '@preact/signals';
import { BENCH_DEFAULTS, type BenchOptions } from '../../bench/benchOptions';
import type { BenchReport } from '../../bench/benchReport';
import type { BenchEvent, BenchService } from '../../bench/events';
import { messageOf, WeftError } from '../../errors';
import { type BenchView, beginBench, endBench, failBench, IDLE_BENCH, reduceBench } from './benchView';

/** The Kernels view's state: what is chosen, and the bench at hand. */
export interface BenchStore {
  readonly options: ReadonlySignal<BenchOptions>;
  readonly view: ReadonlySignal<BenchView>;
  choose(options: BenchOptions): void;
  /** One bench at a time; resolves and rejects as the bench does, and the page shows it either way. */
  run(options: BenchOptions, onEvent?: (event: BenchEvent) => void): Promise<BenchReport>;
  stop(): Promise<void>;
}

export function createBenchStore(service: BenchService, initial: BenchOptions = BENCH_DEFAULTS): BenchStore {
  const options = signal(initial);
  const view = signal<BenchView>(IDLE_BENCH);
  return {
    options,
    view,
    choose: (chosen) => {
      options.value = chosen;
    },
    run: async (chosen, onEvent) => {
      if (view.value.status === 'running') {
        throw new WeftError('run-failed', 'The bench is measuring already; stop it before starting another.');
      }
      options.value = chosen;
      view.value = beginBench(chosen);
      try {
        const report = await service.bench(chosen, (event) => {
          view.value = reduceBench(view.value, event);
          onEvent?.(event);
        });
        view.value = endBench(view.value, report);
        return report;
      } catch (error) {
        view.value = failBench(view.value, messageOf(error));
        throw error;
      }
    },
    stop: async () => {
      if (view.value.status === 'running') {
        view.value = { ...view.value, isStopping: true };
        await service.stopBench();
      }
    },
  };
}
