import type { TrainingEvent } from '../../run/events';
import { parseTrainOptions } from '../../run/options';
import type { RunFile } from '../../run/runFile';
import { SAMPLE_ADAPTER } from '../../testing/sampleAdapter';
import type { KeepCheckpoint, KeepingOptions } from '../../training/keeping';
import type { TrainerService } from '../../training/service/trainerService';

/** A trainer whose run goes as the test says. */
export interface ScriptedService extends TrainerService {
  /** Every call but `train`, in order. */
  readonly calls: string[];
  /** How the last run was asked to be kept, and from where it goes on. */
  readonly keeping: { readonly keep?: KeepCheckpoint | undefined; readonly options?: KeepingOptions | undefined };
  emit(event: TrainingEvent): void;
  finish(file: RunFile): void;
  fail(error: unknown): void;
}

export function createScriptedService(changes: Partial<TrainerService> = {}): ScriptedService {
  const calls: string[] = [];
  let listener: ((event: TrainingEvent) => void) | undefined;
  let finish: (file: RunFile) => void = () => undefined;
  let fail: (error: unknown) => void = () => undefined;
  let keeping: ScriptedService['keeping'] = {};
  const record = (call: string) => async () => {
    calls.push(call);
  };
  return {
    calls,
    describeAdapter: async () => SAMPLE_ADAPTER,
    resolveOptions: async (raw) => parseTrainOptions(raw, SAMPLE_ADAPTER),
    get keeping() {
      return keeping;
    },
    train: (_options, onEvent, keep, options) => {
      listener = onEvent;
      keeping = { keep, options };
      return new Promise((resolve, reject) => {
        finish = resolve;
        fail = reject;
      });
    },
    proveTraining: () => Promise.reject(new Error('Not scripted.')),
    pause: record('pause'),
    resume: record('resume'),
    stop: record('stop'),
    emit: (event) => listener?.(event),
    finish: (file) => finish(file),
    fail: (error) => fail(error),
    ...changes,
  };
}
