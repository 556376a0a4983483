import type { RunFile } from '../run/runFile';
import { shared } from './en/shared';

type NamedAdapter = Pick<RunFile['adapter'], 'vendor' | 'architecture' | 'device' | 'description' | 'isFallback'>;

/**
 * A short name for people: "SwiftShader (software)", "NVIDIA H200".
 * @param words of a language; what is written into files has the English ones.
 */
export function adapterName(adapter: NamedAdapter, { unnamedAdapter } = shared): string {
  const label = adapter.description || adapter.device || adapter.architecture || adapter.vendor || unnamedAdapter;
  return adapter.isFallback ? `${label} (software)` : label;
}
