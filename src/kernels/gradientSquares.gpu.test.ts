import { expect, it } from 'vitest';
import { launch } from '../gpu/kernel';
import { expectClose, type Tolerance } from '../testing/expectClose';
import { useGpu } from '../testing/gpuTest';
import { randomFloats } from '../testing/random';
import {
  decodeGradientNorms,
  type GradientSquaresShape,
  gradientNormReference,
  planGradientSquares,
} from './gradientSquares';

const lab = useGpu();

/** Some 100 positive terms are summed in order, of which the root takes half. */
const NORM_TOLERANCE: Tolerance = { rtol: 2e-6, atol: 0 };

interface Gradient {
  readonly shape: GradientSquaresShape;
  readonly kernel: Float32Array;
  readonly bias: Float32Array;
}

function randomGradient([members, kernelSize, biasSize]: readonly [number, number, number], scale = 1): Gradient {
  return {
    shape: { members, kernelSize, biasSize },
    kernel: randomFloats(1, members * kernelSize, -scale, scale),
    bias: randomFloats(2, members * biasSize, -scale, scale),
  };
}

function record({ shape, kernel, bias }: Gradient, sums: GPUBuffer, activity?: readonly number[]): void {
  launch(lab.recorder, planGradientSquares({ ...shape, hasActivity: activity !== undefined }), {
    kernel: lab.upload(kernel),
    bias: lab.upload(bias),
    sums,
    activity: activity && lab.upload(Uint32Array.from(activity)),
  });
}

function poisonedFor(shape: GradientSquaresShape): GPUBuffer {
  return lab.poisoned(planGradientSquares(shape).outputBytes / 4);
}

async function computeNorms(gradient: Gradient): Promise<number[]> {
  const sums = poisonedFor(gradient.shape);
  record(gradient, sums);
  return decodeGradientNorms(planGradientSquares(gradient.shape), (await lab.readUints(sums)).buffer as ArrayBuffer);
}

function referenceNorms({ shape, kernel, bias }: Gradient): number[] {
  return Array.from({ length: shape.members }, (_, member) => {
    const of = (values: Float32Array, size: number) => values.subarray(member * size, (member + 1) * size);
    return gradientNormReference(of(kernel, shape.kernelSize), of(bias, shape.biasSize));
  });
}

it.each([
  [1, 1, 1],
  [2, 63, 64],
  [3, 64, 1],
  [20, 5120, 10],
  [2, 64 * 64 + 1, 127],
  [1, 130, 5000],
  [2, 784 * 512, 512],
] as const)('takes the norms of %i members, %i kernel and %i bias elements', async (...sizes) => {
  const gradient = randomGradient(sizes);
  expectClose(await computeNorms(gradient), referenceNorms(gradient), NORM_TOLERANCE);
});

it.each([1e-12, 1e12])('takes the norm of gradients of about %f', async (scale) => {
  const gradient = randomGradient([2, 1000, 10], scale);
  expectClose(await computeNorms(gradient), referenceNorms(gradient), NORM_TOLERANCE);
});

it('notices every single element, of the kernel and of the bias', async () => {
  const sizes = [1, 200, 70] as const;
  for (const index of [0, 63, 64, 199]) {
    const { shape, kernel, bias } = randomGradient(sizes, 0);
    kernel.fill(0)[index] = 3;
    bias.fill(0)[index % 70] = 4;
    expect(await computeNorms({ shape, kernel, bias })).toEqual([5]);
  }
});

it('leaves an inactive member untouched, and the others with the same bits as without it', async () => {
  const gradient = randomGradient([3, 1000, 10]);
  const [all, some] = [poisonedFor(gradient.shape), poisonedFor(gradient.shape)];
  const poison = (await lab.readUints(some))[0] as number;
  record(gradient, all);
  record(gradient, some, [1, 0, 1]);
  const { chunks } = planGradientSquares(gradient.shape);
  expect(await lab.readUints(some)).toEqual((await lab.readUints(all)).fill(poison, chunks, 2 * chunks));
});
