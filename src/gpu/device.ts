import { WeftError } from '../errors';
import type { AdapterInfo } from './adapter';
import { BindGroupCache } from './bindGroups';
import { countGpuCalls, type GpuCounters } from './counters';
import { GpuHealth } from './health';
import { PipelineCache } from './pipelines';

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
}

export interface RequestGpuOptions {
  /** Where to look for adapters; by default the browser's `navigator.gpu`. */
  readonly gpu?: GPU;
  readonly runtime?: AdapterInfo['runtime'];
  readonly runtimeVersion?: string;
}

const WANTED_FEATURES: readonly GPUFeatureName[] = ['timestamp-query', 'subgroups', 'bgra8unorm-storage'];

/** Limits that kernels grow with; the device is asked for as much as the adapter has. */
const WANTED_LIMITS = [
  'maxBufferSize',
  'maxStorageBufferBindingSize',
  'maxStorageBuffersPerShaderStage',
  'maxComputeWorkgroupStorageSize',
  'maxComputeInvocationsPerWorkgroup',
  'maxComputeWorkgroupSizeX',
  'maxComputeWorkgroupSizeY',
  'maxComputeWorkgroupSizeZ',
  'maxComputeWorkgroupsPerDimension',
] as const;

/** What to do where there is no adapter. */
const ADAPTER_REMEDIES: Readonly<Record<AdapterInfo['runtime'], string>> = {
  browser: 'turn on hardware acceleration, or look at chrome://gpu for the reason',
  dawn: 'install a Vulkan driver, or set VK_ICD_FILENAMES to the JSON file of one',
};

/**
 * Opens a device on the best adapter, with every limit and feature kernels can use.
 * @throws WeftError `no-webgpu`, `no-adapter`, or `device-lost` when the adapter gives no device.
 */
export async function requestGpu(options: RequestGpuOptions = {}): Promise<Gpu> {
  const gpu = options.gpu ?? globalThis.navigator?.gpu;
  if (gpu === undefined) {
    throw new WeftError('no-webgpu', 'This browser offers no WebGPU; use Chrome or Edge 113 or newer.');
  }
  const adapter = await gpu.requestAdapter({ powerPreference: 'high-performance' });
  if (adapter === null) {
    throw new WeftError('no-adapter', `WebGPU found no adapter; ${ADAPTER_REMEDIES[options.runtime ?? 'browser']}.`);
  }
  const device = await openDevice(adapter);
  return {
    device,
    adapter: describeAdapter(adapter, options),
    adapterInfo: adapter.info,
    pipelines: new PipelineCache(device),
    bindGroups: new BindGroupCache(device),
    health: new GpuHealth(device),
    counters: countGpuCalls(device),
  };
}

async function openDevice(adapter: GPUAdapter): Promise<GPUDevice> {
  try {
    return await adapter.requestDevice({
      label: 'weft.device',
      requiredFeatures: WANTED_FEATURES.filter((feature) => adapter.features.has(feature)),
      requiredLimits: limitsOf(adapter),
    });
  } catch (cause) {
    throw new WeftError('device-lost', 'The graphics adapter gave no device; reload the page or restart the browser.', {
      cause,
    });
  }
}

/** `subgroupMinSize`, `subgroupMaxSize` and `isFallbackAdapter` are missing from older type definitions. */
interface ExtendedAdapterInfo extends GPUAdapterInfo {
  readonly isFallbackAdapter: boolean;
}

function describeAdapter(adapter: GPUAdapter, options: RequestGpuOptions): AdapterInfo {
  const info = adapter.info as ExtendedAdapterInfo;
  return {
    vendor: info.vendor,
    architecture: info.architecture,
    device: info.device,
    description: info.description,
    isFallback:
      info.isFallbackAdapter || /swiftshader|llvmpipe|lavapipe/i.test(`${info.architecture} ${info.description}`),
    runtime: options.runtime ?? 'browser',
    runtimeVersion: options.runtimeVersion ?? browserVersion(),
    features: [...adapter.features].sort(),
    limits: limitsOf(adapter),
    ...(info.subgroupMinSize > 0
      ? { subgroupMinSize: info.subgroupMinSize, subgroupMaxSize: info.subgroupMaxSize }
      : {}),
  };
}

function limitsOf({ limits }: GPUAdapter): Record<string, number> {
  return Object.fromEntries(WANTED_LIMITS.map((name) => [name, limits[name]]));
}

function browserVersion(): string {
  const match = /(?:Chrome|Firefox|Version)\/[\d.]+/.exec(globalThis.navigator?.userAgent ?? '');
  return match === null ? 'unknown' : match[0].replace('/', ' ');
}
