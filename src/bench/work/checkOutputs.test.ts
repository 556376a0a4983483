import { describe, expect, it } from 'vitest';
import { checkOutputs, type ExpectedOutput, mergeVerdicts, sampleIndices } from './checkOutputs';

function expecting(values: readonly number[], tolerance = 1e-3): ExpectedOutput {
  const { length } = values;
  return { name: 'out', length, indices: sampleIndices(length, length), values: Float64Array.from(values), tolerance };
}

describe('checkOutputs', () => {
  it('passes what is close, and says how close', () => {
    // The scale is √((9 + 16)/2).
    const verdict = checkOutputs([[3, 4.001]], [expecting([3, 4])]);
    expect(verdict.fault).toBeUndefined();
    expect(verdict.maxRelativeError).toBeCloseTo(0.001 / Math.sqrt(12.5), 9);
    expect(verdict).toMatchObject({ checkedEntries: 2, outputEntries: 2 });
  });

  it('names the worst entry of a wrong output', () => {
    expect(checkOutputs([[3, 5]], [expecting([3, 4])]).fault).toMatch(/^out\[1\] is 5, not 4 /);
  });

  it.each([Number.NaN, Number.POSITIVE_INFINITY])('finds %s at an entry that is not checked', (value) => {
    const output = { ...expecting([1, 1]), indices: Uint32Array.of(0), values: Float64Array.of(1) };
    expect(checkOutputs([[1, value]], [output]).fault).toBe(`out[1] is ${value}`);
  });

  it('refuses an output that is missing or of another length', () => {
    expect(checkOutputs([], [expecting([1])]).fault).toBe('out has 0 entries, not 1');
    expect(checkOutputs([[1, 2]], [expecting([1])]).fault).toBe('out has 2 entries, not 1');
  });

  it('takes zeros for zeros and nothing else', () => {
    expect(checkOutputs([[0, 0]], [expecting([0, 0])])).toMatchObject({ maxRelativeError: 0 });
    expect(checkOutputs([[0, 0.1]], [expecting([0, 0])]).fault).toBeDefined();
  });
});

it('merges verdicts: the worst error, all entries, the first fault', () => {
  const fine = { maxRelativeError: 1e-7, checkedEntries: 2, outputEntries: 4 };
  const wrong = { maxRelativeError: 0.5, checkedEntries: 1, outputEntries: 1, fault: 'wrong' };
  expect(mergeVerdicts(fine, wrong)).toEqual({
    maxRelativeError: 0.5,
    checkedEntries: 3,
    outputEntries: 5,
    fault: 'wrong',
  });
});

describe('sampleIndices', () => {
  it('is everything where that is little', () => {
    expect([...sampleIndices(4, 8)]).toEqual([0, 1, 2, 3]);
  });

  it('spreads over a large output, from its first entry to its last', () => {
    const indices = [...sampleIndices(10_000, 100)];
    expect(indices).toHaveLength(100);
    expect(indices[0]).toBe(0);
    expect(indices.at(-1)).toBe(9999);
    indices.slice(1, -1).forEach((index, i) => {
      expect(Math.floor(index / 100)).toBe(i + 1);
    });
    expect([...sampleIndices(10_000, 100)]).toEqual(indices);
  });
});
