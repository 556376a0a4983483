import { describe, expect, it } from 'vitest';
import { refusalOf } from '../testing/refusal';
import { accuracyOf, classMetrics, countConfusions } from './metrics';

describe('countConfusions', () => {
  it("has true classes in rows and predicted ones in columns, as scikit-learn's confusion_matrix", () => {
    // The example of its documentation.
    expect(countConfusions([2, 0, 2, 2, 0, 1], [0, 0, 2, 2, 0, 2], 3)).toEqual([
      [2, 0, 0],
      [0, 0, 1],
      [1, 0, 2],
    ]);
  });

  it('takes bytes, and no examples at all', () => {
    expect(countConfusions(Uint8Array.of(1, 1), Int32Array.of(1, 0), 2)).toEqual([
      [0, 0],
      [1, 1],
    ]);
    expect(countConfusions([], [], 2)).toEqual([
      [0, 0],
      [0, 0],
    ]);
  });

  it.each([
    [[0], [], 'There are 0 predictions for 1 labels; there must be as many.'],
    [[0, 3], [0, 0], 'The label of example 1 is 3; it must be a class from 0 to 2.'],
    [[0], [-1], 'The prediction of example 0 is -1; it must be a class from 0 to 2.'],
    [[0], [Number.NaN], 'The prediction of example 0 is NaN; it must be a class from 0 to 2.'],
  ])('refuses labels %j with predictions %j', (labels, predictions, message) => {
    expect(refusalOf('bad-shape', () => countConfusions(labels, predictions, 3))).toBe(message);
  });
});

describe('classMetrics', () => {
  it("agrees with scikit-learn's classification_report", () => {
    // The example of its documentation: precision 0.50 0.00 1.00, recall 1.00 0.00 0.67, F1 0.67 0.00 0.80.
    expect(classMetrics(countConfusions([0, 1, 2, 2, 2], [0, 0, 2, 2, 1], 3))).toEqual([
      { precision: 1 / 2, recall: 1, f1: 2 / 3, support: 1 },
      { precision: 0, recall: 0, f1: 0, support: 1 },
      { precision: 1, recall: 2 / 3, f1: 4 / 5, support: 3 },
    ]);
  });

  it('has no share of nothing: neither precision of a class never predicted, nor recall of one without examples', () => {
    expect(classMetrics(countConfusions([0, 1], [0, 2], 4))).toEqual([
      { precision: 1, recall: 1, f1: 1, support: 1 },
      { precision: null, recall: 0, f1: 0, support: 1 },
      { precision: 0, recall: null, f1: 0, support: 0 },
      { precision: null, recall: null, f1: null, support: 0 },
    ]);
  });
});

describe('accuracyOf', () => {
  it('is the share on the diagonal', () => {
    expect(accuracyOf(countConfusions([2, 0, 2, 2, 0, 1], [0, 0, 2, 2, 0, 2], 3))).toBe(4 / 6);
    expect(accuracyOf(countConfusions([], [], 3))).toBeNull();
  });
});
