// What the page keeps for the next visit. Where the browser keeps nothing, nothing is remembered.

const LANGUAGE_KEY = 'weft.language';

export function rememberedLanguage(): string | null {
  try {
    return localStorage.getItem(LANGUAGE_KEY);
  } catch {
    return null;
  }
}

export function rememberLanguage(language: string): void {
  try {
    localStorage.setItem(LANGUAGE_KEY, language);
  } catch {
    // It is chosen for this visit all the same.
  }
}
