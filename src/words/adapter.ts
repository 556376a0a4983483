import type { RunFile } from '../run/runFile';

type NamedAdapter = Pick<RunFile['adapter'], 'vendor' | 'architecture' | 'device' | 'description' | 'isFallback'>;

/** A short name for people: "SwiftShader (software)", "NVIDIA H200". */
export function adapterName(adapter: NamedAdapter): string {
  const name = adapter.description || adapter.device || adapter.architecture || adapter.vendor;
  const label = name === '' ? 'unnamed adapter' : name;
  return adapter.isFallback ? `${label} (software)` : label;
}
