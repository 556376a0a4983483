import { LANGUAGES, type Language } from '../words';
import { CommandError } from './commandError';

/** @throws CommandError for a language that Weft has no words of. */
export function parseLanguage(text = 'en'): Language {
  const language = LANGUAGES.find((known) => known === text);
  if (language === undefined) {
    throw new CommandError(`Option language is "${text}"; it must be one of ${LANGUAGES.join(', ')}.`);
  }
  return language;
}

/** The language a command line asks for, before anything of it is checked: refusals are said in it too. */
export function languageAskedFor(argv: readonly string[]): Language {
  const at = argv.findLastIndex((argument) => /^--language(=|$)/.test(argument));
  const text = argv[at]?.split('=')[1] ?? argv[at + 1];
  return LANGUAGES.find((known) => at !== -1 && known === text) ?? 'en';
}
