import { messageOf, WeftError } from '../errors';
import { limitsOf } from './adapter';
import type { Browser } from './browsers';
import { gpuUnavailable } from './unavailable';

const WANTED_FEATURES: readonly GPUFeatureName[] = ['timestamp-query', 'subgroups', 'bgra8unorm-storage'];

/** How long a request may take: on a cold start with several GPUs it takes seconds. */
const PATIENCE_MS = 10_000;
/** A browser whose GPU process has just ended gives no adapter for a moment. */
const [NEW_TRIES, BETWEEN_TRIES_MS] = [4, 500];

export interface RequestOptions {
  /** Where to look for adapters; by default the browser's `navigator.gpu`. */
  readonly gpu?: GPU;
  /** There was a device before: an adapter that is missing now is not missing from the machine. */
  readonly hadDevice?: boolean;
  /** How long each request may take; by default 10 s. */
  readonly patienceMs?: number;
}

/** @throws WeftError `no-webgpu` or `no-adapter`, within seconds. */
export async function findAdapter(options: RequestOptions, where: Browser): Promise<GPUAdapter> {
  const gpu = options.gpu ?? globalThis.navigator?.gpu;
  if (gpu === undefined) {
    throw globalThis.isSecureContext === false
      ? gpuUnavailable('insecure', where, globalThis.location?.origin)
      : gpuUnavailable('no-webgpu', where);
  }
  const { patienceMs = PATIENCE_MS, hadDevice = false } = options;
  for (let tries = hadDevice ? NEW_TRIES : 1; ; tries--) {
    const adapter = await within(
      patienceMs,
      () => gpu.requestAdapter({ powerPreference: 'high-performance' }),
      (seconds) => gpuUnavailable('adapter-silent', where, seconds),
    ).catch((cause: unknown) => {
      throw cause instanceof WeftError ? cause : gpuUnavailable('adapter-refused', where, messageOf(cause), { cause });
    });
    if (adapter) {
      return adapter;
    }
    if (tries === 1) {
      throw gpuUnavailable(hadDevice ? 'blocked' : 'no-adapter', where);
    }
    await new Promise((resolve) => setTimeout(resolve, BETWEEN_TRIES_MS));
  }
}

/** @throws WeftError `device-lost` where the adapter gives none, within seconds. */
export async function openDevice(
  adapter: GPUAdapter,
  where: Browser,
  { patienceMs = PATIENCE_MS }: RequestOptions,
): Promise<GPUDevice> {
  const refused = (cause: unknown) =>
    cause instanceof WeftError ? cause : gpuUnavailable('device-refused', where, messageOf(cause), { cause });
  let device: GPUDevice;
  try {
    device = await within(
      patienceMs,
      () =>
        adapter.requestDevice({
          label: 'weft.device',
          requiredFeatures: WANTED_FEATURES.filter((feature) => adapter.features?.has(feature)),
          requiredLimits: limitsOf(adapter),
        }),
      (seconds) => gpuUnavailable('device-silent', where, seconds),
      (late) => late.destroy(),
    );
  } catch (cause) {
    throw refused(cause);
  }
  // An adapter that cannot give one gives one that is lost already.
  const lost = await Promise.race([device.lost, Promise.resolve(undefined)]);
  if (lost !== undefined) {
    throw refused(new Error(lost.message || lost.reason));
  }
  return device;
}

/**
 * Waits for an answer so long and no longer.
 * @param silence the error where there is none, by the seconds waited.
 * @param discard is given an answer that comes too late.
 */
async function within<T>(
  patienceMs: number,
  ask: () => Promise<T>,
  silence: (seconds: string) => WeftError,
  discard?: (late: T) => void,
): Promise<T> {
  let isOver = false;
  let timer: ReturnType<typeof setTimeout> | undefined;
  const over = new Promise<never>((_, reject) => {
    timer = setTimeout(() => {
      isOver = true;
      reject(silence(String(patienceMs / 1000)));
    }, patienceMs);
  });
  try {
    const answer = ask();
    answer.then(
      (late) => isOver && discard?.(late),
      () => undefined,
    );
    return await Promise.race([answer, over]);
  } finally {
    clearTimeout(timer);
  }
}
