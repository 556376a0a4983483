import { afterEach, expect, it, vi } from 'vitest';
import { WeftError } from '../errors';
import { requestGpu } from './device';

afterEach(() => vi.unstubAllGlobals());

async function refusalOf(request: Promise<unknown>): Promise<WeftError> {
  const error = await request.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  expect(error).toBeInstanceOf(WeftError);
  return error as WeftError;
}

/** As much of a GPU as `requestGpu` sees before it has a device. */
function fakeGpu(adapter: object | null): GPU {
  return { requestAdapter: () => Promise.resolve(adapter) } as unknown as GPU;
}

it.each([undefined, {}])('refuses a browser without WebGPU, and says which have it', async (navigator) => {
  vi.stubGlobal('navigator', navigator);
  const error = await refusalOf(requestGpu());
  expect(error.code).toBe('no-webgpu');
  expect(error.message).toContain('Chrome');
});

it('refuses a browser whose WebGPU has no adapter, and says where to look', async () => {
  const error = await refusalOf(requestGpu({ gpu: fakeGpu(null) }));
  expect(error.code).toBe('no-adapter');
  expect(error.message).toContain('chrome://gpu');
});

it('refuses an adapter that gives no device, and keeps the cause', async () => {
  const cause = new Error('the driver said no');
  const adapter = { limits: {}, features: new Set(), requestDevice: () => Promise.reject(cause) };
  const error = await refusalOf(requestGpu({ gpu: fakeGpu(adapter) }));
  expect(error.code).toBe('device-lost');
  expect(error.cause).toBe(cause);
});
