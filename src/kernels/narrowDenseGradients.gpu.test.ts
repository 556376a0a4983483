import { expect, it } from 'vitest';
import { launch } from '../gpu/kernel';
import { expectClose } from '../testing/expectClose';
import { useGpu } from '../testing/gpuTest';
import { randomFloats } from '../testing/random';
import { type NarrowDenseShape, narrowDenseGradientsReference, planNarrowDenseGradients } from './narrowDenseGradients';

const lab = useGpu();

function randomInputs({ members, rows, inputs, units }: NarrowDenseShape) {
  return {
    // As a relu gives them: half are zeros.
    x: randomFloats(1, members * rows * inputs).map((value) => Math.max(0, value)),
    kernel: randomFloats(2, members * inputs * units),
    dz: randomFloats(3, members * rows * units),
  };
}

async function compute(shape: NarrowDenseShape, inputs: ReturnType<typeof randomInputs>, activity?: Uint32Array) {
  const { members, units } = shape;
  const outputs = {
    xGradient: lab.poisoned(inputs.x.length),
    kernelGradient: lab.poisoned(inputs.kernel.length),
    biasGradient: lab.poisoned(members * units),
  };
  launch(lab.recorder, planNarrowDenseGradients(shape), {
    x: lab.upload(inputs.x),
    kernel: lab.upload(inputs.kernel),
    dz: lab.upload(inputs.dz),
    ...outputs,
    activity: activity && lab.upload(activity),
  });
  return {
    xGradient: await lab.readFloats(outputs.xGradient),
    kernelGradient: await lab.readFloats(outputs.kernelGradient),
    biasGradient: await lab.readFloats(outputs.biasGradient),
  };
}

const shapes: NarrowDenseShape[] = [
  { members: 1, rows: 1, inputs: 1, units: 1, hasReluMask: true },
  { members: 1, rows: 128, inputs: 512, units: 10, hasReluMask: true },
  { members: 4, rows: 128, inputs: 512, units: 10, hasReluMask: true },
  { members: 3, rows: 7, inputs: 63, units: 10, hasReluMask: true },
  { members: 2, rows: 31, inputs: 64, units: 16, hasReluMask: false },
  { members: 5, rows: 13, inputs: 65, units: 3, hasReluMask: false },
  { members: 2, rows: 129, inputs: 127, units: 1, hasReluMask: true },
];

it.each(shapes)(
  'agrees with float64: $members × [$rows, $inputs]·[$inputs, $units], mask $hasReluMask',
  async (shape) => {
    const inputs = randomInputs(shape);
    const actual = await compute(shape, inputs);
    const expected = narrowDenseGradientsReference(shape, inputs);
    // A sum of n terms below 1 rounds at most n times at 2⁻²⁴ of a partial sum below n; in practice by far less.
    const sumOf = (terms: number) => ({ rtol: 0, atol: 6e-8 * terms * Math.sqrt(terms) });
    expectClose(actual.xGradient, expected.xGradient, sumOf(shape.units));
    expectClose(actual.kernelGradient, expected.kernelGradient, sumOf(shape.rows));
    expectClose(actual.biasGradient, expected.biasGradient, sumOf(shape.rows));
  },
);

it('gives zeros where the relu was not above 0, whatever arrives there', async () => {
  const shape = { members: 1, rows: 2, inputs: 3, units: 2, hasReluMask: true };
  const inputs = {
    x: Float32Array.of(0, 1, -0, 2, 0, 1e-30),
    kernel: new Float32Array(6).fill(1),
    dz: Float32Array.of(1, 2, 3, 4),
  };
  expect([...(await compute(shape, inputs)).xGradient]).toEqual([0, 3, 0, 7, 0, 7]);
});

it('leaves out a member whose activity is 0, and gives the others the bits they have alone', async () => {
  const shape = { members: 3, rows: 9, inputs: 70, units: 10, hasReluMask: true };
  const inputs = randomInputs(shape);
  const all = await compute(shape, inputs);
  const some = await compute({ ...shape, hasActivity: true }, inputs, new Uint32Array([1, 0, 1]));
  for (const name of ['xGradient', 'kernelGradient', 'biasGradient'] as const) {
    const size = all[name].length / shape.members;
    const of = (values: Float32Array, member: number) => values.slice(member * size, (member + 1) * size);
    expect(of(some[name], 0)).toEqual(of(all[name], 0));
    expect(of(some[name], 2)).toEqual(of(all[name], 2));
    expect(of(some[name], 1).every(Number.isNaN)).toBe(true);
  }
});
