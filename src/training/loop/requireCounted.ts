import { WeftError } from '../../errors';
import type { LossTotals } from '../../kernels/softmaxCrossEntropy';
import type { Member } from '../../run/members';
import type { EvaluationSplit } from './trainee';

/**
 * Totals count every row that the loss kernel saw. Work that a driver dropped, in part or whole, leaves the figures
 * plausible and the count short.
 * @param members that were counted for.
 * @param totals [members]
 * @param isActive [members], of whom the totals say something.
 * @param examples that each of these must have seen, each once.
 * @throws WeftError `wrong-result` where a member has seen another number of them.
 */
export function requireCounted(
  members: readonly Pick<Member, 'index'>[],
  totals: readonly LossTotals[],
  isActive: readonly boolean[],
  examples: number,
  pass: 'train' | EvaluationSplit,
): void {
  for (const [member, isCounted] of isActive.entries()) {
    const rows = totals[member]?.rows ?? 0;
    if (isCounted && rows !== examples) {
      const place = (members[member]?.index ?? member) + 1;
      throw new WeftError(
        'wrong-result',
        `The GPU counted ${rows} of ${examples} examples of member ${place} (${pass}): its driver lost some of the work. ` +
          'Train again; where it happens again, update the browser and the graphics driver.',
        { facts: { about: 'wrong-count', member: place, rows, examples, pass } },
      );
    }
  }
}
