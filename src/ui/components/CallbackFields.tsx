import { groupTitle, OPTION_DEFINITIONS, type OptionGroup, optionsOfGroup } from '../../run/options';
import type { Words } from '../../words';
import type { FormTexts } from '../state/form';
import { Disclosure } from './Disclosure';
import type { FieldContext } from './fieldContext';
import { OptionField } from './fields';
import { useWords } from './languageContext';

const CALLBACK_GROUPS = ['plateau', 'stopping'] as const satisfies readonly OptionGroup[];

/** Every callback, folded away while nothing is on; what is wrong with one of their fields is never out of sight. */
export function CallbackFields(fields: FieldContext) {
  const words = useWords();
  const { texts, errors, language } = fields;
  const keys = [...CALLBACK_GROUPS, 'callbacks' as const].flatMap(optionsOfGroup);
  const hasError = keys.some((key) => errors[key] !== undefined);
  const inUse = texts === undefined ? '' : describeUse(texts, words);
  return (
    <Disclosure
      summary={
        <>
          {groupTitle('callbacks', language)} <span class="hint">{inUse || words.optionsPanel.allOff}</span>
        </>
      }
      isNeeded={inUse !== '' || hasError}
      testId="callbacks"
    >
      {CALLBACK_GROUPS.map((group) => (
        <OneCallback key={group} {...fields} group={group} />
      ))}
      {optionsOfGroup('callbacks').map((option) => (
        <OptionField key={option} {...fields} option={option} />
      ))}
    </Disclosure>
  );
}

/** Whether it is on, and what it then needs. */
function OneCallback({ group, ...fields }: FieldContext & { readonly group: OptionGroup }) {
  const { optionsPanel } = useWords();
  const { texts, language } = fields;
  const keys = optionsOfGroup(group);
  const title = groupTitle(group, language);
  const uses = keys.filter((key) => OPTION_DEFINITIONS[key].partOf === undefined);
  const isOff = uses.every((key) => texts === undefined || texts[key] === 'off');
  return (
    <fieldset class="bare callback">
      <legend>{title}</legend>
      {uses.map((option) => (
        <OptionField key={option} {...fields} option={option} />
      ))}
      <fieldset class="bare" disabled={isOff}>
        <legend class="visually-hidden">{optionsPanel.settingsOf(title)}</legend>
        {keys
          .filter((key) => !uses.includes(key))
          .map((option) => (
            <OptionField key={option} {...fields} option={option} />
          ))}
      </fieldset>
    </fieldset>
  );
}

/** "ReduceLROnPlateau compared, EarlyStopping on"; empty where nothing differs from plain training. */
function describeUse(texts: FormTexts, { language, optionsPanel }: Words): string {
  const describeOne = (group: OptionGroup, use: string) =>
    use === 'off'
      ? []
      : [(use === 'compare' ? optionsPanel.isCompared : optionsPanel.isOn)(groupTitle(group, language))];
  return [
    ...describeOne('plateau', texts.reduceLrOnPlateau),
    ...describeOne('stopping', texts.earlyStopping),
    ...(texts.heldOutExamples === '0' ? [] : [optionsPanel.heldOut]),
  ].join(', ');
}
