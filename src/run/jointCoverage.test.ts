import { expect, it } from 'vitest';
import { randomFloats } from '../testing/random';
import { comparePairs } from './comparisons';

const STUDIES = 5_000;
const ARMS = 4;
const SEEDS = 5;

/** Standard normal values by Box and Muller's transform. */
function randomNormals(seed: number, length: number): number[] {
  const [radii, angles] = [randomFloats(seed, length, 0, 1), randomFloats(seed + 1, length, 0, 2 * Math.PI)];
  return Array.from(radii, (radius, i) => Math.sqrt(-2 * Math.log(1 - radius)) * Math.cos(angles[i] ?? 0));
}

/**
 * Of studies of four arms and five seeds, in what share each of the six corrected intervals covers its true difference,
 * and in what share all six do.
 * @param step between the true means of neighbouring arms, in standard deviations of a seed.
 */
function coverageOf(step: number) {
  const noise = randomNormals(1, STUDIES * ARMS * SEEDS);
  let each = 0;
  let all = 0;
  for (let study = 0; study < STUDIES; study++) {
    const arms = Array.from({ length: ARMS }, (_, arm) => {
      const first = (study * ARMS + arm) * SEEDS;
      return { of: String(arm), values: noise.slice(first, first + SEEDS).map((value) => step * arm + value) };
    });
    const covered = comparePairs(arms).filter(({ first, second, corrected }) => {
      const difference = step * (Number(first) - Number(second));
      return corrected !== null && corrected.low <= difference && difference <= corrected.high;
    });
    each += covered.length / 6 / STUDIES;
    all += covered.length === 6 ? 1 / STUDIES : 0;
  }
  return { each, all };
}

it.each([
  ['no differences', 0, 0.95],
  ['differences that are shown or not by chance', 2, 0.91],
  ['differences that are always shown', 6, 0.93],
])('six corrected intervals hold one by one, and together less often: %s', (_, step, together) => {
  const { each, all } = coverageOf(step);
  expect(each).toBeGreaterThan(0.95);
  expect(all).toBeCloseTo(together, 2);
});
