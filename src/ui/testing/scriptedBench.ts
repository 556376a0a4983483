import type { BenchFile } from '../../bench/benchFile';
import type { BenchOptions } from '../../bench/benchOptions';
import type { BenchEvent, BenchService } from '../../bench/events';

/** A bench that goes as the test says. */
export interface ScriptedBench extends BenchService {
  /** What was asked of it, in order. */
  readonly calls: (BenchOptions | 'stop')[];
  emit(event: BenchEvent): void;
  finish(file: BenchFile): void;
  fail(error: unknown): void;
}

export function createScriptedBench(): ScriptedBench {
  const calls: (BenchOptions | 'stop')[] = [];
  let listener: ((event: BenchEvent) => void) | undefined;
  let finish: (file: BenchFile) => void = () => undefined;
  let fail: (error: unknown) => void = () => undefined;
  return {
    calls,
    bench: (options, onEvent) => {
      calls.push(options);
      listener = onEvent;
      return new Promise((resolve, reject) => {
        finish = resolve;
        fail = reject;
      });
    },
    stopBench: async () => {
      calls.push('stop');
    },
    emit: (event) => listener?.(event),
    finish: (file) => finish(file),
    fail: (error) => fail(error),
  };
}
