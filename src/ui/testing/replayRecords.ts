import type { RunMember } from '../../run/runFile';

/** What JSON has as `null` was not finite. */
const orNan = (value: number | null) => value ?? Number.NaN;

export function recordOf({ history }: RunMember, epoch: number) {
  const record = history[epoch - 1];
  return record === undefined
    ? null
    : {
        epoch,
        trainLoss: orNan(record.trainLoss),
        trainAccuracy: orNan(record.trainAccuracy),
        valLoss: orNan(record.valLoss),
        valAccuracy: orNan(record.valAccuracy),
        learningRate: record.learningRate,
      };
}
