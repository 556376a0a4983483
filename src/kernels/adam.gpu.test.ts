import { describe, expect, it } from 'vitest';
import { launch } from '../gpu/kernel';
import { expectClose } from '../testing/expectClose';
import { useGpu } from '../testing/gpuTest';
import { randomFloats } from '../testing/random';
import { ADAM_RECORD_BYTES, adamReference, encodeAdamStep, layOutMoments, nameVariables, planAdam } from './adam';

const BETAS = { beta1: 0.9, beta2: 0.999 };
const EPSILON = 1e-7;
const STEPS = 10;
const lab = useGpu();

interface Member {
  readonly rate: number;
  readonly isActive: boolean;
}

interface Run {
  readonly members: readonly Member[];
  readonly size: number;
  readonly weights: Float32Array;
  /** Of each step, [members, size]. */
  readonly gradients: readonly Float32Array[];
}

const active = (rate: number): Member => ({ rate, isActive: true });

function stepScale(step: number): number {
  return Math.sqrt(1 - BETAS.beta2 ** step) / (1 - BETAS.beta1 ** step);
}

function randomRun(members: readonly Member[], size: number, gradientScale: number): Run {
  const count = members.length * size;
  const gradients = Array.from({ length: STEPS }, (_, i) => randomFloats(i + 2, count, -gradientScale, gradientScale));
  return { members, size, weights: randomFloats(1, count), gradients };
}

/** The trajectory's end on the GPU: weights and both moments. */
async function compute({ members, size, weights, gradients }: Run) {
  const plan = planAdam({ members: members.length, ...layOutMoments(members.length, [size]), ...BETAS });
  const ownWeights = lab.upload(weights);
  const ownMoments = lab.upload(new Float32Array(2 * weights.length));
  const settings = lab.upload(Float32Array.from(members.flatMap(({ rate, isActive }) => [rate, isActive ? 1 : 0])));
  gradients.forEach((gradient, i) => {
    const step = lab.uniform(ADAM_RECORD_BYTES, (record) =>
      encodeAdamStep(record, { stepScale: stepScale(i + 1), epsilon: EPSILON }),
    );
    const variables = [{ weights: ownWeights, gradients: lab.upload(gradient) }];
    launch(lab.recorder, plan, { ...nameVariables(variables), moments: ownMoments, settings, step });
  });
  const moments = await lab.readFloats(ownMoments);
  return {
    weights: await lab.readFloats(ownWeights),
    first: moments.subarray(0, weights.length),
    second: moments.subarray(weights.length),
  };
}

/** The same for one member in float64. */
function computeReference({ members, size, weights, gradients }: Run, member: number) {
  const range = [member * size, (member + 1) * size] as const;
  const state = {
    weights: Float64Array.from(weights.subarray(...range)),
    first: new Float64Array(size),
    second: new Float64Array(size),
  };
  gradients.forEach((gradient, i) => {
    const settings = {
      ...BETAS,
      rate: members[member]?.rate ?? Number.NaN,
      stepScale: stepScale(i + 1),
      epsilon: EPSILON,
    };
    adamReference(state, gradient.subarray(...range), settings);
  });
  return state;
}

async function checkRun(run: Run, gradientScale: number): Promise<void> {
  const actual = await compute(run);
  run.members.forEach(({ rate }, member) => {
    const own = (values: Float32Array) => values.subarray(member * run.size, (member + 1) * run.size);
    const expected = computeReference(run, member);
    // A step rounds each moment three times, at 2⁻²⁴ of the terms, which never exceed the gradients.
    expectClose(own(actual.first), expected.first, { rtol: 0, atol: 5e-7 * gradientScale });
    expectClose(own(actual.second), expected.second, { rtol: 3e-6, atol: 0 });
    // A step moves a weight by a few rates at most; WGSL's division and square root are right to some 5e-7 of it, and
    // the first moment, divided by as little as 0.03 gradients, brings some 1e-6.
    expectClose(own(actual.weights), expected.weights, { rtol: 1e-6, atol: STEPS * rate * 2e-6 });
  });
}

describe('ten steps', () => {
  it.each([1e-4, 1e-3, 0.1, 10])('follow the float64 trajectory at a rate of %d', async (rate) => {
    await checkRun(randomRun([active(rate)], 300, 1), 1);
  });

  it.each([1e3, 1e-3, 1e-6, 1e-9])('follow it for gradients about %d, below epsilon too', async (gradientScale) => {
    await checkRun(randomRun([active(1e-3)], 64, gradientScale), gradientScale);
  });

  it.each([1, 4, 255, 256, 257, 1020, 1024, 1028, 1031, 4100])('update all of %i elements', async (size) => {
    await checkRun(randomRun([active(1e-2), active(1e-2)], size, 1), 1);
  });

  it('use the rate of each member', async () => {
    await checkRun(randomRun([1e-3, 0, 0.5, 3e-5].map(active), 70, 1), 1);
  });

  it('have the same bits each time', async () => {
    const run = randomRun([active(1e-3), active(1e-2)], 300, 1);
    expect(await compute(run)).toEqual(await compute(run));
  });
});

it('moves every weight by the rate in the first step, whatever its gradient', async () => {
  const gradient = new Float32Array([1e3, -1, 1e-3, -1e-3]);
  const run: Run = { members: [active(0.01)], size: 4, weights: new Float32Array(4), gradients: [gradient] };
  const { weights } = await compute(run);
  expectClose(weights, [-0.01, 0.01, -0.01, 0.01], { rtol: 1e-2, atol: 0 });
});

it('leaves weights without a gradient where they are', async () => {
  const weights = randomFloats(3, 8);
  const gradients = [new Float32Array(8), new Float32Array(8)];
  const result = await compute({ members: [active(10)], size: 8, weights, gradients });
  expect(result).toEqual({ weights, first: new Float32Array(8), second: new Float32Array(8) });
});

it('leaves an inactive member as it is, bit for bit, beside active ones', async () => {
  const size = 300;
  const members = [active(1e-3), { rate: 1e-3, isActive: false }, active(1e-3)];
  const run = randomRun(members, size, 1);
  for (const gradient of run.gradients) {
    gradient.fill(Number.NaN, size, 2 * size);
  }
  run.weights.fill(Number.NaN, size + 5, size + 6).fill(-0, size + 6, size + 7);
  const actual = await compute(run);
  const bits = (values: Float32Array) => new Uint32Array(values.slice(size, 2 * size).buffer);
  expect(bits(actual.weights)).toEqual(bits(run.weights));
  expect(bits(actual.first)).toEqual(new Uint32Array(size));
  expect(bits(actual.second)).toEqual(new Uint32Array(size));
  const tolerance = { rtol: 1e-6, atol: STEPS * 1e-3 * 2e-6 };
  expectClose(actual.weights.slice(0, size), computeReference(run, 0).weights, tolerance);
  expectClose(actual.weights.slice(2 * size), computeReference(run, 2).weights, tolerance);
});

it('keeps a member that diverged to itself', async () => {
  const run = randomRun([active(1e-3), active(1e-3)], 257, 1);
  run.gradients[3]?.fill(Number.NaN, 0, 257);
  const actual = await compute(run);
  expectClose(actual.weights.slice(257), computeReference(run, 1).weights, { rtol: 1e-6, atol: STEPS * 1e-3 * 2e-6 });
});

it.each([{ sizes: [300, 1, 513, 8] }, { sizes: [10, 256, 257] }, { sizes: [4, 4] }])(
  'updates variables of $sizes in one dispatch as it updates each alone, bit for bit',
  async ({ sizes }) => {
    const members = [active(1e-3), { rate: 1e-3, isActive: false }, active(0.1)];
    const runs = sizes.map((size) => randomRun(members, size, 1));
    const layout = layOutMoments(members.length, sizes);
    const plan = planAdam({ members: members.length, ...layout, ...BETAS });
    const settings = lab.upload(Float32Array.from(members.flatMap(({ rate, isActive }) => [rate, isActive ? 1 : 0])));
    const moments = lab.upload(new Float32Array(layout.momentsSize));
    const weights = runs.map((run) => lab.upload(run.weights));
    for (let i = 0; i < STEPS; i++) {
      const step = lab.uniform(ADAM_RECORD_BYTES, (record) =>
        encodeAdamStep(record, { stepScale: stepScale(i + 1), epsilon: EPSILON }),
      );
      const variables = weights.map((buffer, v) => ({
        weights: buffer,
        gradients: lab.upload(runs[v]?.gradients[i] as Float32Array<ArrayBuffer>),
      }));
      launch(lab.recorder, plan, { ...nameVariables(variables), moments, settings, step });
    }
    const allMoments = await lab.readFloats(moments);
    for (const [v, run] of runs.entries()) {
      const alone = await compute(run);
      expect(await lab.readFloats(weights[v] as GPUBuffer)).toEqual(alone.weights);
      const at = layout.variables[v]?.momentsAt ?? Number.NaN;
      const count = run.weights.length;
      expect(allMoments.slice(at, at + count)).toEqual(alone.first.slice());
      expect(allMoments.slice(at + count, at + 2 * count)).toEqual(alone.second.slice());
    }
  },
);

it('updates one variable of a group and leaves the moments of the others', async () => {
  const layout = layOutMoments(1, [8, 6]);
  const [, second] = layout.variables;
  const plan = planAdam({ members: 1, ...layout, variables: second === undefined ? [] : [second], ...BETAS });
  const run = randomRun([active(1e-3)], 6, 1);
  const before = randomFloats(9, layout.momentsSize);
  before.fill(0, 16);
  const moments = lab.upload(before);
  const weights = lab.upload(run.weights);
  const settings = lab.upload(Float32Array.of(1e-3, 1));
  run.gradients.forEach((gradient, i) => {
    const step = lab.uniform(ADAM_RECORD_BYTES, (record) =>
      encodeAdamStep(record, { stepScale: stepScale(i + 1), epsilon: EPSILON }),
    );
    const own = nameVariables([{ weights, gradients: lab.upload(gradient) }]);
    launch(lab.recorder, plan, { ...own, moments, settings, step });
  });
  const alone = await compute(run);
  expect(await lab.readFloats(weights)).toEqual(alone.weights);
  expect((await lab.readFloats(moments)).slice(0, 16)).toEqual(before.slice(0, 16));
});
