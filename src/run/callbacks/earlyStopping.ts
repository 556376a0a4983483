import type { StoppingState } from '../checkpoint/checkpoint';
import type { EpochRecord } from '../records';
import { checkEpochs, checkNotNegative, checkOption } from './checkOption';
import { checkMonitor, createImprovementRule, type Monitor, type MonitorOptions, readMonitor } from './monitor';

const NAME = 'EarlyStopping';

/** Names, meanings and defaults are Keras's. */
export interface EarlyStoppingOptions<Name extends string = Monitor> extends MonitorOptions<Name> {
  /** Epochs without improvement after which training stops. Default: 0. */
  readonly patience?: number;
  /** How many of the first epochs are not watched. Default: 0. */
  readonly startFromEpoch?: number;
  /** Only improvements on this too start the patience anew. Default: none. */
  readonly baseline?: number;
  /** Whether the weights of the best epoch are those that training ends with, stopped or not. Default: false. */
  readonly restoreBestWeights?: boolean;
}

const DEFAULTS = {
  monitor: 'val_loss',
  mode: 'auto',
  minDelta: 0,
  patience: 0,
  startFromEpoch: 0,
  restoreBestWeights: false,
} as const satisfies EarlyStoppingOptions;

export interface EarlyStoppingDecision {
  readonly action: 'continue' | 'stop';
  /** This epoch is the best so far: its weights are those to restore, until a better one comes. */
  readonly isBest: boolean;
}

/** One member's, for a training that ends when it says so. */
export interface EarlyStopping {
  onEpochEnd(record: EpochRecord): EarlyStoppingDecision;
  /** The epoch, from 1, whose weights the member gets when training ends; none without `restoreBestWeights`. */
  readonly epochToRestore: number | undefined;
  /** What it has seen: one made with a copy of this decides as this one would. */
  readonly state: Readonly<StoppingState>;
}

/**
 * @param seen what an earlier one had seen; by default nothing.
 * @throws WeftError `bad-option`, naming the option, its value and what is allowed.
 */
export function createEarlyStopping(
  options: EarlyStoppingOptions = {},
  seen: Readonly<StoppingState> = { wait: 0 },
): EarlyStopping {
  const { monitor, restoreBestWeights } = { ...DEFAULTS, ...options };
  checkMonitor(NAME, monitor);
  const state = { ...seen };
  const decide = createStoppingRule(options, state);
  return {
    onEpochEnd: (record) => {
      const decision = decide(readMonitor(record, monitor), record.epoch);
      if (decision.isBest) {
        state.bestEpoch = record.epoch;
      }
      return decision;
    },
    get epochToRestore() {
      return restoreBestWeights ? state.bestEpoch : undefined;
    },
    state,
  };
}

/** From the watched value after an epoch, counted from 1, what to do. */
export type StoppingRule = (value: number, epoch: number) => EarlyStoppingDecision;

/**
 * The rule of Keras 3.15.1 (`EarlyStopping.on_epoch_end`), for a value under any name. Every watched epoch adds to the
 * wait, and an improvement, also on the baseline where there is one, sets it to zero. An epoch that improves never
 * stops training, nor does the first.
 * @param state what it has seen, kept up to date.
 */
export function createStoppingRule(
  options: EarlyStoppingOptions<string> = {},
  state: StoppingState = { wait: 0 },
): StoppingRule {
  const checked = { ...DEFAULTS, ...options };
  const { patience, startFromEpoch, minDelta, baseline } = checked;
  const given = (option: string, value: unknown) => ({ callback: NAME, option, value });
  checkEpochs(given('patience', patience));
  checkNotNegative(given('minDelta', minDelta));
  checkEpochs(given('startFromEpoch', startFromEpoch));
  checkOption(
    given('baseline', baseline),
    baseline === undefined || Number.isFinite(baseline),
    'a number, or left out',
  );
  const isImprovement = createImprovementRule(NAME, checked);
  return (value, epoch) => {
    if (epoch <= startFromEpoch) {
      return { action: 'continue', isBest: false };
    }
    state.wait++;
    if (isImprovement(value, state.best)) {
      state.best = value;
      if (isImprovement(value, baseline)) {
        state.wait = 0;
      }
      return { action: 'continue', isBest: true };
    }
    return { action: state.wait >= patience && epoch > 1 ? 'stop' : 'continue', isBest: false };
  };
}
