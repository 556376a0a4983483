export const LANGUAGES = ['en', 'es'] as const;
export type Language = (typeof LANGUAGES)[number];

/** The same in every language. */
export type Wording = Readonly<Record<Language, string>>;
