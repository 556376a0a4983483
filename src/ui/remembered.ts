// What the page keeps for the next visit. Where the browser keeps nothing, nothing is remembered.

const LANGUAGE_KEY = 'weft.language';
const NOTICES_KEY = 'weft.notices';

export function rememberedLanguage(): string | null {
  return read(LANGUAGE_KEY);
}

export function rememberLanguage(language: string): void {
  write(LANGUAGE_KEY, language);
}

/** Whether notices of long runs were asked for. */
export function rememberedNotices(): boolean {
  return read(NOTICES_KEY) === 'on';
}

export function rememberNotices(isWanted: boolean): void {
  write(NOTICES_KEY, isWanted ? 'on' : 'off');
}

function read(key: string): string | null {
  try {
    return localStorage.getItem(key);
  } catch {
    return null;
  }
}

function write(key: string, value: string): void {
  try {
    localStorage.setItem(key, value);
  } catch {
    // It is so for this visit all the same.
  }
}
