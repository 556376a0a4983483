import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { type RequestGpuOptions, requestGpu } from './device';
import { fakeAdapter, fakeDevice, fakeGpu } from './testing/fakeGpu';

const CHROME = 'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/156.0.0.0 Safari/537.36';
const OLD_CHROME = CHROME.replace('156', '120');
const FIREFOX = 'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0';

const never = () => new Promise<never>(() => undefined);
const later = <T>(ms: number, value: T) => new Promise<T>((resolve) => setTimeout(() => resolve(value), ms));

beforeEach(() => {
  vi.useFakeTimers();
  vi.stubGlobal('navigator', { userAgent: CHROME });
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

/** What a request ends with within so many seconds. */
async function within(seconds: number, options: RequestGpuOptions) {
  const ended = requestGpu(options).then(
    (gpu) => ({ gpu, error: undefined }),
    (error: unknown) => ({ gpu: undefined, error }),
  );
  await vi.advanceTimersByTimeAsync(1000 * seconds);
  return Promise.race([ended, Promise.resolve('still waiting' as const)]);
}

const refused = (code: string, problem: string, ...texts: string[]) => ({
  error: expect.objectContaining({
    code,
    facts: expect.objectContaining({ about: 'gpu-unavailable', problem }),
    message: expect.stringMatching(new RegExp(texts.join('.*'))),
  }),
});

describe('a request for an adapter', () => {
  it.each([
    ['is rejected', () => Promise.reject(new Error('no driver')), 'adapter-refused', 'no driver.*chrome://restart'],
    [
      'throws',
      () => {
        throw new TypeError('no such option');
      },
      'adapter-refused',
      'no such option',
    ],
    ['is never answered', never, 'adapter-silent', 'within 10 s'],
    ['gives nothing', () => Promise.resolve(undefined), 'no-adapter', 'chrome://gpu'],
  ])('that %s ends in a sentence with a remedy', async (_, requestAdapter, problem, text) => {
    expect(await within(11, { gpu: fakeGpu(null, requestAdapter) })).toMatchObject(
      refused('no-adapter', problem, text),
    );
  });

  it('may be answered late', async () => {
    const { gpu } = (await within(10, { gpu: fakeGpu(null, () => later(9_000, fakeAdapter())) })) as { gpu: object };
    expect(gpu).toBeDefined();
  });

  it('is made again where there was a device before, and then says what blocks it', async () => {
    const answers = [null, null, fakeAdapter()];
    const recovering = { gpu: fakeGpu(null, async () => answers.shift()), hadDevice: true };
    expect(await within(3, recovering)).toMatchObject({ gpu: {} });
    expect(await within(3, { gpu: fakeGpu(null), hadDevice: true })).toMatchObject(
      refused('no-adapter', 'blocked', 'reload the page', 'chrome://restart'),
    );
  });
});

describe('a request for a device', () => {
  const from = (requestDevice: () => unknown) => ({ gpu: fakeGpu(fakeAdapter({ requestDevice })) });

  it.each([
    ['is rejected', () => Promise.reject(new Error('no memory')), 'device-refused', 'no memory'],
    [
      'throws',
      () => {
        throw new TypeError('no such limit');
      },
      'device-refused',
      'no such limit',
    ],
    ['is never answered', never, 'device-silent', 'within 10 s'],
  ])('that %s ends in a sentence with a remedy', async (_, requestDevice, problem, text) => {
    expect(await within(11, from(requestDevice))).toMatchObject(refused('device-lost', problem, text, 'restart'));
  });

  it('is refused where what it gives is lost already', async () => {
    const dead = fakeDevice();
    dead.lose({ message: 'the adapter was used' });
    expect(
      await within(
        0,
        from(async () => dead),
      ),
    ).toMatchObject(refused('device-lost', 'device-refused', 'the adapter was used'));
  });

  it('destroys what comes too late', async () => {
    const late = fakeDevice();
    await within(
      10.5,
      from(() => later(10_200, late)),
    );
    expect(late.isDestroyed).toBe(true);
  });
});

describe('an adapter of an older browser', () => {
  it.each([
    [{ info: undefined }, 'adapter.info'],
    [{ features: undefined }, 'adapter.features'],
    [{ limits: { maxBufferSize: 1 } }, 'adapter.limits.maxStorageBufferBindingSize'],
  ])('ends in a sentence that names what it lacks, and its device is destroyed', async (changes, lack) => {
    vi.stubGlobal('navigator', { userAgent: OLD_CHROME });
    const device = fakeDevice();
    const adapter = fakeAdapter({ ...changes, requestDevice: async () => device });
    expect(await within(0, { gpu: fakeGpu(adapter) })).toMatchObject(
      refused('no-webgpu', 'too-old', lack, 'update Chrome to 127'),
    );
    expect(device.isDestroyed).toBe(true);
  });

  it('tells of software where its info does not', async () => {
    const { gpu } = (await within(0, { gpu: fakeGpu(fakeAdapter({ isFallbackAdapter: true })) })) as {
      gpu: { adapter: object };
    };
    expect(gpu.adapter).toMatchObject({ isFallback: true });
  });
});

describe('a browser without WebGPU', () => {
  it.each([
    [FIREFOX, true, 'no-webgpu', 'update Firefox to 141'],
    [OLD_CHROME, true, 'no-webgpu', 'update Chrome to 127'],
    [CHROME, true, 'no-webgpu', 'chrome://gpu.*--enable-unsafe-webgpu'],
    [CHROME, false, 'insecure', 'http://example.test.*https'],
  ])('is told what helps it', async (userAgent, isSecureContext, problem, text) => {
    vi.stubGlobal('navigator', { userAgent });
    vi.stubGlobal('isSecureContext', isSecureContext);
    vi.stubGlobal('location', { origin: 'http://example.test' });
    expect(await within(0, {})).toMatchObject(refused('no-webgpu', problem, text));
  });
});
