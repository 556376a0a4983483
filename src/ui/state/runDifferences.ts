import type { KeptRun } from '../../run/keptRun';
import type { Language } from '../../run/language';
import { formatOption, OPTION_KEYS, type OptionKey, optionLabel } from '../../run/options';

/** An option in which the runs of a list are not all alike. */
export interface Difference {
  readonly key: OptionKey;
  readonly label: string;
  readonly value: string;
}

/** Its name says it. */
const NAMED: readonly OptionKey[] = ['preset'];

/** By a run's id, what tells it from the others, in the options' order; nothing where all are alike. */
export function differencesBetween(
  runs: readonly KeptRun[],
  language: Language,
): ReadonlyMap<string, readonly Difference[]> {
  const differing = OPTION_KEYS.filter(
    (key) => !NAMED.includes(key) && new Set(runs.map(({ config }) => formatOption(config, key))).size > 1,
  );
  return new Map(
    runs.map(({ id, config }) => [
      id,
      differing.map((key) => ({
        key,
        label: optionLabel(key, language),
        value: formatOption(config, key).replaceAll(',', ', '),
      })),
    ]),
  );
}
