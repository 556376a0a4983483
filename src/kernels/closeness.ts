/** How far a value may lie from the expected one: |actual − expected| ≤ atol + rtol · |expected|. */
export interface Tolerance {
  readonly rtol: number;
  readonly atol: number;
}

/**
 * What is wrong with values, as a sentence: the worst of those that are not within the tolerance, its index, and how many
 * there are; `undefined` where all are close. A value that is not finite must be met exactly: NaN by NaN, +Infinity by
 * +Infinity.
 */
export function findDistance(
  actual: ArrayLike<number>,
  expected: ArrayLike<number>,
  tolerance: Tolerance,
): string | undefined {
  if (actual.length !== expected.length) {
    return `${actual.length} values where ${expected.length} were expected.`;
  }
  if (areAllClose(actual, expected, tolerance)) {
    return undefined;
  }
  let wrong = 0;
  let worstIndex = 0;
  let worstExcess = 0;
  for (let i = 0; i < expected.length; i++) {
    const excess = excessOf(actual[i] as number, expected[i] as number, tolerance);
    if (excess > 0) {
      wrong++;
    }
    if (excess > worstExcess) {
      worstIndex = i;
      worstExcess = excess;
    }
  }
  if (wrong === 0) {
    return undefined;
  }
  const [value, target] = [actual[worstIndex] as number, expected[worstIndex] as number];
  return (
    `${wrong} of ${expected.length} values are not close, worst at index ${worstIndex}: ${value}, expected ${target}, ` +
    `off by ${Math.abs(value - target)} where ${allowance(target, tolerance)} is allowed ` +
    `(rtol ${tolerance.rtol}, atol ${tolerance.atol}).`
  );
}

/** The same, quickly: of hundreds of thousands of values, nearly always all are finite and close. */
function areAllClose(actual: ArrayLike<number>, expected: ArrayLike<number>, { rtol, atol }: Tolerance): boolean {
  for (let i = 0; i < expected.length; i++) {
    const target = expected[i] as number;
    if (
      !(Math.abs((actual[i] as number) - target) <= atol + rtol * Math.abs(target)) ||
      target === Infinity ||
      target === -Infinity
    ) {
      return false;
    }
  }
  return true;
}

function allowance(expected: number, { rtol, atol }: Tolerance): number {
  return Number.isFinite(expected) ? atol + rtol * Math.abs(expected) : 0;
}

/** By how much a value misses its tolerance; 0 when it is close, Infinity when one of the two is not finite. */
function excessOf(actual: number, expected: number, tolerance: Tolerance): number {
  if (!Number.isFinite(actual) || !Number.isFinite(expected)) {
    return actual === expected || (Number.isNaN(actual) && Number.isNaN(expected)) ? 0 : Number.POSITIVE_INFINITY;
  }
  return Math.max(0, Math.abs(actual - expected) - allowance(expected, tolerance));
}
