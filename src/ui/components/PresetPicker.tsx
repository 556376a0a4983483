import { optionHint, optionLabel, PRESET_QUESTIONS, PRESETS, presetSize } from '../../run/options';
import { FieldError } from './Field';
import type { FieldContext } from './fieldContext';

/** All presets side by side, each with the question it answers: the choice is one of questions, not of names. */
export function PresetPicker({ texts, errors, language, edit }: FieldContext) {
  return (
    <fieldset class="presets" aria-describedby="presets-hint option-preset-error">
      <legend>{optionLabel('preset', language)}</legend>
      <p class="hint" id="presets-hint">
        {optionHint('preset', language)}
      </p>
      {PRESETS.map((preset) => (
        <label key={preset} class="preset" for={`preset-${preset}`}>
          <input
            id={`preset-${preset}`}
            type="radio"
            name="preset"
            value={preset}
            checked={texts?.preset === preset}
            aria-labelledby={`preset-${preset}-name`}
            aria-describedby={`preset-${preset}-text`}
            onChange={() => edit('preset', preset)}
          />
          <span class="preset-name" id={`preset-${preset}-name`}>
            {preset}
          </span>
          <span class="hint preset-text" id={`preset-${preset}-text`}>
            {PRESET_QUESTIONS[preset][language]} <span class="preset-size">{presetSize(preset, language)}</span>
          </span>
        </label>
      ))}
      <FieldError option="preset" error={errors.preset} />
    </fieldset>
  );
}
