import { afterEach, describe, expect, it, vi } from 'vitest';
import { useGpu } from '../../testing/gpuTest';
import { withWrongLane } from '../../testing/wrongLane';
import type { SelfTestStore } from '../selfTest/rightPrograms';
import { chooseMatmulVariant, listMatmulVariants } from './choice';
import { planMatmul } from './plan';
import { chooseRightPlan } from './selfTest';
import { matmulShape } from './shape';
import { matmulTraits } from './variants';

const lab = useGpu();
const SHAPE = matmulShape({ batch: 3, m: 40, k: 20, n: 40, epilogue: 'bias-relu', hasActivity: true });

afterEach(() => vi.restoreAllMocks());

function memoryStore(): SelfTestStore & { readonly entries: Map<string, unknown> } {
  const entries = new Map<string, unknown>();
  return {
    entries,
    read: async (key) => entries.get(key),
    write: async (key, value) => {
      entries.set(key, value);
    },
  };
}

describe('the self-test of a product', () => {
  it('takes the shipped choice where it is right, and remembers it by text and adapter', async () => {
    const store = memoryStore();
    const { plan, isReplaced } = await chooseRightPlan(lab.gpu, SHAPE, undefined, { store });
    expect([plan.variant, isReplaced]).toEqual([chooseMatmulVariant(SHAPE, matmulTraits(lab.gpu)), false]);
    expect(store.entries.size).toBe(1);
    const submit = vi.spyOn(lab.gpu.device.queue, 'submit');
    await chooseRightPlan(lab.gpu, SHAPE, undefined, { store });
    expect(submit).not.toHaveBeenCalled();
    const updated = { ...lab.gpu, adapter: { ...lab.gpu.adapter, runtimeVersion: 'Chrome 999.0.0.0' } };
    await chooseRightPlan(updated, SHAPE, undefined, { store });
    expect(store.entries.size).toBe(2);
  });

  it('drops and names what has one wrong lane, takes the next, and remembers nothing of the wrong one', async () => {
    const traits = matmulTraits(lab.gpu);
    const shape = { ...SHAPE, k: 21 };
    const shipped = planMatmul(shape, traits);
    withWrongLane(lab.gpu.device, 'right');
    const [store, dropped] = [memoryStore(), [] as string[]];
    const onDropped = (program: string) => dropped.push(program);
    const { plan, isReplaced } = await chooseRightPlan(lab.gpu, shape, undefined, { store, onDropped });
    expect(isReplaced).toBe(true);
    expect(plan.variant).not.toEqual(shipped?.variant);
    expect(dropped).toEqual([shipped?.program.label]);
    expect(store.entries.size).toBe(1);
  });

  it('refuses where no variant is right', async () => {
    withWrongLane(lab.gpu.device, 'not compiled');
    const shape = { ...SHAPE, k: 22 };
    expect(listMatmulVariants(shape, matmulTraits(lab.gpu)).length).toBeGreaterThan(1);
    await expect(chooseRightPlan(lab.gpu, shape, undefined)).rejects.toMatchObject({
      code: 'wrong-result',
      facts: { about: 'wrong-kernel', isTraining: false },
    });
  });
});
