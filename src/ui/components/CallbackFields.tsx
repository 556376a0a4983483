import { MONITORS } from '../../run/callbacks/monitor';
import { CALLBACK_OPTIONS, CALLBACK_USES, SWITCHES } from '../../run/options';
import type { FormTexts, OptionKey } from '../state/form';
import { Disclosure } from './Disclosure';
import { type FieldContext, SelectField, TextField } from './fields';

/** Both callbacks, folded away while nothing is on; what is wrong with one of their fields is never out of sight. */
export function CallbackFields(fields: FieldContext) {
  const { texts, errors } = fields;
  const hasError = KEYS.some((key) => errors[key] !== undefined);
  const inUse = texts === undefined ? '' : describeUse(texts);
  return (
    <Disclosure
      summary={
        <>
          Callbacks <span class="hint">{inUse || 'off'}</span>
        </>
      }
      isNeeded={inUse !== '' || hasError}
      testId="callbacks"
    >
      <fieldset class="bare callback">
        <legend>ReduceLROnPlateau</legend>
        <SelectField
          {...fields}
          option="reduceLrOnPlateau"
          label="Reduce rate"
          hint="compare: both ways"
          values={CALLBACK_USES}
        />
        <fieldset class="bare" disabled={isOff(texts?.reduceLrOnPlateau)}>
          <legend class="visually-hidden">Settings of ReduceLROnPlateau</legend>
          <SelectField {...fields} option="plateauMonitor" label="Watches" hint="after each epoch" values={MONITORS} />
          <TextField {...fields} option="plateauFactor" label="Factor" hint="the rate times this" inputMode="decimal" />
          <TextField
            {...fields}
            option="plateauPatience"
            label="Patience"
            hint="epochs without gain"
            inputMode="numeric"
          />
          <TextField {...fields} option="plateauMinDelta" label="Min delta" hint="least gain" inputMode="decimal" />
          <TextField {...fields} option="plateauCooldown" label="Cooldown" hint="epochs of rest" inputMode="numeric" />
          <TextField {...fields} option="plateauMinLr" label="Lowest rate" hint="never below" inputMode="decimal" />
        </fieldset>
      </fieldset>
      <fieldset class="bare callback">
        <legend>EarlyStopping</legend>
        <SelectField
          {...fields}
          option="earlyStopping"
          label="Stop early"
          hint="compare: both ways"
          values={CALLBACK_USES}
        />
        <fieldset class="bare" disabled={isOff(texts?.earlyStopping)}>
          <legend class="visually-hidden">Settings of EarlyStopping</legend>
          <SelectField {...fields} option="stoppingMonitor" label="Watches" hint="after each epoch" values={MONITORS} />
          <TextField
            {...fields}
            option="stoppingPatience"
            label="Patience"
            hint="epochs without gain"
            inputMode="numeric"
          />
          <TextField {...fields} option="stoppingMinDelta" label="Min delta" hint="least gain" inputMode="decimal" />
          <TextField
            {...fields}
            option="stoppingStartFromEpoch"
            label="First epochs"
            hint="not watched"
            inputMode="numeric"
          />
          <SelectField {...fields} option="restoreBestWeights" label="Best weights" hint="restored" values={SWITCHES} />
        </fieldset>
      </fieldset>
      <TextField
        {...fields}
        option="heldOutExamples"
        label="Held-out examples"
        hint="not trained on"
        inputMode="numeric"
      />
    </Disclosure>
  );
}

const KEYS: readonly OptionKey[] = ['heldOutExamples', ...CALLBACK_OPTIONS.flatMap(([use, keys]) => [use, ...keys])];

function isOff(use: string | undefined): boolean {
  return use === undefined || use === 'off';
}

/** "ReduceLROnPlateau compared, EarlyStopping on"; empty where nothing differs from plain training. */
function describeUse({ reduceLrOnPlateau, earlyStopping, heldOutExamples }: FormTexts): string {
  const parts = [
    describeOne('ReduceLROnPlateau', reduceLrOnPlateau),
    describeOne('EarlyStopping', earlyStopping),
    heldOutExamples === '0' ? '' : 'examples held out',
  ];
  return parts.filter((part) => part !== '').join(', ');
}

function describeOne(name: string, use: string): string {
  if (use === 'off') {
    return '';
  }
  return use === 'compare' ? `${name} compared` : `${name} on`;
}
