import { PRESETS } from '../../run/options';
import { PRESET_QUESTIONS, presetSize } from '../state/presets';
import { FieldError } from './Field';
import type { FieldContext } from './fields';

/** All presets side by side, each with the question it answers: the choice is one of questions, not of names. */
export function PresetPicker({ texts, errors, edit }: FieldContext) {
  return (
    <fieldset class="presets" aria-describedby="presets-hint option-preset-error">
      <legend>Preset</legend>
      <p class="hint" id="presets-hint">
        sets everything below
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
            {PRESET_QUESTIONS[preset]} <span class="preset-size">{presetSize(preset)}</span>
          </span>
        </label>
      ))}
      <FieldError option="preset" error={errors.preset} />
    </fieldset>
  );
}
