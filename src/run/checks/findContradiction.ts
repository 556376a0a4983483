import type { StoredRun } from '../runFile';
import { findBadMember } from './memberChecks';
import { findBadMistake } from './mistakeChecks';
import { firstProblem, type Problem } from './problem';
import { findBadStatus } from './statusChecks';
import { findBadSummary } from './summaryChecks';
import { findBadThroughput } from './throughputChecks';

/**
 * What each field allows, but all together cannot be: a run edited by hand. Nothing that can be derived from other
 * fields is believed.
 */
export function findContradiction(run: StoredRun): Problem {
  return firstProblem([findBadMember, findBadStatus, findBadSummary, findBadMistake, findBadThroughput], (check) =>
    check(run),
  );
}
