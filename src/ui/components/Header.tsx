import { adapterName } from '../../words/adapter';
import type { Environment } from '../state/store';

export function Header({ environment }: { readonly environment: Environment }) {
  return (
    <header class="page-header">
      <div class="brand">
        <svg class="brand-mark" viewBox="0 0 24 24" aria-hidden="true">
          <rect width="24" height="24" rx="6" />
          <path class="warp" d="M6 3.5v17M12 3.5v17M18 3.5v17" />
          <path d="M3.5 8.5q2.1-4.4 4.2 0t4.3 0 4.2 0 4.3 0M3.5 15.5q2.1 4.4 4.2 0t4.3 0 4.2 0 4.3 0" />
        </svg>
        <h1>Weft</h1>
        <p>Which input normalization learns best? Train them all at once, on this browser’s GPU.</p>
      </div>
      <AdapterBadge environment={environment} />
    </header>
  );
}

function AdapterBadge({ environment }: { readonly environment: Environment }) {
  switch (environment.kind) {
    case 'connecting':
      return <p class="badge badge-waiting">Looking for a GPU…</p>;
    case 'ready': {
      const { adapter } = environment;
      return (
        <p class={`badge ${adapter.isFallback ? 'badge-software' : 'badge-gpu'}`} data-testid="adapter-badge">
          <span class="badge-name">{adapterName(adapter)}</span>
          <span class="badge-runtime">{adapter.runtimeVersion}</span>
        </p>
      );
    }
    case 'unsupported':
      return <p class="badge badge-none">No WebGPU</p>;
    case 'broken':
      return <p class="badge badge-none">Trainer not available</p>;
    default:
      return environment satisfies never;
  }
}
