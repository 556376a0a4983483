import { expect, it } from 'vitest';
import { decodeTotals, softmaxCrossEntropyReference, TOTALS_BYTES } from './softmaxCrossEntropy';

it('decodes mean loss, accuracy and rows of each member', () => {
  const bytes = new ArrayBuffer(2 * TOTALS_BYTES);
  new Float32Array(bytes).set([10, -0.5], 0);
  new Uint32Array(bytes).set([3, 4], 2);
  const [first, second] = decodeTotals(bytes);
  expect(first).toEqual({ loss: 10.5 / 4, accuracy: 0.75, rows: 4 });
  expect(second).toEqual({ loss: Number.NaN, accuracy: Number.NaN, rows: 0 });
});

it('has a reference that follows the formula by hand', () => {
  // Probabilities 1/4 and 3/4.
  const logits = Float64Array.of(0, Math.log(3));
  const shape = { members: 1, rows: 1, classes: 2 };
  const { losses, hits, gradient } = softmaxCrossEntropyReference(shape, logits, Uint32Array.of(0), 1);
  expect(losses[0]).toBeCloseTo(Math.log(4), 14);
  expect(hits[0]).toBe(0);
  expect(gradient[0]).toBeCloseTo(-0.75, 14);
  expect(gradient[1]).toBeCloseTo(0.75, 14);
});
