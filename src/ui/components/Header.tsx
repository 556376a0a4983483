import { adapterName } from '../../words/adapter';
import type { Environment } from '../state/store';
import { LanguageSwitch } from './LanguageSwitch';
import { useWords } from './languageContext';

export function Header({ environment }: { readonly environment: Environment }) {
  const { page } = useWords();
  return (
    <header class="page-header">
      <div class="brand">
        <svg class="brand-mark" viewBox="0 0 24 24" aria-hidden="true">
          <rect width="24" height="24" rx="6" />
          <path class="warp" d="M6 3.5v17M12 3.5v17M18 3.5v17" />
          <path d="M3.5 8.5q2.1-4.4 4.2 0t4.3 0 4.2 0 4.3 0M3.5 15.5q2.1 4.4 4.2 0t4.3 0 4.2 0 4.3 0" />
        </svg>
        <h1>Weft</h1>
        <p>{page.tagline}</p>
      </div>
      <div class="page-header-end">
        <AdapterBadge environment={environment} />
        <LanguageSwitch />
      </div>
    </header>
  );
}

function AdapterBadge({ environment }: { readonly environment: Environment }) {
  const words = useWords();
  const { page } = words;
  switch (environment.kind) {
    case 'connecting':
      return <p class="badge badge-waiting">{page.lookingForGpu}</p>;
    case 'ready': {
      const { adapter } = environment;
      return (
        <p class={`badge ${adapter.isFallback ? 'badge-software' : 'badge-gpu'}`} data-testid="adapter-badge">
          <span class="badge-name">{adapterName(adapter, words)}</span>
          <span class="badge-runtime">{adapter.runtimeVersion}</span>
        </p>
      );
    }
    case 'unsupported':
      return <p class="badge badge-none">{page.noWebGpu}</p>;
    case 'broken':
      return <p class="badge badge-none">{page.noTrainer}</p>;
    default:
      return environment satisfies never;
  }
}
