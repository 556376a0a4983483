import { describe, expect, it } from 'vitest';
import { decodeTotals, softmaxCrossEntropyReference, totalsBytes } from './softmaxCrossEntropy';

/** [members, slots] of (loss, hits, rows) as the kernel writes them. */
function encodeSlots(slots: readonly (readonly [loss: number, hits: number, rows: number])[]): ArrayBuffer {
  const view = new DataView(new ArrayBuffer(totalsBytes({ members: slots.length, rows: 1 })));
  slots.forEach(([loss, hits, rows], slot) => {
    view.setFloat32(12 * slot, loss, true);
    view.setUint32(12 * slot + 4, hits, true);
    view.setUint32(12 * slot + 8, rows, true);
  });
  return view.buffer;
}

describe('totals', () => {
  it('decode to the mean loss, accuracy and rows of each member, over its slots', () => {
    const bytes = encodeSlots([
      [10, 2, 3],
      [0.5, 1, 1],
      [0, 0, 0],
      [0, 0, 0],
    ]);
    expect(decodeTotals(bytes, 2)).toEqual([
      { loss: 10.5 / 4, accuracy: 0.75, rows: 4 },
      { loss: Number.NaN, accuracy: Number.NaN, rows: 0 },
    ]);
  });

  it('are added up in float64', () => {
    const [large, small] = [2 ** 24, 0.1];
    const bytes = encodeSlots([[large, 0, 1], ...Array.from({ length: 50 }, () => [small, 0, 1] as const)]);
    expect(decodeTotals(bytes, 1)[0]?.loss).toBe((large + 50 * Math.fround(small)) / 51);
  });

  it('have a slot for every step and 64 rows, up to 1,024 of them', () => {
    expect(totalsBytes({ members: 3, rows: 64 })).toBe(3 * 12);
    expect(totalsBytes({ members: 3, rows: 65 })).toBe(3 * 2 * 12);
    expect(totalsBytes({ members: 3, rows: 128 }, 400)).toBe(3 * 800 * 12);
    expect(totalsBytes({ members: 3, rows: 128 }, 50_000)).toBe(3 * 1024 * 12);
  });

  it('have no fewer slots than a step has workgroups, which write at the same time', () => {
    expect(totalsBytes({ members: 1, rows: 64 * 1025 }, 50_000)).toBe(1025 * 12);
  });
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
