import type { WeftError } from '../../errors';
import type { TrainOptions } from '../../run/options';
import { makePageDiagnostic } from '../state/pageDiagnostic';
import { useWords } from './languageContext';
import { saveDiagnostic } from './saveRun';
import type { StoreProps } from './storeProps';

interface SaveDiagnosticProps extends StoreProps {
  readonly error: WeftError;
  /** Of the run that failed, where it was one. */
  readonly config?: TrainOptions | undefined;
}

/** At a failure: offers a file with what is known of it, to attach to a report. */
export function SaveDiagnostic({ store, error, config }: SaveDiagnosticProps) {
  const { page } = useWords();
  const save = () => {
    const environment = store.environment.value;
    const adapter = environment.kind === 'ready' ? environment.adapter : undefined;
    const { log } = store;
    saveDiagnostic(makePageDiagnostic({ error, log, adapter, config, search: location.search, navigator }));
  };
  return (
    <p class="diagnostic">
      <button type="button" class="button" data-testid="save-diagnostic" title={page.diagnostic.holds} onClick={save}>
        {page.diagnostic.save}
      </button>
    </p>
  );
}
