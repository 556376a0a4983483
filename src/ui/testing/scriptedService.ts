import type { TrainingEvent } from '../../run/events';
import { parseTrainOptions } from '../../run/options';
import type { RunFile } from '../../run/runFile';
import { SAMPLE_ADAPTER } from '../../testing/sampleAdapter';
import type { TrainerService } from '../../training/service/trainerService';

/** A trainer whose run goes as the test says. */
export interface ScriptedService extends TrainerService {
  /** Every call but `train`, in order. */
  readonly calls: string[];
  emit(event: TrainingEvent): void;
  finish(file: RunFile): void;
  fail(error: unknown): void;
}

export function createScriptedService(changes: Partial<TrainerService> = {}): ScriptedService {
  const calls: string[] = [];
  let listener: ((event: TrainingEvent) => void) | undefined;
  let finish: (file: RunFile) => void = () => undefined;
  let fail: (error: unknown) => void = () => undefined;
  const record = (call: string) => async () => {
    calls.push(call);
  };
  return {
    calls,
    describeAdapter: async () => SAMPLE_ADAPTER,
    resolveOptions: async (raw) => parseTrainOptions(raw, SAMPLE_ADAPTER),
    train: (_options, onEvent) => {
      listener = onEvent;
      return new Promise((resolve, reject) => {
        finish = resolve;
        fail = reject;
      });
    },
    pause: record('pause'),
    resume: record('resume'),
    stop: record('stop'),
    emit: (event) => listener?.(event),
    finish: (file) => finish(file),
    fail: (error) => fail(error),
    ...changes,
  };
}
