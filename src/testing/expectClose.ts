import { findDistance, type Tolerance } from '../kernels/closeness';

export type { Tolerance };

/** Fails unless every value is within the tolerance, see `findDistance`. */
export function expectClose(actual: ArrayLike<number>, expected: ArrayLike<number>, tolerance: Tolerance): void {
  const distance = findDistance(actual, expected, tolerance);
  if (distance !== undefined) {
    throw new Error(distance);
  }
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
