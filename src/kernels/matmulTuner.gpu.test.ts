import { describe, expect, it } from 'vitest';
import { matmulShape, SMALL_VARIANTS } from '../testing/checkMatmul';
import { useGpu } from '../testing/gpuTest';
import { matmulShapeKey } from './matmul';
import { type TuneOptions, type TuningStore, tuneMatmul } from './matmulTuner';
import type { MatmulVariant } from './matmulVariants';

const lab = useGpu();
const SHAPES = [
  matmulShape({ m: 33, k: 20, n: 31, epilogue: 'bias-relu' }),
  matmulShape({ batch: 2, m: 12, k: 9, n: 10, transposeA: true, hasColumnSums: true }),
  matmulShape({ batch: 3, m: 9, k: 12, n: 10, hasColumnSums: true, hasActivity: true }),
];

const ample = (store: TuningStore): TuneOptions => ({
  store,
  budgetMs: 60_000,
  listVariants: () => SMALL_VARIANTS,
});

class FakeStore implements TuningStore {
  readonly entries = new Map<string, unknown>();
  async read(key: string) {
    return this.entries.get(key);
  }
  async write(key: string, value: unknown) {
    this.entries.set(key, value);
  }
  async clear() {
    this.entries.clear();
  }
}

describe('tuneMatmul', () => {
  it('finds a variant of the list for every shape, tells how far it is, and keeps the winners', async () => {
    const store = new FakeStore();
    const progress: string[] = [];
    const winners = await tuneMatmul(lab.gpu, SHAPES, {
      ...ample(store),
      onProgress: (done, total) => progress.push(`${done}/${total}`),
    });
    for (const shape of SHAPES) {
      expect(SMALL_VARIANTS).toContainEqual(winners.get(matmulShapeKey(shape)));
    }
    expect(progress).toEqual(['0/3', '1/3', '2/3', '3/3']);
    expect([...store.entries.values()]).toEqual([...winners.values()]);
  });

  it('takes what it knows without a dispatch', async () => {
    const store = new FakeStore();
    const winners = await tuneMatmul(lab.gpu, SHAPES, ample(store));
    const { dispatches } = lab.gpu.counters;
    expect(await tuneMatmul(lab.gpu, SHAPES, ample(store))).toEqual(winners);
    expect(lab.gpu.counters.dispatches).toBe(dispatches);
  });

  it('leaves the shipped choice to shapes that the budget does not reach', async () => {
    const store = new FakeStore();
    expect(await tuneMatmul(lab.gpu, SHAPES, { ...ample(store), budgetMs: 0 })).toEqual(new Map());
    expect(store.entries.size).toBe(0);
  });

  it.each([
    ['no object', 'fast'],
    ['another version', { family: 'register', rows: 4 }],
    ['an unknown family', { family: 'warp', rows: 4, cols: 4, kStep: 4, workgroupSize: 32 }],
    ['a variant no longer offered', { family: 'register', rows: 7, cols: 3, kStep: 4, workgroupSize: 32 }],
  ])('ignores and rewrites a stored entry that is %s', async (_, corrupt) => {
    const [shape] = SHAPES as [(typeof SHAPES)[number]];
    const store = new FakeStore();
    await tuneMatmul(lab.gpu, [shape], ample(store));
    const [key] = [...store.entries.keys()] as [string];
    store.entries.set(key, corrupt);
    const winners = await tuneMatmul(lab.gpu, [shape], ample(store));
    expect(store.entries.get(key)).toEqual(winners.get(matmulShapeKey(shape)));
    expect(SMALL_VARIANTS).toContainEqual(store.entries.get(key));
  });

  it('lets no candidate win that does not compile, or that leaves outputs unwritten', async () => {
    // A quad workgroup has 4 invocations: planned for 8, every other column stays unwritten.
    const holes: MatmulVariant = { family: 'quad', rows: 8, cols: 2, kStep: 2, workgroupSize: 8 };
    const broken: MatmulVariant = { family: 'register', rows: 1, cols: 1, kStep: 1, workgroupSize: 4096 };
    const [right] = SMALL_VARIANTS as [MatmulVariant];
    const winners = await tuneMatmul(lab.gpu, SHAPES, {
      ...ample(new FakeStore()),
      listVariants: () => [holes, broken, right],
    });
    expect([...winners.values()]).toEqual(SHAPES.map(() => right));
  });

  it('goes on without a store that throws', async () => {
    const broken: TuningStore = {
      read: () => Promise.reject(new Error('no storage')),
      write: () => Promise.reject(new Error('no storage')),
      clear: () => Promise.reject(new Error('no storage')),
    };
    const winners = await tuneMatmul(lab.gpu, SHAPES, ample(broken));
    expect(winners.size).toBe(SHAPES.length);
  });
});
