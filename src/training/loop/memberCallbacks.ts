import { createMemberRules, type MemberRules } from '../../run/callbacks/memberRules';
import type { MemberState as SavedState } from '../../run/checkpoint/checkpoint';
import type { TrainingEvent } from '../../run/events';
import type { TrainOptions } from '../../run/options';
import type { EpochRecord } from '../../run/records';
import type { Trainee } from './trainee';

interface MemberState extends MemberRules {
  learningRate: number;
}

/** The callbacks of a run's members: each decides for its member alone, and this carries it out on the trainee. */
export class MemberCallbacks {
  readonly #trainee: Pick<Trainee, 'setLearningRates' | 'saveWeights' | 'restoreWeights'>;
  readonly #emit: (event: TrainingEvent) => void;
  readonly #restoresBest: boolean;
  readonly #states: readonly MemberState[];

  /**
   * @param saved [members] what `states` was when the run was interrupted; without it nothing has been seen.
   * @throws WeftError `bad-option` for options that a callback refuses.
   */
  constructor(
    trainee: Pick<Trainee, 'members' | 'setLearningRates' | 'saveWeights' | 'restoreWeights'>,
    options: TrainOptions,
    emit: (event: TrainingEvent) => void,
    saved: readonly SavedState[] = [],
  ) {
    this.#trainee = trainee;
    this.#emit = emit;
    this.#restoresBest = options.restoreBestWeights === 'on';
    this.#states = trainee.members.map((member, index) => ({
      ...createMemberRules(member, options, saved[index]),
      learningRate: saved[index]?.learningRate ?? member.learningRate,
    }));
  }

  /** What each member trains the next epoch with. */
  get learningRates(): readonly number[] {
    return this.#states.map(({ learningRate }) => learningRate);
  }

  /** [members], what the callbacks have seen and decided. */
  get states(): readonly Pick<SavedState, 'learningRate' | 'plateau' | 'stopping'>[] {
    return this.#states.map(({ learningRate, plateau, stopping }) => ({
      learningRate,
      ...(plateau === undefined ? {} : { plateau: { ...plateau.state } }),
      ...(stopping === undefined ? {} : { stopping: { ...stopping.state } }),
    }));
  }

  /** [members], who has weights kept to be restored. */
  get hasBest(): readonly boolean[] {
    return this.#states.map(({ stopping }) => stopping?.epochToRestore !== undefined);
  }

  /**
   * Shows each member's callbacks its epoch, ReduceLROnPlateau first, and does what they decide: learning rates for the
   * epoch to come, and copies of the weights that are the best so far.
   * @param records [members]; `null` for members that do not train on.
   * @param options.isLast no epoch comes after this one, so that there is no rate to reduce and nothing to stop.
   * @returns [members], who stops.
   */
  endEpoch(records: readonly (EpochRecord | null)[], { isLast }: { readonly isLast: boolean }): readonly boolean[] {
    const best = records.map(() => false);
    const stops = records.map(() => false);
    const events: TrainingEvent[] = [];
    let isReduced = false;
    for (const [member, state] of this.#states.entries()) {
      const record = records[member] ?? null;
      if (record === null) {
        continue;
      }
      const { epoch } = record;
      const nextRate = state.plateau?.onEpochEnd(record, state.learningRate) ?? state.learningRate;
      const stopping = state.stopping?.onEpochEnd(record);
      best[member] = this.#restoresBest && stopping?.isBest === true;
      if (isLast) {
        continue;
      }
      if (stopping?.action === 'stop') {
        stops[member] = true;
        events.push({ type: 'memberStopped', member, epoch, restoredEpoch: state.stopping?.epochToRestore ?? epoch });
      } else if (nextRate !== state.learningRate) {
        state.learningRate = nextRate;
        isReduced = true;
        events.push({ type: 'learningRateReduced', member, epoch, learningRate: nextRate });
      }
    }
    if (isReduced) {
      this.#trainee.setLearningRates(this.learningRates);
    }
    if (best.includes(true)) {
      this.#trainee.saveWeights(best);
    }
    events.forEach(this.#emit);
    return stops;
  }

  /**
   * Gives members the weights of their best epoch, whether they stopped or not, as Keras does when training ends.
   * @param members [members], who may be given them.
   * @returns [members], the epoch whose weights were restored; `null` where the last ones stay.
   */
  restoreBest(members: readonly boolean[]): readonly (number | null)[] {
    const epochs = this.#states.map(
      ({ stopping }, index) => (members[index] ? stopping?.epochToRestore : null) ?? null,
    );
    const flags = epochs.map((epoch) => epoch !== null);
    if (flags.includes(true)) {
      this.#trainee.restoreWeights(flags);
    }
    return epochs;
  }
}
