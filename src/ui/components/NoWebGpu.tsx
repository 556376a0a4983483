import type { WeftError } from '../../errors';
import { sayError } from '../../words/sayError';
import { useWords } from './languageContext';
import { Prose } from './Prose';
import { SaveDiagnostic } from './SaveDiagnostic';
import type { StoreProps } from './storeProps';
import { TryAgain } from './TryAgain';

/** Instead of the form where nothing could be trained: why, and what to do about it, likeliest first. */
export function NoWebGpu({ store, error }: StoreProps & { readonly error: WeftError }) {
  const words = useWords();
  const { missingGpu } = words.page;
  const hasNoAdapter = error.code === 'no-adapter';
  const remedies = [
    ...(globalThis.isSecureContext ? [] : [missingGpu.secureContext(location.origin)]),
    missingGpu.browser,
    missingGpu.acceleration,
    missingGpu.status,
  ];
  return (
    <main class="no-webgpu" data-testid="no-webgpu">
      <h2>{hasNoAdapter ? missingGpu.noAdapterTitle : missingGpu.noWebGpuTitle}</h2>
      <p class="lead">{hasNoAdapter ? missingGpu.noAdapterLead : missingGpu.noWebGpuLead}</p>
      <ol class="remedies">
        {remedies.map((remedy) => (
          <li key={remedy}>
            <Prose text={remedy} />
          </li>
        ))}
        <li>
          <Prose text={missingGpu.linux} />
          <code class="command">--enable-unsafe-webgpu --enable-features=Vulkan</code>
          {missingGpu.linuxWithoutGpu}
          <code class="command">--enable-unsafe-webgpu --use-webgpu-adapter=swiftshader</code>
        </li>
      </ol>
      <TryAgain />
      <p class="reason">{missingGpu.reason(sayError(error, words))}</p>
      <SaveDiagnostic store={store} error={error} />
    </main>
  );
}
