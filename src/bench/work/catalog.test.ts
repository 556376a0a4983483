import { describe, expect, it } from 'vitest';
import { CASES, casesMatching, PARAMETERS, SUITES } from './catalog';

function idsMatching(...patterns: string[]): string[] {
  return casesMatching(SUITES, patterns).map(({ id }) => id);
}

describe('the cases', () => {
  it('have ids of their own, each beginning with its suite', () => {
    expect(new Set(CASES.map(({ id }) => id)).size).toBe(CASES.length);
    for (const { id, suite } of CASES) {
      expect(id).toMatch(new RegExp(`^${suite}/[^/]+/[^/]+$`));
    }
  });

  it('contain the eight products of a step, which make up its operations', () => {
    const products = CASES.filter(({ id }) => /^matmul\/\d+x\d+x\d+\/(forward|weight|input)/.test(id));
    expect(products).toHaveLength(8);
    const step = CASES.find(({ id }) => id === 'train/1x128/step');
    expect(products.reduce((sum, { flop }) => sum + (flop ?? 0), 0)).toBe(step?.flop);
  });

  it('count what the notebook has', () => {
    expect(PARAMETERS).toBe(669_706);
    const [forward] = casesMatching(SUITES, ['matmul/128x784x512/forward-1']);
    expect(forward).toMatchObject({ flop: 2 * 128 * 784 * 512, bytes: 4 * (128 * 784 + 784 * 512 + 128 * 512 + 512) });
  });
});

describe('casesMatching', () => {
  it('takes a part of an id', () => {
    expect(idsMatching('784x128x512')).toEqual([
      'matmul/784x128x512/weight-gradient-1',
      'matmul/4x784x128x512/weight-gradient-1',
      'matmul/32x784x128x512/weight-gradient-1',
    ]);
  });

  it('takes * for anything in a whole id', () => {
    expect(idsMatching('train/*/step')).toHaveLength(12);
    expect(idsMatching('*square')).toHaveLength(5);
    expect(idsMatching('square*')).toEqual([]);
  });

  it('takes nothing in a pattern but * as special', () => {
    expect(idsMatching('train/.x128/*')).toEqual([]);
  });

  it('keeps to the suites', () => {
    expect(casesMatching(['loss'], []).every(({ suite }) => suite === 'loss')).toBe(true);
  });
});

it('has steps of 1 to 64 members, and of batches of 32 to 1,024', () => {
  const steps = CASES.flatMap((found) => (found.kind === 'train' ? [[found.members, found.batchRows] as const] : []));
  const members = steps.filter(([, rows]) => rows === 128).map(([count]) => count);
  const rows = steps.filter(([count]) => count === 1).map(([, count]) => count);
  expect(members.toSorted((a, b) => a - b)).toEqual([1, 2, 4, 8, 16, 32, 64]);
  expect(rows.toSorted((a, b) => a - b)).toEqual([32, 64, 128, 256, 512, 1024]);
});
