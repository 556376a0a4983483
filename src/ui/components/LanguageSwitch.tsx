import { LANGUAGES, WORDS } from '../../words';
import { useLanguage, useWords } from './languageContext';

export function LanguageSwitch() {
  const { current, choose } = useLanguage();
  const { page } = useWords();
  return (
    <fieldset class="segments language-switch">
      <legend class="visually-hidden">{page.language}</legend>
      {LANGUAGES.map((language) => (
        <label key={language} for={`language-${language}`} lang={language}>
          <input
            id={`language-${language}`}
            type="radio"
            name="language"
            checked={current.value === language}
            onChange={() => choose(language)}
          />
          <span>{WORDS[language].languageName}</span>
        </label>
      ))}
    </fieldset>
  );
}
