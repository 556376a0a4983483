import type { ComponentChildren } from 'preact';
import { type OptionKey, optionHint, optionLabel, optionName } from '../../run/options';
import type { Language } from '../../words';

interface FieldProps {
  readonly option: OptionKey;
  readonly language: Language;
  readonly error: string | undefined;
  readonly children: (ids: { readonly id: string; readonly describedBy: string }) => ComponentChildren;
}

/** A labelled control; what is wrong with its value stands under it, and is announced. */
export function Field({ option, language, error, children }: FieldProps) {
  const id = `option-${optionName(option)}`;
  return (
    <div class="field">
      <div class="field-text">
        <label for={id}>{optionLabel(option, language)}</label>
        <span class="hint" id={`${id}-hint`}>
          {optionHint(option, language)}
        </span>
      </div>
      {children({ id, describedBy: `${id}-hint ${id}-error` })}
      <FieldError option={option} error={error} />
    </div>
  );
}

/** Stays in the page when empty, so that a screen reader announces what comes into it. */
export function FieldError({ option, error }: Pick<FieldProps, 'option' | 'error'>) {
  const name = optionName(option);
  return (
    <p class="field-error" id={`option-${name}-error`} role="alert" data-testid={`error-${name}`}>
      {error}
    </p>
  );
}
