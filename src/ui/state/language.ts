import { computed, type ReadonlySignal, signal } from '@preact/signals';
import { LANGUAGES, type Language, WORDS, type Words } from '../../words';

/** The language of the whole page, report included. */
export interface LanguageChoice {
  readonly current: ReadonlySignal<Language>;
  readonly words: ReadonlySignal<Words>;
  choose(language: Language): void;
}

export interface LanguageSources {
  /** What the address says. */
  readonly inAddress: Language | undefined;
  /** What was chosen on an earlier visit; anything may stand there. */
  readonly remembered: string | null;
  /** The browser's, most wanted first: "es-AR". */
  readonly ofBrowser: readonly string[];
  /** @param inAddress what the address has to say: nothing of the browser's own language. */
  readonly onChosen: (language: Language, inAddress: Language | undefined) => void;
}

/** The address goes before what was chosen earlier, and that before the browser's language, which is else English. */
export function createLanguage({ inAddress, remembered, ofBrowser, onChosen }: LanguageSources): LanguageChoice {
  const usual = languageOf(ofBrowser);
  const current = signal<Language>(inAddress ?? LANGUAGES.find((known) => known === remembered) ?? usual);
  return {
    current,
    words: computed(() => WORDS[current.value]),
    choose: (language) => {
      current.value = language;
      onChosen(language, language === usual ? undefined : language);
    },
  };
}

/** The first that Weft has words of. */
function languageOf(tags: readonly string[]): Language {
  const languages = tags.map((tag) => LANGUAGES.find((known) => known === tag.toLowerCase().split('-')[0]));
  return languages.find((language) => language !== undefined) ?? 'en';
}
