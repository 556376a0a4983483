import { describe, expect, it } from 'vitest';
import { badOption, WeftError } from '../errors';
import { CommandError } from './commandError';
import { languageAskedFor, parseLanguage } from './language';
import { sayForeseen } from './runCommand';

describe('the language of a command', () => {
  it('is English unless told otherwise', () => {
    expect(parseLanguage()).toBe('en');
    expect(parseLanguage('es')).toBe('es');
    expect(() => parseLanguage('fr')).toThrow('Option language is "fr"; it must be one of en, es.');
  });

  it('is known before anything else of the command line is checked', () => {
    expect(languageAskedFor(['--epochs', '0', '--language', 'es'])).toBe('es');
    expect(languageAskedFor(['--language=es', '--epochs', '0'])).toBe('es');
    expect(languageAskedFor(['--language', 'fr'])).toBe('en');
    expect(languageAskedFor(['--language'])).toBe('en');
    expect(languageAskedFor([])).toBe('en');
  });
});

describe('a refusal', () => {
  const refusal = badOption('epochs', '"0"', { en: 'at least 1', es: 'como mínimo 1' });

  it('is said in the language that was asked for', () => {
    expect(sayForeseen(refusal, [])).toBe('Option epochs is "0"; it must be at least 1.');
    expect(sayForeseen(refusal, ['--language', 'es'])).toBe('La opción epochs es "0"; debe ser como mínimo 1.');
  });

  it('has nothing that a terminal would act on', () => {
    const hostile = new WeftError('bad-run', 'File a\u001b[2J\u202e\u0007b\nis empty.');
    expect(sayForeseen(hostile, [])).toBe('File a\ufffd\ufffdb\nis empty.');
  });

  it('quotes what it has no words for', () => {
    const lost = new WeftError('device-lost', 'The GPU was lost (reset); reload to go on.');
    expect(sayForeseen(lost, ['--language', 'es'])).toBe(
      'Se ha perdido la GPU; vuelve a entrenar. Mensaje original: The GPU was lost (reset); reload to go on.',
    );
    expect(sayForeseen(new CommandError('No run was given.'), ['--language', 'es'])).toBe(
      'Se ha producido un error. Mensaje original: No run was given.',
    );
  });
});
