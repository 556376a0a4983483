import { describe, expect, it } from 'vitest';
import { WeftError } from '../errors';
import type { TrainingEvent } from '../run/events';
import { sampleCheckpoint } from '../testing/sampleCheckpoint';
import { createKeeper, requireSameRun } from './keeping';

/** A keeper whose checkpoints take 100 ms, on a clock that is moved by hand. */
function createBench({
  write = async () => undefined,
  ...interval
}: {
  readonly write?: () => Promise<void>;
  readonly intervalMs?: number;
} = {}) {
  const clock = { nowMs: 0 };
  const events: TrainingEvent[] = [];
  const checkpoint = sampleCheckpoint();
  const keeper = createKeeper({
    keeping: { keep: write, ...interval },
    takeCheckpoint: (members) => ({ ...checkpoint, ...members }),
    emit: (event) => events.push(event),
    now: () => clock.nowMs,
  });
  const take = async () => {
    clock.nowMs += 100;
    return checkpoint;
  };
  return { clock, events, keeper, keep: () => keeper.keep(take) };
}

describe('a keeper', () => {
  it('is due after the first epoch, and within one after its interval', () => {
    const { clock, keeper } = createBench();
    expect([keeper.isDue('epoch'), keeper.isDue('step')]).toEqual([true, false]);
    clock.nowMs = 30_000;
    expect(keeper.isDue('step')).toBe(true);
  });

  it('waits until what the last checkpoint cost is 2 % of the time since', async () => {
    const { clock, keeper, keep } = createBench();
    await keep();
    clock.nowMs += 4999;
    expect(keeper.isDue('epoch')).toBe(false);
    clock.nowMs += 1;
    expect(keeper.isDue('epoch')).toBe(true);
  });

  it('keeps as often as it is asked to, whatever that costs', async () => {
    const { clock, keeper, keep } = createBench({ intervalMs: 200 });
    await keep();
    expect([keeper.isDue('epoch'), keeper.isDue('step')]).toEqual([true, false]);
    clock.nowMs += 200;
    expect(keeper.isDue('step')).toBe(true);
  });

  it('says once that nothing can be written, goes on, and says so again when it fails anew', async () => {
    let isFull = true;
    const write = async () => {
      if (isFull) {
        throw new Error('no space left');
      }
    };
    const { events, keep } = createBench({ write });
    await keep();
    await keep();
    expect(events).toEqual([{ type: 'keepingFailed', reason: 'no space left' }]);
    isFull = false;
    await keep();
    isFull = true;
    await keep();
    expect(events).toHaveLength(2);
  });

  it.each([
    ['goes on without a checkpoint that does not fit into memory', new RangeError('too long'), 1],
    ['fails with a device that fails', new WeftError('device-lost', 'lost'), 0],
  ])('%s', async (_, error, told) => {
    const events: TrainingEvent[] = [];
    const keeper = createKeeper({
      keeping: { keep: async () => undefined },
      takeCheckpoint: () => sampleCheckpoint(),
      emit: (event) => events.push(event),
    });
    const kept = keeper.keep(() => Promise.reject(error));
    await (told === 1 ? kept : expect(kept).rejects.toBe(error));
    expect(events).toHaveLength(told);
  });
});

describe('going on from a checkpoint', () => {
  const saved = sampleCheckpoint();

  it('is allowed for the same run, whatever version of the browser it is in', () => {
    const adapter = { ...saved.adapter, runtimeVersion: 'Chrome 157.0.0.0' };
    expect(() => requireSameRun(saved, { ...saved, adapter }, 'it')).not.toThrow();
  });

  it.each([
    ['commit', { commit: 'def5678' }],
    ['adapter', { adapter: { ...saved.adapter, vendor: 'other' } }],
    ['option epochs', { config: { ...saved.config, epochs: 77 } }],
    ['dataset', { dataset: '1'.repeat(64) }],
  ])('is refused where it is of another %s', (place, difference) => {
    expect(() => requireSameRun(saved, { ...saved, ...difference }, 'it')).toThrow(`Checkpoint it, ${place}: `);
  });
});
