import { WeftError } from '../../errors';
import type { LossTotals } from '../../kernels/softmaxCrossEntropy';
import type { EvaluationSplit } from './trainee';

/**
 * Totals count every row that the loss kernel saw. Work that a driver dropped, in part or whole, leaves the figures
 * plausible and the count short.
 * @param totals [members]
 * @param isActive [members], of whom the totals say something.
 * @param examples that each of these must have seen, each once.
 * @throws WeftError `wrong-result` where a member has seen another number of them.
 */
export function requireCounted(
  totals: readonly LossTotals[],
  isActive: readonly boolean[],
  examples: number,
  pass: 'train' | EvaluationSplit,
): void {
  for (const [member, isCounted] of isActive.entries()) {
    const rows = totals[member]?.rows ?? 0;
    if (isCounted && rows !== examples) {
      throw new WeftError(
        'wrong-result',
        `The GPU counted ${rows} of ${examples} examples of member ${member + 1} (${pass}): its driver lost some of the work. ` +
          'Train again; where it happens again, update the browser and the graphics driver.',
        { facts: { about: 'wrong-count', member: member + 1, rows, examples, pass } },
      );
    }
  }
}
