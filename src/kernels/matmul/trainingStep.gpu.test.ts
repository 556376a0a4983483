import { expect, it } from 'vitest';
import { checkMatmul, computeMatmul, randomOperands, requirePlan } from '../../testing/checkMatmul';
import { useGpu } from '../../testing/gpuTest';
import { type MatmulShape, matmulShape } from './shape';

// The products of one training step of two members, in the variants Weft ships for the adapter.
const EXAMPLES = 128;
const lab = useGpu();

function layerShape(m: number, k: number, n: number, changes: Partial<MatmulShape>): MatmulShape {
  return matmulShape({ batch: 2, m, k, n, ...changes });
}

it.each([
  ['first layer', 784, 512, 'bias-relu'],
  ['second layer', 512, 512, 'bias-relu'],
  ['logits', 512, 10, 'bias'],
] as const)('computes the %s forwards', async (_, inputs, outputs, epilogue) => {
  await checkMatmul(lab, layerShape(EXAMPLES, inputs, outputs, { epilogue }));
});

it.each([
  ['second layer', 512, 512],
  ['logits', 512, 10],
] as const)('computes the gradient of the input of the %s, through the relu before it', async (_, inputs, outputs) => {
  await checkMatmul(lab, layerShape(EXAMPLES, outputs, inputs, { transposeB: true, epilogue: 'relu-mask' }));
});

it.each([
  ['first layer', 784, 512],
  ['second layer', 512, 512],
  ['logits', 512, 10],
] as const)('computes the gradient of the weights of the %s', async (_, inputs, outputs) => {
  await checkMatmul(lab, layerShape(inputs, EXAMPLES, outputs, { transposeA: true }));
});

it('gives the same bits each time', async () => {
  const shape = layerShape(EXAMPLES, 784, 512, { epilogue: 'bias-relu' });
  const operands = randomOperands(shape, 3);
  const plan = requirePlan(lab, shape);
  const first = await computeMatmul(lab, plan, operands);
  expect(await computeMatmul(lab, plan, operands)).toEqual(first);
});

it.each([
  [1, 1, 1],
  [1, 784, 10],
  [10, 784, 1],
  [5, 3, 131],
])('has a right choice for %i × %i × %i', async (m, k, n) => {
  await checkMatmul(lab, matmulShape({ m, k, n, epilogue: 'bias' }));
});
