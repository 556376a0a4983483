import { expect, it } from 'vitest';
import { launch } from '../gpu/kernel';
import { useGpu } from '../testing/gpuTest';
import { randomFloats } from '../testing/random';
import { negateReference, planNegate } from './negate';

const lab = useGpu();

it.each([
  [1, 1, 1],
  [1, 3, 63],
  [2, 2, 64],
  [3, 7, 65],
  [4, 13, 784],
  [20, 1, 512],
])('turns the sign of %i members, %i rows, %i columns, exactly', async (members, rows, cols) => {
  const values = randomFloats(members + rows + cols, members * rows * cols, -1e3, 1e3);
  const negated = lab.poisoned(values.length);
  launch(lab.recorder, planNegate({ members, rows, cols }), { values: lab.upload(values), negated });
  expect(await lab.readFloats(negated)).toEqual(negateReference(values));
});

it('leaves what an inactive member had', async () => {
  const values = randomFloats(5, 3 * 2 * 70);
  const negated = lab.upload(new Float32Array(values.length).fill(9));
  launch(lab.recorder, planNegate({ members: 3, rows: 2, cols: 70, hasActivity: true }), {
    values: lab.upload(values),
    negated,
    activity: lab.upload(Uint32Array.of(1, 0, 1)),
  });
  expect(await lab.readFloats(negated)).toEqual(negateReference(values).fill(9, 140, 280));
});
