import type { Member } from '../members';
import type { EpochRecord } from '../records';

/** What a user's own function is told after each epoch. */
export interface EpochEndContext {
  /** From 1. */
  readonly epoch: number;
  /** The members that trained in this epoch; none under `model.fit`, whose network is nobody's member. */
  readonly members: readonly Member[];
  /** Their figures, in the same order; under `model.fit` those of its one network. */
  readonly records: readonly EpochRecord[];
}

/** A user's own function on the end of each epoch; training goes on when what it returns has resolved. */
export type EpochEndCallback = (context: EpochEndContext) => void | Promise<void>;
