import { OPTION_DEFINITIONS, optionName } from '../../run/options';
import type { CheckedForm, FormTexts, OptionKey } from '../state/form';
import { Field } from './Field';

export interface FieldContext {
  readonly texts: FormTexts | undefined;
  readonly errors: CheckedForm['errors'];
  readonly edit: (key: OptionKey, text: string) => void;
}

interface OptionFieldProps extends FieldContext {
  readonly option: OptionKey;
  readonly label: string;
  readonly hint?: string;
}

/** A number, a list of numbers or a name, as text: the option parser is the only judge of it. */
export function TextField({ option, label, hint, texts, errors, edit, ...rest }: OptionFieldProps & InputHints) {
  const error = errors[option];
  return (
    <Field option={option} label={label} hint={hint ?? OPTION_DEFINITIONS[option].describe} error={error}>
      {({ id, describedBy }) => (
        <input
          {...rest}
          id={id}
          name={optionName(option)}
          type="text"
          autocomplete="off"
          spellcheck={false}
          value={texts?.[option] ?? ''}
          aria-describedby={describedBy}
          aria-invalid={error !== undefined}
          onInput={(event) => edit(option, event.currentTarget.value)}
        />
      )}
    </Field>
  );
}

/** Which keyboard a phone shows. */
interface InputHints {
  readonly inputMode?: 'numeric' | 'decimal' | 'text';
}

export function SelectField(props: OptionFieldProps & { readonly values: readonly string[] }) {
  const { option, label, hint, texts, errors, edit, values } = props;
  return (
    <Field option={option} label={label} hint={hint ?? OPTION_DEFINITIONS[option].describe} error={errors[option]}>
      {({ id, describedBy }) => (
        <select
          id={id}
          name={optionName(option)}
          value={texts?.[option] ?? ''}
          aria-describedby={describedBy}
          onChange={(event) => edit(option, event.currentTarget.value)}
        >
          {texts === undefined && <option value="" />}
          {values.map((value) => (
            <option key={value} value={value}>
              {value}
            </option>
          ))}
        </select>
      )}
    </Field>
  );
}
