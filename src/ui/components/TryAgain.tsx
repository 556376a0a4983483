import { useWords } from './languageContext';

export function TryAgain() {
  const { page } = useWords();
  return (
    <p class="no-webgpu-actions">
      <button type="button" class="button button-primary" onClick={() => location.reload()}>
        {page.tryAgain}
      </button>
    </p>
  );
}
