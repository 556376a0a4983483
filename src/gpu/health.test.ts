import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { GpuHealth } from './health';
import { type FakeDevice, fakeDevice } from './testing/fakeGpu';

let device: FakeDevice;
let health: GpuHealth;
const open = (isFallback: boolean) => {
  device = fakeDevice();
  health = new GpuHealth(device, { isFallback });
};

beforeEach(() => {
  vi.useFakeTimers();
  open(false);
});
afterEach(() => vi.useRealTimers());

const never = () => new Promise<never>(() => undefined);
const named = (name: string, reason?: string) => Object.assign(new Error('of a lost instance'), { name, reason });

/** What a wait ends with within so many seconds; `undefined` while it goes on. */
async function endOf(wait: Promise<unknown>, seconds: number) {
  let end: unknown;
  wait.then(
    () => {
      end = 'answered';
    },
    (error: unknown) => {
      end = error;
    },
  );
  await vi.advanceTimersByTimeAsync(1000 * seconds);
  return end;
}

describe('a wait for a device', () => {
  it.each([
    ['an exception of any kind', new TypeError('Cannot read properties of undefined'), 200],
    ['a mapping that is broken off', named('AbortError'), 1500],
    ['work that is dropped', named('OperationError'), 1500],
    ['a pipeline that is not made', named('GPUPipelineError', 'internal'), 1500],
  ])('ends with the loss, also where %s comes before the news of it', async (_, error, newsMs) => {
    setTimeout(() => device.lose({ message: 'driver reset' }), newsMs);
    const end = await endOf(health.answer(Promise.reject(error)), 3);
    expect(end).toMatchObject({ code: 'device-lost', message: expect.stringContaining('driver reset') });
  });

  it('ends with the loss where nothing is answered', async () => {
    const end = endOf(health.answer(never()), 1);
    device.lose();
    expect(await end).toMatchObject({ code: 'device-lost' });
  });

  it('ends with an error that nobody caught, while it goes on', async () => {
    vi.stubGlobal('GPUOutOfMemoryError', class {});
    const end = endOf(health.answer(never()), 1);
    device.listeners.get('uncapturederror')?.({ error: { message: 'bad binding' } });
    expect(await end).toMatchObject({ code: 'gpu-error', message: expect.stringContaining('bad binding') });
    vi.unstubAllGlobals();
  });

  it('is not believed after an error that nobody caught, whenever that came', async () => {
    vi.stubGlobal('GPUOutOfMemoryError', class {});
    const fail = () => device.listeners.get('uncapturederror')?.({ error: { message: 'bad binding' } });
    const late = Promise.resolve('zeros').then((value) => {
      fail();
      return value;
    });
    expect(await endOf(health.answer(late), 1)).toMatchObject({ code: 'gpu-error' });
    expect(await endOf(health.answer(Promise.resolve('zeros')), 1)).toMatchObject({ code: 'gpu-error' });
    vi.unstubAllGlobals();
  });

  it('gives what only a GPU throws a kind, and leaves faults of programs as they are', async () => {
    expect(await endOf(health.answer(Promise.reject(named('OperationError'))), 3)).toMatchObject({ code: 'gpu-error' });
    const fault = new TypeError('a fault');
    expect(await endOf(health.answer(Promise.reject(fault)), 3)).toBe(fault);
  });
});

describe('a device that answers no more', () => {
  it.each([
    [false, 60],
    [true, 300],
  ])('fails where nothing is known of its pace, software later', async (isFallback, seconds) => {
    open(isFallback);
    const wait = health.answer(never());
    expect(await endOf(wait, seconds)).toBeUndefined();
    expect(await endOf(wait, 4)).toMatchObject({ code: 'gpu-silent' });
    expect(health.failure).toMatchObject({ code: 'gpu-silent' });
  });

  it('fails by its own pace once that is known', async () => {
    await endOf(health.answer(new Promise((resolve) => setTimeout(resolve, 2000))), 3);
    const wait = health.answer(never());
    expect(await endOf(wait, 40)).toBeUndefined();
    expect(await endOf(wait, 4)).toMatchObject({ code: 'gpu-silent', facts: { seconds: 41 } });
  });

  it('has a few seconds left when someone wants it to end', async () => {
    const wait = health.answer(never());
    expect(await endOf(wait, 5)).toBeUndefined();
    health.hurry();
    expect(await endOf(wait, 5)).toMatchObject({ code: 'gpu-silent' });
    await expect(health.settle()).rejects.toMatchObject({ code: 'gpu-silent' });
  });

  it('has its time again when nobody is in a hurry any more', async () => {
    health.hurry();
    health.relax();
    expect(await endOf(health.answer(never()), 30)).toBeUndefined();
  });

  it('is not taken for one while the computer sleeps', async () => {
    const wait = health.answer(never());
    vi.setSystemTime(Date.now() + 3_600_000);
    expect(await endOf(wait, 10)).toBeUndefined();
  });
});
