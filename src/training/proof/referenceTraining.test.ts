import { expect, it } from 'vitest';
import { FEATURES } from '../../run/network';
import { trainReference } from './referenceTraining';

it('learns what a batch has to teach: its loss falls from that of guessing', () => {
  const labels = Uint8Array.of(0, 1, 2, 3);
  const images = Uint8Array.from({ length: 4 * FEATURES }, (_, i) => (Math.floor(i / FEATURES) * 61 + i * 7) % 256);
  const batch = { images, labels, count: 4 };
  const losses = trainReference(batch, { seed: 1, learningRate: 0.001, steps: 3 });
  expect(losses[0]).toBeGreaterThan(1.5);
  expect(losses[2]).toBeLessThan(losses[1] as number);
  expect(losses[1]).toBeLessThan(losses[0] as number);
});
