import { describe, expect, it } from 'vitest';
import { en } from './en';
import { LANGUAGES, WORDS, type Words } from './index';

/** What a function of words may be given: enough of anything, so that every sentence comes out. */
const SAMPLE = new Proxy(() => 2, {
  get: (_, key) => {
    if (key === Symbol.toPrimitive) {
      return () => 2;
    }
    return key === Symbol.iterator ? [][Symbol.iterator] : undefined;
  },
});

interface Sentence {
  readonly path: string;
  readonly text: string;
}

/** Every text of words, and what those functions say that take numbers or texts alone. */
function sentencesOf(words: unknown, path = ''): readonly Sentence[] {
  if (typeof words === 'string') {
    return [{ path, text: words }];
  }
  if (typeof words === 'function') {
    try {
      const said: unknown = words(SAMPLE, SAMPLE, SAMPLE, SAMPLE);
      return typeof said === 'string' ? [{ path, text: said }] : [];
    } catch {
      return [];
    }
  }
  return typeof words === 'object' && words !== null
    ? Object.entries(words).flatMap(([key, value]) => sentencesOf(value, `${path}.${key}`))
    : [];
}

const keysOf = (words: Words) => {
  const list = (value: unknown, path: string): readonly string[] =>
    typeof value === 'object' && value !== null && !Array.isArray(value)
      ? Object.entries(value).flatMap(([key, inner]) => list(inner, `${path}.${key}`))
      : [path];
  return list(words, '').toSorted();
};

/** What no Spanish sentence has, and every English one of some length does. */
const ENGLISH_WORDS = /\b(the|of|and|with|is|are|this|that|from|by|has|not|which|its|your|each)\b/i;

describe('the languages', () => {
  it.each(LANGUAGES)('%s names itself, and has every key that English has', (language) => {
    expect(WORDS[language].language).toBe(language);
    expect(keysOf(WORDS[language])).toEqual(keysOf(en));
  });

  it('have sentences to look at', () => {
    expect(sentencesOf(WORDS.es).length).toBeGreaterThan(400);
    expect(sentencesOf(en).length).toBeGreaterThan(400);
  });

  it('do not mix: no English words stand in Spanish sentences', () => {
    expect(sentencesOf(WORDS.es).filter(({ text }) => ENGLISH_WORDS.test(text))).toEqual([]);
  });

  it('are told apart by these words', () => {
    const long = sentencesOf(en).filter(({ text }) => text.split(' ').length > 8);
    const recognized = long.filter(({ text }) => ENGLISH_WORDS.test(text));
    expect(recognized.length).toBeGreaterThan(0.9 * long.length);
  });
});
