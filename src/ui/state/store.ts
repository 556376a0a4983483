import { computed, effect, type ReadonlySignal, signal } from '@preact/signals';
import { asWeftError, WeftError } from '../../errors';
import type { AdapterInfo } from '../../gpu/adapter';
import { EventLog } from '../../run/diagnostic/eventLog';
import type { TrainingEvent } from '../../run/events';
import { formatTrainOptions, type OptionKey, parseTrainOptions, type TrainOptions } from '../../run/options';
import type { RunFile } from '../../run/runFile';
import type { KeepCheckpoint, KeepingOptions } from '../../training/keeping';
import type { TrainerService } from '../../training/service/trainerService';
import { type CheckedForm, checkForm, editField, type FormTexts, textsOf } from './form';
import { formatQuery, readQuery } from './query';
import type { KnownSpeeds } from './runPlan';
import { beginRun, endRun, failRun, IDLE_RUN, isUnderWay, type RunView, reduceTraining } from './runView';
import { viewOf } from './shownRun';

/** What there is to train on. */
export type Environment =
  | { readonly kind: 'connecting' }
  | { readonly kind: 'ready'; readonly adapter: AdapterInfo }
  /** No WebGPU, or no adapter: nothing on the page could work. */
  | { readonly kind: 'unsupported'; readonly error: WeftError }
  | { readonly kind: 'broken'; readonly error: WeftError };

/** The page's address, as far as the options need it. */
export interface PageAddress {
  readSearch(): string;
  replaceSearch(search: string): void;
}

export interface StoreOptions {
  readonly service: TrainerService;
  readonly address: PageAddress;
  readonly hasWebGpu: boolean;
}

export interface Store {
  readonly environment: ReadonlySignal<Environment>;
  /** Undefined until the adapter, and with it the default preset, is known. */
  readonly form: ReadonlySignal<FormTexts | undefined>;
  readonly checked: ReadonlySignal<CheckedForm | undefined>;
  /** The last options that could be used: what the table and charts make room for. */
  readonly planned: ReadonlySignal<TrainOptions | undefined>;
  /** Why the address's options could not be used. */
  readonly addressError: ReadonlySignal<WeftError | undefined>;
  /** A control that could not be obeyed: pause, resume or stop. */
  readonly controlError: ReadonlySignal<WeftError | undefined>;
  readonly run: ReadonlySignal<RunView>;
  /** What the runs of this page have told of how fast it trains. */
  readonly speeds: ReadonlySignal<KnownSpeeds>;
  /** The last of what happened on this page, for the report of a failure. */
  readonly log: EventLog;
  /** Finds the adapter; every call answers with the same. */
  connect(): Promise<AdapterInfo>;
  edit(key: OptionKey, text: string): void;
  /** One run at a time; resolves and rejects as the trainer does, and the page shows it either way. */
  train(
    options: TrainOptions,
    onEvent?: (event: TrainingEvent) => void,
    keep?: KeepCheckpoint,
    keeping?: KeepingOptions,
  ): Promise<RunFile>;
  /** Shows a run that was made before, with its options in the form; not while one is under way. */
  show(file: RunFile): void;
  pause(): Promise<void>;
  resume(): Promise<void>;
  stop(): Promise<void>;
}

export function createStore({ service, address, hasWebGpu }: StoreOptions): Store {
  const environment = signal<Environment>({ kind: 'connecting' });
  const form = signal<FormTexts | undefined>(undefined);
  const addressError = signal<WeftError | undefined>(undefined);
  const controlError = signal<WeftError | undefined>(undefined);
  const run = signal<RunView>(IDLE_RUN);
  const speeds = signal<KnownSpeeds>({});
  const log = new EventLog();
  const checked = computed(() => (form.value === undefined ? undefined : checkForm(form.value)));

  const planned = signal<TrainOptions | undefined>(undefined);
  effect(() => {
    planned.value = checked.value?.options ?? planned.peek();
  });

  const findAdapter = async (): Promise<AdapterInfo> => {
    try {
      if (!hasWebGpu) {
        throw new WeftError('no-webgpu', 'This browser offers no WebGPU to this page (navigator.gpu is missing).');
      }
      const adapter = await service.describeAdapter();
      form.value = textsOf(readOptions(adapter));
      environment.value = { kind: 'ready', adapter };
      return adapter;
    } catch (thrown) {
      const error = asWeftError(thrown);
      const isUnsupported = error.code === 'no-webgpu' || error.code === 'no-adapter';
      environment.value = { kind: isUnsupported ? 'unsupported' : 'broken', error };
      throw error;
    }
  };

  const readOptions = (adapter: AdapterInfo): TrainOptions => {
    try {
      return parseTrainOptions(readQuery(address.readSearch()), adapter);
    } catch (error) {
      addressError.value = asWeftError(error);
      return parseTrainOptions({}, adapter);
    }
  };

  const showInAddress = (options: TrainOptions) => {
    address.replaceSearch(formatQuery(formatTrainOptions(options)));
  };

  let connection: Promise<AdapterInfo> | undefined;

  /** Asks the trainer for what a button says; the button waits until it has happened. */
  const ask = async (asked: 'pause' | 'resume' | 'stop'): Promise<void> => {
    if (!isUnderWay(run.value)) {
      return;
    }
    controlError.value = undefined;
    run.value = { ...run.value, asked };
    log.add(asked);
    try {
      await service[asked]();
    } catch (thrown) {
      const error = asWeftError(thrown);
      if (error.facts?.about === 'trainer-ended') {
        // By a second Stop, of which the run itself tells.
        return;
      }
      controlError.value = error;
      run.value = { ...run.value, asked: undefined };
      throw error;
    }
  };

  return {
    environment,
    form,
    checked,
    planned,
    addressError,
    controlError,
    run,
    speeds,
    log,
    connect: () => {
      connection ??= findAdapter();
      return connection;
    },
    edit: (key, text) => {
      if (form.value === undefined) {
        return;
      }
      form.value = editField(form.value, key, text);
      const options = checked.value?.options;
      if (options !== undefined) {
        addressError.value = undefined;
        showInAddress(options);
      }
    },
    train: async (options, onEvent, keep, keeping) => {
      if (isUnderWay(run.value)) {
        throw new WeftError('run-failed', 'A run is under way; stop it before starting another.', {
          facts: { about: 'run-under-way' },
        });
      }
      run.value = beginRun(options);
      log.add('train', formatTrainOptions(options));
      controlError.value = undefined;
      addressError.value = undefined;
      form.value = textsOf(options);
      showInAddress(options);
      try {
        const tell = (event: TrainingEvent) => {
          run.value = reduceTraining(run.value, event);
          log.hear(event);
          onEvent?.(event);
        };
        const file = await (keep === undefined
          ? service.train(options, tell)
          : service.train(options, tell, keep, keeping));
        run.value = endRun(run.value, file);
        log.add('ended', { status: file.status });
        const { imagesPerSecond } = file.throughput;
        if (imagesPerSecond > 0) {
          speeds.value = { ...speeds.peek(), [options.kernels]: imagesPerSecond };
        }
        return file;
      } catch (error) {
        const failure = asWeftError(error);
        run.value = failRun(run.value, failure);
        log.add('failed', { code: failure.code, message: failure.message });
        throw error;
      }
    },
    show: (file) => {
      if (!isUnderWay(run.value)) {
        run.value = viewOf(file);
        controlError.value = undefined;
        addressError.value = undefined;
        form.value = textsOf(file.config);
        showInAddress(file.config);
      }
    },
    pause: () => ask('pause'),
    resume: () => ask('resume'),
    stop: () => ask('stop'),
  };
}
