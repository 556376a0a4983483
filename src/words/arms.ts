import type { Arm } from '../run/arms';
import type { TrainOptions } from '../run/options';
import type { Words } from './index';

/** What of a run's options decides what tells its arms apart. */
export type ArmConfig = Pick<TrainOptions, 'normalizations' | 'learningRates' | 'reduceLrOnPlateau' | 'earlyStopping'>;

const SEPARATOR = ' · ';

/** The normalization, and what else tells an arm from the run's others. */
function partsOf(arm: Arm, config: Omit<ArmConfig, 'normalizations'>, words: Words): readonly string[] {
  const rates = config.learningRates.length > 1 ? [words.numbers.learningRate(arm.learningRate)] : [];
  return [arm.normalization, ...rates, ...callbackParts(arm, config, words)];
}

function callbackParts(
  arm: Arm,
  { reduceLrOnPlateau, earlyStopping }: Pick<ArmConfig, 'reduceLrOnPlateau' | 'earlyStopping'>,
  words: Words,
): readonly string[] {
  return [
    ...(reduceLrOnPlateau === 'compare' ? [arm.reduceLrOnPlateau ? 'ReduceLROnPlateau' : words.constantRate] : []),
    ...(earlyStopping === 'compare' ? [arm.earlyStopping ? 'EarlyStopping' : words.allEpochs] : []),
  ];
}

/** "standardize · 0.001 · ReduceLROnPlateau" */
export function armLabel(arm: Arm, config: Omit<ArmConfig, 'normalizations'>, words: Words): string {
  return partsOf(arm, config, words).join(SEPARATOR);
}

/** The label up to the callbacks: "standardize · 0.001". */
export function armName(arm: Arm, { learningRates }: Pick<ArmConfig, 'learningRates'>, words: Words): string {
  return partsOf(arm, { learningRates, reduceLrOnPlateau: 'off', earlyStopping: 'off' }, words).join(SEPARATOR);
}

/** What the label says of callbacks; empty where none is compared. */
export function armCallbacks(arm: Arm, config: Omit<ArmConfig, 'normalizations'>, words: Words): string {
  return callbackParts(arm, config, words).join(SEPARATOR);
}

/** The label without the normalization where all arms have the same, and something else to be told by. */
export function shortArmLabel(arm: Arm, config: ArmConfig, words: Words): string {
  const condition = armCondition(arm, config, words);
  return config.normalizations.length === 1 && condition !== '' ? condition : armLabel(arm, config, words);
}

/** What an arm's label says beside the normalization; empty where that is all. */
export function armCondition(arm: Arm, config: Omit<ArmConfig, 'normalizations'>, words: Words): string {
  return partsOf(arm, config, words).slice(1).join(SEPARATOR);
}

/** The label of an arm among those that have no callback of their own: nothing is said of what it lacks. */
export function labelWithoutCallbacks(arm: Arm, config: ArmConfig, words: Words): string {
  return armLabel(
    arm,
    {
      ...config,
      reduceLrOnPlateau: arm.reduceLrOnPlateau ? config.reduceLrOnPlateau : 'off',
      earlyStopping: arm.earlyStopping ? config.earlyStopping : 'off',
    },
    words,
  );
}

/** What the labels of two arms have in common at their beginning, and what tells them apart. */
export function distinguish(
  arms: readonly [Arm, Arm],
  config: ArmConfig,
  words: Words,
): { readonly shared: string; readonly first: string; readonly second: string } {
  const [first, second] = arms.map((arm) => partsOf(arm, config, words)) as [readonly string[], readonly string[]];
  const differing = first.findIndex((part, index) => part !== second[index]);
  const sharedCount = Math.max(0, differing);
  return {
    shared: first.slice(0, sharedCount).join(SEPARATOR),
    first: first.slice(sharedCount).join(SEPARATOR),
    second: second.slice(sharedCount).join(SEPARATOR),
  };
}

/** "standardize · 0.001, seed 2" */
export function memberLabel(
  member: Arm & { readonly seed: number },
  config: Omit<ArmConfig, 'normalizations'>,
  words: Words,
): string {
  return words.member(armLabel(member, config, words), member.seed);
}
