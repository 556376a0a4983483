import type { ComponentChildren } from 'preact';

interface ActionButtonProps {
  readonly testId: string;
  /** The one that a panel is there for. */
  readonly isPrimary?: boolean;
  readonly disabled: boolean;
  readonly onClick: () => void;
  readonly children: ComponentChildren;
}

export function ActionButton({ testId, isPrimary = false, disabled, onClick, children }: ActionButtonProps) {
  return (
    <button
      type="button"
      class={isPrimary ? 'button button-primary' : 'button'}
      data-testid={testId}
      disabled={disabled}
      onClick={onClick}
    >
      {children}
    </button>
  );
}
