import type { AdapterInfo } from '../gpu/adapter';
import type { Words } from '../words';
import { adapterName } from '../words/adapter';

/** Prints on what the work is done, and that a software adapter is no GPU. */
export function tellAdapter(adapter: AdapterInfo, words: Words): void {
  console.log(words.terminal.adapter(adapterName(adapter, words), adapter.runtimeVersion));
  if (adapter.isFallback) {
    console.log(words.terminal.softwareWarning);
  }
}
