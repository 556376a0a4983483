import { VALIDATION_EXAMPLES } from '../data/dataset';
import { countedFigure } from './figures';
import { CLASSES, GUESSING_LOSS } from './network';
import type { RunMember, RunRecord } from './runFile';

/** What training made of a member, told by its figures and not by how it ended. */
export type Outcome =
  /** No epoch was completed. */
  | 'untrained'
  /** A loss that is not finite ended it; where its best weights were restored, it was tested with these. */
  | 'diverged'
  /** In the end its loss is above `BLOWN_UP_LOSS`, or not finite in the test. */
  | 'blew-up'
  /** In the end its accuracy is within what chance allows. */
  | 'no-better-than-guessing'
  | 'learned';

/** How a member ended: as its status says, unless it came to an end that its figures tell to be none. */
export type Ending = RunMember['status'] | 'blew-up' | 'no-better-than-guessing';

/** In the order in which they are told. */
export const ENDINGS = [
  'finished',
  'stopped-early',
  'blew-up',
  'no-better-than-guessing',
  'diverged',
  'stopped',
] as const satisfies readonly Ending[];

/** One that was stopped by hand had not come to its end: its figures do not tell what it would have come to. */
export function endingOf(member: Pick<RunMember, 'status' | 'history' | 'test'>): Ending {
  const outcome = outcomeOf(member);
  const hasFailed = outcome === 'blew-up' || outcome === 'no-better-than-guessing';
  return hasFailed && member.status !== 'stopped' ? outcome : member.status;
}

/** Ten times the loss of a network that knows nothing, in nats: its answers are surer of wrong classes than of any. */
export const BLOWN_UP_LOSS = 10 * GUESSING_LOSS;

/** z of a one-sided 95 % interval. */
const Z = 1.6449;

/**
 * The accuracy that guessing reaches or stays below in 95 of 100 tests: p + z·√(p·(1 − p)/n) with p = 1/classes, the
 * normal approximation of a binomial share.
 * @param examples that were tested
 */
export function guessingAccuracy(examples: number): number {
  const p = 1 / CLASSES;
  return p + Z * Math.sqrt((p * (1 - p)) / examples);
}

/** Figures of one pass over `examples` examples. */
export interface PassFigures {
  /** `null`, or not a finite number, where it was not finite. */
  readonly loss: number | null;
  readonly accuracy: number | null;
  readonly examples: number;
}

export function judgeFigures({ loss, accuracy, examples }: PassFigures): Outcome {
  const counted = countedFigure(loss);
  if (counted === undefined || counted > BLOWN_UP_LOSS) {
    return 'blew-up';
  }
  return (countedFigure(accuracy) ?? 0) <= guessingAccuracy(examples) ? 'no-better-than-guessing' : 'learned';
}

/** By its test where it has one, and otherwise by its last validation. */
export function outcomeOf({ status, history, test }: Pick<RunMember, 'status' | 'history' | 'test'>): Outcome {
  if (status === 'diverged') {
    return 'diverged';
  }
  if (test !== null) {
    return judgeTest(test);
  }
  const last = history.at(-1);
  return last === undefined ? 'untrained' : judgeRecord(last);
}

export function judgeTest({ loss, accuracy, confusion }: NonNullable<RunMember['test']>): Outcome {
  return judgeFigures({ loss, accuracy, examples: confusion.flat().reduce((sum, count) => sum + count, 0) });
}

/** By the validation of an epoch. */
export function judgeRecord({ valLoss, valAccuracy }: Pick<RunRecord, 'valLoss' | 'valAccuracy'>): Outcome {
  return judgeFigures({ loss: valLoss, accuracy: valAccuracy, examples: VALIDATION_EXAMPLES });
}
