import type { Words } from '../../words';
import type { BenchView } from '../state/benchView';
import type { RunView } from '../state/runView';
import type { View } from '../state/views';
import { workOf } from './work';

/** The title of the tab: how far the work at hand is, whatever view is shown; that it failed; else the view's own. */
export function pageTitle(run: RunView, bench: BenchView, view: View, { away }: Words): string {
  const work = workOf(run, bench);
  if (work !== undefined) {
    return away.titleAtWork(Math.floor(100 * work.shareDone), work.isPaused);
  }
  if (run.status === 'failed') {
    return away.titleOfFailure.run;
  }
  return bench.status === 'failed' ? away.titleOfFailure.bench : away.titles[view];
}
