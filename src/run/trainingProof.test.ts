import { expect, it } from 'vitest';
import { judgeProof, proofError } from './trainingProof';

const REFERENCE = [2.3, 2, 1.5];

it.each([
  ['agrees and falls', [2.300001, 2, 1.500001], 'works'],
  ['is off in one step', [2.3, 2.01, 1.5], 'wrong'],
  ['is not finite', [2.3, null, 1.5], 'wrong'],
  ['lacks a step', [2.3, 2], 'wrong'],
  ['is zero, as after a lost submit', [0, 0, 0], 'wrong'],
] as const)('training whose loss %s: %j is judged %s', (_, losses, judged) => {
  expect(judgeProof({ losses: [...losses], reference: REFERENCE })).toBe(judged);
});

it('does not work where the loss does not fall, though float64 agrees, or where nothing was done', () => {
  expect(judgeProof({ losses: [2, 2], reference: [2, 2] })).toBe('not-learning');
  expect(judgeProof({ losses: [], reference: [] })).toBe('wrong');
  expect(proofError({ losses: [], reference: [1] })).toBe(Number.POSITIVE_INFINITY);
});
