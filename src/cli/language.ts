import { badOption } from '../errors';
import { oneOfNames } from '../run/language';
import { LANGUAGES, type Language } from '../words';

/** @throws WeftError `bad-option` for a language that Weft has no words of. */
export function parseLanguage(text = 'en'): Language {
  const language = LANGUAGES.find((known) => known === text);
  if (language === undefined) {
    throw badOption('language', `"${text}"`, oneOfNames(LANGUAGES));
  }
  return language;
}

/** The language a command line asks for, before anything of it is checked: refusals are said in it too. */
export function languageAskedFor(argv: readonly string[]): Language {
  const at = argv.findLastIndex((argument) => /^--language(=|$)/.test(argument));
  const text = argv[at]?.split('=')[1] ?? argv[at + 1];
  return LANGUAGES.find((known) => at !== -1 && known === text) ?? 'en';
}
