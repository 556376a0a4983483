import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { WeftError } from '../../errors';
import { GpuHealth } from '../../gpu/health';
import { type FakeDevice, fakeDevice } from '../../gpu/testing/fakeGpu';
import type { TrainingEvent } from '../../run/events';
import type { RunFile } from '../../run/runFile';
import type { TfjsBridge } from '../../tfjs/bridge';
import type { RunKeeping } from '../keeping';
import type { PartLimit } from '../parts/partLimit';
import { survivingLosses } from './losses';

const DONE = { status: 'finished' } as RunFile;
const never = () => new Promise<never>(() => undefined);

let devices: { readonly device: FakeDevice; readonly health: GpuHealth }[];
let events: TrainingEvent[];
let control: { isStopped: boolean };
const session = {
  connect: async () => {
    let last = devices.at(-1);
    if (last === undefined || last.health.failure !== undefined) {
      const device = fakeDevice();
      last = { device, health: new GpuHealth(device, { isFallback: false }) };
      devices.push(last);
    }
    return { gpu: last } as unknown as TfjsBridge;
  },
};

beforeEach(() => {
  vi.useFakeTimers();
  devices = [];
  events = [];
  control = { isStopped: false };
});
afterEach(() => vi.useRealTimers());

/** A run whose n-th attempt does as is said; the end of it after so many seconds. */
async function run(
  attempts: readonly ((health: GpuHealth, keeping: RunKeeping, partLimit: PartLimit) => Promise<unknown>)[],
  seconds: number,
) {
  let attempt = 0;
  let end: unknown = 'under way';
  survivingLosses(
    { session, control, emit: (event) => events.push(event), keep: undefined, keepingOptions: {}, now: Date.now },
    async (keeping, partLimit) => {
      const work = attempts[attempt++];
      await work?.((devices.at(-1) as { health: GpuHealth }).health, keeping, partLimit);
      return DONE;
    },
  ).then(
    (file) => {
      end = file;
    },
    (error: unknown) => {
      end = error;
    },
  );
  await vi.advanceTimersByTimeAsync(1000 * seconds);
  return end;
}

const silent = (health: GpuHealth) => health.answer(never());
const lost = async (health: GpuHealth) => {
  setTimeout(() => devices.at(-1)?.device.lose({ message: 'reset' }), 100);
  await health.answer(never());
};

describe('a run whose device', () => {
  it('throws before the news of its loss comes goes on, from what was kept of it', async () => {
    const file = new Uint8Array([1, 2, 3]);
    let resumed: unknown;
    const end = await run(
      [
        async (_, keeping) => {
          await keeping.keep(file);
          setTimeout(() => devices.at(-1)?.device.lose(), 100);
          throw new TypeError("Cannot read properties of undefined (reading 'resource')");
        },
        async (_, { resumeFrom }) => {
          resumed = resumeFrom?.file;
        },
      ],
      1,
    );
    expect(end).toBe(DONE);
    expect(resumed).toEqual(file);
    expect(events).toMatchObject([{ type: 'deviceLost' }]);
  });

  it('answers no more is given a new one', async () => {
    expect(await run([silent], 65)).toBe(DONE);
    expect(devices.length).toBe(2);
  });

  it('is lost three times within a minute ends, and says how often', async () => {
    expect(await run([lost, lost, lost], 2)).toMatchObject({
      code: 'device-lost',
      message: expect.stringContaining('3 times within a minute'),
      facts: { about: 'gpu-lost-often', times: 3 },
    });
    expect(events.length).toBe(2);
  });

  it('answers no more three times ends, though that takes longer', async () => {
    expect(await run([silent, silent, silent], 200)).toMatchObject({ facts: { about: 'gpu-lost-often' } });
  });

  it('is lost again and again at long intervals goes on', async () => {
    const rarely = async (health: GpuHealth) => {
      await new Promise((resolve) => setTimeout(resolve, 40_000));
      await lost(health);
    };
    expect(await run([rarely, rarely, rarely, rarely], 200)).toBe(DONE);
  });

  it('answers no more ends within seconds when it is stopped', async () => {
    expect(await run([silent, silent], 20)).toBe('under way');
    control.isStopped = true;
    devices.at(-1)?.health.hurry();
    await vi.advanceTimersByTimeAsync(5000);
    expect(devices.length).toBe(1);
    expect(devices[0]?.health.failure).toMatchObject({ code: 'gpu-silent' });
  });

  it('is well ends with the fault of its program', async () => {
    const fault = new TypeError('a fault');
    expect(await run([() => Promise.reject(fault)], 1)).toBe(fault);
  });
});

describe('a run that is out of memory', () => {
  /** A part of so many members, or of the most that are allowed, for which the memory does not suffice. */
  const outOfMemory = (members: number, fail: (health: GpuHealth) => void) => {
    return async (health: GpuHealth, _: RunKeeping, partLimit: PartLimit) => {
      partLimit.begin(Math.min(members, partLimit.most));
      fail(health);
      await health.settle();
    };
  };
  const onGpu = (health: GpuHealth) => health.fail(new WeftError('out-of-memory', 'The GPU is out of memory.'));
  const onCpu = () => {
    throw new RangeError('Array buffer allocation failed');
  };

  it('starts again from what was kept of it, with half as many members at once, on a new device', async () => {
    const file = new Uint8Array([1]);
    let second: unknown;
    const end = await run(
      [
        async (health, keeping, partLimit) => {
          await keeping.keep(file);
          await outOfMemory(5, onGpu)(health, keeping, partLimit);
        },
        async (_, { resumeFrom }, { most }) => {
          second = { file: resumeFrom?.file, most };
        },
      ],
      1,
    );
    expect(end).toBe(DONE);
    expect(second).toEqual({ file, most: 3 });
    expect(events).toMatchObject([{ type: 'partsHalved', mostMembers: 3, reason: 'The GPU is out of memory.' }]);
    expect(devices.length).toBe(2);
  });

  it('halves again and again, and ends where one member is too many', async () => {
    const end = await run(Array(9).fill(outOfMemory(8, onGpu)), 10);
    expect(end).toMatchObject({ code: 'out-of-memory' });
    expect(events.map((event) => event.type === 'partsHalved' && event.mostMembers)).toEqual([4, 2, 1]);
  });

  it('halves where it is the memory of the machine, too', async () => {
    expect(await run([outOfMemory(2, onCpu)], 1)).toBe(DONE);
    expect(events).toMatchObject([{ type: 'partsHalved', mostMembers: 1 }]);
  });

  it('ends when it was stopped', async () => {
    control.isStopped = true;
    expect(await run([outOfMemory(8, onGpu)], 1)).toMatchObject({ code: 'out-of-memory' });
    expect(events).toEqual([]);
  });
});
