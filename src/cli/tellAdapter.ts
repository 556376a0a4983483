import type { AdapterInfo } from '../gpu/adapter';
import { adapterName } from '../words/adapter';

/** Prints on what the work is done, and that a software adapter is no GPU. */
export function tellAdapter(adapter: AdapterInfo): void {
  console.log(`Adapter: ${adapterName(adapter)}, ${adapter.runtimeVersion}`);
  if (adapter.isFallback) {
    console.log('Warning: this is a software adapter; its figures say nothing about GPUs.');
  }
}
