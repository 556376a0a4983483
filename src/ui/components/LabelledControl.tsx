import type { ComponentChildren } from 'preact';

interface LabelledControlProps extends ControlErrorProps {
  readonly label: string;
  readonly hint: ComponentChildren;
  /** @param describedBy the ids of the hint and the error, for `aria-describedby`. */
  readonly children: (describedBy: string) => ComponentChildren;
}

interface ControlErrorProps {
  /** The control's. */
  readonly id: string;
  readonly errorTestId: string;
  readonly error: string | undefined;
}

/** A labelled control; what is wrong with its value stands under it, and is announced. */
export function LabelledControl({ id, errorTestId, label, hint, error, children }: LabelledControlProps) {
  return (
    <div class="field">
      <div class="field-text">
        <label for={id}>{label}</label>
        <span class="hint" id={`${id}-hint`}>
          {hint}
        </span>
      </div>
      {children(`${id}-hint ${id}-error`)}
      <ControlError id={id} errorTestId={errorTestId} error={error} />
    </div>
  );
}

/** Stays in the page when empty, so that a screen reader announces what comes into it. */
export function ControlError({ id, errorTestId, error }: ControlErrorProps) {
  return (
    <p class="field-error" id={`${id}-error`} role="alert" data-testid={errorTestId}>
      {error}
    </p>
  );
}
