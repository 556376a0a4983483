import { expect, it } from 'vitest';
import { BATCH_ROWS } from './catalog';
import { checkOutputs } from './checkOutputs';
import { createLossData } from './lossData';

it('allows a loss what adding it up in float32 costs, and hardly more', () => {
  const { expected } = createLossData(1);
  const loss = expected()[1].values[0] ?? Number.NaN;
  let sum = 0;
  let worst = 0;
  for (let runs = 1; runs <= 30_000; runs++) {
    sum = Math.fround(sum + Math.fround(loss * BATCH_ROWS));
    if (runs % 1000 === 0) {
      const verdict = checkOutputs([[sum / (runs * BATCH_ROWS)]], [expected(runs)[1]]);
      expect(verdict.fault, `after ${runs} runs`).toBeUndefined();
      worst = Math.max(worst, verdict.maxRelativeError);
    }
  }
  // More than a single loss may be off.
  expect(worst).toBeGreaterThan(1e-5);
  expect(checkOutputs([[1.00002 * loss]], [expected(1)[1]]).fault).toMatch(/^loss\[0\]/);
});
