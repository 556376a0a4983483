import type { StoredRun } from '../runFile';
import { findBadMember } from './memberChecks';
import { findBadMistake } from './mistakeChecks';
import { firstProblem, type Problem } from './problem';
import { findBadStatus } from './statusChecks';
import { findBadSummary } from './summaryChecks';
import { findBadThroughput } from './throughputChecks';
import { findBadUnfinished } from './unfinishedChecks';

/**
 * What each field allows, but all together cannot be: a run edited by hand. Nothing that can be derived from other
 * fields is believed.
 */
export function findContradiction(run: StoredRun): Problem {
  return firstProblem(CHECKS, (check) => check(run));
}

const CHECKS = [
  findBadMember,
  findBadStatus,
  findBadUnfinished,
  findBadSummary,
  findBadMistake,
  findBadThroughput,
] as const;
