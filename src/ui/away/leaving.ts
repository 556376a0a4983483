import type { NotKept } from '../runs/runKeeper';
import type { BenchView } from '../state/benchView';
import { isUnderWay, type RunView } from '../state/runView';

export interface Leaving {
  readonly run: RunView;
  readonly bench: BenchView;
  readonly notKept: NotKept | undefined;
  /** Whether the run at hand can go on from a checkpoint. */
  readonly hasCheckpoint: boolean;
  /** Whether what it ended with was downloaded. */
  readonly isDownloaded: boolean;
}

/**
 * Whether something is lost when the page is left: a measurement; a run that is not being kept, or of which nothing was kept
 * yet; what a run ended with that could not be kept. A kept run is no loss: it goes on from its checkpoint, with the same
 * bits.
 */
export function losesSomething({ run, bench, notKept, hasCheckpoint, isDownloaded }: Leaving): boolean {
  if (bench.status === 'running') {
    return true;
  }
  return isUnderWay(run)
    ? notKept !== undefined || !hasCheckpoint
    : run.file !== undefined && notKept !== undefined && !isDownloaded;
}
