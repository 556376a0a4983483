import { findDistance } from '../closeness';
import { type GradientSquaresPlan, SQUARES_OF_GROUP } from '../gradientSquares';
import { type NegatePlan, negateReference } from '../negate';
import {
  decodeUnitMoments,
  MOMENTS_WORDS,
  UNITS_OF_CHUNK,
  type UnitMomentsPlan,
  unitMomentsReference,
} from '../unitMoments';
import { type LaunchTest, launchTest } from './launchTest';
import { randomFloats } from './randomValues';
import { activityOf, rowCountOf, type Situation } from './situations';
import { batchRecord, type Check, floatsLike, memberBuffer, outputBuffer, perMember, wholeBuffer } from './stretches';

// Tolerances: docs/kernels.md.
const EXACT = { rtol: 0, atol: 0 };
const MOMENTS = { rtol: 2e-6, atol: 2e-6 };
/** Of a sum of squares, whose root is allowed half. */
const SQUARES = { rtol: 4e-6, atol: 0 };

/** Random values, and what they are negated. */
export function negateTest(plan: NegatePlan, situation: Situation): LaunchTest {
  const { members, rows, cols, hasActivity } = plan.shape;
  const words = rows * cols;
  const valuesOf = perMember(() => randomFloats(words));
  return launchTest({
    plan,
    buffers: {
      // A bias that will be trained, among others.
      values: memberBuffer({ members, words, lent: 'restored' }, situation, valuesOf),
      negated: outputBuffer({ members, words, lent: 'overwritten' }, situation, (member) =>
        floatsLike(negateReference(valuesOf(member)), EXACT),
      ),
      activity: hasActivity ? wholeBuffer(activityOf(members, situation)) : undefined,
    },
  });
}

/** Random pre-activations, a tenth of the units never above 0. */
export function unitMomentsTest(plan: UnitMomentsPlan, situation: Situation): LaunchTest {
  const { members, rows, units, hasNegativeParts, hasActivity } = plan.shape;
  const rowCount = rowCountOf(situation, rows);
  const words = rows * units;
  const preActivationsOf = perMember(() =>
    randomFloats(words, -0.5, 1.5).map((value, i) => ((i % units) % 10 === 3 ? -Math.abs(value) : value)),
  );
  const lent = 'overwritten';
  return launchTest({
    plan,
    record: batchRecord({ firstExample: 0, rowCount }),
    buffers: {
      positive: memberBuffer({ members, words, lent }, situation, (member) =>
        hasNegativeParts ? preActivationsOf(member).map((z) => Math.max(z, 0)) : preActivationsOf(member),
      ),
      negative: hasNegativeParts
        ? memberBuffer({ members, words, lent }, situation, (member) =>
            preActivationsOf(member).map((z) => Math.max(-z, 0)),
          )
        : undefined,
      moments: outputBuffer({ members, words: plan.chunks * MOMENTS_WORDS }, situation, (member) =>
        momentsLike(plan, preActivationsOf(member), rowCount),
      ),
      activity: hasActivity ? wholeBuffer(activityOf(members, situation)) : undefined,
    },
  });
}

/** Chunk by chunk: in the moments of all a wrong one may be lost. */
function momentsLike(plan: UnitMomentsPlan, z: Float32Array, rowCount: number): Check {
  const { units, hasNegativeParts } = plan.shape;
  return (after) => {
    const [actual, expected]: [number[], number[]] = [[], []];
    for (let chunk = 0; chunk < plan.chunks; chunk++) {
      const first = chunk * UNITS_OF_CHUNK;
      const chunkUnits = Math.min(UNITS_OF_CHUNK, units - first);
      const bytes = after.slice(chunk * MOMENTS_WORDS * 4, (chunk + 1) * MOMENTS_WORDS * 4);
      const one = { ...plan, shape: { ...plan.shape, members: 1, units: chunkUnits }, chunks: 1 };
      const own = z.subarray(0, rowCount * units).filter((_, i) => Math.floor((i % units) / UNITS_OF_CHUNK) === chunk);
      const { mean, std, deadShare } = unitMomentsReference(own, chunkUnits);
      actual.push(...decodeUnitMoments(one, bytes, rowCount).flatMap((got) => [got.mean, got.std, got.deadShare ?? 0]));
      expected.push(mean, std, hasNegativeParts ? deadShare : 0);
    }
    return findDistance(actual, expected, MOMENTS);
  };
}

/** Random gradients, chunk by chunk. */
export function gradientSquaresTest(plan: GradientSquaresPlan, situation: Situation): LaunchTest {
  const { members, kernelSize, biasSize, hasActivity } = plan.shape;
  const gradientOf = perMember(() => ({ kernel: randomFloats(kernelSize), bias: randomFloats(biasSize) }));
  const checkOf = (member: number) => {
    const { kernel, bias } = gradientOf(member);
    const sums = new Float64Array(plan.chunks);
    for (const values of [kernel, bias]) {
      values.forEach((value, i) => {
        const chunk = Math.floor(i / SQUARES_OF_GROUP) % plan.chunks;
        sums[chunk] = (sums[chunk] as number) + value * value;
      });
    }
    return floatsLike(sums, SQUARES);
  };
  const lent = 'overwritten';
  return launchTest({
    plan,
    buffers: {
      kernel: memberBuffer({ members, words: kernelSize, lent }, situation, (member) => gradientOf(member).kernel),
      bias: memberBuffer({ members, words: biasSize, lent }, situation, (member) => gradientOf(member).bias),
      sums: outputBuffer({ members, words: plan.chunks }, situation, checkOf),
      activity: hasActivity ? wholeBuffer(activityOf(members, situation)) : undefined,
    },
  });
}
