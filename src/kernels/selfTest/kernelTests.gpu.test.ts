import { afterEach, expect, it, vi } from 'vitest';
import { BindGroupCache } from '../../gpu/bindGroups';
import type { Gpu } from '../../gpu/device';
import { PipelineCache } from '../../gpu/pipelines';
import type { LaunchPlan } from '../../gpu/recorder';
import { useGpu } from '../../testing/gpuTest';
import { randomFloats } from '../../testing/random';
import { withChangedShader } from '../../testing/wrongLane';
import { layOutMoments, planAdam } from '../adam';
import { planColumnSums } from '../columnSums';
import { planGradientSquares } from '../gradientSquares';
import { planNarrowDenseGradients } from '../narrowDenseGradients';
import { planNegate } from '../negate';
import { planGatherNormalize } from '../normalization/gatherNormalize';
import { planNormalizeStatistics } from '../normalization/normalizeStatistics';
import { planPredictClasses } from '../predictClasses';
import { planSoftmaxCrossEntropy } from '../softmaxCrossEntropy';
import { planUnitMoments } from '../unitMoments';
import { findFault } from './kernelTests';

const lab = useGpu();

afterEach(() => vi.restoreAllMocks());

/** The device with nothing compiled on it yet. */
function freshGpu(): Gpu {
  const { device, health } = lab.gpu;
  return { ...lab.gpu, pipelines: new PipelineCache(device, health), bindGroups: new BindGroupCache(device) };
}

const BETAS = { beta1: 0.9, beta2: 0.999 };
const adamOf = (members: number, sizes: readonly number[], byElement = false) =>
  planAdam({ members, ...layOutMoments(members, sizes), ...BETAS, byElement });
const hasActivity = true;

/** One wrong invocation of 64 or more; or of the values that it has, one. */
const LEFT_OUT_IGNORED = ['activity[member] == 0u', 'activity[member] == 9u'] as const;

const GATHER = planGatherNormalize({ members: 3, rows: 5, features: 268, orderLength: 23, hasActivity });
const LOSS = planSoftmaxCrossEntropy({ members: 3, rows: 131, classes: 10, hasActivity });
const PREDICTIONS = planPredictClasses({ members: 3, rows: 70, classes: 10, examples: 173, hasActivity });
const narrow = (rowSplits: number) =>
  planNarrowDenseGradients({ members: 2, rows: 37, inputs: 83, units: 10, hasReluMask: true, rowSplits, hasActivity });
const NEGATE = planNegate({ members: 3, rows: 5, cols: 70, hasActivity });
const moments = (hasNegativeParts: boolean) =>
  planUnitMoments({ members: 3, rows: 20, units: 83, hasNegativeParts, hasActivity });
const SQUARES = planGradientSquares({ members: 3, kernelSize: 5003, biasSize: 83, hasActivity });
const STATISTICS = planNormalizeStatistics({ examples: 301, features: 84 });

it.each<readonly [string, readonly LaunchPlan[]]>([
  [
    'adam',
    [
      adamOf(1, [1032]),
      adamOf(3, [1032]),
      adamOf(3, [1032], true),
      adamOf(4, [1031]),
      adamOf(2, [300, 7, 513]),
      adamOf(5, [1, 2, 3]),
    ],
  ],
  [
    'gatherNormalize',
    [
      GATHER,
      planGatherNormalize({ members: 1, rows: 1, features: 4, orderLength: 1, hasActivity }),
      planGatherNormalize({ members: 1, rows: 13, features: 784, orderLength: 7, hasActivity: false }),
    ],
  ],
  ['softmaxCrossEntropy', [LOSS, planSoftmaxCrossEntropy({ members: 1, rows: 1, classes: 2, hasActivity })]],
  [
    'predictClasses',
    [PREDICTIONS, planPredictClasses({ members: 1, rows: 128, classes: 10, examples: 9, hasActivity })],
  ],
  ['narrowDenseGradients', [narrow(1), narrow(16)]],
  ['negate', [NEGATE, planNegate({ members: 1, rows: 1, cols: 1, hasActivity })]],
  ['unitMoments', [moments(true), moments(false)]],
  ['gradientSquares', [SQUARES, planGradientSquares({ members: 1, kernelSize: 1, biasSize: 1, hasActivity })]],
  ['normalizeStatistics', [STATISTICS, planNormalizeStatistics({ examples: 1, features: 4 })]],
])('finds nothing wrong with %s', async (_kernel, plans) => {
  for (const plan of plans) {
    await lab.gpu.pipelines.prepare(plan.program);
    expect(await findFault(lab.gpu, plan)).toBeUndefined();
  }
});

it('works on the buffers that a run has, and leaves its weights and moments as they were', async () => {
  const plan = adamOf(3, [1032]);
  await lab.gpu.pipelines.prepare(plan.program);
  const contents = { weights0: randomFloats(1, 3 * 1032), moments: randomFloats(2, 6 * 1032) };
  const lent = {
    weights0: lab.upload(contents.weights0),
    gradients0: lab.poisoned(3 * 1032),
    moments: lab.upload(contents.moments),
  };
  expect(await findFault(lab.gpu, plan, lent)).toBeUndefined();
  expect(await lab.readFloats(lent.weights0)).toEqual(contents.weights0);
  expect(await lab.readFloats(lent.moments)).toEqual(contents.moments);
  expect((await lab.readFloats(lent.gradients0)).some((value) => !Number.isNaN(value))).toBe(true);
});

it('refuses to pass a kernel of which it has no test', async () => {
  const plan = planColumnSums({ members: 1, rows: 2, cols: 3 });
  await expect(findFault(lab.gpu, plan)).rejects.toThrow('no self-test of kernel columnSums');
});

it.each<readonly [string, LaunchPlan, string, string]>([
  ['a weight', adamOf(2, [300, 7, 513]), 'weights_2[i] -= ', 'weights_2[i] -= select(1.0, 1.001, lane == 77u) * '],
  ['a weight', adamOf(1, [1031]), 'weights_0[i] -= ', 'weights_0[i] -= select(1.0, 1.001, i == 1030u) * '],
  ['a vector of weights', adamOf(2, [1032]), 'weights_0[i] -= ', 'weights_0[i] -= vec4f(1.0, 1.0, 1.001, 1.0) * '],
  ['a moment', adamOf(2, [1032]), '= first;', '= first * select(1.0, 1.001, first_at % 256u == 77u);'],
  ['a second moment', adamOf(2, [1032], true), '= second;', '= second * select(1.0, 1.001, first_at % 256u == 3u);'],
  ['a frozen member', adamOf(2, [1031]), 'own.is_active == 0.0', 'own.is_active < 0.0'],
  ['a frozen member alone', adamOf(1, [1031]), 'own.is_active == 0.0', 'own.is_active < 0.0'],
  ['a pixel', GATHER, '* scale, is_row', '* scale * select(1.0, 1.001, invocation.x == 66u), is_row'],
  ['a pixel of a word', GATHER, '* scale, is_row', '* scale * vec4f(1.0, 1.0, 1.0, 1.001), is_row'],
  ['a label', GATHER, '[image & 3u]', '[(image + select(0u, 1u, row == 3u)) & 3u]'],
  ['padding', GATHER, 'row < batch.row_count', 'row <= batch.row_count'],
  ['a member left out', GATHER, ...LEFT_OUT_IGNORED],
  ['a gradient', LOSS, '/ f32(batch.row_count);', '/ f32(batch.row_count) * select(1.0, 1.001, lane == 2u);'],
  ['a loss', LOSS, 'losses[lane] = loss;', 'losses[lane] = loss * select(1.0, 1.01, lane == 2u);'],
  ['a hit', LOSS, 'hit_counts[lane] = hits;', 'hit_counts[lane] = hits + select(0u, 1u, lane == 2u);'],
  ['a count', LOSS, 'total.rows + rows', 'total.rows + rows - select(0u, 1u, workgroup.x == 2u)'],
  ['a slot', LOSS, 'GROUPS + workgroup.x) % slots', 'GROUPS) % slots'],
  ['a member left out', LOSS, ...LEFT_OUT_IGNORED],
  ['a class', PREDICTIONS, '(softmax.largest_class,', '(softmax.largest_class + select(0u, 1u, row == 66u),'],
  ['a confidence', PREDICTIONS, '1.0 / softmax.sum', '1.0 / softmax.sum * select(1.0, 1.001, row == 1u)'],
  ['an example', PREDICTIONS, 'batch.first_example + row]', 'batch.first_example + row + 1u]'],
  ['a member left out', PREDICTIONS, ...LEFT_OUT_IGNORED],
  ['an input', narrow(1), 'x_gradient[at] = sum;', 'x_gradient[at] = sum * select(1.0, 1.001, lane == 9u);'],
  ['a weight', narrow(1), '= kernel_sums_3;', '= kernel_sums_3 * select(1.0, 1.01, lane == 9u);'],
  ['a weight, split', narrow(16), '* UNITS + i] = sum;', '* UNITS + i] = sum * select(1.0, 1.01, lane == 9u);'],
  ['a bias', narrow(1), '= bias_sum;', '= bias_sum * select(1.0, 1.01, lane == 9u);'],
  ['a mask', narrow(1), 'select(0.0, sum, value > 0.0)', 'select(0.0, sum, value > 0.0 || lane == 9u)'],
  ['a member left out', narrow(1), ...LEFT_OUT_IGNORED],
  ['a value', NEGATE, '-values[i]', '-values[i] * select(1.0, 1.001, invocation.x == 66u)'],
  ['a member left out', NEGATE, ...LEFT_OUT_IGNORED],
  ['a mean', moments(false), 'means[lane] = about', 'means[lane] = select(1.0, 1.01, lane == 5u) * about'],
  ['a deviation', moments(true), 'squares[lane] = ', 'squares[lane] = select(1.0, 1.01, lane == 5u) * '],
  ['a dead unit', moments(true), 'select(0u, 1u, is_dead)', 'select(0u, 1u, is_dead || lane == 5u)'],
  ['a member left out', moments(true), ...LEFT_OUT_IGNORED],
  ['a sum', SQUARES, 'partial_sums[lane] = sum', 'partial_sums[lane] = select(1.0, 1.001, lane == 5u) * sum'],
  ['a chunk', SQUARES, '= total;', '= total * select(1.0, 1.001, workgroup.x == 33u);'],
  ['a member left out', SQUARES, ...LEFT_OUT_IGNORED],
  ['a pixel', STATISTICS, 'sum += value;', 'sum += value + select(0u, 1u, feature == 65u && image == first);'],
  ['a minimum', STATISTICS, 'lowest = min(lowest, value)', 'lowest = select(lowest, value, feature == 65u)'],
  ['an image', STATISTICS, 'image < end;', 'image < end - chunk;'],
])('finds %s that is wrong', async (_what, plan, right, wrong) => {
  const gpu = freshGpu();
  expect(plan.program.code).toContain(right);
  withChangedShader(gpu.device, plan.program.label, (code) => code.replace(right, wrong));
  await gpu.pipelines.prepare(plan.program);
  expect(await findFault(gpu, plan)).toEqual(expect.any(String));
});
