import { type Arm, armKey, groupByArm } from './arms';
import { isFigure } from './curves';
import { testFigure } from './figures';
import { judgeTest } from './outcome';
import type { RunFile, RunMember } from './runFile';
import { type ComparedFigure, comparisonsOf } from './verdicts';

/** The arm with the best mean of a figure, over the seeds that all arms compared have it for. */
export interface BestArm {
  readonly arm: Arm;
  readonly mean: number;
  /** The seeds in common, which the mean is over. */
  readonly seeds: readonly number[];
  /** Every arm compared, with the seeds that its members were trained with and those that have the figure. */
  readonly contenders: readonly Contender[];
  /** Those that have the figure and do not compete. */
  readonly unlearned: readonly Arm[];
}

export interface Contender {
  readonly arm: Arm;
  readonly trainedSeeds: readonly number[];
  readonly countedSeeds: readonly number[];
}

/**
 * The best of arms, so that no comparison contradicts it: of those that no other of them is shown to be better than
 * (see `comparisonsOf`), the one with the best mean over the seeds that all have. An arm without the figure does not
 * compete, nor does one of which a member was tested that blew up or is no better than guessing.
 * @param arms all of the run, unless some are given.
 * @returns `undefined` where none competes, no seed is in common, or each is shown to be worse than another.
 */
export function bestArm(
  run: Pick<RunFile, 'members'>,
  figure: ComparedFigure,
  arms?: readonly Arm[],
): BestArm | undefined {
  const wanted = arms === undefined ? undefined : new Set(arms.map(armKey));
  const entries = groupByArm(run.members)
    .filter(({ arm }) => wanted === undefined || wanted.has(armKey(arm)))
    .map(({ arm, members }) => ({ arm, members, figures: figuresBySeed(members, figure) }))
    .filter(({ figures }) => figures.size > 0);
  const competing = entries.filter(({ members }) => members.every(hasLearned));
  const [first] = competing;
  const seeds = [...(first?.figures.keys() ?? [])].filter((seed) =>
    competing.every(({ figures }) => figures.has(seed)),
  );
  if (seeds.length === 0) {
    return undefined;
  }
  const beaten = beatenArms(run, figure, new Set(competing.map(({ arm }) => armKey(arm))));
  const sign = figure === 'testAccuracy' ? 1 : -1;
  const [best] = competing
    .filter(({ arm }) => !beaten.has(armKey(arm)))
    .map(({ arm, figures }) => ({
      arm,
      mean: seeds.reduce((sum, seed) => sum + (figures.get(seed) ?? 0), 0) / seeds.length,
    }))
    .toSorted((a, b) => sign * (b.mean - a.mean));
  return (
    best && {
      ...best,
      seeds,
      contenders: competing.map(({ arm, members, figures }) => ({
        arm,
        trainedSeeds: members.map(({ seed }) => seed),
        countedSeeds: [...figures.keys()],
      })),
      unlearned: entries.filter((entry) => !competing.includes(entry)).map(({ arm }) => arm),
    }
  );
}

function hasLearned({ test }: RunMember): boolean {
  return test === null || judgeTest(test) === 'learned';
}

function figuresBySeed(members: readonly RunMember[], figure: ComparedFigure): ReadonlyMap<number, number> {
  const name = figure === 'testAccuracy' ? 'accuracy' : 'loss';
  return new Map(
    members.flatMap((member) => {
      const value = testFigure(member, name);
      return isFigure(value) ? [[member.seed, value] as const] : [];
    }),
  );
}

/** Keys of those of the arms that another of them is shown to be better than. */
function beatenArms(
  run: Pick<RunFile, 'members'>,
  figure: ComparedFigure,
  keys: ReadonlySet<string>,
): ReadonlySet<string> {
  return new Set(
    comparisonsOf(run, figure).flatMap(({ comparison: { first, second, outcome } }) => {
      if (!(keys.has(armKey(first)) && keys.has(armKey(second)))) {
        return [];
      }
      const isHigherBetter = figure === 'testAccuracy';
      switch (outcome) {
        case 'first-higher':
          return [armKey(isHigherBetter ? second : first)];
        case 'second-higher':
          return [armKey(isHigherBetter ? first : second)];
        default:
          return [];
      }
    }),
  );
}
