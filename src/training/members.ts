import type { Member } from './events';
import type { TrainOptions } from './options';

/** The members of a run: for each normalization every seed, for each seed every learning rate. */
export function expandMembers({ normalizations, learningRates, seeds, firstSeed }: TrainOptions): Member[] {
  const seedNumbers = Array.from({ length: seeds }, (_, i) => firstSeed + i);
  return normalizations
    .flatMap((normalization) =>
      seedNumbers.flatMap((seed) => learningRates.map((learningRate) => ({ normalization, seed, learningRate }))),
    )
    .map((member, index) => ({ index, ...member }));
}

/** The seeds of a run, each once, and which of them each member has. */
export function groupBySeed(members: readonly Member[]): {
  readonly seeds: readonly number[];
  /** [members], indices into `seeds`. */
  readonly seedOfMember: Uint32Array<ArrayBuffer>;
} {
  const seeds = [...new Set(members.map(({ seed }) => seed))];
  return { seeds, seedOfMember: Uint32Array.from(members, ({ seed }) => seeds.indexOf(seed)) };
}
