import {
  ADAM_RECORD_BYTES,
  type AdamPlan,
  type AdamVariableShape,
  adamReference,
  encodeAdamStep,
  nameVariables,
} from '../adam';
import { type LaunchTest, launchTest, type TestBuffer } from './launchTest';
import { randomFloats } from './randomValues';
import { activityOf, type Situation } from './situations';
import { floatsLike, MOST_LEFT_OUT, memberBuffer, staysLike, wholeBuffer } from './stretches';

/** Of the third step, and a rate with which a wrong update shows beside the weight. */
const STEP = { stepScale: Math.sqrt(1 - 0.999 ** 3) / (1 - 0.9 ** 3), epsilon: 1e-7 };
const RATE = 0.25;
// Tolerances: docs/kernels.md.
const WEIGHTS = { rtol: 1e-6, atol: 2e-6 * RATE };
const MOMENTS = { rtol: 3e-6, atol: 5e-7 };

/** One update of all variables of the members that are tried. */
export function adamTest(plan: AdamPlan, situation: Situation): LaunchTest {
  const { members, variables, momentsSize } = plan.shape;
  const tested = variables.map((variable) => testVariable(plan, variable, situation));
  const activity = activityOf(members, situation);
  const settings = Float32Array.from([...activity].flatMap((isActive) => [RATE, isActive]));
  return launchTest({
    plan,
    record: { name: 'step', bytes: ADAM_RECORD_BYTES, encode: (view) => encodeAdamStep(view, STEP) },
    buffers: {
      settings: wholeBuffer(settings),
      moments: {
        bytes: momentsSize * Float32Array.BYTES_PER_ELEMENT,
        stretches: tested.flatMap(({ moments }) => moments),
        lent: 'restored',
      },
      ...(nameVariables(tested as never) as unknown as Record<string, TestBuffer>),
    },
  });
}

function testVariable({ shape }: AdamPlan, { size, momentsAt }: AdamVariableShape, situation: Situation) {
  const { members } = shape;
  const states = new Map(
    situation.tested.map(({ member, isActive }) => {
      const before = {
        weights: randomFloats(size),
        gradients: randomFloats(size),
        first: randomFloats(size),
        second: randomFloats(size, 0.01, 1),
      };
      const after = {
        weights: new Float64Array(before.weights),
        first: new Float64Array(before.first),
        second: new Float64Array(before.second),
      };
      if (isActive) {
        adamReference(after, before.gradients, { ...shape, ...STEP, rate: RATE });
      }
      return [member, { before, after, isActive }];
    }),
  );
  const stateOf = (member: number) => states.get(member) as NonNullable<ReturnType<typeof states.get>>;
  const moments = (['first', 'second'] as const).flatMap((name, index) =>
    situation.tested.map(({ member, isActive }) => {
      const { before: all, after } = stateOf(member);
      const before = isActive ? all[name] : all[name].subarray(0, MOST_LEFT_OUT);
      return {
        offsetBytes: (momentsAt + (index * members + member) * size) * Float32Array.BYTES_PER_ELEMENT,
        before,
        check: isActive ? floatsLike(after[name], MOMENTS) : staysLike(before),
      };
    }),
  );
  const words = { members, words: size };
  return {
    moments,
    weights: memberBuffer(
      { ...words, lent: 'restored' },
      situation,
      (member) => stateOf(member).before.weights,
      (member) => floatsLike(stateOf(member).after.weights, WEIGHTS),
    ),
    gradients: memberBuffer({ ...words, lent: 'overwritten' }, situation, (member) => stateOf(member).before.gradients),
  };
}
