import type { Normalization } from '../data/normalization';
import type { CallbackUse, TrainOptions } from './options';

/** One network of the population. */
export interface Member {
  /** Its place in the population, from 0. */
  readonly index: number;
  readonly normalization: Normalization;
  readonly seed: number;
  /** That of its first epoch. */
  readonly learningRate: number;
  /** Whether it has the callback, with the run's options. */
  readonly reduceLrOnPlateau: boolean;
  readonly earlyStopping: boolean;
}

export type MemberStatus = 'training' | 'finished' | 'stopped-early' | 'diverged';

/**
 * The members of a run: for each normalization every seed, for each seed every learning rate, for each of these
 * without and with the callbacks that are compared.
 */
export function expandMembers(options: TrainOptions): Member[] {
  const { normalizations, learningRates, seeds, firstSeed } = options;
  const seedNumbers = Array.from({ length: seeds }, (_, i) => firstSeed + i);
  return normalizations
    .flatMap((normalization) =>
      seedNumbers.flatMap((seed) =>
        learningRates.flatMap((learningRate) =>
          USES[options.reduceLrOnPlateau].flatMap((reduceLrOnPlateau) =>
            USES[options.earlyStopping].map((earlyStopping) => ({
              normalization,
              seed,
              learningRate,
              reduceLrOnPlateau,
              earlyStopping,
            })),
          ),
        ),
      ),
    )
    .map((member, index) => ({ index, ...member }));
}

/** As many as `expandMembers` gives. */
export function countMembers(
  options: Pick<TrainOptions, 'normalizations' | 'seeds' | 'learningRates' | 'reduceLrOnPlateau' | 'earlyStopping'>,
): number {
  const { normalizations, seeds, learningRates, reduceLrOnPlateau, earlyStopping } = options;
  return (
    normalizations.length * seeds * learningRates.length * USES[reduceLrOnPlateau].length * USES[earlyStopping].length
  );
}

const USES: Readonly<Record<CallbackUse, readonly boolean[]>> = { off: [false], on: [true], compare: [false, true] };

/** The seeds of a run, each once, and which of them each member has. */
export function groupBySeed(members: readonly Member[]): {
  readonly seeds: readonly number[];
  /** [members], indices into `seeds`. */
  readonly seedOfMember: Uint32Array<ArrayBuffer>;
} {
  const seeds = [...new Set(members.map(({ seed }) => seed))];
  return { seeds, seedOfMember: Uint32Array.from(members, ({ seed }) => seeds.indexOf(seed)) };
}
