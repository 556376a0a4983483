import type { WeftError } from '../../errors';

/** Instead of the form where nothing could be trained: why, and what to do about it, likeliest first. */
export function NoWebGpu({ error }: { readonly error: WeftError }) {
  const hasNoAdapter = error.code === 'no-adapter';
  return (
    <main class="no-webgpu" data-testid="no-webgpu">
      <h2>{hasNoAdapter ? 'WebGPU found no adapter to train on' : 'Weft needs WebGPU, and this browser has none'}</h2>
      <p class="lead">
        {hasNoAdapter
          ? 'The browser knows WebGPU but gives no graphics adapter to this page.'
          : 'Weft trains on the GPU through WebGPU. Without it there is nothing to train with.'}
      </p>
      <ol class="remedies">
        {!globalThis.isSecureContext && (
          <li>
            <strong>Open the page over https, or on localhost.</strong> Browsers offer WebGPU to secure pages only; this
            one came from <code>{location.origin}</code>.
          </li>
        )}
        <li>
          <strong>Use Chrome or Edge 113 or later</strong> on a computer; any current version will do.
        </li>
        <li>
          <strong>Turn graphics acceleration on</strong>: Settings → System → “Use graphics acceleration when
          available”, then relaunch the browser.
        </li>
        <li>
          <strong>
            Look at <code>chrome://gpu</code>
          </strong>
          : under “Graphics Feature Status” it says whether WebGPU is enabled, and below why not. A newer graphics
          driver often helps.
        </li>
        <li>
          <strong>On Linux</strong>, start the browser with
          <code class="command">--enable-unsafe-webgpu --enable-features=Vulkan</code>
          or, on a machine without a GPU, with the slow software adapter
          <code class="command">--enable-unsafe-webgpu --use-webgpu-adapter=swiftshader</code>
        </li>
      </ol>
      <p class="no-webgpu-actions">
        <button type="button" class="button button-primary" onClick={() => location.reload()}>
          Try again
        </button>
      </p>
      <p class="reason">What the browser said: {error.message}</p>
    </main>
  );
}
