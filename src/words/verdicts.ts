import { type ArmPair, type RunComparison, winnerOf } from '../run/verdicts';
import type { DifferenceFacts } from './facts';
import type { Words } from './index';

/** Words for the two arms of a pair. */
export interface PairNames {
  readonly first: string;
  readonly second: string;
}

/** What a pair shows in every test figure, as one sentence; it never claims more than the corrected intervals show. */
export function sayPair({ comparisons }: ArmPair, { first, second }: PairNames, words: Words): string {
  return words.compare.verdict({
    first,
    second,
    differences: comparisons.map((entry) => differenceOf(entry, { first, second })),
  });
}

function differenceOf(entry: RunComparison, names: PairNames): DifferenceFacts {
  const { figure, comparison } = entry;
  const { difference, corrected, comparisons, outcome } = comparison;
  const { mean, n: seeds } = difference;
  const winner = winnerOf(entry);
  const facts = { figure, outcome, seeds, comparisons };
  if (mean === null || corrected === null) {
    return { ...facts, better: undefined, by: mean, interval: undefined, finest: 0 };
  }
  if (winner === undefined) {
    return { ...facts, better: undefined, by: mean, interval: corrected, finest: corrected.high - corrected.low };
  }
  const ends = [Math.abs(corrected.low), Math.abs(corrected.high)] as const;
  const interval = { low: Math.min(...ends), high: Math.max(...ends) };
  return { ...facts, better: names[winner], by: Math.abs(mean), interval, finest: interval.low };
}
