import { type Arm, armKey, groupByArm } from './arms';
import { type ComparedValues, type Comparison, compareEach } from './comparisons';
import { testFigure } from './figures';
import type { RunFile } from './runFile';

/** What two arms differ in, and nothing else. */
export const QUESTIONS = ['normalization', 'reduceLrOnPlateau', 'earlyStopping'] as const;
export type Question = (typeof QUESTIONS)[number];

export type ComparedFigure = 'testAccuracy' | 'testLoss';

const TEST_FIGURES = { testAccuracy: 'accuracy', testLoss: 'loss' } as const;

export interface RunComparison {
  readonly question: Question;
  readonly figure: ComparedFigure;
  /** Of a callback, the arm with it is the first. */
  readonly comparison: Comparison<Arm>;
}

/**
 * Every two arms of a run that differ in their normalization alone, or in having one callback alone, compared over
 * their seeds. Holm's correction is over all pairs of one question. A member that was not tested, or whose figure does
 * not count (see `countedFigure`), leaves its seed out.
 */
export function comparisonsOf({ members }: Pick<RunFile, 'members'>, figure: ComparedFigure): RunComparison[] {
  const seeds = [...new Set(members.map(({ seed }) => seed))];
  const arms = groupByArm(members).map((group) => {
    const bySeed = new Map(group.members.map((member) => [member.seed, testFigure(member, TEST_FIGURES[figure])]));
    const values = seeds.map((seed) => bySeed.get(seed) ?? Number.NaN);
    return { of: group.arm, values };
  });
  return QUESTIONS.flatMap((question) =>
    compareEach(pairsFor(question, arms)).map((comparison) => ({ question, figure, comparison })),
  );
}

type ArmValues = ComparedValues<Arm>;

function pairsFor(question: Question, arms: readonly ArmValues[]): (readonly [ArmValues, ArmValues])[] {
  return arms.flatMap((one, index) =>
    arms
      .slice(index + 1)
      .filter((other) => differOnlyIn(question, one.of, other.of))
      .map((other): [ArmValues, ArmValues] => (other.of[question] === true ? [other, one] : [one, other])),
  );
}

function differOnlyIn(question: Question, one: Arm, other: Arm): boolean {
  return one[question] !== other[question] && armKey({ ...one, [question]: other[question] }) === armKey(other);
}
