import type { Words } from '../../words';
import { sayError } from '../../words/sayError';
import { formatKeptName } from '../state/keptName';
import type { RunsProblem, RunsStore } from '../state/runsStore';
import { useWords } from './languageContext';
import { Notice } from './Notice';

/** What was deleted and can be brought back, and why what was asked of runs could not be done. */
export function RunsNews({ runs }: { readonly runs: RunsStore }) {
  const words = useWords();
  const { keptRuns } = words;
  const removed = runs.removed.value;
  const problem = runs.problem.value;
  return (
    <div class="runs-news">
      {/* Always there: what comes into it is announced. */}
      <div role="status">
        {removed.length > 0 && (
          <p class="notice notice-offer is-short" data-testid="removed">
            {keptRuns.removed(removed.map((run) => formatKeptName(run, words)))}
            <button type="button" class="button" data-testid="undo" onClick={() => void runs.undo()}>
              {keptRuns.undo}
            </button>
          </p>
        )}
      </div>
      {problem !== undefined && (
        <Notice kind="error" testId="runs-problem">
          {sayProblem(problem, words)}
        </Notice>
      )}
    </div>
  );
}

function sayProblem(problem: RunsProblem, words: Words): string {
  const { problems } = words.keptRuns;
  switch (problem.kind) {
    case 'in-use':
    case 'nothing-known':
      return problems[problem.kind](problem.name);
    case 'failed':
      return problems.failed(sayError(problem.reason, words));
    default:
      return problem satisfies never;
  }
}
