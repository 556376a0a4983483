import { computed, type ReadonlySignal, signal } from '@preact/signals';
import type { BenchFile } from '../../bench/benchFile';
import { BENCH_DEFAULTS, type BenchOptions, formatBenchOptions, parseBenchOptions } from '../../bench/benchOptions';
import type { BenchEvent, BenchService } from '../../bench/events';
import { asWeftError, WeftError } from '../../errors';
import { EventLog } from '../../run/diagnostic/eventLog';
import { type BenchOptionName, type BenchTexts, benchTextsOf, type CheckedBench, checkBench } from './benchForm';
import { type BenchView, beginBench, endBench, failBench, IDLE_BENCH, reduceBench } from './benchView';
import { formatQuery, readQuery } from './query';
import type { PageAddress } from './store';

/** The Kernels view's state: what is chosen, and the bench at hand. */
export interface BenchStore {
  readonly texts: ReadonlySignal<BenchTexts>;
  readonly checked: ReadonlySignal<CheckedBench>;
  /** Why the address's options could not be used. */
  readonly addressError: ReadonlySignal<WeftError | undefined>;
  readonly view: ReadonlySignal<BenchView>;
  edit(name: BenchOptionName, text: string): void;
  /** One bench at a time; resolves and rejects as the bench does, and the page shows it either way. */
  run(options: BenchOptions, onEvent?: (event: BenchEvent) => void): Promise<BenchFile>;
  stop(): Promise<void>;
}

/** @param log is told what happens. */
export function createBenchStore(
  service: BenchService,
  address: PageAddress,
  log: EventLog = new EventLog(),
): BenchStore {
  const addressError = signal<WeftError | undefined>(undefined);
  const texts = signal(benchTextsOf(readOptions()));
  const checked = computed(() => checkBench(texts.value));
  const view = signal<BenchView>(IDLE_BENCH);

  function readOptions(): BenchOptions {
    try {
      return parseBenchOptions(readQuery(address.readSearch()));
    } catch (error) {
      addressError.value = asWeftError(error);
      return BENCH_DEFAULTS;
    }
  }
  function showInAddress(options: BenchOptions): void {
    addressError.value = undefined;
    address.replaceSearch(formatQuery(formatBenchOptions(options)));
  }

  return {
    texts,
    checked,
    addressError,
    view,
    edit: (name, text) => {
      texts.value = { ...texts.value, [name]: text };
      const { options } = checked.value;
      if (options !== undefined) {
        showInAddress(options);
      }
    },
    run: async (options, onEvent) => {
      if (view.value.status === 'running') {
        throw new WeftError('run-failed', 'The bench is measuring already; stop it before starting another.', {
          facts: { about: 'bench-under-way' },
        });
      }
      texts.value = benchTextsOf(options);
      showInAddress(options);
      view.value = beginBench(options);
      log.add('bench', formatBenchOptions(options));
      try {
        const file = await service.bench(options, (event) => {
          view.value = reduceBench(view.value, event);
          log.hear(event);
          onEvent?.(event);
        });
        view.value = endBench(view.value, file);
        return file;
      } catch (error) {
        view.value = failBench(view.value, asWeftError(error));
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
