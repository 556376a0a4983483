/** What is known of the adapter that did the work; it goes with every figure Weft reports. */
export interface AdapterInfo {
  readonly vendor: string;
  readonly architecture: string;
  readonly device: string;
  readonly description: string;
  /** True for a software adapter (SwiftShader, lavapipe): figures from it say nothing about GPUs. */
  readonly isFallback: boolean;
  readonly runtime: 'browser' | 'dawn';
  /** Such as "Chrome 156.0.0.0". */
  readonly runtimeVersion: string;
  readonly features: readonly string[];
  /** The limits that kernels grow with, by WebGPU's names. */
  readonly limits?: Readonly<Record<string, number>>;
  readonly subgroupMinSize?: number;
  readonly subgroupMaxSize?: number;
}

/** What compiles and runs shaders: adapter with its driver, browser or Dawn with its version. */
export function adapterKey(adapter: AdapterInfo): string {
  const { vendor, architecture, device, description, runtime, runtimeVersion } = adapter;
  return [vendor, architecture, device, description, runtime, runtimeVersion].join('/');
}

/** Limits that kernels grow with; a device is asked for as much as its adapter has. */
const LIMITS = [
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

/** Those that the adapter tells. */
export function limitsOf({ limits }: Pick<GPUAdapter, 'limits'>): Record<string, number> {
  return Object.fromEntries(LIMITS.flatMap((name) => (limits[name] === undefined ? [] : [[name, limits[name]]])));
}

/** The first property that Weft needs and this adapter, of an older browser, has not; `undefined` where it has all. */
export function findMissing(adapter: GPUAdapter): string | undefined {
  if (!adapter.info || !adapter.features) {
    return adapter.info ? 'adapter.features' : 'adapter.info';
  }
  const limit = LIMITS.find((name) => adapter.limits[name] === undefined);
  return limit && `adapter.limits.${limit}`;
}

/** `isFallbackAdapter` was the adapter's own before it was its info's, and is in no type definitions. */
interface MaybeFallback {
  readonly isFallbackAdapter?: boolean;
}

export function describeAdapter(
  adapter: GPUAdapter,
  { runtime = 'browser', runtimeVersion = browserVersion() }: Partial<Pick<AdapterInfo, 'runtime' | 'runtimeVersion'>>,
): AdapterInfo {
  const { info } = adapter;
  const isFallback = (info as MaybeFallback).isFallbackAdapter ?? (adapter as MaybeFallback).isFallbackAdapter ?? false;
  return {
    vendor: info.vendor,
    architecture: info.architecture,
    device: info.device,
    description: info.description,
    isFallback: isFallback || /swiftshader|llvmpipe|lavapipe/i.test(`${info.architecture} ${info.description}`),
    runtime,
    runtimeVersion,
    features: [...adapter.features].sort(),
    limits: limitsOf(adapter),
    ...(info.subgroupMinSize > 0
      ? { subgroupMinSize: info.subgroupMinSize, subgroupMaxSize: info.subgroupMaxSize }
      : {}),
  };
}

function browserVersion(): string {
  const match = /(?:Chrome|Firefox|Version)\/[\d.]+/.exec(globalThis.navigator?.userAgent ?? '');
  return match === null ? 'unknown' : match[0].replace('/', ' ');
}
