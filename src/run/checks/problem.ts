/** What is wrong with a run, as a clause without a full stop: the field, its value and what is allowed. */
export type Problem = string | undefined;

/** The first problem that a check finds, of checks that may find many. */
export function firstProblem<T>(items: Iterable<T>, check: (item: T) => Problem): Problem {
  for (const item of items) {
    const problem = check(item);
    if (problem !== undefined) {
      return problem;
    }
  }
  return undefined;
}

/** Of figures that are derived once more: sums in another order may differ by so much, and by no more. */
const ROUNDING = 1e-9;

/** Whether both are the same but for rounding; `null` is the same as `null` alone. */
export function isSame(value: number | null, derived: number | null, tolerance = ROUNDING): boolean {
  return value === null || derived === null
    ? value === derived
    : Math.abs(value - derived) <= tolerance * Math.max(1, Math.abs(derived));
}
