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
