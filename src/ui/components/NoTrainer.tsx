import type { WeftError } from '../../errors';
import { Notice } from './Notice';

/** Where WebGPU is there but the trainer did not start: an unfit adapter, or a fault. */
export function NoTrainer({ error }: { readonly error: WeftError }) {
  return (
    <main class="no-webgpu" data-testid="no-trainer">
      <h2>The trainer did not start</h2>
      <Notice kind="error">{error.message}</Notice>
      <p class="no-webgpu-actions">
        <button type="button" class="button button-primary" onClick={() => location.reload()}>
          Try again
        </button>
      </p>
    </main>
  );
}
