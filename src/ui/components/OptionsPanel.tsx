import { formatOption, groupTitle, type OptionKey, optionsOfGroup, PRESET_DEFAULTS } from '../../run/options';
import { sayError, sayErrors } from '../../words/sayError';
import { type FormTexts, isPresetChanged } from '../state/form';
import { describePlan } from '../state/runPlan';
import { isUnderWay } from '../state/runView';
import { CallbackFields } from './CallbackFields';
import { Disclosure } from './Disclosure';
import type { FieldContext } from './fieldContext';
import { OptionField } from './fields';
import { useWords } from './languageContext';
import { Notice } from './Notice';
import type { StoreProps } from './storeProps';

export function OptionsPanel({ store }: StoreProps) {
  const words = useWords();
  const { language, optionsPanel } = words;
  const texts = store.form.value;
  const checked = store.checked.value;
  const run = store.run.value;
  const addressError = store.addressError.value;
  const fields: FieldContext = { texts, errors: sayErrors(checked?.errors ?? {}, words), language, edit: store.edit };
  const environment = store.environment.value;
  const adapter = environment.kind === 'ready' ? environment.adapter : undefined;
  const isLocked = texts === undefined || isUnderWay(run);
  const isChanged = texts !== undefined && isPresetChanged(texts);

  return (
    <section class="panel options" aria-labelledby="options-title">
      <div class="panel-head">
        <h2 id="options-title">{optionsPanel.title}</h2>
        <button
          type="button"
          class="button button-quiet"
          disabled={isLocked || !isChanged}
          onClick={() => texts && store.edit('preset', texts.preset)}
        >
          {optionsPanel.backToPreset}
        </button>
      </div>
      {addressError !== undefined && (
        <Notice kind="error" testId="options-error">
          {words.page.addressRefused(sayError(addressError, words))}
        </Notice>
      )}
      <form onSubmit={(event) => event.preventDefault()}>
        <fieldset class="bare" disabled={isLocked}>
          <legend class="visually-hidden">{groupTitle('training', language)}</legend>
          {optionsOfGroup('training').map((option) => (
            <OptionField key={option} {...fields} option={option} />
          ))}
          <CallbackFields {...fields} />
          <MoreFields {...fields} />
        </fieldset>
      </form>
      <p class="plan" data-testid="plan">
        {checked?.options === undefined ? '\u00a0' : describePlan(checked.options, store.speeds.value, words, adapter)}
      </p>
    </section>
  );
}

/** What few will ever change, in sight where it is changed. */
function MoreFields(fields: FieldContext) {
  const { texts, errors, language } = fields;
  const keys = optionsOfGroup('more');
  const isNeeded = keys.some((key) => errors[key] !== undefined || (texts !== undefined && isUnusual(texts, key)));
  return (
    <Disclosure summary={groupTitle('more', language)} isNeeded={isNeeded} testId="more-options">
      {keys.map((option) => (
        <OptionField key={option} {...fields} option={option} />
      ))}
    </Disclosure>
  );
}

/** All presets agree on these. */
function isUnusual(texts: FormTexts, key: OptionKey): boolean {
  return texts[key] !== formatOption(PRESET_DEFAULTS.notebook, key);
}
