import type { Store } from '../state/store';
import { Charts } from './Charts';
import { Header } from './Header';
import { NoWebGpu } from './NoWebGpu';
import { OptionsPanel } from './OptionsPanel';
import { ResultsTable } from './ResultsTable';
import { RunPanel } from './RunPanel';
import { SoftwareWarning } from './SoftwareWarning';

export interface StoreProps {
  readonly store: Store;
}

export function App({ store }: StoreProps) {
  const environment = store.environment.value;
  const isUnsupported = environment.kind === 'unsupported';
  return (
    <>
      <Header environment={environment} />
      {isUnsupported ? (
        <NoWebGpu error={environment.error} />
      ) : (
        <main class="bench">
          {environment.kind === 'ready' && environment.adapter.isFallback && <SoftwareWarning />}
          <OptionsPanel store={store} />
          <div class="bench-run">
            <RunPanel store={store} />
            <ResultsTable store={store} />
            <Charts store={store} />
          </div>
        </main>
      )}
    </>
  );
}
