import type { EpochRecord } from '../records';
import { checkOption } from './checkOption';

/** What the trainer measures after each epoch, under Keras's names; Keras has none for examples held out of training. */
export const MONITORS = ['val_loss', 'val_accuracy', 'loss', 'accuracy', 'held_out_loss', 'held_out_accuracy'] as const;
export type Monitor = (typeof MONITORS)[number];

/** Only measured where examples are held out. */
export const HELD_OUT_MONITORS: readonly Monitor[] = ['held_out_loss', 'held_out_accuracy'];

export const MONITOR_MODES = ['auto', 'min', 'max'] as const;
export type MonitorMode = (typeof MONITOR_MODES)[number];

const RECORD_FIELDS = {
  val_loss: 'valLoss',
  val_accuracy: 'valAccuracy',
  loss: 'trainLoss',
  accuracy: 'trainAccuracy',
  held_out_loss: 'heldOutLoss',
  held_out_accuracy: 'heldOutAccuracy',
} as const satisfies Record<Monitor, keyof EpochRecord>;

/** NaN where it was not measured. */
export function readMonitor(record: EpochRecord, monitor: Monitor): number {
  return record[RECORD_FIELDS[monitor]] ?? Number.NaN;
}

/** @throws WeftError `bad-option` for a quantity that the trainer does not measure. */
export function checkMonitor(callback: string, monitor: string): void {
  const isKnown = (MONITORS as readonly string[]).includes(monitor);
  checkOption({ callback, option: 'monitor', value: monitor }, isKnown, `one of ${MONITORS.join(', ')}`);
}

export interface MonitorOptions<Name extends string = Monitor> {
  /** What is watched. Default: `val_loss`. */
  readonly monitor?: Name;
  /**
   * Whether less or more of it is better. Default: `auto`: less for what ends in `loss`, more for what ends in the word
   * `acc` or `accuracy`; any other name needs `min` or `max`.
   */
  readonly mode?: MonitorMode;
  /** A change of at most this does not count as an improvement. Default: 0; 1e-4 for ReduceLROnPlateau. */
  readonly minDelta?: number;
}

/** Whether a value is an improvement on a reference; on none, any is. */
export type ImprovementRule = (value: number, reference: number | undefined) => boolean;

/**
 * Keras's rule (3.15.1, `MonitorCallback._is_improvement`): with less being better, value + minDelta < reference; with
 * more, value − minDelta > reference. Both sides are compared as float32, as Keras's backends do, so that a change of
 * exactly minDelta is none whatever its binary fractions. No comparison holds for NaN, and none on a reference of NaN.
 */
export function createImprovementRule(
  callback: string,
  { monitor, mode, minDelta }: Required<MonitorOptions<string>>,
): ImprovementRule {
  const direction = directionOf(callback, monitor, mode);
  return (value, reference) => {
    if (reference === undefined) {
      return true;
    }
    return direction === 'min'
      ? Math.fround(value + minDelta) < Math.fround(reference)
      : Math.fround(value - minDelta) > Math.fround(reference);
  };
}

/** `loss` at the very end, whatever comes before: `val_loss`, `val_acceleration_loss`, `reconstructionLoss`. */
const LOSS_NAME = /loss(?:_\d+)?$/i;
/** `acc` or `accuracy` as the last word: `val_acc`, `dense_1_acc`, `binaryAccuracy`; not `acceleration`. */
const ACCURACY_NAME = /(?:^|_|[a-z0-9](?=A))[Aa]cc(?:uracy)?(?:_\d+)?$/;

/**
 * Keras finds the direction of a metric by its class; here its name must do, as in tfjs. What a name ends in says what
 * it is, but for the number that Keras adds to a name given twice; a name that ends in neither word is refused, since
 * a wrong direction would stop a training that improves.
 */
function directionOf(callback: string, monitor: string, mode: MonitorMode): 'min' | 'max' {
  const isKnown = MONITOR_MODES.includes(mode);
  checkOption({ callback, option: 'mode', value: mode }, isKnown, `one of ${MONITOR_MODES.join(', ')}`);
  if (mode !== 'auto') {
    return mode;
  }
  const isLoss = LOSS_NAME.test(monitor);
  checkOption(
    { callback, option: 'mode', value: mode },
    isLoss || ACCURACY_NAME.test(monitor),
    `min or max for the monitor "${monitor}", which is neither a loss nor an accuracy by its name`,
  );
  return isLoss ? 'min' : 'max';
}
