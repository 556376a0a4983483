import { describe, expect, it } from 'vitest';
import type { Split } from '../data/dataset';
import { fakeMembers } from '../testing/fakeTrainee';
import type { MemberTest } from './loop/loopContract';
import { describeTest, findMistakes } from './testResults';

const PIXELS = 784;

/** Examples of these labels; every pixel of example n is n. */
function splitOf(labels: readonly number[]): Split {
  const images = Uint8Array.from({ length: labels.length * PIXELS }, (_, pixel) => pixel / PIXELS);
  return { images, labels: Uint8Array.from(labels), count: labels.length };
}

function testOf(classes: readonly number[], confidences: readonly number[]): MemberTest {
  return {
    totals: { loss: 0.5, accuracy: 0.75, rows: classes.length },
    predictions: { classes: Uint8Array.from(classes), confidences: Float32Array.from(confidences) },
  };
}

function decode(base64: string): number[] {
  return Array.from(atob(base64), (byte) => byte.charCodeAt(0));
}

describe('describeTest', () => {
  it('counts which classes were taken for which', () => {
    const { loss, accuracy, confusion } = describeTest(testOf([0, 3, 3, 9], [1, 1, 1, 1]), splitOf([0, 3, 1, 9]));
    expect([loss, accuracy]).toEqual([0.5, 0.75]);
    const found = confusion.flatMap((row, label) =>
      row.flatMap((count, predicted) => (count > 0 ? [[label, predicted, count]] : [])),
    );
    expect([confusion.length, confusion[0]?.length]).toEqual([10, 10]);
    expect(found).toEqual([
      [0, 0, 1],
      [1, 3, 1],
      [3, 3, 1],
      [9, 9, 1],
    ]);
  });

  it('has null for figures that are not finite', () => {
    const { predictions } = testOf([0], [1]);
    const totals = { loss: Number.POSITIVE_INFINITY, accuracy: Number.NaN, rows: 1 };
    expect(describeTest({ totals, predictions }, splitOf([0]))).toMatchObject({ loss: null, accuracy: null });
  });
});

describe('findMistakes', () => {
  it('gives the twelve surest, the earlier first where two are as sure, with their pixels', () => {
    const labels = Array.from({ length: 40 }, () => 1);
    // Every other example is a mistake, and two that follow one another are as sure.
    const classes = labels.map((label, example) => (example % 2 === 0 ? label + 1 : label));
    const confidences = labels.map((_, example) => 0.25 + Math.floor(example / 4) / 64);
    const split = splitOf(labels);
    const [found] = findMistakes(fakeMembers(1), [testOf(classes, confidences)], split);
    expect(found).toMatchObject({ normalization: 'scale', seed: 1 });
    expect(found?.mistakes.map(({ example }) => example)).toEqual([36, 38, 32, 34, 28, 30, 24, 26, 20, 22, 16, 18]);
    expect(found?.mistakes[1]).toMatchObject({ label: 1, predicted: 2, confidence: 0.25 + 9 / 64 });
    expect(decode(found?.mistakes[1]?.pixels ?? '')).toEqual(Array.from({ length: PIXELS }, () => 38));
  });

  it('leaves out what is right, and what no probability was given for', () => {
    const test = testOf([1, 2, 3], [0.9, 0.8, Number.NaN]);
    const [found] = findMistakes(fakeMembers(1), [test], splitOf([1, 1, 1]));
    expect(found?.mistakes.map(({ example }) => example)).toEqual([1]);
  });

  it('is of the first member of each arm that was tested', () => {
    const members = fakeMembers([
      { normalization: 'raw', seed: 1 },
      { normalization: 'raw', seed: 2 },
      { normalization: 'raw', seed: 3 },
      { normalization: 'raw', seed: 1, learningRate: 0.01 },
      { normalization: 'scale', seed: 1 },
      { normalization: 'center', seed: 1 },
    ]);
    const wrong = (predicted: number) => testOf([predicted], [0.5]);
    const found = findMistakes(members, [null, wrong(2), wrong(3), wrong(5), wrong(4), null], splitOf([1]));
    expect(
      found.map((entry) => [entry.normalization, entry.learningRate, entry.seed, entry.mistakes[0]?.predicted]),
    ).toEqual([
      ['raw', 0.001, 2, 2],
      ['raw', 0.01, 1, 5],
      ['scale', 0.001, 1, 4],
    ]);
  });
});
