export const LANGUAGES = ['en', 'es'] as const;
export type Language = (typeof LANGUAGES)[number];

/** The same in every language. */
export type Wording = Readonly<Record<Language, string>>;

/** What one of a few names is, in words that complete "must be …". */
export function oneOfNames(names: readonly string[]): Wording {
  const list = names.join(', ');
  return names.length === 1 ? { en: list, es: list } : { en: `one of ${list}`, es: `uno de ${list}` };
}
