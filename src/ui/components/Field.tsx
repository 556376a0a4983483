import type { ComponentChildren } from 'preact';
import { type OptionKey, optionHint, optionLabel, optionName } from '../../run/options';
import type { Language } from '../../words';
import { ControlError, LabelledControl } from './LabelledControl';

interface FieldProps {
  readonly option: OptionKey;
  readonly language: Language;
  readonly error: string | undefined;
  readonly children: (ids: { readonly id: string; readonly describedBy: string }) => ComponentChildren;
}

/** The control of a training option. */
export function Field({ option, language, error, children }: FieldProps) {
  const ids = idsOf(option);
  return (
    <LabelledControl {...ids} label={optionLabel(option, language)} hint={optionHint(option, language)} error={error}>
      {(describedBy) => children({ id: ids.id, describedBy })}
    </LabelledControl>
  );
}

export function FieldError({ option, error }: Pick<FieldProps, 'option' | 'error'>) {
  return <ControlError {...idsOf(option)} error={error} />;
}

function idsOf(option: OptionKey) {
  const name = optionName(option);
  return { id: `option-${name}`, errorTestId: `error-${name}` };
}
