import { createContext } from 'preact';
import { useContext } from 'preact/hooks';
import type { Words } from '../../words';
import { createLanguage, type LanguageChoice } from '../state/language';

/** English where nothing is provided. */
export const LanguageContext = createContext<LanguageChoice>(
  createLanguage({ inAddress: undefined, remembered: null, ofBrowser: [], onChosen: () => undefined }),
);

export function useLanguage(): LanguageChoice {
  return useContext(LanguageContext);
}

/** The words of the language chosen now; what uses them is drawn again when another is chosen. */
export function useWords(): Words {
  return useLanguage().words.value;
}
