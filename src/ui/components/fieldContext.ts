import type { OptionKey } from '../../run/options';
import type { Language } from '../../words';
import type { FormTexts } from '../state/form';

/** What every field of the options needs. */
export interface FieldContext {
  /** Undefined until the adapter, and with it the default preset, is known. */
  readonly texts: FormTexts | undefined;
  /** One sentence a field that cannot be used. */
  readonly errors: Readonly<Partial<Record<OptionKey, string>>>;
  readonly language: Language;
  readonly edit: (key: OptionKey, text: string) => void;
}
