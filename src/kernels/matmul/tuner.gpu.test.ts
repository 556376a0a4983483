import { describe, expect, it } from 'vitest';
import { SMALL_VARIANTS } from '../../testing/checkMatmul';
import { useGpu } from '../../testing/gpuTest';
import type { MatmulPlan } from './plan';
import { type MatmulShape, matmulShape, matmulShapeKey } from './shape';
import { planVariants, type TuneOptions, type TuningStore, tuneMatmul } from './tuner';
import type { MatmulVariant } from './variants';

const lab = useGpu();
const SHAPES = [
  matmulShape({ m: 33, k: 20, n: 31, epilogue: 'bias-relu' }),
  matmulShape({ batch: 2, m: 12, k: 9, n: 10, transposeA: true, hasColumnSums: true }),
  matmulShape({ batch: 3, m: 9, k: 12, n: 10, hasColumnSums: true, hasActivity: true }),
];

const ample = (store: TuningStore): TuneOptions => ({
  store,
  budgetMs: 60_000,
  listPlans: (shape, traits) => planVariants(shape, traits, SMALL_VARIANTS),
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

/** A plan whose shader is another text. */
function withCode(plan: MatmulPlan, change: (code: string) => string): MatmulPlan {
  const { program } = plan;
  const code = change(program.code);
  expect(code).not.toBe(program.code);
  return { ...plan, program: { ...program, code } };
}

/** A plan that does something else to each `value` of an output, at `batch`, `row`, `col`, before it is stored. */
const planted = (plan: MatmulPlan, fault: string) =>
  withCode(plan, (code) =>
    code
      .replace('  out[index] = value;', `  ${fault}\n  out[index] = value;`)
      // A tile's are vectors.
      .replace(
        '  var values = sums;',
        `  var values = sums;\n  let first_col = col;\n${[0, 1, 2, 3]
          .map((s) => `  { let col = first_col + ${s}u; var value = values[${s}]; ${fault} values[${s}] = value; }`)
          .join('\n')}`,
      ),
  );

/** A plan that adds 1 to the sum of column 77. */
const withWrongSum = (plan: MatmulPlan) =>
  withCode(plan, (code) =>
    code.replace(/column_sums\[(.+)\] = (\w+)(.*);/g, (_, index, value, rest) =>
      value === 'values'
        ? `column_sums[${index}] = values + select(vec4f(), vec4f(0.0, 1.0, 0.0, 0.0), col == 76u);`
        : `column_sums[${index}] = ${value}${rest} + select(0.0, 1.0, col == 77u);`,
    ),
  );

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
    const broken: MatmulVariant = { family: 'register', rows: 1, cols: 1, kStep: 1, workgroupSize: 4096 };
    const [right] = SMALL_VARIANTS as [MatmulVariant];
    const winners = await tuneMatmul(lab.gpu, SHAPES, {
      ...ample(new FakeStore()),
      listPlans: (shape, traits) => {
        const [plan] = planVariants(shape, traits, [right]) as [MatmulPlan];
        return [planted(plan, 'if (col % 2u == 1u) { return; }'), ...planVariants(shape, traits, [broken, right])];
      },
    });
    expect([...winners.values()]).toEqual(SHAPES.map(() => right));
  });

  // Of 512 columns a sample of 1,024 entries that are drawn blindly would miss one in one of seven tunings.
  const WIDE = [
    matmulShape({ m: 12, k: 9, n: 512 }),
    matmulShape({ batch: 2, m: 16, k: 8, n: 512, transposeA: true, hasColumnSums: true }),
    matmulShape({ batch: 2, m: 512, k: 8, n: 12, transposeB: true }),
  ];

  it.each([
    ['one of four components', 'if (col % 4u == 2u) { value += 1.0; }'],
    ['the other three', 'if (col % 4u != 0u) { value *= 2.0; }'],
    ['a single column', 'if (col == N - 2u) { value += 1.0; }'],
    ['a single row', 'if (row == M - 1u) { value -= 1.0; }'],
    ['one product of a batch', 'if (batch == LAST) { value = 0.5; }'],
  ])('lets no candidate win that is wrong in %s', async (_, fault) => {
    for (const variant of SMALL_VARIANTS) {
      const winners = await tuneMatmul(lab.gpu, WIDE, {
        ...ample(new FakeStore()),
        listPlans: (shape, traits) =>
          planVariants(shape, traits, [variant]).map((plan) =>
            planted(plan, fault.replace('LAST', `${shape.batch - 1}u`)),
          ),
      });
      expect(winners).toEqual(new Map());
    }
  });

  it('lets no candidate win whose column sums are wrong in a single column', async () => {
    const [, sums] = WIDE as [MatmulShape, MatmulShape];
    const winners = await tuneMatmul(lab.gpu, [sums], {
      ...ample(new FakeStore()),
      listPlans: (shape, traits) => planVariants(shape, traits, SMALL_VARIANTS).map(withWrongSum),
    });
    expect(winners).toEqual(new Map());
  });

  it('is over when its budget is spent, though a candidate takes long to compile', async () => {
    // SwiftShader compiles so many lines for more than a second.
    const slow = (plan: MatmulPlan) =>
      withCode(plan, (code) => {
        const lines = Array.from({ length: 5000 }, (_, i) => `  x = fma(x, x, ${i}.0);`).join('\n');
        return `${code}\nfn slow(y: f32) -> f32 {\n  var x = y;\n${lines}\n  return x;\n}`.replace(
          / = b\[(.+)\];/,
          ' = slow(b[$1]);',
        );
      });
    const startedAtMs = performance.now();
    await tuneMatmul(lab.gpu, SHAPES, {
      store: new FakeStore(),
      budgetMs: 200,
      listPlans: (shape, traits) => planVariants(shape, traits, SMALL_VARIANTS.slice(0, 1)).map(slow),
    });
    expect(performance.now() - startedAtMs).toBeLessThan(500);
  });

  it('tunes anew where the driver or the browser is another', async () => {
    const store = new FakeStore();
    const [shape] = SHAPES as [MatmulShape];
    const { adapter } = lab.gpu;
    for (const changed of [{}, { runtimeVersion: 'Chrome 999.0.0.0' }, { description: 'driver 999' }]) {
      await tuneMatmul({ ...lab.gpu, adapter: { ...adapter, ...changed } }, [shape], ample(store));
    }
    expect(store.entries.size).toBe(3);
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
