import { type NarrowDensePlan, narrowDenseGradientsReference } from '../narrowDenseGradients';
import { type LaunchTest, launchTest } from './launchTest';
import { randomFloats } from './randomValues';
import { activityOf, type Situation } from './situations';
import { floatsLike, memberBuffer, outputBuffer, perMember, wholeBuffer } from './stretches';

/** Of sums of so many terms: docs/kernels.md. */
const close = (terms: number) => ({ rtol: 0, atol: terms * Math.sqrt(terms) * 2 ** -24 });

/** The three gradients of a layer with random weights; half of x is 0, as of a relu. */
export function narrowDenseTest(plan: NarrowDensePlan, situation: Situation): LaunchTest {
  const { members, rows, inputs, units, hasActivity } = plan.shape;
  const layerOf = perMember(() => ({
    x: randomFloats(rows * inputs).map((value) => Math.max(0, value)),
    kernel: randomFloats(inputs * units),
    dz: randomFloats(rows * units),
  }));
  const expected = perMember((member) => narrowDenseGradientsReference({ ...plan.shape, members: 1 }, layerOf(member)));
  const lent = 'overwritten';
  return launchTest({
    plan,
    buffers: {
      x: memberBuffer({ members, words: rows * inputs, lent }, situation, (member) => layerOf(member).x),
      // These are the weights that will be trained.
      kernel: memberBuffer(
        { members, words: inputs * units, lent: 'restored' },
        situation,
        (member) => layerOf(member).kernel,
      ),
      dz: memberBuffer({ members, words: rows * units, lent }, situation, (member) => layerOf(member).dz),
      xGradient: outputBuffer({ members, words: rows * inputs, lent }, situation, (member) =>
        floatsLike(expected(member).xGradient, close(units)),
      ),
      kernelGradient: outputBuffer({ members, words: inputs * units, lent }, situation, (member) =>
        floatsLike(expected(member).kernelGradient, close(rows)),
      ),
      biasGradient: outputBuffer({ members, words: units, lent }, situation, (member) =>
        floatsLike(expected(member).biasGradient, close(rows)),
      ),
      activity: hasActivity ? wholeBuffer(activityOf(members, situation)) : undefined,
    },
  });
}
