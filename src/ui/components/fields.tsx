import { OPTION_DEFINITIONS, type OptionKey, optionName } from '../../run/options';
import { Field } from './Field';
import type { FieldContext } from './fieldContext';
import { NormalizationPicker } from './NormalizationPicker';
import { PresetPicker } from './PresetPicker';

/** One option, asked for as its definition says. */
export function OptionField(props: FieldContext & { readonly option: OptionKey }) {
  const { control } = OPTION_DEFINITIONS[props.option];
  switch (control.kind) {
    case 'presets':
      return <PresetPicker {...props} />;
    case 'normalizations':
      return <NormalizationPicker {...props} />;
    case 'select':
      return <SelectField {...props} choices={control.choices} />;
    case 'text':
      return <TextField {...props} inputMode={control.inputMode} />;
    default:
      return control satisfies never;
  }
}

interface OptionFieldProps extends FieldContext {
  readonly option: OptionKey;
}

/** A number, a list of numbers or a name, as text: the option's parser is the only judge of it. */
function TextField(props: OptionFieldProps & { readonly inputMode: 'numeric' | 'decimal' | undefined }) {
  const { option, texts, errors, edit, language, inputMode } = props;
  const error = errors[option];
  return (
    <Field option={option} language={language} error={error}>
      {({ id, describedBy }) => (
        <input
          inputMode={inputMode}
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

function SelectField(props: OptionFieldProps & { readonly choices: readonly string[] }) {
  const { option, texts, errors, edit, language, choices } = props;
  return (
    <Field option={option} language={language} error={errors[option]}>
      {({ id, describedBy }) => (
        <select
          id={id}
          name={optionName(option)}
          value={texts?.[option] ?? ''}
          aria-describedby={describedBy}
          onChange={(event) => edit(option, event.currentTarget.value)}
        >
          {texts === undefined && <option value="" />}
          {choices.map((choice) => (
            <option key={choice} value={choice}>
              {choice}
            </option>
          ))}
        </select>
      )}
    </Field>
  );
}
