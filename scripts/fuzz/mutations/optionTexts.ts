import fc from 'fast-check';
import { BENCH_OPTION_DEFINITIONS } from '../../../src/bench/benchOptions';
import { SUITES } from '../../../src/bench/work/catalog';
import {
  formatOption,
  OPTION_DEFINITIONS,
  OPTION_KEYS,
  optionName,
  PRESET_DEFAULTS,
  PRESETS,
} from '../../../src/run/options';
import { anyOddText } from './oddTexts';

export const TRAIN_NAMES: readonly string[] = OPTION_KEYS.map(optionName);
export const BENCH_NAMES: readonly string[] = Object.keys(BENCH_OPTION_DEFINITIONS);

/** What some option has as a value. */
const GOOD_TEXTS: readonly string[] = [
  ...OPTION_KEYS.flatMap((key) => PRESETS.map((preset) => formatOption(PRESET_DEFAULTS[preset], key))),
  ...OPTION_KEYS.flatMap((key) => {
    const { control } = OPTION_DEFINITIONS[key];
    return control.kind === 'select' ? control.choices : [];
  }),
  ...SUITES,
  ...['train', 'runs', 'kernels', 'report', 'en', 'es', 'none', 'tfjs,jax-js', 'matmul/*', '1', '2', '100', '1000'],
];

const NUMBER_NAMES: ReadonlySet<string> = new Set(
  OPTION_KEYS.filter((key) => {
    const { control } = OPTION_DEFINITIONS[key];
    return control.kind === 'text' && control.inputMode !== undefined;
  }).map(optionName),
);

/** @throws Error where something was taken for a number that nobody would write as one. */
export function requirePlainNumbers(raw: Readonly<Record<string, string>>): void {
  for (const [name, text] of Object.entries(raw)) {
    if (NUMBER_NAMES.has(name) && !/^[\d.e+-]*\d[\d.e+-]*$/i.test(text)) {
      throw new Error(`${JSON.stringify(text)} was taken for a number of ${name}.`);
    }
  }
}

/** A value of an option, of this one or of another, changed or not. */
export const anyOptionText: fc.Arbitrary<string> = fc.oneof(
  { weight: 4, arbitrary: fc.constantFrom(...new Set(GOOD_TEXTS)) },
  { weight: 2, arbitrary: anyOddText },
  {
    weight: 1,
    arbitrary: fc.array(fc.constantFrom(...GOOD_TEXTS), { maxLength: 3 }).map((texts) => texts.join(',')),
  },
  { weight: 1, arbitrary: fc.nat(3000).map((length) => Array.from({ length }, (_, at) => at).join()) },
);
