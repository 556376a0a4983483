import { KERNEL_SETS, PRESET_DEFAULTS, PRESETS, TRAIN_SPLIT_EXAMPLES, type TrainOptions } from '../../training/options';
import { isPresetChanged } from '../state/form';
import { formatCount, formatDuration, formatQuantity } from '../state/format';
import { isUnderWay, type RunView } from '../state/runView';
import type { StoreProps } from './App';
import { type FieldContext, SelectField, TextField } from './fields';
import { NormalizationPicker } from './NormalizationPicker';
import { Notice } from './Notice';

export function OptionsPanel({ store }: StoreProps) {
  const texts = store.form.value;
  const checked = store.checked.value;
  const run = store.run.value;
  const addressError = store.addressError.value;
  const fields: FieldContext = { texts, errors: checked?.errors ?? {}, edit: store.edit };
  const isLocked = texts === undefined || isUnderWay(run);
  const isChanged = texts !== undefined && isPresetChanged(texts);
  const hasMore =
    texts !== undefined &&
    (texts.firstSeed !== String(PRESET_DEFAULTS.quick.firstSeed) || texts.dataset !== PRESET_DEFAULTS.quick.dataset);

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
          <SelectField {...fields} option="preset" label="Preset" hint="sets everything below" values={PRESETS} />
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
          <SelectField {...fields} option="kernels" label="Kernels" hint="stock: plain tfjs" values={KERNEL_SETS} />
          <details class="more" open={hasMore}>
            <summary>More options</summary>
            <TextField
              {...fields}
              option="firstSeed"
              label="First seed"
              hint="then the next ones"
              inputMode="numeric"
            />
            <TextField {...fields} option="dataset" label="Dataset" hint="in datasets/" />
          </details>
        </fieldset>
      </form>
      <p class="plan" data-testid="plan">
        {checked?.options === undefined ? '\u00a0' : describePlan(checked.options, run)}
      </p>
    </section>
  );
}

/** "4 networks at once, 120,000 images in all; about 2 min 05 s of training at the last run's speed." */
function describePlan(options: TrainOptions, run: RunView): string {
  const memberCount = options.normalizations.length * options.learningRates.length * options.seeds;
  const imageCount = memberCount * options.epochs * options.trainExamples;
  const order = options.kernels === 'weft' ? 'at once' : 'one after another';
  const plan = `${formatQuantity(memberCount, 'network')} ${order}, ${formatCount(imageCount)} images in all`;
  const isComparable = run.report !== undefined && run.report.config.kernels === options.kernels;
  return isComparable && run.imagesPerSecond > 0
    ? `${plan}; about ${formatDuration(imageCount / run.imagesPerSecond)} of training at the last run’s speed.`
    : `${plan}.`;
}
