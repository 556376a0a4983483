import { describe, expect, it } from 'vitest';
import type { Language } from '../../words';
import { createLanguage, type LanguageSources } from './language';

function setUp(sources: Partial<LanguageSources>) {
  const chosen: (readonly [Language, Language | undefined])[] = [];
  const language = createLanguage({
    inAddress: undefined,
    remembered: null,
    ofBrowser: ['en-GB'],
    onChosen: (...choice) => chosen.push(choice),
    ...sources,
  });
  return { language, chosen };
}

describe('createLanguage', () => {
  it.each<readonly [Language, Partial<LanguageSources>]>([
    ['en', {}],
    ['es', { ofBrowser: ['es-AR', 'en'] }],
    ['es', { ofBrowser: ['fr-CH', 'ES'] }],
    ['en', { ofBrowser: ['fr', 'de'] }],
    ['en', { ofBrowser: ['es'], remembered: 'en' }],
    ['es', { ofBrowser: ['es'], remembered: 'fr' }],
    ['es', { inAddress: 'es', remembered: 'en' }],
  ])('speaks %s to %j', (expected, sources) => {
    expect(setUp(sources).language.current.value).toBe(expected);
  });

  it('has the words of the language that is chosen', () => {
    const { language } = setUp({});
    expect(language.words.value.trainView.train).toBe('Train');
    language.choose('es');
    expect(language.words.value.trainView.train).toBe('Entrenar');
  });

  it('tells what to remember, and names in the address what is not the browser’s own', () => {
    const { language, chosen } = setUp({ ofBrowser: ['es-ES'] });
    language.choose('en');
    language.choose('es');
    expect(chosen).toEqual([
      ['en', 'en'],
      ['es', undefined],
    ]);
  });
});
