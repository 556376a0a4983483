import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { GpuHealth } from '../../gpu/health';
import { type FakeDevice, fakeDevice } from '../../gpu/testing/fakeGpu';
import type { TrainingEvent } from '../../run/events';
import type { RunFile } from '../../run/runFile';
import type { TfjsBridge } from '../../tfjs/bridge';
import type { RunKeeping } from '../keeping';
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
  attempts: readonly ((health: GpuHealth, keeping: RunKeeping) => Promise<unknown>)[],
  seconds: number,
) {
  let attempt = 0;
  let end: unknown = 'under way';
  survivingLosses(
    { session, control, emit: (event) => events.push(event), keep: undefined, keepingOptions: {}, now: Date.now },
    async (keeping) => {
      const work = attempts[attempt++];
      await work?.((devices.at(-1) as { health: GpuHealth }).health, keeping);
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
