import type { PlateauState } from '../checkpoint/checkpoint';
import type { EpochRecord } from '../records';
import { checkEpochs, checkNotNegative, checkOption } from './checkOption';
import { checkMonitor, createImprovementRule, type Monitor, type MonitorOptions, readMonitor } from './monitor';

const NAME = 'ReduceLROnPlateau';

/** Names, meanings and defaults are Keras's. */
export interface ReduceLrOnPlateauOptions<Name extends string = Monitor> extends MonitorOptions<Name> {
  /** What the learning rate is multiplied with, between 0 and 1. Default: 0.1. */
  readonly factor?: number;
  /** Epochs without improvement after which the rate is reduced. Default: 10. */
  readonly patience?: number;
  /** Epochs after a reduction in which none without improvement is counted. Default: 0. */
  readonly cooldown?: number;
  /** The rate is never reduced below this. Default: 0. */
  readonly minLr?: number;
}

const DEFAULTS = {
  monitor: 'val_loss',
  mode: 'auto',
  minDelta: 1e-4,
  factor: 0.1,
  patience: 10,
  cooldown: 0,
  minLr: 0,
} as const satisfies ReduceLrOnPlateauOptions;

/** One member's. */
export interface ReduceLrOnPlateau {
  /** @returns the learning rate for the next epoch, given that of this one. */
  onEpochEnd(record: EpochRecord, learningRate: number): number;
  /** What it has seen: one made with a copy of this decides as this one would. */
  readonly state: Readonly<PlateauState>;
}

/**
 * @param seen what an earlier one had seen; by default nothing.
 * @throws WeftError `bad-option`, naming the option, its value and what is allowed.
 */
export function createReduceLrOnPlateau(
  options: ReduceLrOnPlateauOptions = {},
  seen: Readonly<PlateauState> = NOTHING_SEEN,
): ReduceLrOnPlateau {
  const { monitor } = { ...DEFAULTS, ...options };
  checkMonitor(NAME, monitor);
  const state = { ...seen };
  const nextRate = createPlateauRule(options, state);
  return { onEpochEnd: (record, learningRate) => nextRate(readMonitor(record, monitor), learningRate), state };
}

const NOTHING_SEEN: Readonly<PlateauState> = { wait: 0, cooldownLeft: 0 };

/** From the watched value after an epoch, and the learning rate, the rate for the next epoch. */
export type PlateauRule = (value: number, learningRate: number) => number;

/**
 * The rule of Keras 3.15.1 (`ReduceLROnPlateau.on_epoch_end`), for a value under any name. In the cooldown the epoch is
 * counted down first and the wait is zero; an improvement also sets the wait to zero; else, out of the cooldown, the
 * wait grows, and at `patience` the rate is reduced, if it is above `minLr` as a float32, the precision it is used in.
 * @param state what it has seen, kept up to date.
 */
export function createPlateauRule(
  options: ReduceLrOnPlateauOptions<string> = {},
  state: PlateauState = { ...NOTHING_SEEN },
): PlateauRule {
  const checked = { ...DEFAULTS, ...options };
  const { factor, patience, cooldown, minLr, minDelta } = checked;
  const given = (option: string, value: unknown) => ({ callback: NAME, option, value });
  checkOption(given('factor', factor), factor > 0 && factor < 1, 'a number above 0 and below 1');
  checkEpochs(given('patience', patience));
  checkNotNegative(given('minDelta', minDelta));
  checkEpochs(given('cooldown', cooldown));
  checkNotNegative(given('minLr', minLr));
  const isImprovement = createImprovementRule(NAME, checked);
  return (value, learningRate) => {
    if (state.cooldownLeft > 0) {
      state.cooldownLeft--;
      state.wait = 0;
    }
    if (isImprovement(value, state.best)) {
      state.best = value;
      state.wait = 0;
      return learningRate;
    }
    if (state.cooldownLeft > 0) {
      return learningRate;
    }
    state.wait++;
    if (state.wait < patience || Math.fround(learningRate) <= Math.fround(minLr)) {
      return learningRate;
    }
    state.cooldownLeft = cooldown;
    state.wait = 0;
    return Math.max(learningRate * factor, minLr);
  };
}
