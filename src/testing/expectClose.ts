/** How far a value may lie from the expected one: |actual − expected| ≤ atol + rtol · |expected|. */
export interface Tolerance {
  readonly rtol: number;
  readonly atol: number;
}

/**
 * Fails unless every value is within the tolerance. A value that is not finite must be met exactly: NaN by NaN,
 * +Infinity by +Infinity. The message tells the worst value, its index, and how many are wrong.
 */
export function expectClose(actual: ArrayLike<number>, expected: ArrayLike<number>, tolerance: Tolerance): void {
  if (actual.length !== expected.length) {
    throw new Error(`${actual.length} values where ${expected.length} were expected.`);
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
  if (wrong > 0) {
    const [value, target] = [actual[worstIndex] as number, expected[worstIndex] as number];
    throw new Error(
      `${wrong} of ${expected.length} values are not close, worst at index ${worstIndex}: ${value}, expected ${target}, ` +
        `off by ${Math.abs(value - target)} where ${allowance(target, tolerance)} is allowed ` +
        `(rtol ${tolerance.rtol}, atol ${tolerance.atol}).`,
    );
  }
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

/** ‖actual − expected‖₂ / ‖expected‖₂; 0 when both are all zeros, and NaN when a value is not finite. */
export function relativeL2(actual: ArrayLike<number>, expected: ArrayLike<number>): number {
  if (actual.length !== expected.length) {
    throw new Error(`${actual.length} values where ${expected.length} were expected.`);
  }
  let errors = 0;
  let norm = 0;
  for (let i = 0; i < expected.length; i++) {
    errors += ((actual[i] as number) - (expected[i] as number)) ** 2;
    norm += (expected[i] as number) ** 2;
  }
  return errors === 0 ? 0 : Math.sqrt(errors / norm);
}
