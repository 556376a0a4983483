import type { KeptRun } from '../../run/keptRun';
import type { Language } from '../../run/language';
import { formatOption, OPTION_KEYS, optionLabel } from '../../run/options';

/** An option in which the runs of a list are not all alike. */
export interface Difference {
  readonly label: string;
  readonly value: string;
}

/** By a run's id, what tells it from the others, in the options' order; nothing where all are alike. */
export function differencesBetween(
  runs: readonly KeptRun[],
  language: Language,
): ReadonlyMap<string, readonly Difference[]> {
  const differing = OPTION_KEYS.filter((key) => new Set(runs.map(({ config }) => formatOption(config, key))).size > 1);
  return new Map(
    runs.map(({ id, config }) => [
      id,
      differing.map((key) => ({ label: optionLabel(key, language), value: formatOption(config, key) })),
    ]),
  );
}
