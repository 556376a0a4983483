import { seriesLook } from '../../charts/palette';
import { SignSwatch } from '../../charts/Swatch';
import { NORMALIZATIONS, type Normalization } from '../../data/normalization';
import { optionHint, optionLabel } from '../../run/options';
import { FieldError } from './Field';
import type { FieldContext } from './fieldContext';

/** What each does to a pixel x of 0…255. */
const FORMULAS: Readonly<Record<Normalization, string>> = {
  raw: 'x',
  scale: 'x / 255',
  center: 'x − µ',
  standardize: '(x − µ) / σ',
  'scale-center': '(x − µ) / 255',
  'pixel-standardize': '(x − µᵢ) / σᵢ',
};

export function NormalizationPicker({ texts, errors, language, edit }: FieldContext) {
  const chosen = new Set(texts?.normalizations.split(','));
  const toggle = (toggled: Normalization) => {
    const next = NORMALIZATIONS.filter((name) => chosen.has(name) !== (name === toggled));
    edit('normalizations', next.join(','));
  };
  return (
    <fieldset class="normalizations" aria-describedby="option-normalizations-error">
      <legend>{optionLabel('normalizations', language)}</legend>
      {NORMALIZATIONS.map((name) => (
        <label key={name} class="check" for={`normalization-${name}`}>
          <input
            id={`normalization-${name}`}
            type="checkbox"
            checked={chosen.has(name)}
            onChange={() => toggle(name)}
          />
          <SignSwatch look={seriesLook(name)} />
          <span class="check-name">{name}</span>
          <span class="formula">{FORMULAS[name]}</span>
        </label>
      ))}
      <p class="hint">{optionHint('normalizations', language)}</p>
      <FieldError option="normalizations" error={errors.normalizations} />
    </fieldset>
  );
}
