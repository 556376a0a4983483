import { type Arm, armKey, armOf } from './arms';
import type { RunFile, RunMember, StoredRun } from './runFile';

/**
 * Whose mistakes they are. Files from before there was an entry an arm name the normalization alone, and have those of
 * its first tested member.
 */
export function armOfMistakes(entry: StoredRun['mistakes'][number], members: readonly RunMember[]): Arm | undefined {
  const { normalization, learningRate, reduceLrOnPlateau, earlyStopping, seed } = entry;
  if (learningRate !== undefined && reduceLrOnPlateau !== undefined && earlyStopping !== undefined) {
    return { normalization, learningRate, reduceLrOnPlateau, earlyStopping };
  }
  const first = members.find((member) => member.normalization === normalization && member.test !== null);
  return first?.seed === seed ? armOf(first) : undefined;
}

/** With the arm of each entry; one of which it cannot be told is left out. */
export function withArms({ mistakes, members, ...run }: StoredRun): RunFile {
  const resolved = mistakes.flatMap((entry) => {
    const arm = armOfMistakes(entry, members);
    return arm === undefined ? [] : [{ ...arm, seed: entry.seed, mistakes: entry.mistakes }];
  });
  return { ...run, members, mistakes: resolved };
}

/** The surest mistakes of an arm's first tested member. */
export function mistakesOf({ mistakes }: RunFile, arm: Arm): RunFile['mistakes'][number] | undefined {
  return mistakes.find((entry) => armKey(entry) === armKey(arm));
}
