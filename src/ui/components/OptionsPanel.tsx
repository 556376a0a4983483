import { KERNEL_SETS, PRESET_DEFAULTS, SWITCHES, TRAIN_SPLIT_EXAMPLES } from '../../run/options';
import { formatCount } from '../../words/format';
import { type FormTexts, isPresetChanged, type OptionKey } from '../state/form';
import { describePlan } from '../state/presets';
import { isUnderWay } from '../state/runView';
import { CallbackFields } from './CallbackFields';
import { Disclosure } from './Disclosure';
import { type FieldContext, SelectField, TextField } from './fields';
import { NormalizationPicker } from './NormalizationPicker';
import { Notice } from './Notice';
import { PresetPicker } from './PresetPicker';
import type { StoreProps } from './storeProps';

export function OptionsPanel({ store }: StoreProps) {
  const texts = store.form.value;
  const checked = store.checked.value;
  const run = store.run.value;
  const addressError = store.addressError.value;
  const fields: FieldContext = { texts, errors: checked?.errors ?? {}, edit: store.edit };
  const isLocked = texts === undefined || isUnderWay(run);
  const isChanged = texts !== undefined && isPresetChanged(texts);
  const hasMore =
    texts !== undefined && MORE_KEYS.some((key) => isUnusual(texts, key) || fields.errors[key] !== undefined);

  return (
    <section class="panel options" aria-labelledby="options-title">
      <div class="panel-head">
        <h2 id="options-title">Options</h2>
        <button
          type="button"
          class="button button-quiet"
          disabled={isLocked || !isChanged}
          onClick={() => texts && store.edit('preset', texts.preset)}
        >
          Back to the preset
        </button>
      </div>
      {addressError !== undefined && (
        <Notice kind="error" testId="options-error">
          The address holds an option that cannot be used, so these are the defaults. {addressError}
        </Notice>
      )}
      <form onSubmit={(event) => event.preventDefault()}>
        <fieldset class="bare" disabled={isLocked}>
          <legend class="visually-hidden">What to train</legend>
          <PresetPicker {...fields} />
          <NormalizationPicker {...fields} />
          <TextField {...fields} option="epochs" label="Epochs" hint="passes over the data" inputMode="numeric" />
          <TextField
            {...fields}
            option="trainExamples"
            label="Train examples"
            hint={`the first of ${formatCount(TRAIN_SPLIT_EXAMPLES)}`}
            inputMode="numeric"
          />
          <TextField {...fields} option="batchSize" label="Batch size" hint="examples a step" inputMode="numeric" />
          <TextField {...fields} option="learningRates" label="Learning rates" hint="one, or a list" />
          <TextField {...fields} option="seeds" label="Seeds" hint="repeats of each" inputMode="numeric" />
          <CallbackFields {...fields} />
          <Disclosure summary="More options" isNeeded={hasMore} testId="more-options">
            <SelectField {...fields} option="kernels" label="Kernels" hint="stock: plain tfjs" values={KERNEL_SETS} />
            <SelectField
              {...fields}
              option="diagnostics"
              label="Diagnostics"
              hint="of layers, each epoch"
              values={SWITCHES}
            />
            <TextField
              {...fields}
              option="firstSeed"
              label="First seed"
              hint="then the next ones"
              inputMode="numeric"
            />
            <TextField {...fields} option="dataset" label="Dataset" hint="in datasets/" />
          </Disclosure>
        </fieldset>
      </form>
      <p class="plan" data-testid="plan">
        {checked?.options === undefined ? '\u00a0' : describePlan(checked.options, store.speeds.value)}
      </p>
    </section>
  );
}

const MORE_KEYS: readonly OptionKey[] = ['kernels', 'diagnostics', 'firstSeed', 'dataset'];

/** All presets agree on these. */
function isUnusual(texts: FormTexts, key: OptionKey): boolean {
  return texts[key] !== String(PRESET_DEFAULTS.notebook[key]);
}
