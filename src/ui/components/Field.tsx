import type { ComponentChildren } from 'preact';
import { optionName } from '../../run/options';
import type { OptionKey } from '../state/form';
import { ControlError, LabelledControl } from './LabelledControl';

interface FieldProps {
  readonly option: OptionKey;
  readonly label: string;
  readonly hint: ComponentChildren;
  readonly error: string | undefined;
  readonly children: (ids: { readonly id: string; readonly describedBy: string }) => ComponentChildren;
}

/** The control of a training option. */
export function Field({ option, label, hint, error, children }: FieldProps) {
  const ids = idsOf(option);
  return (
    <LabelledControl {...ids} label={label} hint={hint} error={error}>
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
