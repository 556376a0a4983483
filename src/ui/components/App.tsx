import type { Store } from '../state/store';
import { Charts } from './Charts';
import { Header } from './Header';
import { NoTrainer } from './NoTrainer';
import { NoWebGpu } from './NoWebGpu';
import { OptionsPanel } from './OptionsPanel';
import { ResultsTable } from './ResultsTable';
import { RunPanel } from './RunPanel';
import { SoftwareWarning } from './SoftwareWarning';

export interface StoreProps {
  readonly store: Store;
}

export function App({ store }: StoreProps) {
  return (
    <>
      <Header environment={store.environment.value} />
      <Content store={store} />
    </>
  );
}

/** The bench comes whole, once it is known what to train on: nothing moves afterwards. */
function Content({ store }: StoreProps) {
  const environment = store.environment.value;
  switch (environment.kind) {
    case 'connecting':
      return <main aria-busy="true" />;
    case 'unsupported':
      return <NoWebGpu error={environment.error} />;
    case 'broken':
      return <NoTrainer error={environment.error} />;
    case 'ready':
      return (
        <main class="bench">
          {environment.adapter.isFallback && <SoftwareWarning />}
          <OptionsPanel store={store} />
          <div class="bench-run">
            <RunPanel store={store} />
            <ResultsTable store={store} />
            <Charts store={store} />
          </div>
        </main>
      );
    default:
      return environment satisfies never;
  }
}
