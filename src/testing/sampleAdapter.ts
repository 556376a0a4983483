import type { AdapterInfo } from '../gpu/adapter';

/** The software adapter of the made-up runs and measurements. */
export const SAMPLE_ADAPTER = {
  vendor: 'google',
  architecture: 'swiftshader',
  device: '',
  description: 'SwiftShader',
  isFallback: true,
  runtime: 'browser',
  runtimeVersion: 'Chrome 156.0.0.0',
  features: [],
} as const satisfies AdapterInfo;
