import type { AdapterInfo } from './adapter';
import { describeAdapter, findMissing } from './adapter';
import { BindGroupCache } from './bindGroups';
import { type Browser, identifyBrowser } from './browsers';
import { countGpuCalls, type GpuCounters } from './counters';
import { GpuHealth } from './health';
import { countLiveBuffers, type LiveBuffers } from './liveBuffers';
import { PipelineCache } from './pipelines';
import { findAdapter, openDevice, type RequestOptions } from './requests';
import { gpuUnavailable } from './unavailable';

/** A device with what Weft keeps beside it. */
export interface Gpu {
  readonly device: GPUDevice;
  readonly adapter: AdapterInfo;
  /** The adapter's description as the browser gives it; tfjs asks for it. */
  readonly adapterInfo: GPUAdapterInfo;
  readonly pipelines: PipelineCache;
  readonly bindGroups: BindGroupCache;
  readonly health: GpuHealth;
  readonly counters: GpuCounters;
  readonly liveBuffers: LiveBuffers;
}

export interface RequestGpuOptions extends RequestOptions {
  readonly runtime?: AdapterInfo['runtime'];
  readonly runtimeVersion?: string;
}

/**
 * Opens a device on the best adapter, with every limit and feature kernels can use.
 * @throws WeftError `no-webgpu`, `no-adapter`, or `device-lost` when the adapter gives no device; within seconds, and
 * saying what helps in this browser.
 */
export async function requestGpu(options: RequestGpuOptions = {}): Promise<Gpu> {
  const where = placeOf(options);
  const found = await findAdapter(options, where);
  const device = await openDevice(found, where, options);
  const missing = findMissing(found);
  if (missing !== undefined) {
    device.destroy();
    throw gpuUnavailable('too-old', where, missing);
  }
  const adapter = describeAdapter(found, options);
  const health = new GpuHealth(device, adapter);
  return {
    device,
    adapter,
    adapterInfo: found.info,
    pipelines: new PipelineCache(device, health),
    bindGroups: new BindGroupCache(device),
    health,
    counters: countGpuCalls(device),
    liveBuffers: countLiveBuffers(device),
  };
}

function placeOf({ runtime }: RequestGpuOptions): Browser {
  return runtime === 'dawn'
    ? { place: 'dawn', version: undefined }
    : identifyBrowser(globalThis.navigator?.userAgent ?? '');
}
