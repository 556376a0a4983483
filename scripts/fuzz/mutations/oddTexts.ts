import fc from 'fast-check';

/** A name that is in every object, one that sets what is in every object, and what HTML and terminals would act on. */
export const ODD_TEXTS = [
  '',
  ' ',
  '__proto__',
  'constructor',
  'toString',
  'NaN',
  'Infinity',
  '-0',
  '0x10',
  '1e999',
  '1e-400',
  '-1',
  '9007199254740993',
  '4294967296',
  '٣',
  '1,1',
  ',',
  '%',
  '%zz',
  '<img src=x onerror=fuzz>',
  '"><script>fuzz</script>',
  '\u0000',
  '\u001b[2J',
  '\ud800',
  '\u202e',
  '../../etc/passwd',
  'a'.repeat(20_000),
  '*a'.repeat(40),
] as const;

export const anyOddText: fc.Arbitrary<string> = fc.oneof(
  { weight: 3, arbitrary: fc.constantFrom(...ODD_TEXTS) },
  { weight: 1, arbitrary: fc.string({ unit: 'binary', maxLength: 12 }) },
  { weight: 1, arbitrary: fc.double().map(String) },
  { weight: 1, arbitrary: fc.integer().map(String) },
);
