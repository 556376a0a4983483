import type { StoredRun } from '../runFile';
import { summaryOf } from '../summary';
import { firstProblem, isSame, type Problem } from './problem';

/** A summary is what its members give; see `summaryOf`. */
export function findBadSummary({ members, summary }: StoredRun): Problem {
  const derived = summaryOf(members);
  if (summary.length !== derived.length) {
    return `summary has ${summary.length} entries; the members give ${derived.length}`;
  }
  return firstProblem(derived.entries(), ([index, expected]) => {
    const row = summary[index] as (typeof summary)[number];
    return (
      firstProblem(['normalization', 'learningRate', 'reduceLrOnPlateau', 'earlyStopping'] as const, (key) =>
        row[key] === expected[key] ? undefined : refuse(`summary.${index}.${key}`, row[key], expected[key]),
      ) ??
      firstProblem(['testAccuracy', 'testLoss'] as const, (figure) =>
        firstProblem(['n', 'mean', 'low', 'high'] as const, (key) =>
          isSame(row[figure][key], expected[figure][key])
            ? undefined
            : refuse(`summary.${index}.${figure}.${key}`, row[figure][key], expected[figure][key]),
        ),
      )
    );
  });
}

function refuse(path: string, value: unknown, derived: unknown): string {
  return `${path} is ${JSON.stringify(value)}; it must be ${JSON.stringify(derived)}, which the members give`;
}
