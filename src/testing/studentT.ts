/**
 * The share of Student's t distribution within ±t, by its finite sums for whole degrees of freedom (Abramowitz and
 * Stegun, Handbook of Mathematical Functions, 26.7.3 and 26.7.4): a reference that shares nothing with a library's
 * incomplete beta function.
 */
export function shareWithin(t: number, degreesOfFreedom: number): number {
  const theta = Math.atan(t / Math.sqrt(degreesOfFreedom));
  const isOdd = degreesOfFreedom % 2 === 1;
  let term = isOdd ? Math.cos(theta) : 1;
  let sum = degreesOfFreedom === 1 ? 0 : term;
  for (let power = isOdd ? 3 : 2; power <= degreesOfFreedom - 2; power += 2) {
    term *= ((power - 1) / power) * Math.cos(theta) ** 2;
    sum += term;
  }
  return isOdd ? (2 / Math.PI) * (theta + Math.sin(theta) * sum) : Math.sin(theta) * sum;
}
