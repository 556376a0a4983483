import type { CheckedForm } from '../state/form';
import { isUnderWay, type RunView } from '../state/runView';
import type { Environment } from '../state/store';

/**
 * The dataset to keep for when there is no server: that of the run at hand, once it was loaded and checked; before any run,
 * that which the page was opened with, so that the second visit can train. While a run loads its own, none: two would wait
 * for each other.
 */
export function datasetToKeep(
  run: RunView,
  environment: Environment,
  checked: CheckedForm | undefined,
  isDataSaved = savesData(),
): string | undefined {
  if (run.stepsDone > 0 || run.file !== undefined) {
    return run.options?.dataset;
  }
  return environment.kind === 'ready' && !isUnderWay(run) && !isDataSaved ? checked?.options?.dataset : undefined;
}

/** Whether the user has told the browser to fetch as little as can be. */
function savesData(): boolean {
  const { connection } = navigator as { readonly connection?: { readonly saveData?: boolean } };
  return connection?.saveData === true;
}
