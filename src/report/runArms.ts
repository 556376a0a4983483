import type { SeriesLook } from '../charts/model';
import { DASHES, seriesLook } from '../charts/palette';
import type { Arm } from '../run/arms';
import type { RunFile } from '../run/runFile';
import type { Words } from '../words';

const SEPARATOR = ' · ';

/** The normalization, and what else tells an arm from the run's others. */
function partsOf(arm: Arm, config: RunFile['config'], words: Words): readonly string[] {
  const { learningRates, reduceLrOnPlateau, earlyStopping } = config;
  return [
    arm.normalization,
    ...(learningRates.length > 1 ? [words.numbers.learningRate(arm.learningRate)] : []),
    ...(reduceLrOnPlateau === 'compare' ? [arm.reduceLrOnPlateau ? 'ReduceLROnPlateau' : words.constantRate] : []),
    ...(earlyStopping === 'compare' ? [arm.earlyStopping ? 'EarlyStopping' : words.allEpochs] : []),
  ];
}

/** "standardize · 0.001 · ReduceLROnPlateau" */
export function labelOf(arm: Arm, config: RunFile['config'], words: Words): string {
  return partsOf(arm, config, words).join(SEPARATOR);
}

/** What an arm's label says beside the normalization; empty where that is all. */
export function conditionOf(arm: Arm, config: RunFile['config'], words: Words): string {
  return partsOf(arm, config, words).slice(1).join(SEPARATOR);
}

/** The label of an arm among those that have no callback of their own: nothing is said of what it lacks. */
export function labelWithoutCallbacks(arm: Arm, config: RunFile['config'], words: Words): string {
  return labelOf(
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
  config: RunFile['config'],
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

/** With the normalization's colour and sign. */
export function lookOf({ normalization }: Pick<Arm, 'normalization'>, isDashed = false): SeriesLook {
  return seriesLook(normalization, isDashed ? DASHES.second : undefined);
}
