import type { Language } from '../run/language';
import { en, type Words } from './en';
import { es } from './es';

export const WORDS: Readonly<Record<Language, Words>> = { en, es };

export { LANGUAGES, type Language } from '../run/language';
export type { Words } from './en';
