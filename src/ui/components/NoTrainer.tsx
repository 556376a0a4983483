import type { WeftError } from '../../errors';
import { sayError } from '../../words/sayError';
import { useWords } from './languageContext';
import { Notice } from './Notice';
import { SaveDiagnostic } from './SaveDiagnostic';
import type { StoreProps } from './storeProps';
import { TryAgain } from './TryAgain';

/** Where WebGPU is there but the trainer did not start: an unfit adapter, or a fault. */
export function NoTrainer({ store, error }: StoreProps & { readonly error: WeftError }) {
  const words = useWords();
  return (
    <main class="no-webgpu" data-testid="no-trainer">
      <h2>{words.page.trainerDidNotStart}</h2>
      <Notice kind="error">{sayError(error, words)}</Notice>
      <TryAgain />
      <SaveDiagnostic store={store} error={error} />
    </main>
  );
}
