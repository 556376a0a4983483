import { describe, expect, it } from 'vitest';
import { Pace, paceFor } from './pace';

/** Fences that pass when told to, and a clock that stands still unless moved. */
function createBench(stepsPerFence: number, openFences: number) {
  const fences: { readonly pass: () => void; readonly fail: (error: Error) => void }[] = [];
  const clock = { nowMs: 0 };
  const pace = new Pace(
    { stepsPerFence, openFences },
    () => new Promise((resolve, reject) => fences.push({ pass: resolve, fail: reject })),
    () => clock.nowMs,
  );
  return { pace, fences, clock };
}

/** Whether a promise is still pending once all that waits for nothing has run. */
async function isPending(promise: Promise<void>): Promise<boolean> {
  const later = new Promise((resolve) => setTimeout(resolve, 5, 'pending'));
  return (await Promise.race([promise.then(() => 'done'), later])) === 'pending';
}

describe('Pace', () => {
  it('opens a fence after so many steps, and waits only when too many are open', async () => {
    const { pace, fences } = createBench(2, 1);
    for (const opened of [0, 1, 1]) {
      await pace.stepRecorded();
      expect(fences).toHaveLength(opened);
    }
    const fourth = pace.stepRecorded();
    expect(fences).toHaveLength(2);
    expect(await isPending(fourth)).toBe(true);
    fences[0]?.pass();
    await fourth;
  });

  it('drains by waiting for every step, those since the last fence included', async () => {
    const { pace, fences } = createBench(4, 2);
    for (let step = 0; step < 5; step++) {
      await pace.stepRecorded();
    }
    const drained = pace.drain();
    expect(fences).toHaveLength(2);
    fences[0]?.pass();
    expect(await isPending(drained)).toBe(true);
    fences[1]?.pass();
    await drained;
    await pace.drain();
    expect(fences).toHaveLength(2);
  });

  it('measures the milliseconds of a step from fence to fence, and not what was before the clock restarted', async () => {
    const { pace, fences, clock } = createBench(2, 2);
    const passTwoSteps = async (atMs: number) => {
      await pace.stepRecorded();
      await pace.stepRecorded();
      clock.nowMs = atMs;
      fences.at(-1)?.pass();
      await pace.drain();
    };
    await passTwoSteps(100);
    expect(pace.stepMs).toEqual([]);
    await passTwoSteps(140);
    expect(pace.stepMs).toEqual([20]);
    clock.nowMs = 10_000;
    pace.restartClock();
    await passTwoSteps(10_006);
    expect(pace.stepMs).toEqual([20, 3]);
  });

  it('rejects when a fence fails, and leaves no rejection unhandled', async () => {
    const { pace, fences } = createBench(1, 2);
    await pace.stepRecorded();
    await pace.stepRecorded();
    for (const { fail } of fences) {
      fail(new Error('lost'));
    }
    await expect(pace.drain()).rejects.toThrow('lost');
  });
});

describe('paceFor', () => {
  it('waits for each step on a software adapter, and less often on a GPU', () => {
    expect(paceFor({ isFallback: true })).toEqual({ stepsPerSubmit: 1, stepsPerFence: 1, openFences: 1 });
    const { stepsPerSubmit, stepsPerFence } = paceFor({ isFallback: false });
    expect(stepsPerFence).toBeGreaterThan(1);
    // A quarter of a submit a step at most, and no submit that a fence cuts short.
    expect(stepsPerSubmit).toBeGreaterThanOrEqual(4);
    expect(stepsPerFence % stepsPerSubmit).toBe(0);
  });
});
