import { type Arm, armKey, groupByArm } from './arms';
import { type ComparedValues, type Comparison, compareEach } from './comparisons';
import { testFigure } from './figures';
import { outcomeOf } from './outcome';
import type { RunFile } from './runFile';

/** What two arms differ in, and nothing else. */
export const QUESTIONS = ['normalization', 'reduceLrOnPlateau', 'earlyStopping'] as const;
export type Question = (typeof QUESTIONS)[number];

export const COMPARED_FIGURES = ['testAccuracy', 'testLoss'] as const;
export type ComparedFigure = (typeof COMPARED_FIGURES)[number];

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

/** Which of the two has the better figure, where a difference is shown. */
export function winnerOf({
  figure,
  comparison: { outcome },
}: Pick<RunComparison, 'figure' | 'comparison'>): 'first' | 'second' | undefined {
  if (outcome !== 'first-higher' && outcome !== 'second-higher') {
    return undefined;
  }
  return (outcome === 'first-higher') === (figure === 'testAccuracy') ? 'first' : 'second';
}

/** Two arms that differ in one thing alone, compared by every test figure: no figure is told without the other. */
export interface ArmPair {
  readonly question: Question;
  /** Of a callback, the arm with it. */
  readonly first: Arm;
  readonly second: Arm;
  /** In the order of `COMPARED_FIGURES`. */
  readonly comparisons: readonly RunComparison[];
}

/** The pairs that say something: not those of two arms of which every member diverged or blew up. */
export function tellingPairsOf(run: Pick<RunFile, 'members'>): readonly ArmPair[] {
  const isLost = (arm: Arm) =>
    run.members
      .filter((member) => armKey(member) === armKey(arm))
      .every((member) => ['diverged', 'blew-up'].includes(outcomeOf(member)));
  return armPairsOf(run).filter(({ first, second }) => !isLost(first) || !isLost(second));
}

/** Every two arms of a run that `comparisonsOf` compares, in its order. */
export function armPairsOf(run: Pick<RunFile, 'members'>): readonly ArmPair[] {
  const byFigure = COMPARED_FIGURES.map((figure) => comparisonsOf(run, figure));
  const [ofFirstFigure = []] = byFigure;
  return ofFirstFigure.map(({ question, comparison: { first, second } }, index) => ({
    question,
    first,
    second,
    comparisons: byFigure.flatMap((entries) => entries[index] ?? []),
  }));
}
