import type { ComponentChildren } from 'preact';

interface NoticeProps {
  readonly kind: 'warning' | 'error';
  readonly testId?: string;
  readonly children: ComponentChildren;
}

/** A sentence the user must not miss; errors are announced. */
export function Notice({ kind, testId, children }: NoticeProps) {
  return (
    <div class={`notice notice-${kind}`} role={kind === 'error' ? 'alert' : 'note'} data-testid={testId}>
      {children}
    </div>
  );
}
