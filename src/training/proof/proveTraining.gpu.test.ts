import { expect, it } from 'vitest';
import { createMemoryTuningStore } from '../../kernels/matmul/tuningStore';
import { judgeProof, proofError } from '../../run/trainingProof';
import { useTfjs } from '../../testing/tfjsTest';
import { proveTraining } from './proveTraining';

const lab = useTfjs();

it('trains as float64 does, and remembers what it tested', async () => {
  const store = createMemoryTuningStore();
  const proof = await proveTraining(lab.bridge, store);
  expect(judgeProof(proof)).toBe('works');
  expect(proofError(proof)).toBeLessThan(1e-5);
  expect(proof.dropped).toEqual([]);
  expect(proof.selfTests.done + proof.selfTests.remembered).toBeGreaterThan(0);
});
