import { isFigure } from '../run/curves';
import type { RunFile } from '../run/runFile';
import type { Words } from './index';

/** What a run had of the epoch that it was stopped in; `undefined` where it ended with a whole one. */
export function sayUnfinished({ unfinished }: Pick<RunFile, 'unfinished'>, words: Words): string | undefined {
  if (unfinished === undefined) {
    return undefined;
  }
  const { epoch, steps, stepsPerEpoch, members } = unfinished;
  const accuracies = members.map((member) => member?.trainAccuracy).filter(isFigure);
  return words.leftEpoch(epoch, steps, stepsPerEpoch, accuracies);
}
